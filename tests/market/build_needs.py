"""Builders of the needs: each makes one valid row, and whatever it stands on."""

import datetime as dt

from django.db.models import Max
from django.utils import timezone

from council.models import InstitutionAgent
from market.models import Need, NeedAnswer, NeedLetters
from persian.jalali import format_day, today
from tests import build
from tests.members import build_firms

State = Need.State


def buyer(user=None, key="buyer", name="اداره کل خریدار"):
    """An institution that buys; ``user`` acts for it."""
    made = build.institution(key, name)
    if user:
        InstitutionAgent.objects.create(institution=made, user=user)
    return made


def need(state=State.OPEN, capabilities=(), ends_in=dt.timedelta(days=7), **fields):
    """An open need with a week left; ``ends_in`` from now, also negative. Closed and decided ones ended an hour ago."""
    if state in (State.CLOSED, State.DECIDED):
        ends_in = min(ends_in, dt.timedelta(hours=-1))
    number, now = (Need.objects.aggregate(last=Max("number"))["last"] or 0) + 1, timezone.now()
    values = {
        "number": number,
        "title": f"نیاز آزمایشی {number}",
        "text": "شرح نیاز",
        "deadline": now + ends_in,
        "state": state,
    }
    if state != State.DRAFT:
        values["opened_at"] = min(now, values["deadline"]) - dt.timedelta(days=3)
    if state == State.DECIDED:
        values |= {"outcome": Need.Outcome.OUTSIDE, "why": "پیشنهادی نبود", "decided_on": today()}
    if state == State.WITHDRAWN:
        values["why"] = "بودجه نیست"
    if "institution" not in fields:
        fields["institution"] = buyer()
    if "posted_by" not in fields:
        fields["posted_by"] = build.user()
    made = Need.objects.create(**(values | fields))
    made.capabilities.set(capabilities)
    return made


def answer(need, firm, text="پیشنهاد محرمانه", **fields):
    fields.setdefault("filed_by", None)
    fields["filed_by"] = fields["filed_by"] or build.user()
    return NeedAnswer.objects.create(need=need, firm=firm, text=text, row_version=1, **fields)


def firm_of(user=None, letters=False, **fields):
    """An active firm that ``user`` acts for; ``letters``: it wants to be written to."""
    made = build_firms.firm(**fields)
    if user:
        build_firms.representative(made, user)
    if letters:
        NeedLetters.objects.create(firm=made, is_on=True)
    return made


def past(need, **ago):
    """The need's deadline is over since then, whether or not the clock has come by."""
    ago = dt.timedelta(**(ago or {"minutes": 1}))
    need.opened_at, need.deadline = timezone.now() - ago - dt.timedelta(days=3), timezone.now() - ago
    need.save(update_fields=["opened_at", "deadline"])
    return need


def today_words():
    """Today as it is typed in a Persian form."""
    return format_day(today(), "numeric")
