"""Builders of the courses' room: each makes one valid row, and whatever it stands on."""

import datetime as dt
from itertools import count

from django.utils import timezone

from persian.jalali import today
from tests import build
from trainings.models import Course, CourseSession, Enrolment, Learner
from trainings.services.courses import refresh_days

_serial = count(1)


def course(state=Course.State.OPEN, seats=10, days=(7, 8, 9, 10), **fields):
    """An announced course of four mornings from a week from now, open for registration today.

    ``days``: the days of its sessions, counted from today; past ones too.
    """
    number = next(_serial)
    begins = today() + dt.timedelta(days=min(days, default=7))
    values = {
        "title": f"دوره آزمایشی {number}",
        "slug": f"course-{number}",
        "kind": Course.Kind.ICT,
        "summary": "شرح دوره آزمایشی",
        "hours": 16,
        "place": "سالن آزمایشی",
        "opens_on": min(today(), begins) - dt.timedelta(days=5),
        "closes_on": begins - dt.timedelta(days=1),
        "starts_on": begins,
        "ends_on": begins,
    }
    if state != Course.State.DRAFT:
        values["opened_at"] = timezone.now()
    if "provider" not in fields:
        fields["provider"] = build.institution("provider", "مرکز آموزش آزمایشی")
    made = Course.objects.create(state=state, seats=seats, **(values | fields))
    for day in days:
        session(made, today() + dt.timedelta(days=day))
    refresh_days(made)
    return made


def session(course, day, starts_at=dt.time(9), ends_at=dt.time(13), **fields):
    return CourseSession.objects.create(course=course, day=day, starts_at=starts_at, ends_at=ends_at, **fields)


def learner(name="کارآموز آزمایشی", **fields):
    if not {"email", "mobile", "user", "added_by_firm"} & set(fields):
        fields["email"] = f"learner{next(_serial)}@example.org"
    return Learner.objects.create(full_name=name, **fields)


def enrolment(course, learner=None, state=Enrolment.State.CONFIRMED, **fields):
    """An enrolment as a row, with the counters of the course, for tests about something else."""
    course.last_number += 1
    if state in Enrolment.HOLDING:
        course.taken += 1
    course.save(update_fields=["last_number", "taken"])
    if state not in Enrolment.LIVE:
        fields.setdefault("ended_at", timezone.now())
    if state == Enrolment.State.OFFERED:
        fields.setdefault("offered_until", timezone.now() + dt.timedelta(hours=48))
    return Enrolment.objects.create(
        course=course,
        learner=learner or globals()["learner"](),
        number=course.last_number,
        state=state,
        door=fields.pop("door", Enrolment.Door.STAFF),
        **fields,
    )
