"""The list to sign as PDF: one paper for this session and the next ones. The same list gives the same bytes."""

from pathlib import Path

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from council.documents.typesetting import set_pdf
from council.models import Cluster
from persian.digits import localised
from persian.jalali import format_day
from persian.numbers import number
from trainings.models import Enrolment

TEMPLATE = Path(__file__).with_name("signature.typ")
COLUMNS = 4  # sessions that one paper has room for


def signature_pdf(session):
    """The bytes of the PDF in the language that is active. Accessible (PDF/UA-1). Four queries."""
    return set_pdf(TEMPLATE, pdf_data(session))


def pdf_data(session):
    """All that the template sets: it formats nothing itself. Texts reach it as data, so that none can be markup."""
    course, day = session.course, session.day
    return {
        "language": get_language(),
        "date": [day.year, day.month, day.day],
        "title": _("Signature list: %(course)s") % {"course": course},
        "course": str(course),
        "cluster": str(Cluster.objects.first() or ""),
        "facts": [[name, text] for name, text in facts_of(session) if text],
        "sample": _("Sample") if course.is_sample else "",
        "sessions": [session_words(row) for row in columns(session)],
        "people": [person_words(place, row) for place, row in enumerate(people_of(course), start=1)],
        "labels": {
            "number": _("No."),
            "name": _("Name"),
            "firm": _("Firm"),
            "teacher": _("Signature of the teacher"),
            "page": _("Page"),
            "empty": _("Nobody has a place yet."),
        },
    }


def facts_of(session):
    course = session.course
    yield _("Held by"), str(course.provider)
    yield _("Place"), session.place or course.place
    yield _("Teacher"), session.teacher or course.teacher


def columns(session):
    """This session and those after it, as many as the paper has room for."""
    later = Q(day__gt=session.day) | Q(day=session.day, starts_at__gte=session.starts_at)
    return session.course.sessions.filter(later)[:COLUMNS]


def session_words(session):
    return {
        "day": format_day(session.day),
        "time": f"{localised(session.starts_at.strftime('%H:%M'))}–{localised(session.ends_at.strftime('%H:%M'))}",
    }


def people_of(course):
    """Who has a place, or had one when the course ended, in the order of their names."""
    states = [Enrolment.State.CONFIRMED, *Enrolment.ENDED_WITH_RESULT]
    rows = course.enrolments.filter(state__in=states).select_related("learner", "firm")
    return rows.order_by("learner__sort_text", "pk")


def person_words(place, enrolment):
    return {
        "number": number(place),
        "name": enrolment.learner.full_name,
        "firm": str(enrolment.firm) if enrolment.firm else "",
    }
