"""Plain builders: each makes one valid row with as few words as possible, and whatever it stands on."""

import datetime as dt
from decimal import Decimal
from itertools import count

from django.contrib.auth import get_user_model
from django.utils import timezone

from actionplans.models import (
    ActionPlan,
    Activity,
    Baseline,
    BaselineActivity,
    BaselineTarget,
    Funding,
    Indicator,
    IndicatorReading,
    Payment,
    ProgressEntry,
    SupervisionVisit,
    Verification,
)
from council.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    Cluster,
    CouncilRule,
    Decision,
    Institution,
    Meeting,
    ProgramYear,
    Seat,
    Source,
)
from persian.jalali import year_bounds

_serial = count(1)
NOWRUZ_1403 = dt.date(2024, 3, 20)
LAST_DAY_1403 = dt.date(2025, 3, 20)
APPROVAL_DAY = dt.date(2024, 5, 15)


def user(name="کاربر آزمایشی", **fields):
    """A person who may sign in, in no group."""
    fields.setdefault("email", f"person{next(_serial)}@example.org")
    return get_user_model().objects.create_user(full_name=name, password="a long test password", **fields)


def cluster(**fields):
    """The one cluster row; made once, given back afterwards."""
    defaults = {
        "name": "خوشه آزمایشی",
        "name_en": "Test cluster",
        "province": "خوزستان",
        "first_year": 1401,
        "years": 3,
    }
    return Cluster.objects.get_or_create(is_only=True, defaults=defaults | fields)[0]


def year(number=1403, state=ProgramYear.State.RUNNING, **fields):
    """A programme year, running since its approval on 26 Ordibehesht of 1403 unless told otherwise."""
    cluster()
    existing = ProgramYear.objects.filter(year=number).first()
    if existing:
        return existing
    start, end = year_bounds(number)
    if state != ProgramYear.State.PLANNING:
        fields.setdefault("approved_on", APPROVAL_DAY if number == 1403 else start)
    fields.setdefault("ordinal", number - 1400)
    return ProgramYear.objects.create(year=number, start=start, end=end, state=state, **fields)


def institution(key=None, name="اداره کل آزمایشی", **fields):
    key = key or f"institution-{next(_serial)}"
    defaults = {"name": name, "kind": Institution.Kind.OTHER}
    return Institution.objects.get_or_create(key=key, defaults=defaults | fields)[0]


def source(number="32075", **fields):
    defaults = {"title": "خبر آزمایشی", "agency": "خبرگزاری", "published_on": APPROVAL_DAY, "text": "متن خبر"}
    return Source.objects.get_or_create(number=number, defaults=defaults | fields)[0]


def rule(**fields):
    """A quorum of two thirds (one half at the second call), a simple majority."""
    values = {
        "valid_from": dt.date(2022, 3, 21),
        "quorum_numerator": 2,
        "quorum_denominator": 3,
        "second_call_numerator": 1,
        "second_call_denominator": 2,
    }
    return CouncilRule.objects.create(**(values | fields))


def seat(person=None, role=Seat.Role.ACTOR, **fields):
    fields.setdefault("valid_from", dt.date(2022, 3, 21))
    return Seat.objects.create(person=person or f"عضو {next(_serial)}", role=role, **fields)


def meeting(number=None, held_on=APPROVAL_DAY, state=Meeting.State.HELD, **fields):
    fields.setdefault("year", None)
    fields["year"] = fields["year"] or year()
    number = number or fields["year"].meetings.count() + 1
    return Meeting.objects.create(number=number, held_on=held_on, state=state, **fields)


def attendance(meeting, seat, status=Attendance.Status.PRESENT, **fields):
    return Attendance.objects.create(meeting=meeting, seat=seat, status=status, **fields)


def agenda_item(meeting=None, **fields):
    at = meeting or globals()["meeting"]()
    fields.setdefault("kind", AgendaItem.Kind.DECISION)
    fields.setdefault("title", "دستور آزمایشی")
    fields.setdefault("order", at.agenda.count() + 1)
    return AgendaItem.objects.create(meeting=at, **fields)


def decision(item=None, **fields):
    """A proposed decision."""
    fields.setdefault("text", "متن مصوبه آزمایشی")
    return Decision.objects.create(agenda_item=item or agenda_item(), **fields)


def adopted_decision(item=None, **fields):
    """An adopted decision that rests on a source, written as a row: for tests that are not about adopting."""
    item = item or agenda_item(meeting(state=Meeting.State.PUBLISHED))
    at = item.meeting
    sequence = Decision.objects.filter(agenda_item__meeting=at).count() + 1
    values = {
        "number": f"{at.year.year}/{at.number:02d}-{sequence:02d}",
        "state": Decision.State.ADOPTED,
        "adopted_on": at.held_on,
        "source": source(),
        "recorded_at": timezone.now(),
    }
    return decision(item, **(values | fields))


