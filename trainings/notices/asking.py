"""The letters that ask learners: the day after a course ended, and half a year after its last day. Each once.

What asks is a wish, not a duty: who stopped reminders gets none, neither do the people of the sample.
"""

import datetime as dt

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from council.documents.addresses import absolute
from council.models import Cluster
from persian.jalali import today
from post.services import message, send_missing, written
from trainings.links import learner_token
from trainings.models import Course, CourseFeedback, Enrolment
from trainings.notices.places import SUBJECT_LENGTH

Kind = CourseFeedback.Kind
HALF_A_YEAR = dt.timedelta(days=182)
STILL = dt.timedelta(days=30)  # a clock that stood still makes up for a month, not for years of loaded courses
AT_A_TIME = 300  # letters of one run; the next run writes the next ones


def asking_key(enrolment, kind):
    return f"feedback/{enrolment.pk}/{kind}"


def due_after(day):
    """Who got a result yesterday or in the month before and has not answered. «Yesterday» by the clock of Tehran."""
    ended = Enrolment.objects.filter(
        state__in=[Enrolment.State.COMPLETED, Enrolment.State.FAILED],
        ended_at__gte=midnight(day - STILL),
        ended_at__lt=midnight(day),
    )
    return asked(ended, Kind.AFTER)


def due_follow_up(day):
    """Who completed a course whose last day is half a year ago, or a little more, and has not answered."""
    last = day - HALF_A_YEAR
    done = Enrolment.objects.filter(state=Enrolment.State.COMPLETED, course__ends_on__range=(last - STILL, last))
    return asked(done, Kind.FOLLOW_UP)


def asked(enrolments, kind):
    answered = CourseFeedback.objects.filter(kind=kind).values("enrolment_id")
    wanted = enrolments.filter(
        course__state=Course.State.CLOSED, learner__wants_letters=True, learner__is_sample=False
    ).exclude(pk__in=answered)
    return wanted.select_related("course", "learner").order_by("pk")


def midnight(day):
    return dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())


def ask(kind, enrolments, token_of):
    """Write the letters that are missing: three queries, and one more where there is something to write.

    ``token_of(enrolment, kind)`` makes the link, which belongs to a room above.
    """
    due = {asking_key(row, kind): row for row in enrolments if row.learner.address}
    there = written(due) if due else set()
    missing = [row for key, row in due.items() if key not in there][:AT_A_TIME]
    if missing:
        cluster = Cluster.objects.first()
        send_missing([asking_letter(row, kind, token_of(row, kind), cluster) for row in missing])


def ask_learners(token_of):
    """What the clock does; safe to run again."""
    day = today()
    ask(Kind.AFTER, due_after(day), token_of)
    ask(Kind.FOLLOW_UP, due_follow_up(day), token_of)


def asking_letter(enrolment, kind, token, cluster):
    """The message, not yet written, in the person's language."""
    learner, to = enrolment.learner, enrolment.learner.address
    is_mail = "@" in to
    with translation.override(learner.language):
        words = {
            Kind.AFTER: _("What did you think of the course? %(course)s"),
            Kind.FOLLOW_UP: _("Half a year later: %(course)s"),
        }
        subject = words[kind] % {"course": enrolment.course}
        context = {
            "person": learner.full_name,
            "course": enrolment.course,
            "is_follow_up": kind == Kind.FOLLOW_UP,
            "url": absolute("trainings:feedback", token),
            "stop_url": absolute("trainings:stop", learner_token(learner)),
            "cluster": cluster,
        }
        return message(
            channel="mail" if is_mail else "sms",
            to=to,
            subject=subject[:SUBJECT_LENGTH] if is_mail else "",
            body=render_to_string(f"trainings/email/asking{'' if is_mail else '_sms'}.txt", context).strip(),
            key=asking_key(enrolment, kind),
            language=learner.language,
        )
