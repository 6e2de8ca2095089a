"""What a document tells about its reports, read the same way for the page, the files and the differences."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts import roles
from actionplans.models import Verification
from editions.labels import label

RETURNED, VERIFIED = Verification.Verdict.RETURNED, Verification.Verdict.VERIFIED
LATE = {"at_risk", "behind", "stopped"}


def date_of(iso):
    return dt.date.fromisoformat(iso) if iso else None


def institution_names(*documents):
    """{key: name in two languages}; a key that no document names stands for itself."""
    return {row["key"]: row["name"] for document in documents for row in document["institutions"]}


def name_of(key, names):
    return names.get(key) or {"fa": key, "en": key}


def actor(facts, names):
    """(what somebody was, name of the institution or None): a seat, else a role. No document knows a person's name."""
    if not facts.get("seat"):
        return str(roles.WORDS.get(facts.get("role"), _("portal account"))), None
    place = facts["institution"]
    return label("seat", facts["seat"]), name_of(place, names) if place else None


def votes(found, words):
    """«by consensus», or the three counts; empty where nobody counted."""
    if found is None:
        return ""
    if found == "consensus":
        return _("by consensus")
    counts = {side: words.figure(count) for side, count in found.items()}
    return _("%(for)s for, %(against)s against, %(abstain)s abstained") % counts


def last_verdict(report):
    """What the supervisor said last of a report; None while nothing was said."""
    return report["verifications"][-1] if report["verifications"] else None


def is_returned(report):
    last = last_verdict(report)
    return bool(last) and last["verdict"] == RETURNED


@dataclass(frozen=True)
class Said:
    """Why a plan is behind and what is done; ``report`` it was said in, None where the edition itself says it."""

    reason: str = ""
    action: str = ""
    report: dict | None = None


def late_plans(document):
    """Pairs of a plan that is late, or that a note of the edition is about, and what was said of it; the worst first.

    A report of an obstacle counts as long as it was not returned, and only where the edition has no note.
    """
    notes = {row["subject"]: row for row in document["notes"] if row["about"] == "behind"}
    told = told_by_plan(document)
    late = [plan for plan in document["plans"] if is_late(plan) or plan["key"] in notes]
    late.sort(key=lambda plan: (Decimal(plan["variance"]), plan["number"]))
    return [(plan, said_of(notes.get(plan["key"]), told.get(plan["key"]))) for plan in late]


def is_late(plan):
    return plan["status"] in LATE and Decimal(plan["variance"]) < 0


def said_of(note, report):
    if note:
        return Said(note["reason"], note["corrective_action"])
    return Said(report["obstacle"], report["corrective_action"], report) if report else Said()


def told_by_plan(document):
    """For each plan the newest report that counts and names an obstacle or a corrective action."""
    found = {}
    for row in document["entries"]:
        if is_returned(row) or not (row["obstacle"] or row["corrective_action"]):
            continue
        plan = row["activity"].rpartition("/")[0]
        if plan not in found or row["as_of"] >= found[plan]["as_of"]:
            found[plan] = row
    return found


def report_words(key, words):
    """``1403/3/2@2024-09-21#1``: the report on an activity, or with ``i`` on an indicator, of a day. Plain text."""
    path, _at, rest = key.partition("@")
    day, _hash, ordinal = rest.partition("#")
    _year, plan, number = path.split("/")
    pattern = (
        _("indicator {number} of plan {plan}") if number.startswith("i") else _("activity {number} of plan {plan}")
    )
    return _("Report on {subject}, {day}{ordinal}").format(
        subject=pattern.format(number=words.digits(number.lstrip("i")), plan=words.digits(plan)),
        day=words.day(date_of(day)),
        ordinal="" if ordinal == "1" else f" ({words.digits(ordinal)})",
    )


def plan_words(key, words):
    """``1403/3``: «plan 3»."""
    return _("plan %(number)s") % {"number": words.digits(key.rpartition("/")[2])}


def reading_day(key):
    """The day of a reading by its key; None for none."""
    return date_of(key.partition("@")[2].partition("#")[0]) if key else None
