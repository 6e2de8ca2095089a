"""Builders of the ideas' room: each makes one valid row, and whatever it stands on."""

import datetime as dt
from itertools import count

from django.utils import timezone

from ideas.models import Idea, IdeaCall, IdeaProposal, IdeaScore
from persian.jalali import today
from tests import build

_serial = count(1)
NEEDS_SCORES = ("scored", "shortlisted", "adopted", "converted")


def call(opens_in=-5, closes_in=5, **fields):
    """A call that is open today, all weights 25."""
    number = next(_serial)
    values = {
        "slug": f"call-{number}",
        "title": f"فراخوان آزمایشی {number}",
        "text": "شرح فراخوان آزمایشی",
        "opens_on": today() + dt.timedelta(days=opens_in),
        "closes_on": today() + dt.timedelta(days=closes_in),
    }
    return IdeaCall.objects.create(**(values | fields))


def idea(state=Idea.State.SUBMITTED, **fields):
    """An idea of a person, unless a firm is named; as a row, with what its state demands."""
    number = next(_serial)
    values = {
        "title": f"ایده آزمایشی {number}",
        "problem": "مسئله آزمایشی",
        "solution": "راه‌حل آزمایشی",
        "expected_effect": "اثر آزمایشی",
    }
    if "firm" not in fields:
        values |= {"name": "صاحب ایده", "contact": f"thinker{number}@example.org"}
    if state in NEEDS_SCORES:
        values["scored_at"] = timezone.now()
    if state in ("adopted", "converted"):
        values["decision"] = fields.get("decision") or build.adopted_decision()
        values["decided_at"] = timezone.now()
    if state == "converted":
        values["plan"] = fields.get("plan") or build.plan()
    if state == "rejected":
        values["reason"] = "دلیل آزمایشی"
    return Idea.objects.create(state=state, **(values | fields))


def score(idea, scorer, grades=None, *, is_final=False, **fields):
    """An asked scorer; ``grades``: feasibility, effect, cost, fit."""
    if grades:
        names = ("feasibility", "effect", "cost", "fit")
        fields |= dict(zip(names, grades, strict=True)) | {"given_at": timezone.now()}
    return IdeaScore.objects.create(idea=idea, scorer=scorer, is_final=is_final, **fields)


def proposal(idea, decision=None, act=IdeaProposal.Act.ADOPT, **fields):
    decision = decision or build.decision()
    return IdeaProposal.objects.create(idea=idea, decision=decision, act=act, **fields)
