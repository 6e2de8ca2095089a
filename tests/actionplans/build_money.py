"""Commitments on their way: pledged, proposed, approved by the council, paid."""

import datetime as dt

from actionplans import services
from council.services import adopt_decision
from tests import build
from tests.council.build_council import council, held_meeting, proposal

DAY = dt.date(2024, 7, 21)  # 31 Tir 1403


def approved_plan(**fields):
    """A plan of 1403 that an adopted decision approved, as rows."""
    plan = build.plan(**fields)
    build.activity(plan)
    build.approve(plan)
    return plan


def open_decision(**fields):
    """A proposed decision of a held meeting with a quorum, so that it can be adopted."""
    build.rule()
    return proposal(held_meeting(council(3)), **fields)


def proposed(*fundings, by, **fields):
    """The decision that these pledges are tied to."""
    decision = open_decision(**fields)
    for funding in fundings:
        services.propose_funding(funding=funding, decision=decision, by=by)
    return decision


def adopted(*fundings, by):
    """These pledges, approved by the council itself."""
    decision = adopt_decision(decision=proposed(*fundings, by=by), by=by)
    for funding in fundings:
        funding.refresh_from_db()
    return decision


def approved_funding(rials=1_000_000, **fields):
    """A commitment approved on 26 Ordibehesht of 1403, as rows."""
    fields["plan"] = fields.get("plan") or approved_plan()
    return build.funding(approved=rials, pledged=rials, **fields)


def closed_year_plan():
    """An approved plan of a year that is closed."""
    plan = approved_plan()
    plan.year.state = plan.year.State.CLOSED
    plan.year.save(update_fields=["state"])
    return plan
