"""The reminder on the day before each session; one that is held elsewhere says so. A person can stop them.

At most one letter a person, course and day. Its key names the day: when a session is moved, its new day is told too.
"""

import datetime as dt

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from council.documents.addresses import absolute
from council.models import Cluster
from persian.digits import localised
from persian.jalali import format_day, today
from persian.text import search_key
from post.services import message, send_missing, written
from trainings.links import learner_token
from trainings.models import Course, CourseSession, Enrolment
from trainings.notices.places import SUBJECT_LENGTH

RUNS = (Course.State.OPEN, Course.State.RUNNING)


def reminder_key(enrolment, session):
    return f"reminder/{enrolment.pk}/{session.day.isoformat()}"


def remind():
    """What the clock does: write to who has a place in what is held tomorrow. Safe to run again.

    Three queries, whatever is held tomorrow, and two more when there is something to write.
    """
    sessions = {session.course_id: session for session in reversed(sessions_to_tell(today() + dt.timedelta(days=1)))}
    if not sessions:
        return
    rows = people_of(sessions)
    due = {reminder_key(row, sessions[row.course_id]): row for row in rows if row.learner.address}
    there = written(due) if due else set()
    missing = [row for key, row in due.items() if key not in there]
    if missing:
        cluster = Cluster.objects.first()
        send_missing([reminder(row, sessions[row.course_id], cluster) for row in missing])


def sessions_to_tell(day):
    """The sessions of a day, in their order. One query."""
    rows = CourseSession.objects.filter(day=day, course__state__in=RUNS).select_related("course")
    return list(rows.order_by("starts_at", "pk"))


def is_elsewhere(session):
    """Whether it is held in another place than the course."""
    return bool(session.place) and search_key(session.place) != search_key(session.course.place)


def people_of(sessions):
    """Who has a place in these courses and wants letters. One query."""
    return Enrolment.objects.filter(
        course__in=list(sessions),
        state=Enrolment.State.CONFIRMED,
        learner__wants_letters=True,
        learner__is_sample=False,
    ).select_related("course", "learner")


def reminder(enrolment, session, cluster):
    """The message, not yet written, in the person's language: when, where, and how to give the place back."""
    learner, to, course = enrolment.learner, enrolment.learner.address, enrolment.course
    is_mail = "@" in to
    with translation.override(learner.language):
        time = localised(session.starts_at.strftime("%H:%M"))
        context = {
            "person": learner.full_name,
            "course": course,
            "day": format_day(session.day),
            "time": time,
            "place": session.place or course.place,
            "is_elsewhere": is_elsewhere(session),
            "link": course.online_link,
            "url": absolute("trainings:mine_open", learner_token(learner)),
            "course_url": absolute("trainings:course_detail", course.slug),
            "stop_url": absolute("trainings:stop", learner_token(learner)),
            "cluster": cluster,
        }
        subject = _("Tomorrow at %(time)s: %(course)s") % {"time": time, "course": course}
        return message(
            channel="mail" if is_mail else "sms",
            to=to,
            subject=subject[:SUBJECT_LENGTH] if is_mail else "",
            body=render_to_string(f"trainings/email/reminder{'' if is_mail else '_sms'}.txt", context).strip(),
            key=reminder_key(enrolment, session),
            language=learner.language,
        )
