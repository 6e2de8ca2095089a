"""The names of a document's sections and figures, and in what each is counted."""

from enum import Enum, auto

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from editions.labels import LABELS


class Unit(Enum):
    POINTS = auto()
    RIALS = auto()
    PEOPLE = auto()
    FIRMS = auto()
    PLANS = auto()
    ANSWERS = auto()
    NUMBER = auto()


SECTIONS = {
    "progress": _("Figures of the year"),
    "plans": _("Action plans"),
    "activities": _("Activities"),
    "entries": _("Reports"),
    "readings": _("Readings of indicators"),
    "money": _("Money"),
    "trainings": _("Trainings"),
    "firms": _("Firms and jobs"),
    "findings": _("Gaps of the market"),
    "handover": _("Hand-over"),
    "decisions": _("Decisions of the year"),
    "meetings": _("Meetings"),
    "notes": _("Notes of the edition"),
    "institutions": _("Institutions"),
    "year": pgettext_lazy("section", "The year"),
    "cluster": pgettext_lazy("section", "The cluster"),
    "edition": pgettext_lazy("section", "The edition"),
}

UNITS = {
    **dict.fromkeys(("planned", "reported", "verified", "variance", "share", "percent"), Unit.POINTS),
    **dict.fromkeys(
        ("pledged", "approved", "paid", "paid_cash", "paid_in_kind", "exports", "local_sales"), Unit.RIALS
    ),
    **dict.fromkeys(("trained", "completed", "staff", "women", "graduates"), Unit.PEOPLE),
    **dict.fromkeys(("firms", "firms_taught", "asked"), Unit.FIRMS),
    **dict.fromkeys(
        ("weight", "courses", "certified", "addressed", "closed", "met", "must_haves", "score", "threshold",
         "target", "value", "baseline", "reported_plan_count", "ordinal"),
        Unit.NUMBER,
    ),
}  # fmt: skip

FIELDS = {
    "planned": _("Planned"),
    "reported": _("Reported"),
    "verified": _("Verified"),
    "variance": _("Variance"),
    "percent": _("Reported"),
    "share": _("Ready for the hand-over"),
    "weight": _("Weight"),
    "status": _("Status"),
    "title": _("Title"),
    "objective": _("Objective"),
    "lead": _("Lead institution"),
    "partners": _("Partners"),
    "pillar": _("Pillar"),
    "sections": _("Sections"),
    "approved_by": _("Approved by decision"),
    "stopped_by": _("Stopped by decision"),
    "stopped_on": _("Stopped on"),
    "baseline": _("Baseline"),
    "baselines": _("Baselines"),
    "start": _("First day"),
    "start_on": _("Set out on"),
    "level": _("Level"),
    "direction": _("Direction"),
    "reported_reading": _("Reading behind the reported figure"),
    "verified_reading": _("Reading behind the verified figure"),
    "finish": pgettext_lazy("of a span of time", "Last day"),
    "is_milestone": _("Milestone"),
    "reported_entry": _("Report behind the reported figure"),
    "verified_entry": _("Report behind the verified figure"),
    "narrative": _("What was done"),
    "fall_reason": _("Why it fell"),
    "obstacle": _("Obstacle"),
    "corrective_action": _("Corrective action"),
    "recorded_by": _("Recorded by"),
    "recorded_on": _("Recorded on"),
    "verifications": _("Verdicts"),
    "by": _("Verdict by"),
    "visited_on": _("Visited on"),
    "is_public": _("Public"),
    "evidence": _("Evidence"),
    "value": _("Reading"),
    "target": _("Target"),
    "unit": _("Unit"),
    "note": _("Note"),
    "reason": _("Reason"),
    "as_of": _("Figures for"),
    "pledged": _("Pledged"),
    "approved": _("Approved"),
    "paid": _("Paid"),
    "paid_cash": _("Paid in cash"),
    "paid_in_kind": _("Paid in kind"),
    "kind": _("Kind"),
    "subject": _("Subject"),
    "decision": _("Decision"),
    "institution": _("Institution"),
    "courses": _("Courses held"),
    "trained": _("People trained"),
    "completed": _("People who completed"),
    "certified": _("Certificates"),
    "firms_taught": _("Firms reached"),
    "firms": _("Firms"),
    "ended_on": pgettext_lazy("of a span of time", "Last day"),
    "provider": _("Provider"),
    "plan": _("Action plan"),
    "staff": _("People employed"),
    "women": _("Women"),
    "graduates": _("Graduates"),
    "exports": _("Exports"),
    "local_sales": _("Sales to buyers of the province"),
    "asked": _("Firms asked"),
    "closed_on": _("Closed on"),
    "closed_by": _("Closed by the report"),
    "addressed": _("Gaps that plans remedy"),
    "addressed_on": _("Taken up on"),
    "closed": _("Gaps closed"),
    "state": _("State"),
    "plans": _("Action plans"),
    "met": _("Must-haves that are met"),
    "must_haves": _("Must-haves"),
    "must_have": _("Must-have"),
    "threshold": _("Least score"),
    "score": _("Score"),
    "scored_on": _("Scored on"),
    "text": _("Text"),
    "votes": _("Votes"),
    "meeting": _("Meeting"),
    "adopted_on": _("Adopted on"),
    "confidential_until": _("Confidential until"),
    "supersedes": _("Supersedes"),
    "source": _("Source"),
    "minutes_sha256": _("Hash of the minutes"),
    "held_on": _("Held on"),
    "is_sample": _("Sample"),
    "name": _("Name"),
    "province": _("Province"),
    "host": _("Host of the cluster"),
    "end": pgettext_lazy("of a span of time", "Last day"),
    "approved_on": _("Approved on"),
    "year": _("Year"),
    "ordinal": _("Year of the programme"),
    "reported_plan_count": _("Action plans, as reported"),
    "in_force_on": _("In force on"),
    "number": _("Number"),
    **LABELS["status"],
}

BY_VALUE = {
    "status": LABELS["status"],
    "pillar": LABELS["pillar"],
    "kind": LABELS["money"] | LABELS["course"],
    "state": LABELS["gap"],
    "verdict": LABELS["verdict"],
    "level": LABELS["level"],
    "direction": LABELS["direction"],
    "about": LABELS["note"],
}

# What is said of a whole row that only one edition has: the first of these fields that it has.
SUMMARY = {
    "plans": ("verified", "planned"),
    "activities": ("verified", "weight"),
    "indicators": ("target",),
    "entries": ("percent",),
    "readings": ("value",),
    "decisions": ("text",),
    "meetings": ("held_on",),
    "lines": ("approved",),
    "courses": ("trained",),
    "gaps": ("state",),
    "criteria": ("score",),
    "notes": ("reason",),
    "institutions": ("name",),
    "evidence": ("caption",),
    "baselines": ("decision",),
}
