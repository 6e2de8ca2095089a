"""What a person is told about a place: given, queued, offered, lapsed, given back; and that a course is cancelled."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from council.documents.addresses import absolute
from council.models import Cluster
from persian.jalali import format_moment
from post.services import message, send_later, send_missing
from trainings.links import learner_token
from trainings.models import Enrolment

State = Enrolment.State
SUBJECT_LENGTH = 200  # what the outbox keeps
CANCELLED = "cancelled"
SUBJECTS = {
    State.CONFIRMED: _("You have a place: %(course)s"),
    State.WAITING: _("You are on the wait list: %(course)s"),
    State.OFFERED: _("A place is free for you: %(course)s"),
    State.LAPSED: _("Your time to take up the place is over: %(course)s"),
    State.WITHDRAWN: _("Your place was given back: %(course)s"),
    CANCELLED: _("The course does not take place: %(course)s"),
}


def tell(enrolment):
    """One message about the state it has now; None for who cannot be reached. In the caller's transaction."""
    return write(enrolment, State(enrolment.state))


def tell_cancelled(enrolment):
    return write(enrolment, CANCELLED)


def recipient(enrolment):
    """The person's own address, else that of who enrolled them: a firm tells its staff itself. Nobody for a number."""
    by = None if enrolment.learner.is_removed else enrolment.enrolled_by
    return enrolment.learner.address or (by and (by.email or by.mobile)) or ""


def tell_many(enrolments):
    """The same to many who were just enrolled at once: none of them was told anything yet. Two queries."""
    cluster = Cluster.objects.first()
    letters = [letter_of(row, State(row.state), cluster=cluster) for row in enrolments]
    send_missing([message(**letter) for letter in letters if letter])


def write(enrolment, occasion, **more):
    """A mail or SMS in the person's language; None for who cannot be reached."""
    letter = letter_of(enrolment, occasion, cluster=Cluster.objects.first(), **more)
    return send_later(**letter) if letter else None


def letter_of(enrolment, occasion, *, cluster, **more):
    """What the outbox takes; the key names enrolment and occasion, so that nothing is told twice."""
    learner, to = enrolment.learner, recipient(enrolment)
    if not to:
        return None
    is_mail = "@" in to
    with translation.override(learner.language):
        subject = (SUBJECTS[occasion] % {"course": enrolment.course})[:SUBJECT_LENGTH]
        context = {
            "occasion": str(occasion),
            "person": learner,
            "course": enrolment.course,
            "enrolment": enrolment,
            "until": format_moment(enrolment.offered_until) if enrolment.offered_until else "",
            "url": absolute("trainings:mine_open", learner_token(learner)),
            "course_url": absolute("trainings:course_detail", enrolment.course.slug),
            "subject": subject,
            "cluster": cluster,
        }
        template = f"trainings/email/place{'' if is_mail else '_sms'}.txt"
        return {
            "channel": "mail" if is_mail else "sms",
            "to": to,
            "subject": subject if is_mail else "",
            "body": render_to_string(template, context | more).strip(),
            "key": f"enrolment/{enrolment.pk}/{occasion}/{more.get('at', '')}",
            "language": learner.language,
        }
