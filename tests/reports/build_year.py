"""A year whose figures are worked out by hand.

Plan 1 weighs 60: activity 1 (50) runs over the ten days 1–10 Khordad, activity 2 (50) is a milestone on 31 Shahrivar.
Plan 2 weighs 40: its one activity runs over the ten days 1–10 Mehr.
Reports on plan 1: activity 1 was 40 on 5 Khordad, verified as 30, and 80 on 31 Tir, not yet seen by the supervisor;
activity 2 was 90 on 31 Shahrivar and returned.

On 5 Khordad: planned 5 of 10 days of half of plan 1 = 25, the year 15.0. Reported half of 40 = 20, the year 12.0.
Verified half of 30 = 15, the year 9.0. On 31 Shahrivar: planned 100 and 0, the year 60.0. Reported half of 80 = 40, the
year 24.0 (the returned one counts nowhere); verified still 15, the year 9.0.
"""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

from actionplans.models import ActionPlan, Activity, Evidence
from council.models import Meeting
from filing.models import StoredFile
from persian.jalali import to_gregorian
from tests import build

SHAHRIVAR = "/progress/1403/?as_of=1403-06-31"
KHORDAD = "/progress/1403/?as_of=1403-03-05"


def day(month, number, year=1403):
    return to_gregorian(year, month, number)


def at(moment_day):
    """Noon in Tehran of a day."""
    return dt.datetime.combine(moment_day, dt.time(8, 30), tzinfo=dt.UTC)


def small_year(*, facilitator=None, supervisor=None, **plan_fields):
    """The year of this module's first lines; every row by name."""
    facilitator, supervisor = facilitator or build.user("عامل"), supervisor or build.user("ناظر")
    meeting = build.meeting(1, state=Meeting.State.PUBLISHED, source=build.source())
    decision = build.adopted_decision(build.agenda_item(meeting), text="نُه برنامه عمل تصویب شد.")
    lead = build.institution("host", "شرکت میزبان", name_en="Host Company")
    one = build.plan(1, Decimal(60), title="برنامه یکم", title_en="Plan one", lead=lead, **plan_fields)
    works = build.activity(one, Decimal(50), title="کار پیوسته", start=day(3, 1), finish=day(3, 10))
    milestone = build.activity(
        one, Decimal(50), title="نقطه پایان", title_en="The end",
        start=day(6, 31), finish=day(6, 31), profile=Activity.Profile.MILESTONE,
    )  # fmt: skip
    two = build.plan(2, Decimal(40), title="برنامه دوم", **plan_fields)
    later = build.activity(two, Decimal(100), start=day(7, 1), finish=day(7, 10))
    for plan in (one, two):
        build.approve(plan, decision)
        ActionPlan.objects.filter(pk=plan.pk).update(state=ActionPlan.State.RUNNING)
    verified = build.entry(
        works, Decimal(40), day(3, 5), by=facilitator, recorded_at=at(day(3, 5)), narrative="دو جلسه برگزار شد."
    )
    build.verification(
        verified, percent=Decimal(30), by=supervisor, at=at(day(3, 20)), reason="یک صورت‌جلسه پیوست نیست."
    )
    waiting = build.entry(
        works, Decimal(80), day(4, 31), by=facilitator, recorded_at=at(day(5, 1)),
        obstacle="نماینده معرفی نشد.", corrective_action="دو نشست دیگر",
    )  # fmt: skip
    returned = build.entry(milestone, Decimal(90), day(6, 31), by=facilitator, recorded_at=at(day(6, 31)))
    build.verification(returned, "returned", by=supervisor, at=at(day(7, 2)), reason="سندی پیوست نشده است.")
    return SimpleNamespace(
        one=one, two=two, works=works, milestone=milestone, later=later, decision=decision, meeting=meeting,
        verified=verified, waiting=waiting, returned=returned, facilitator=facilitator, supervisor=supervisor,
    )  # fmt: skip


def evidence(entry, by, *, caption="صورت‌جلسه", is_public=False, sha256="a" * 64):
    file = StoredFile.objects.create(
        sha256=sha256, name="minutes.pdf", content_type="application/pdf", size=220 * 1024, uploaded_by=by
    )
    return Evidence.objects.create(entry=entry, file=file, caption=caption, is_public=is_public, added_by=by)


def even_year(weights, verified):
    """One activity per plan, over the whole year, verified to these percents on 31 Shahrivar."""
    decision = build.adopted_decision()
    for number, (weight, percent) in enumerate(zip(weights, verified, strict=True), 1):
        plan = build.plan(number, Decimal(weight))
        build.activity(plan, verified=Decimal(percent))
        build.approve(plan, decision)
