"""Builders of procurement cases; each makes one valid row with as few words as possible."""

import datetime as dt
from itertools import count

from django.utils import timezone

from accounts.models import User
from council.models import InstitutionAgent
from market.case_reasons import make_reasons
from market.models import CaseReason, ProcurementCase
from market.services.cases import file_case, keep_keys
from persian.codes import random_code
from tests import build
from tests.members import build_firms

State, Winner = ProcurementCase.State, ProcurementCase.Winner
SUMMER_1403 = dt.date(2024, 8, 6)
_serial = count(1)


def reason(key="surplus-cost"):
    """One of the reasons that a new portal begins with; tests that empty the tables get them anew."""
    make_reasons(CaseReason)
    return CaseReason.objects.get(key=key)


def union(name="اتحادیه رایانه", user=None):
    made = build.institution(name=name, kind="guild_union")
    if user:
        agent(made, user)
    return made


def agent(of, user=None, **fields):
    return InstitutionAgent.objects.create(institution=of, user=user or build.user(), **fields)


def facts(**fields):
    """What a case is filed with."""
    values = {
        "buyer_name": f"اداره {next(_serial)}",
        "category": fields.get("category") or build_firms.capability(),
        "decided_on": SUMMER_1403,
        "amount": 1_000_000,
        "winner": Winner.OTHER_PROVINCE,
        "reasons": [reason()],
    }
    return values | fields


def case(by=None, **fields):
    """A submitted case of the office, filed as a service does it."""
    return file_case(by=by or build.user(), **facts(**fields))


def row(reasons=("surplus-cost",), state=State.COUNTED, **fields):
    """A case written as a row in any state: for tests that are about sums, not about its way."""
    values = facts(**fields)
    del values["reasons"]
    if state != State.SUBMITTED:
        values |= {"checked_supply": values.get("checked_supply", "no"), "checked_at": timezone.now()}
    if state in (State.COUNTED, State.REJECTED):
        values["decided_at"] = timezone.now()
    if state == State.REJECTED:
        values["rejected_because"] = "تکراری"
    values.setdefault("filed_by", None)
    values["filed_by"] = values["filed_by"] or someone()
    made = ProcurementCase(code=random_code(2), state=state, **values)
    keep_keys(made)
    made.save(force_insert=True)
    made.reasons.set([reason(key) for key in reasons])
    return made


def someone():
    """One person for all rows: hashing a password for each would be slow."""
    return User.objects.filter(email="rows@example.org").first() or build.user(email="rows@example.org")


def filers(number):
    """So many firms, each another filer."""
    return [build_firms.firm() for _place in range(number)]
