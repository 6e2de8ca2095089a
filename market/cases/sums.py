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


def support_of(cases):
    return Support(**cases.order_by().aggregate(**SUPPORT))


def figures_of(cases):
    """The document of a publication over these cases; ``all`` is None when they stand on too few. 20 to 40 queries."""
    outside = cases.filter(winner__in=ProcurementCase.OUTSIDE)
    rest = support_of(cases.exclude(winner__in=ProcurementCase.OUTSIDE))
    document = {"version": VERSION, "all": None, "outside": None, "tables": {}}
    if support_of(cases).is_enough_for_total and (rest.is_nothing or rest.is_enough):
        document["all"] = total_of(cases)
        document["tables"][WINNERS] = winners_table(cases)
    if support_of(outside).is_enough_for_total:
        document["outside"] = total_of(outside)
        names = names_of()
        for name, table in TABLES.items():
            document["tables"][name] = shown(table, outside, names[name])
    elif not support_of(outside).is_nothing:
        document["all"], document["tables"] = None, {}
    return document


def total_of(cases):
    """The cases and their rials."""
    found = cases.order_by().aggregate(cases=Count("pk"), amount=Sum("amount"))
    return {"cases": found["cases"], "amount": int(found["amount"])}


def winners_table(cases):
    """Outside and inside are two groups that close each by itself: the total of each is published too."""
    table = Table(F("winner"))
    groups = [cases.filter(winner__in=ProcurementCase.OUTSIDE), cases.exclude(winner__in=ProcurementCase.OUTSIDE)]
    names = {value: {"key": value} for value in ProcurementCase.Winner.values}
    return [row for group in groups for row in shown(table, group, names)]


def shown(table, cases, names):
    """The rows of a table in their order, those that are hidden without a figure."""
    rows = table.rows(cases)
    places = {key: place for place, key in enumerate(names)}
    rows.sort(key=lambda row: places[row["cell"]])
    cells = [cell_of(table, cases, row, places[row["cell"]]) for row in rows]
    hidden = hidden_keys(cells, partial(table.support_of, cases))
    return [
        names[row["cell"]] | ({"hidden": True} if row["cell"] in hidden else figures_in(row)) for row in rows
    ]  # fmt: skip


def cell_of(table, cases, row, place):
    support = Support(row["filers"], row["buyers"])
    rest = table.rest_of(cases, row["cell"]) if table.overlaps and support.is_enough else None
    return Cell(row["cell"], place, row["cases"], support, rest)


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
