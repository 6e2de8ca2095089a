"""The sums over the cases that are published, by the database itself; and the document that a publication keeps.

The tables are few, fixed and not crossed. Where winners were from is told of all counted cases; category, reason,
quarter and supply of those that an outside winner got. Amounts are whole rials, nothing is a fraction.
"""

from dataclasses import dataclass
from functools import partial

from django.db.models import Count, F, Sum

from market.cases.suppression import Cell, Support, hidden_keys
from market.models import CaseReason, ProcurementCase
from members.models import Capability

VERSION = 1
WINNERS, CATEGORIES, REASONS, QUARTERS, SUPPLY = "winners", "categories", "reasons", "quarters", "supply"
SUPPORT = {
    "filers": Count("filer_key", distinct=True),
    "buyers": Count("buyer_key", distinct=True),
}
MEASURES = {"cases": Count("pk", distinct=True), "amount": Sum("amount")} | SUPPORT


@dataclass(frozen=True)
class Table:
    """One table: by what its cells are told apart. ``overlaps``: a case may stand in several cells."""

    by: object
    overlaps: bool = False

    def rows(self, cases):
        """A dictionary for each filled cell. One query."""
        return list(cases.order_by().values(cell=self.by).annotate(**MEASURES).order_by("cell"))

    def counts(self, cases):
        """How many cases stand in each filled cell. One query."""
        return dict(cases.order_by().values_list(self.by).annotate(Count("pk", distinct=True)))

    def support_of(self, cases, keys):
        """What these cells stand on together. One query."""
        return support_of(cases.annotate(cell=self.by).filter(cell__in=list(keys)))

    def rest_of(self, cases, key):
        """What the cases outside one of overlapping cells stand on. One query."""
        inside = ProcurementCase.objects.filter(reasons=key).values("pk")
        return support_of(cases.exclude(pk__in=inside))


TABLES = {
    CATEGORIES: Table(F("branch")),
    REASONS: Table(F("reasons"), overlaps=True),
    QUARTERS: Table(F("quarter")),
    SUPPLY: Table(F("checked_supply")),
}


@dataclass(frozen=True)
class Past:
    """What the last publication told of a table; ``new``: the cases of the table that came since, None at the first."""

    shown: frozenset = frozenset()
    new: object = None

    def of(self, table, rows, names):
        """``{cell: {was_hidden, is_moved}}``. Two queries at most, none for the first publication."""
        if self.new is None:
            return {row["cell"]: {} for row in rows}
        moved, added = table.counts(self.new), self.new.count() if table.overlaps else None
        return {row["cell"]: self.of_cell(row, moved.get(row["cell"], 0), added, names) for row in rows}

    def of_cell(self, row, moved, added, names):
        """What is not found among the shown, such as under a key that was changed, was hidden."""
        was_shown, was_filled = names[row["cell"]]["key"] in self.shown, row["cases"] > moved
        return {"was_hidden": was_filled and not was_shown, "is_moved": moved > 0 and moved != added}


def past_of(name, cases, last):
    """``last``: the publication before, or None; ``cases``: those of the table."""
    if last is None:
        return Past()
    rows = last.document["tables"].get(name, [])
    shown = frozenset(row["key"] for row in rows if not row.get("hidden"))
    return Past(shown, cases.filter(batch__gt=last.number))


def support_of(cases):
    return Support(**cases.order_by().aggregate(**SUPPORT))


def figures_of(cases, last=None):
    """The document of a publication over these cases; ``all`` is None when they stand on too few. 20 to 40 queries.

    ``last``: the publication before, from which this one must not differ by a hidden cell.
    """
    outside = cases.filter(winner__in=ProcurementCase.OUTSIDE)
    rest = support_of(cases.exclude(winner__in=ProcurementCase.OUTSIDE))
    document = {"version": VERSION, "all": None, "outside": None, "tables": {}}
    if support_of(cases).is_enough_for_total and (rest.is_nothing or rest.is_enough):
        document["all"] = total_of(cases)
        document["tables"][WINNERS] = winners_table(cases, last)
    if support_of(outside).is_enough_for_total:
        document["outside"] = total_of(outside)
        names = names_of()
        for name, table in TABLES.items():
            document["tables"][name] = shown(table, outside, names[name], past_of(name, outside, last))
    elif not support_of(outside).is_nothing:
        document["all"], document["tables"] = None, {}
    return document


def total_of(cases):
    """The cases and their rials."""
    found = cases.order_by().aggregate(cases=Count("pk"), amount=Sum("amount"))
    return {"cases": found["cases"], "amount": int(found["amount"])}


def winners_table(cases, last):
    """Outside and inside are two groups that close each by itself: the total of each is published too."""
    table = Table(F("winner"))
    groups = [cases.filter(winner__in=ProcurementCase.OUTSIDE), cases.exclude(winner__in=ProcurementCase.OUTSIDE)]
    names = {value: {"key": value} for value in ProcurementCase.Winner.values}
    return [row for group in groups for row in shown(table, group, names, past_of(WINNERS, group, last))]


def shown(table, cases, names, past):
    """The rows of a table in their order, those that are hidden without a figure."""
    rows = table.rows(cases)
    places = {key: place for place, key in enumerate(names)}
    rows.sort(key=lambda row: places[row["cell"]])
    known = past.of(table, rows, names)
    cells = [cell_of(table, cases, row, places[row["cell"]], known[row["cell"]]) for row in rows]
    hidden = hidden_keys(cells, partial(table.support_of, cases))
    return [
        names[row["cell"]] | ({"hidden": True} if row["cell"] in hidden else figures_in(row)) for row in rows
    ]  # fmt: skip


def cell_of(table, cases, row, place, known):
    support = Support(row["filers"], row["buyers"])
    rest = table.rest_of(cases, row["cell"]) if table.overlaps and support.is_enough else None
    return Cell(row["cell"], place, row["cases"], support, rest, **known)


def figures_in(row):
    return {"cases": row["cases"], "amount": int(row["amount"])}


def names_of():
    """How the cells of each table are called, in their order; the document keeps it, so that the page reads no more."""
    quarters = ProcurementCase.objects.order_by("quarter").values_list("quarter", flat=True).distinct()
    return {
        CATEGORIES: {row.pk: words_of(row) for row in Capability.objects.all()},
        REASONS: {row.pk: words_of(row) for row in CaseReason.objects.all()},
        QUARTERS: {quarter: {"key": quarter} for quarter in quarters},
        SUPPLY: {value: {"key": value} for value in ProcurementCase.Supply.values},
    }


def words_of(row):
    return {"key": row.key, "name": row.name, "name_en": row.name_en}
