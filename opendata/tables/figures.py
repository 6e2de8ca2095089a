"""Sums and frozen editions: how far years and plans are, the firms' returns, the purchases, the editions."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from actionplans.facts import Status
from actionplans.figures import year_progress
from council.models import ProgramYear
from editions.models import YearEdition
from market.cases.public import ORDER as CASE_TABLES
from market.cases.public import newest, total_of
from opendata.addresses import page_of
from opendata.fields import (
    DAY,
    ORDINAL,
    SAMPLE,
    YEAR,
    Filter,
    code,
    day,
    flag,
    in_two_languages,
    one_of,
    page_link,
    rials,
    share,
    text,
    whole,
    word,
)
from opendata.table import NOBODY, Computed, Part, Stored, Table
from opendata.tables.council import OF_YEAR, YEAR_FIELD, YEAR_PART
from persian.jalali import today
from reports.pages.firms import section_order, tables_of
from reports.pages.words import STATUS_WORDS
from reports.reading import read_years, round_of

TWO = {"optional": True, "rule": "two_values"}
HIDDEN = {"optional": True, "rule": "suppressed"}


# Progress --------------------------------------------------------------------
def progress_rows(chosen):
    """The roll-up of each year, its plans below it. A query for the years, three for each year."""
    years = ProgramYear.objects.visible_to(NOBODY).order_by("year")
    if "year" in chosen:
        years = years.filter(year=chosen["year"])
    asked = dt.date.fromisoformat(chosen["as_of"]) if "as_of" in chosen else None
    if asked:
        years = [year for year in years if year.start <= asked <= min(year.end, today())]
    return [row for year in years for row in rows_of_year(year_progress(year, user=NOBODY, day=asked))]


def rows_of_year(progress):
    year, figures = progress.year, progress.figures
    plans = [plan for plan in progress.plans if plan.figures is not None]
    has_report = any(plan.figures.has_report for plan in plans)
    has_verification = any(plan.figures.has_verification for plan in plans)
    roll_up = {
        "key": str(year.year),
        "plan": None,
        "weight": None,
        "planned": figures.planned,
        "reported": figures.reported if has_report else None,
        "verified": figures.verified if has_verification else None,
        "status": None,
        "is_sample": year.is_sample or any(plan.plan.is_sample for plan in plans),
        "page": page_of("reports:year_detail", year.year),
    }
    rows = [roll_up, *(progress_of(year, plan) for plan in plans)]
    return [{"year": year.year, "as_of": progress.day, **row} for row in rows]


def progress_of(year, row):
    figures = row.figures
    return {
        "key": f"{year.year}/{row.plan.number}",
        "plan": row.plan.number,
        "weight": figures.weight,
        "planned": figures.planned,
        "reported": figures.reported if figures.has_report else None,
        "verified": figures.verified if figures.has_verification else None,
        "status": str(figures.status),
        "is_sample": row.plan.is_sample,
        "page": page_of("reports:plan_detail", year.year, row.plan.number),
    }


PROGRESS = Table(
    name="progress",
    title=gettext_noop("Progress of years and plans"),
    about=gettext_noop(
        "Planned, reported and verified progress at the end of a day, worked out from the baselines and the reports. "
        "Figures are of today, or of the last day of a year that is over, unless another day is asked for."
    ),
    fields=(
        code("key", gettext_noop("The year, or year and plan."), "1403/3"),
        YEAR_FIELD,
        whole("plan", gettext_noop("The number of the plan; null: the whole year."), 3, optional=True),
        *day("as_of", gettext_noop("The day that the figures are about."), "2024-09-21"),
        share("weight", gettext_noop("Its share in the year, in percent."), "12.50", optional=True, rule="baseline"),
        share("planned", gettext_noop("Planned by that day, in percent; null before the year is approved."), "48.20",
              optional=True, rule="baseline"),
        share("reported", gettext_noop("Reported by the facilitator, in percent; null before the first report."),
              "45.00", **TWO),
        share("verified", gettext_noop("Verified by the supervisor, in percent; null before the first one."), "41.75",
              **TWO),
        word("status", gettext_noop("How the plan stands; null for a whole year."), list(Status), words=[STATUS_WORDS[one] for one in Status], optional=True),
        SAMPLE,
        page_link("/progress/1403/plans/3/"),
    ),
    filters=(
        Filter("year", YEAR, OF_YEAR, 1403),
        Filter("as_of", DAY, gettext_noop("Figures of this day; years in which it does not lie, and days to come, are left out."), "2024-09-21"),
    ),
    source=Computed(progress_rows),
    page="reports:progress_index",
)  # fmt: skip


# The firms' returns ----------------------------------------------------------
PEOPLE = ("firms", "staff", "women", "graduates")
MONEY = ("exports", "local_sales")


def return_rows(chosen):
    """The total, the sizes, the sections of each year, the same cells hidden as on the page. One query."""
    years = [year for year in read_years(NOBODY) if chosen.get("year", year.year) == year.year]
    return [row for year in years for row in returns_of(year)]


def returns_of(year):
    found = tables_of(year)
    if found is None or found.total is None:
        return
    total = {name: getattr(found.total, name) for name in MONEY}
    frame = {"year": year.year, "is_sample": found.has_sample, "page": page_of("reports:year_firms", year.year)}
    yield frame | cell(year, "total", "", found.total) | total
    for size, sums in found.sizes.items():
        yield frame | cell(year, "size", str(size), sums)
    names = round_of(year).sections
    for key in section_order(round_of(year)):
        yield frame | cell(year, "section", str(names[str(key)]["order"]), found.sections[key])
    for key in found.sections.keys() - set(section_order(round_of(year))):
        yield frame | cell(year, "section", "none", found.sections[key])


def cell(year, table, group, sums):
    figures = {name: None if sums is None else getattr(sums, name) for name in PEOPLE}
    key = f"{year.year}/{table}/{group}" if group else f"{year.year}/{table}"
    return {"key": key, "table": table, "group": group, "is_hidden": sums is None} | dict.fromkeys(MONEY) | figures


FIRM_RETURNS = Table(
    name="firm-returns",
    title=gettext_noop("Sums of the firms' returns"),
    about=gettext_noop(
        "What the firms reported of a year, as sums: in all, by size, by section; never crossed. A firm counts in each of "
        "its sections."
    ),
    fields=(
        code("key", gettext_noop("Year, table and group."), "1403/size/small"),
        YEAR_FIELD,
        word("table", gettext_noop("Which of the tables the row belongs to."), ("total", "size", "section")),
        code("group", gettext_noop("The size, or the number of the section; empty in the total."), "small"),
        whole("firms", gettext_noop("How many firms filed a return."), 12, **HIDDEN),
        whole("staff", gettext_noop("People employed."), 340, **HIDDEN),
        whole("women", gettext_noop("Women among them."), 120, **HIDDEN),
        whole("graduates", gettext_noop("Graduates among them."), 200, **HIDDEN),
        rials("exports", gettext_noop("Exports, in rials; in the total only."), 1250000000, **HIDDEN),
        rials("local_sales", gettext_noop("Sales to buyers of the province, in rials; in the total only."), 98000000000,
              **HIDDEN),
        flag("is_hidden", gettext_noop("Whether the row is hidden to protect single firms."), rule="suppressed"),
        SAMPLE,
        page_link("/progress/1403/firms/"),
    ),
    filters=(Filter("year", YEAR, OF_YEAR, 1403),),
    source=Computed(return_rows),
    page="reports:progress_index",
)  # fmt: skip


# Purchases -------------------------------------------------------------------
def purchase_rows(chosen):
    """The newest publication, which holds what is public and no more. One query."""
    figures = newest()
    if figures is None:
        return []
    frame = {
        "publication": figures.number,
        "published_on": timezone.localdate(figures.made_at),
        "is_sample": figures.is_sample,
        "page": page_of("market:case_figures"),
    }
    return [frame | row for row in purchases(figures.document) if chosen.get("table", row["table"]) == row["table"]]


def purchases(document):
    for group in ("all", "outside"):
        if document[group]:
            yield purchase("total", {"key": group} | document[group], None)
    for table in CASE_TABLES:
        for row in document["tables"].get(table, []):
            yield purchase(table, row, total_of(table, document))


def purchase(table, row, whole_amount):
    """One row; the share of value in percent is rounded to a tenth as on the page, in whole numbers."""
    is_hidden = bool(row.get("hidden"))
    tenths = None
    if whole_amount and not is_hidden:
        tenths = (2000 * row["amount"] + whole_amount) // (2 * whole_amount)
    return {
        "key": f"{table}/{row['key']}",
        "table": table,
        "group": str(row["key"]),
        "name": row.get("name", ""),
        "name_en": row.get("name_en", ""),
        "cases": None if is_hidden else row["cases"],
        "amount": None if is_hidden else row["amount"],
        "share": None if tenths is None else f"{tenths // 10}.{tenths % 10}",
        "is_hidden": is_hidden,
    }


PURCHASE_TABLES = ("total", *CASE_TABLES)
PROCUREMENT = Table(
    name="procurement",
    title=gettext_noop("Purchases that left the province"),
    about=gettext_noop(
        "The newest published figures of purchases that were reported and counted, as sums; never of a single firm or "
        "buyer. Where winners were from is told of all, the rest of those that an outside winner got."
    ),
    fields=(
        code("key", gettext_noop("Table and group."), "winners/other_province"),
        word("table", gettext_noop("Which of the tables the row belongs to."), PURCHASE_TABLES),
        code("group", gettext_noop("What the row of the table is about."), "other_province"),
        *in_two_languages("name", gettext_noop("Its name, where it has one beside its key."), "", ""),
        whole("cases", gettext_noop("How many purchases."), 24, **HIDDEN),
        rials("amount", gettext_noop("Their value as decided on the day, in rials."), 86000000000, **HIDDEN),
        share("share", gettext_noop("Its share in the value, in percent."), "38.20", **HIDDEN),
        flag("is_hidden", gettext_noop("Whether the row is hidden to protect single firms."), rule="suppressed"),
        whole("publication", gettext_noop("Which publication the figures are of."), 3, rule="batches"),
        *day("published_on", gettext_noop("The day on which they were published."), "2024-12-21"),
        SAMPLE,
        page_link("/market/cases/"),
    ),
    filters=(one_of("table", PURCHASE_TABLES, gettext_noop("Only this table.")),),
    source=Computed(purchase_rows),
    page="market:case_figures",
)


# Editions --------------------------------------------------------------------
EDITION_STATES = (YearEdition.State.PUBLISHED, YearEdition.State.SUPERSEDED)


def editions():
    return (
        YearEdition.objects.visible_to(NOBODY)
        .values(
            "number", "state", "as_of", "erratum", "erratum_en", "sha256", "previous", "place", "seal", "frozen_at",
            "published_at", "is_sample", "year__year", "decision__number",
        )
    )  # fmt: skip


def shown_editions(rows):
    same = ("number", "state", "as_of", "erratum", "erratum_en", "sha256", "previous", "place", "seal", "is_sample")
    return [
        {name: row[name] for name in same}
        | {
            "year": row["year__year"],
            "decision": row["decision__number"],
            "frozen_on": timezone.localdate(row["frozen_at"]),
            "published_on": timezone.localdate(row["published_at"]),
            "snapshot": page_of("editions:snapshot", row["year__year"], row["number"]),
            "page": page_of("editions:edition_detail", row["year__year"], row["number"]),
        }
        for row in rows
    ]


HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
FROZEN = {"rule": "frozen"}
EDITIONS = Table(
    name="editions",
    title=gettext_noop("Frozen editions"),
    about=gettext_noop("Editions of a year that the council published. Each can be checked by its SHA-256."),
    key=(YEAR_PART, Part("number", ORDINAL, 1, gettext_noop("The number of the edition in its year."))),
    fields=(
        YEAR_FIELD,
        whole("number", gettext_noop("The number of the edition in its year."), 1),
        word("state", gettext_noop("Whether a later edition took its place."), EDITION_STATES),
        *day("as_of", gettext_noop("The day that the figures are about."), "2025-03-20"),
        text("erratum", gettext_noop("What it corrects and why; empty in a first edition."), ""),
        text("erratum_en", gettext_noop("The same in English; empty where it was not written in English."), ""),
        code("sha256", gettext_noop("The SHA-256 of its document."), HASH, **FROZEN),
        code("previous", gettext_noop("The SHA-256 of the edition before it in its chain."), HASH, **FROZEN),
        whole("place", gettext_noop("Its place in the chain; sample editions form a chain of their own."), 1),
        code("seal", gettext_noop("The latest seal of the book of changes when it was frozen."), HASH, **FROZEN),
        code("decision", gettext_noop("The decision that published it."), "1404/01-02"),
        *day("frozen_on", gettext_noop("The day on which it was frozen."), "2025-04-20"),
        *day("published_on", gettext_noop("The day on which it was published."), "2025-05-04"),
        page_link("/progress/1403/editions/1/"),
        SAMPLE,
    ),
    filters=(
        Filter("year", YEAR, OF_YEAR, 1403, "year__year"),
        one_of("state", EDITION_STATES, gettext_noop("Only editions in this state.")),
    ),
    source=Stored(rows=editions, shown=shown_editions, find=lambda year, number: Q(year__year=year, number=number)),
    page="editions:check",
)
