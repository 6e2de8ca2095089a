"""The difference between two editions in words: what a figure was, what it is, by how much it moved. No query."""

from decimal import Decimal
from itertools import groupby

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from editions.differences import differences
from editions.public.labels import BY_VALUE, FIELDS, SECTIONS, UNITS, Unit
from editions.public.values import date, name
from persian.numbers import rial

SHOWN_AT_ONCE = 6  # figures in the notice of an edition's page; the rest stands on the page of differences
ORDER = list(SECTIONS)
KINDS = {
    "added": gettext_lazy("only in the later edition"),
    "removed": gettext_lazy("only in the earlier edition"),
}


def change_rows(old, new, words):
    """One dict per difference of two documents, in the order of the sections."""
    titles = Titles(old, new, words)
    return [change_row(change, titles, words) for change in sorted(differences(old, new), key=place)]


def place(change):
    """Sections in reading order, activities after the plans; what stands in a section keeps its order."""
    section = section_of(change)
    return ORDER.index(section) if section in ORDER else len(ORDER)


def section_of(change):
    return "activities" if change.section == "plans" and "activities" in change.path else change.section


def change_row(change, titles, words):
    row = {"section": section_of(change), "what": titles.of(change), "kind": KINDS.get(change.kind, "")}
    if change.kind != "changed":
        return row | {"figure": "", "old": "", "new": "", "by": "", "is_figure": False}
    unit, is_hidden = unit_of(change), change.section == "firms" and change.path[-2] in ("total", "sums")
    shown = [value_in_words(value, change.field, unit, words, is_hidden) for value in (change.old, change.new)]
    if unit is Unit.POINTS and shown[0] == shown[1]:
        shown = [words.figure(Decimal(value)) for value in (change.old, change.new)]
    return row | {
        "figure": FIELDS.get(change.field, change.field),
        "old": shown[0],
        "new": shown[1],
        "by": moved(change.old, change.new, unit, words),
        "is_figure": unit is not None,
    }


def unit_of(change):
    """The unit of a figure; None of what is no figure."""
    unit = UNITS.get(change.field)
    if unit is None and change.path[-2:-1] in (("plans_by_status",), ("grades",)):
        return Unit.PLANS if change.path[-2] == "plans_by_status" else Unit.ANSWERS
    return unit


def value_in_words(value, field, unit, words, is_hidden):
    if value is None:
        return pgettext("figure", "hidden") if is_hidden else "—"
    if unit is Unit.POINTS:
        return words.percent(Decimal(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int) or unit is not None:
        return words.figure(Decimal(value))
    if isinstance(value, dict):
        return record_in_words(value, words)
    if isinstance(value, list):
        return listed(value, words)
    return text_in_words(value, field, words)


def record_in_words(value, words):
    """A value that is a dict: a text in two languages, an institution, a count of votes."""
    if "fa" in value:
        return name(value, words)
    if "name" in value:
        return name(value["name"], words)
    return format_html("<bdi>{}</bdi>", " · ".join(str(part) for part in value.values() if part is not None))


def listed(value, words):
    parts = [record_in_words(part, words) if isinstance(part, dict) else words.code(part) for part in value]
    return format_html("{}", pgettext("between the items of a list", ", ").join(map(str, parts))) if parts else "—"


def text_in_words(value, field, words):
    if value in BY_VALUE.get(field, {}):
        return str(BY_VALUE[field][value])
    if len(value) == 10 and value[4:5] == value[7:8] == "-":
        return words.day(date(value))
    if field in FIELDS and field in {"approved_by", "stopped_by", "decision", "supersedes"}:
        return words.code(value)
    return words.persian(value) or "—"


def moved(old, new, unit, words):
    """«8 people fewer», «0.4 points more»; nothing where one of the two is no figure."""
    if unit is None or old is None or new is None:
        return ""
    by = Decimal(new) - Decimal(old)
    if unit is Unit.POINTS:
        shown = words.percent(abs(by)) if abs(by) >= Decimal("0.05") else words.figure(abs(by))
    elif unit is Unit.RIALS:
        shown = rial(abs(int(by)))
    else:
        shown = words.figure(abs(by))
    amount = shown if unit is Unit.RIALS else unit_phrase(unit, abs(by)) % {"count": shown}
    return (_("%(amount)s more") if by > 0 else _("%(amount)s less")) % {"amount": amount}


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
        self.words = words
        self.plans = {plan["key"]: plan for document in (old, new) for plan in document["plans"]}
        self.activities = {row["key"]: row for plan in self.plans.values() for row in plan["activities"]}
        for plan in old["plans"]:
            for row in plan["activities"]:
                self.activities.setdefault(row["key"], row)

    def of(self, change):
        rows = [part for part in change.path[1:] if isinstance(part, str)]
        match change.section:
            case "plans":
                return self.of_plan(change)
            case "entries" | "readings" if rows:
                return self.of_report(rows[0])
            case "notes" if rows:
                return format_html("<bdi dir='ltr'>{}</bdi>", self.words.digits(rows[0].partition("/")[2]))
            case "progress" if "series" in change.path:
                return _("Curve on %(day)s") % {"day": self.words.day(date(change.path[2]))}
            case "decisions" if rows:
                return format_html(_("Decision {number}"), number=self.words.code(rows[0]))
            case "meetings" if rows:
                return format_html(_("Meeting {number}"), number=self.words.code(rows[0]))
            case _other:
                return self.of_row(change)

    def of_plan(self, change):
        plan = self.plans[change.path[1]]
        number = self.words.digits(plan["number"])
        if "activities" in change.path and len(change.path) > 3:
            row = self.activities[change.path[3]]
            return format_html(
                _("Activity {number} of plan {plan}: {name}"),
                number=self.words.digits(row["number"]),
                plan=number,
                name=name(row["title"], self.words),
            )
        return format_html(_("Plan {number}: {name}"), number=number, name=name(plan["title"], self.words))

    def of_report(self, key):
        path, _at, rest = key.partition("@")
        day, _hash, ordinal = rest.partition("#")
        return format_html(
            _("Report on {subject} of {day}{ordinal}"),
            subject=self.words.code(path.partition("/")[2]),
            day=self.words.day(date(day)),
            ordinal="" if ordinal == "1" else f" ({self.words.digits(ordinal)})",
        )

    def of_row(self, change):
        """A row by its own title; the figures of a whole section by the section's name."""
        row = change.row or {}
        for field in ("title", "text", "section", "subject"):
            if isinstance(row.get(field), dict):
                return name(row[field], self.words)
        if "size" in row:
            return BY_VALUE["size"][row["size"]]
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