def plan(number=None, weight=Decimal("100.00"), **fields):
    """A draft plan."""
    fields["year"] = fields.get("year") or year()
    number = number or fields["year"].plans.count() + 1
    fields.setdefault("title", f"برنامه آزمایشی {number}")
    return ActionPlan.objects.create(number=number, weight=weight, **fields)


def activity(plan=None, weight=Decimal("100.00"), reported=None, verified=None, as_of=None, **fields):
    """An activity of a plan over the whole year; ``reported``/``verified``: percent of one entry on ``as_of``."""
    plan = plan or globals()["plan"]()
    fields.setdefault("number", plan.activities.count() + 1)
    fields.setdefault("title", f"فعالیت آزمایشی {fields['number']}")
    fields.setdefault("start", plan.year.start)
    fields.setdefault("finish", plan.year.end)
    made = Activity.objects.create(plan=plan, weight=weight, **fields)
    if reported is not None or verified is not None:
        entry(made, percent=reported if reported is not None else verified, verified=verified, as_of=as_of)
    return made


def indicator(plan=None, **fields):
    plan = plan or globals()["plan"]()
    fields.setdefault("number", plan.indicators.count() + 1)
    values = {"title": "شاخص آزمایشی", "unit": "نفر", "target": Decimal("100")}
    return Indicator.objects.create(plan=plan, **(values | fields))


def approve(plan, decision=None, in_force_on=None):
    """Freeze the plan's draft as its next baseline and mark it approved, as rows, for tests about something else."""
    decision = decision or adopted_decision()
    baseline = Baseline.objects.create(
        plan=plan,
        version=plan.baselines.count() + 1,
        weight=plan.weight,
        decision=decision,
        in_force_on=in_force_on or decision.adopted_on,
    )
    for row in plan.activities.all():
        BaselineActivity.objects.create(
            baseline=baseline,
            activity=row,
            title=row.title,
            title_en=row.title_en,
            weight=row.weight,
            start=row.start,
            finish=row.finish,
            profile=row.profile,
        )
    for row in plan.indicators.all():
        BaselineTarget.objects.create(baseline=baseline, indicator=row, target=row.target)
    if plan.approved_by_id is None:
        plan.approved_by = decision
        plan.state = ActionPlan.State.APPROVED
        plan.save(update_fields=["approved_by", "state"])
    return baseline


def entry(activity, percent=Decimal("50"), as_of=None, by=None, verified=None, returned=None, **fields):
    """A progress entry as a row; ``verified``: the supervisor's percent; ``returned``: the reason to return it."""
    made = ProgressEntry.objects.create(
        activity=activity,
        percent=percent,
        as_of=as_of or dt.date(2024, 9, 21),
        recorded_by=by or user(),
        **fields,
    )
    if verified is not None:
        verification(made, percent=verified)
    if returned is not None:
        verification(made, verdict=Verification.Verdict.RETURNED, reason=returned)
    return made


def verification(entry, verdict=Verification.Verdict.VERIFIED, percent=None, by=None, **fields):
    return Verification.objects.create(entry=entry, verdict=verdict, percent=percent, by=by or user(), **fields)


def reading(indicator, value, as_of=None, by=None, verified=None, **fields):
    """An indicator's reading as a row; ``verified``: the supervisor's value."""
    made = IndicatorReading.objects.create(
        indicator=indicator, value=value, as_of=as_of or dt.date(2024, 9, 21), recorded_by=by or user(), **fields
    )
    if verified is not None:
        Verification.objects.create(reading=made, verdict="verified", value=verified, by=user())
    return made


def action_item(meeting=None, **fields):
    """An open action item of a seat, unless an institution is named."""
    at = meeting or globals()["meeting"]()
    fields.setdefault("number", at.action_items.count() + 1)
    fields.setdefault("text", "پیگیری آزمایشی")
    if "institution" not in fields:
        fields["seat"] = fields.get("seat") or seat()
    return ActionItem.objects.create(meeting=at, **fields)


def funding(plan=None, approved=None, **fields):
    """A pledge of 1,000,000 rials in cash; ``approved``: the rials that an adopted decision approved."""
    fields.setdefault("institution", None)
    fields["institution"] = fields["institution"] or institution()
    fields.setdefault("pledged", 1_000_000)
    if approved is not None:
        fields.setdefault("decision", None)
        fields["decision"] = fields["decision"] or adopted_decision()
    return Funding.objects.create(plan=plan or globals()["plan"](), approved=approved, **fields)


def payment(funding, amount=100_000, **fields):
    fields.setdefault("paid_on", APPROVAL_DAY)
    return Payment.objects.create(
        funding=funding, amount=amount, recorded_by=fields.pop("by", None) or user(), **fields
    )


def visit(plans, **fields):
    """A supervision visit to plans of one year."""
    values = {"year": plans[0].year, "visited_on": dt.date(2024, 7, 21), "findings": "یافته آزمایشی"}
    made = SupervisionVisit.objects.create(by=fields.pop("by", None) or user(), **(values | fields))
    made.plans.set(plans)
    return made
