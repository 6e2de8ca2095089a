"""A certificate in the words of its reader: the check page and the PDF share them. From the payload alone."""

import datetime as dt

from django.utils.translation import gettext as _

from council.documents.addresses import absolute
from council.models.cluster import in_language
from persian.jalali import format_day
from persian.numbers import number
from trainings.models import Course


def certificate_words(payload):
    """Every printed field, in the language that is active."""
    first, last = (format_day(dt.date.fromisoformat(payload[name])) for name in ("first_day", "last_day"))
    figures = {"attended": number(payload["attended"]), "sessions": number(payload["sessions"])}
    return {
        "person": payload["person"],
        "course": in_language(payload["course"]["title"], payload["course"]["title_en"]),
        "kind": str(Course.Kind(payload["course"]["kind"]).label),
        "hours": _("%(hours)s hours") % {"hours": number(payload["course"]["hours"])},
        "provider": in_language(payload["provider"]["name"], payload["provider"]["name_en"]),
        "cluster": in_language(payload["cluster"]["name"], payload["cluster"]["name_en"]),
        "held": first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last},
        "attended": _("%(attended)s of %(sessions)s sessions") % figures,
        "issued_on": format_day(dt.date.fromisoformat(payload["issued_on"])),
        "code": payload["code"],
        "host": payload["host"],
        "is_sample": payload["is_sample"],
    }


def fact_rows(words):
    """Pairs of name and value, in the order of the certificate."""
    return [
        (_("Name"), words["person"]),
        (_("Course"), words["course"]),
        (_("Kind"), words["kind"]),
        (_("Length"), words["hours"]),
        (_("Held by"), words["provider"]),
        (_("Held"), words["held"]),
        (_("Attendance"), words["attended"]),
        (_("Cluster"), words["cluster"]),
        (_("Issued on"), words["issued_on"]),
        (_("Issued by the portal"), words["host"]),
    ]


def check_address(code):
    """Where the QR leads: whole, in the language that is active."""
    return absolute("trainings:certificate_check", code)
