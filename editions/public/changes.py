"""The difference between two editions in words: what a figure was, what it is, by how much it moved. No query."""

import logging
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from editions.differences import differences
from editions.labels import label
from editions.public.labels import BY_VALUE, FIELDS, SECTIONS, SUMMARY, UNITS, Unit
from editions.public.records import who
from editions.public.values import date, name
from editions.told import institution_names, name_of, plan_words, report_words, votes
from persian.numbers import rial

logger = logging.getLogger(__name__)
SHOWN_AT_ONCE = 6  # figures in the notice of an edition's page; the rest stands on the page of differences
ORDER, FIELD_ORDER = list(SECTIONS), list(FIELDS)
HEADLINE = 3  # steps that lead to a figure of a section itself or of its sums; rows of a series lie deeper
WITHIN = {"verifications", "evidence", "baselines"}  # lists within a row, named beside what it is about
SHOWN = Decimal("0.1")  # how exactly the pages show points
REPORTS = {"reported_entry", "verified_entry", "reported_reading", "verified_reading", "closed_by"}
AMOUNTS = {"start", "target", "reported", "verified"}  # of an indicator, in its own unit
# By name, never by shape: a text that people wrote may look like a day and be none. A test holds them to the schema.
DAYS = {
    "addressed_on", "adopted_on", "approved_on", "as_of", "closed_on", "confidential_until", "day", "end", "ended_on",
    "finish", "held_on", "in_force_on", "on", "recorded_on", "scored_on", "start", "start_on", "stopped_on",
    "visited_on",
}  # fmt: skip
UNWORDABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
NUMBERS = {"approved_by", "stopped_by", "decision", "supersedes", "source", "meeting", "minutes_sha256"}
PLANS = {"plan", "plans"}
PARTS = {
    "activities": gettext_lazy("Activity {number} of plan {plan}: {name}"),
    "indicators": gettext_lazy("Indicator {number} of plan {plan}: {name}"),
}
KINDS = {
    "added": gettext_lazy("only in the later edition"),
    "removed": gettext_lazy("only in the earlier edition"),
}


def change_rows(old, new, words):
    """One dict per difference of two documents, in the order of the page; figures of one row stand together."""
    titles, found = Titles(old, new, words), differences(old, new)
    places = {}
    for change in found:
        places.setdefault(change.path[:-1], len(places))
    found.sort(
        key=lambda change: (
            place(section_of(change), ORDER),
            len(change.path) > HEADLINE,
            places[change.path[:-1]],
            place(change.field, FIELD_ORDER),
        )
    )
    return [row_or_notice(change, titles, words) for change in found]


def row_or_notice(change, titles, words):
    """The row of a difference. What cannot be put into words stands there all the same: the page of an edition is for
    ever, and one odd value must not take it away."""
    try:
        return change_row(change, titles, words)
    except UNWORDABLE:
        logger.exception("No words for the difference at %s.", "/".join(map(str, change.path)))
    return {
        "section": section_of(change),
        "what": words.code("/".join(map(str, change.path))),
        "figure": "",
        "old": "",
        "new": "",
        "by": "",
        "kind": _("They differ here; both values stand in the frozen data."),
        "is_figure": False,
    }


def place(name, order):
    return order.index(name) if name in order else len(order)


def section_of(change):
    if change.section != "plans":
        return change.section
    part = change.path[2] if len(change.path) > 2 else ""
    return {"activities": "activities", "indicators": "readings"}.get(part, "plans")


def change_row(change, titles, words):
    row = {"section": section_of(change), "what": titles.of(change), "kind": KINDS.get(change.kind, "")}
    if change.kind != "changed":
        list_name = FIELDS.get(change.path[-2], "") if change.path[-2] in WITHIN else ""
        old, new = (titles.summary(value, change.path[-2]) for value in (change.old, change.new))
        return row | {"figure": list_name, "old": old, "new": new, "by": "", "is_figure": False}
    unit, is_hidden = unit_of(change), change.section == "firms" and change.path[-2] in ("total", "sums")
    shown = [titles.value(value, change.field, unit, is_hidden) for value in (change.old, change.new)]
    is_tiny = unit is Unit.POINTS and shown[0] == shown[1]
    if is_tiny:
        shown = [words.figure(Decimal(value)) for value in (change.old, change.new)]
    return row | {
        "figure": figure_words(change, words),
        "old": shown[0],
        "new": shown[1],
        "by": moved(change.old, change.new, unit, None if is_tiny else SHOWN, words),
        "is_figure": unit is not None,
    }


def figure_words(change, words):
    if change.path[-2:-1] == ("grades",):
        return _("Answers with grade %(grade)s of 5") % {"grade": words.digits(change.field)}
    return FIELDS.get(change.field, change.field)


def unit_of(change):
    """The unit of a figure; None of what is no figure."""
    unit = UNITS.get(change.field)
    if "indicators" in change.path:
        return Unit.NUMBER if change.field in AMOUNTS else None
    if unit is None and change.path[-2:-1] in (("plans_by_status",), ("grades",)):
        return Unit.PLANS if change.path[-2] == "plans_by_status" else Unit.ANSWERS
    return unit


def moved(old, new, unit, step, words):
    """«8 people fewer», «0.4 points more»; nothing where one of the two is no figure.

    ``step`` rounds both first, so that the difference is that of the figures that are shown.
    """
    if unit is None or old is None or new is None:
        return ""
    before, after = (rounded(Decimal(value), step if unit is Unit.POINTS else None) for value in (old, new))
    by = after - before
    amount = rial(abs(int(by))) if unit is Unit.RIALS else unit_phrase(unit, abs(by)) % {"count": words.figure(abs(by))}
    return (_("%(amount)s more") if by > 0 else _("%(amount)s less")) % {"amount": amount}


