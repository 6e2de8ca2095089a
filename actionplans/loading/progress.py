"""The progress of a sample year as it came in: entries and readings, the supervisor's visits, evidence, locked months.

Everything is written in the order of its time, as it would have been, with rows that are checked like any other.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from django.utils.translation import gettext as _

from actionplans.loading.files import kept_file
from actionplans.loading.times import moment
from actionplans.loading.visits import load_visits
from actionplans.models import (
    Activity,
    Evidence,
    Indicator,
    IndicatorReading,
    MonthLock,
    ProgressEntry,
    SupervisionVisit,
    Verification,
)
from council.loading import Place
from filing.services import record_change
from persian import jalali

LOCKED_AFTER = dt.timedelta(days=45)
Verdict = Verification.Verdict


@dataclass
class Report:
    """One entry or reading of a file: when it was recorded, and when the supervisor's word on it came (or None)."""

    place: Place
    row: dict
    subject: Any
    recorded_at: dt.datetime
    seen_at: dt.datetime | None
    visit: SupervisionVisit | None = None
    made: Any = field(default=None)


def load_progress(year, data, context):
    """Visits, entries, readings, verdicts and locks of one year. Raises DataFileError."""
    stored = {}
    made = load_visits(data, year, stored, context)
    days = {day for file in data for day in file.content.get("visits", [])} | set(made)
    visits = {day: made.get(day) for day in sorted(days)}
    reports = []
    for file in data:
        for place, row in file.rows("progress"):
            activity = subject(place.at("activity"), row["activity"], Activity, year)
            reports += read_reports(place, row, "entries", activity, visits)
        for place, row in file.rows("reading"):
            indicator = subject(place.at("indicator"), row["indicator"], Indicator, year)
            reports += read_reports(place, row, "values", indicator, visits)
    events = [(report.recorded_at, index, record, report) for index, report in enumerate(reports)]
    events += [(report.seen_at, index, judge, report) for index, report in enumerate(reports) if report.seen_at]
    for _time, _index, act, report in sorted(events, key=lambda event: event[:2]):
        act(report, stored, context)
    for file in data:
        lock_months(file, year, context)


def subject(place, name, model, year):
    """The activity or indicator «plan/number» of the year."""
    plan, _slash, number = name.partition("/")
    found = None
    if plan.isdecimal() and number.isdecimal():
        rows = model.objects.select_related("plan__year")
        found = rows.filter(plan__year=year, plan__number=plan, number=number).first()
    if found is None:
        raise place.refuse(_("The year has no «%(name)s» (plan/number).") % {"name": name})
    return found


def read_reports(place, row, name, subject, visits):
    """The rows with their times. A row for the same day as a returned one corrects it, a few days later.

    ``visits``: by day, None for a day of which the files say nothing more.
    """
    reports, before = [], None
    for at, item in place.each(row, name):
        since = item["on"]
        if before and before.seen_at and "returned" in before.row and before.row["on"] == item["on"]:
            since = before.seen_at.date()
        recorded_at = moment(since + dt.timedelta(days=2 + crc32(at.key.encode()) % 4), at.key)
        day = None if item.get("waiting") else next((day for day in visits if day > recorded_at.date()), None)
        before = Report(at, item, subject, recorded_at, seen_at=moment(day, at.key) if day else None)
        before.visit = visit_to(subject.plan, visits[day]) if day else None
        reports.append(before)
    return reports


def visit_to(plan, visit):
    """The visit, if it saw the plan; else the supervisor judged the report at the desk."""
    return visit if visit and plan in visit.plans.all() else None


def record(report, stored, context):
    """Write the entry or reading with its evidence and its line in the book."""
    by, row = context.account(report.place, "facilitator"), report.row
    common = {"as_of": row["on"], "recorded_by": by, "recorded_at": report.recorded_at}
    if isinstance(report.subject, Activity):
        made = ProgressEntry(
            activity=report.subject,
            percent=row["percent"],
            narrative=row.get("text", ""),
            fall_reason=row.get("fall", ""),
            obstacle=row.get("obstacle", ""),
            corrective_action=row.get("action", ""),
            **common,
        )
    else:
        made = IndicatorReading(indicator=report.subject, value=row["value"], note=row.get("note", ""), **common)
    report.made = context.save(report.place, made)
    record_change(made, by=by, old="", new="recorded", at=report.recorded_at)
    for place, evidence in report.place.each(row, "evidence"):
        attach(place, evidence, report, stored, context)


def attach(place, row, report, stored, context):
    """Tie the kept file to the entry or reading."""
    link = "entry" if isinstance(report.made, ProgressEntry) else "reading"
    evidence = Evidence(
        file=kept_file(place.at("file"), row["file"], stored, context),
        caption=row["caption"],
        is_public=row.get("public", False),
        added_by=context.account(place, "facilitator"),
        added_at=report.recorded_at,
        **{link: report.made},
    )
    context.save(place, evidence)


def judge(report, stored, context):
    """The supervisor's word: returned with the reason, else verified, with its own figure where the file has one."""
    by, row, made = context.account(report.place, "supervisor"), report.row, report.made
    is_entry = isinstance(made, ProgressEntry)
    of = {"entry" if is_entry else "reading": made}
    verification = Verification(by=by, at=report.seen_at, visit=report.visit, **of)
    if "returned" in row:
        verification.verdict, verification.reason = Verdict.RETURNED, row["returned"]
    else:
        figure = row.get("verified", row["percent" if is_entry else "value"])
        setattr(verification, "percent" if is_entry else "value", figure)
        verification.verdict, verification.reason = Verdict.VERIFIED, row.get("reason", "")
    context.save(report.place, verification)
    record_change(made, by=by, old="recorded", new=verification.verdict, why=verification.reason, at=verification.at)


def lock_months(file, year, context):
    """The first months of the year are locked, each some weeks after its end."""
    by = context.accounts["facilitator"]
    for month in range(1, file.content.get("locked_months", 0) + 1):
        with file.at("locked_months"):
            at = moment(jalali.month_bounds(year.year, min(month, 12))[1] + LOCKED_AFTER, str(month))
            lock = MonthLock(year=year, month=month, by=by, at=at)
            lock.full_clean()
            lock.save(force_insert=True)
            record_change(lock, by=by, old="open", new="locked", at=at)
