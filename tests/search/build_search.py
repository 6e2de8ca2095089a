"""A small public world for the search: one row of each kind, and beside each one that is not public."""

import datetime as dt

from actionplans.models import ActionPlan
from council.models import Meeting
from market.models import Finding
from search.indexing import refresh_entries
from tests import build
from tests.market import build_findings, build_needs
from tests.members import build_firms
from tests.trainings import build_trainings
from trainings.models import Course

FAR = dt.date(2099, 1, 1)


def world():
    """Rows by name; what is kept back holds the same word «کارون»."""
    build.cluster()
    rows = {
        "plan": build_findings.approved_plan(3, title="شبکه کارون", title_en="Karun network", objective="فروش نرم‌افزار")
    }
    rows["draft"] = ActionPlan.objects.create(year=rows["plan"].year, number=9, title="پیش‌نویس کارون")
    meeting = build.meeting(4, state=Meeting.State.PUBLISHED)
    rows["meeting"] = meeting
    rows["decision"] = build.adopted_decision(
        build.agenda_item(meeting, title="کارون در دستور"), text="خرید از کارون تصویب شد", number="1403/04-01"
    )
    rows["closed"] = build.adopted_decision(
        build.agenda_item(meeting, title="موضوع کارون پنهان"),
        text="محرمانه کارون فولاد",
        number="1403/04-02",
        confidential_until=FAR,
    )
    rows["proposal"] = build.decision(build.agenda_item(meeting, title="پیشنهاد"), text="پیشنهاد کارون")
    rows["firm"] = build_firms.firm("داده‌پرداز کارون", about="نرم‌افزار حسابداری")
    rows["hidden"] = build_firms.firm("کارون پنهان", is_listed=False)
    rows["course"] = build_trainings.course(title="دوره کارون", state=Course.State.OPEN)
    rows["draft_course"] = build_trainings.course(title="دوره پیش‌نویس کارون", state=Course.State.DRAFT)
    rows["finding"] = build_findings.finding(
        Finding.State.ACCEPTED, title="نبود بازار کارون", source_text="گفته شرکت الف"
    )
    rows["noted"] = build_findings.finding(title="یادداشت کارون")
    rows["need"] = build_needs.need(title="نیاز کارون")
    rows["institution"] = build.institution("uni", "دانشگاه کارون")
    refresh_entries()
    return rows
