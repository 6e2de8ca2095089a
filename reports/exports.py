"""Downloads of the live figures. What must not change is downloaded from a frozen edition instead."""

import csv
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from io import StringIO

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filing.spreadsheets import BYTE_ORDER_MARK, formula_safe
from persian.jalali import format_day
from reports.pages.words import STATUS_WORDS, Words

CENT = Decimal("0.01")


def year_csv_response(progress):
    """One row per plan and per activity of its baseline in force, in the language of the address."""
    name = f"progress-{progress.year.year}-{format_day(progress.day, 'iso')}.csv"
    response = HttpResponse(year_csv_text(progress), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def year_csv_text(progress):
    words = Words()
    with_sample = any(row.plan.is_sample for row in progress.plans)
    out = StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(header(with_sample))
    for row in progress.plans:
        if row.figures is None:
            continue
        for line in plan_lines(row, words):
            writer.writerow([*line, *([yes_or_no(row.plan.is_sample)] if with_sample else [])])
    return out.getvalue()


def header(with_sample):
    return [
        _("Action plan"),
        _("Activity"),
        _("Title"),
        _("Weight"),
        _("Planned percent"),
        _("Reported percent"),
        _("Verified percent"),
        _("Status"),
        pgettext("column", "As of"),
        *([_("Sample")] if with_sample else []),
    ]


def plan_lines(row, words):
    """The plan's own line, its activities below it. Numbers stay numbers: Latin digits and a point."""
    figures, number = row.figures, row.plan.number
    day = format_day(row.day, "iso") if not words.is_english else row.day.isoformat()
    title = formula_safe(words.plain(row.plan.title, row.plan.title_en))
    reported = figures.reported if figures.has_report else None
    verified = figures.verified if figures.has_verification else None
    status = str(STATUS_WORDS[figures.status])
    yield [number, "", title, figures.weight, *map(plain, (figures.planned, reported, verified)), status, day]
    for activity in figures.activities:
        facts = activity.facts
        title = formula_safe(words.plain(facts.title, facts.title_en))
        shares = map(plain, (activity.planned, activity.reported, activity.verified))
        yield [number, facts.number, title, facts.weight, *shares, "", day]


def money_csv_response(year, lines, day):
    """One row per funding commitment with whole rials, in the language of the address."""
    name = f"money-{year.year}-{format_day(day, 'iso')}.csv"
    response = HttpResponse(money_csv_text(lines, day), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def money_csv_text(lines, day):
    words = Words()
    with_sample = any(line.funding.plan.is_sample for line in lines)
    out = StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(money_header(with_sample))
    for line in lines:
        sample = [yes_or_no(line.funding.plan.is_sample)] if with_sample else []
        writer.writerow([*money_row(line, day, words), *sample])
    return out.getvalue()


def money_header(with_sample):
    return [
        _("Action plan"),
        _("Title"),
        _("Institution"),
        _("Kind"),
        _("For what"),
        _("Pledged, in rials"),
        _("Approved, in rials"),
        _("Paid, in rials"),
        _("Decision"),
        pgettext("column", "As of"),
        *([_("Sample")] if with_sample else []),
    ]


def money_row(line, day, words):
    """Numbers stay numbers; nothing stands where no decision approved anything on the day."""
    funding, is_approved = line.funding, bool(line.approved)
    return [
        funding.plan.number,
        formula_safe(words.plain(funding.plan.title, funding.plan.title_en)),
        formula_safe(words.plain(funding.institution.name, funding.institution.name_en)),
        funding.get_kind_display(),
        formula_safe(words.plain(funding.subject, funding.subject_en)),
        line.pledged,
        line.approved if is_approved else "",
        line.paid if is_approved else "",
        funding.decision.number if is_approved else "",
        day.isoformat() if words.is_english else format_day(day, "iso"),
    ]


def plain(value):
    """A percent with two decimals for a machine; nothing where nothing was recorded."""
    if value is None:
        return ""
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    return exact.quantize(CENT, rounding=ROUND_HALF_UP)


def yes_or_no(flag):
    return _("yes") if flag else pgettext("answer", "no")