def rounded(value, step):
    return value if step is None else value.quantize(step, rounding=ROUND_HALF_UP)


def unit_phrase(unit, amount):
    whole = int(amount) if amount == int(amount) else 2
    match unit:
        case Unit.POINTS:
            return ngettext("%(count)s point", "%(count)s points", whole)
        case Unit.PEOPLE:
            return ngettext("%(count)s person", "%(count)s people", whole)
        case Unit.FIRMS:
            return ngettext("%(count)s firm", "%(count)s firms", whole)
        case Unit.PLANS:
            return ngettext("%(count)s plan", "%(count)s plans", whole)
        case _other:
            return "%(count)s"


class Titles:
    """What a difference is about, in words: a plan by its number and title, a report by its activity and day."""

    def __init__(self, old, new, words):
        self.words, self.institutions = words, institution_names(old, new)
        self.plans = {plan["key"]: plan for document in (old, new) for plan in document["plans"]}
        self.parts = {
            row["key"]: row
            for document in (old, new)
            for plan in document["plans"]
            for row in (*plan["activities"], *plan["indicators"])
        }
        self.written = [
            ({"partners"}, lambda key: name(name_of(key, self.institutions), words)),
            (PLANS, lambda key: plan_words(key, words)),
            (REPORTS, lambda key: report_words(key, words)),
            (DAYS, lambda iso: words.day(date(iso))),
            (NUMBERS, words.code),
        ]

    def of(self, change):
        rows = [part for part in change.path[1:] if isinstance(part, str)]
        if change.section == "progress" and "series" in change.path:
            return _("Curve on %(day)s") % {"day": self.words.day(date(change.path[2]))}
        of_section = {
            "plans": self.of_plan,
            "entries": self.of_report,
            "readings": self.of_report,
            "notes": self.of_note,
            "decisions": self.of_decision,
            "meetings": self.of_meeting,
        }.get(change.section)
        return of_section(rows) if of_section and rows else self.of_row(change)

    def of_report(self, rows):
        return report_words(rows[0], self.words)

    def of_note(self, rows):
        subject = rows[0].partition("/")[2]
        return report_words(subject, self.words) if "@" in subject else self.of_plan_key(subject)

    def of_decision(self, rows):
        return format_html(_("Decision {number}"), number=self.words.code(rows[0]))

    def of_meeting(self, rows):
        return format_html(_("Meeting {number}"), number=self.words.code(rows[0]))

    def value(self, value, field, unit, is_hidden=False):
        """A value of the document as the page shows it."""
        if value is None:
            return pgettext("figure", "hidden") if is_hidden else "—"
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, int) or unit is not None:
            exact = Decimal(value)
            return self.words.signed(exact) if unit is Unit.POINTS else self.words.figure(exact)
        if field == "votes":
            return votes(value, self.words)
        if isinstance(value, list):
            return self.listed(value, field)
        return self.record(value) if isinstance(value, dict) else self.text(value, field)

    def record(self, value):
        """A value that is a dict: a text in two languages, an institution, somebody by seat or role."""
        if "seat" in value or "role" in value:
            return who(value, self.institutions, self.words)
        return name(value.get("name", value), self.words)

    def listed(self, value, field):
        parts = [self.record(part) if isinstance(part, dict) else self.text(part, field) for part in value]
        return format_html_join(pgettext("between the items of a list", ", "), "{}", ((part,) for part in parts)) or "—"

    def text(self, value, field):
        if field in BY_VALUE:
            return str(BY_VALUE[field].get(value, value)) or "—"
        write = next((write for fields, write in self.written if field in fields), self.words.persian)
        return write(value) or "—"

    def summary(self, row, list_name):
        """What a row says that only one of the two editions has, in a few words."""
        if row is None:
            return "—"
        for field in SUMMARY.get(list_name, ()):
            if row.get(field):
                return self.value(row[field], field, UNITS.get(field))
        if list_name == "verifications":
            figure = row["percent"] if row["percent"] is not None else row["value"]
            word = label("verdict", row["verdict"])
            return format_html("{} {}", word, self.words.figure(Decimal(figure)) if figure is not None else "")
        return ""

    def of_plan(self, rows):
        """The plan, or its activity where the path leads into one."""
        plan = self.plans[rows[0]]
        pattern = PARTS.get(rows[1] if len(rows) > 2 else "")
        if pattern is None:
            return self.of_plan_key(plan["key"])
        row = self.parts[rows[2]]
        return format_html(
            str(pattern),
            number=self.words.digits(row["number"]),
            plan=self.words.digits(plan["number"]),
            name=name(row["title"], self.words),
        )

    def of_plan_key(self, key):
        plan = self.plans.get(key)
        if plan is None:
            return plan_words(key, self.words)
        number = self.words.digits(plan["number"])
        return format_html(_("Plan {number}: {name}"), number=number, name=name(plan["title"], self.words))

    def of_row(self, change):
        """A row by its own title; the figures of a whole section by the section's name."""
        row = change.row or {}
        for field in ("title", "text", "section", "subject", "name"):
            if isinstance(row.get(field), dict):
                return name(row[field], self.words)
        if "size" in row:
            return label("size", row["size"])
        if "section" in row:
            return _("without a section")
        return SECTIONS.get(change.section, change.section)


def grouped(rows):
    """The rows below the titles of their sections."""
    return [
        {"title": SECTIONS.get(section, section), "rows": list(found), "anchor": section}
        for section, found in groupby(rows, key=lambda row: row["section"])
    ]


def first_figures(rows):
    """The figures that a notice shows, and how many differences there are beside them."""
    figures = [row for row in rows if row["is_figure"]][:SHOWN_AT_ONCE]
    return figures, len(rows) - len(figures)
