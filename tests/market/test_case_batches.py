"""Two publications of the cases' figures side by side: neither tells what the other hides."""

import random
from importlib import import_module
from itertools import combinations
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from market.cases.sums import Past
from market.cases.suppression import Cell, NewCase, Support, entering, hidden_keys
from market.models import ProcurementCase
from market.services.case_figures import publish_figures
from members.models import Capability
from tests.market import build_cases
from tests.market.test_case_figures import rows, write
from tests.members import build_firms

PRIME = 2**31 - 1  # the attacker reckons in whole numbers modulo this
FILERS, BATCHES, TABLES = 6, 3, 150


@pytest.mark.django_db
def test_what_was_hidden_with_a_cell_stays_hidden_with_it(firms, branches, staff):
    """A new branch would be the next smallest to hide; the network, shown instead, would tell the hardware's 1,300."""
    first = publish_figures(by=staff) if write(firms, branches) else None
    cloud = build_firms.capability("cloud", name="ابر", order=0)
    lines = [(filer, "cloud", 2, 1, ["price"]) for filer in range(3)]
    lines += [(filer, "software", 2, 1, ["price"]) for filer in range(3)]
    write(firms, branches | {"cloud": cloud}, lines=lines, local=())

    second = publish_figures(by=staff)

    assert rows(first.document, "categories") == {"software": (5, 1500), "hardware": None, "network": None}
    assert rows(second.document, "categories") == {
        "cloud": (3, 300), "software": (8, 1800), "hardware": None, "network": None,
    }  # fmt: skip


@pytest.mark.django_db
def test_a_capability_that_is_moved_takes_no_published_case_along(firms, branches, staff):
    write(firms, branches)
    publish_figures(by=staff)
    Capability.objects.filter(pk=branches["hardware"].pk).update(parent=branches["software"].parent)
    lines = [(filer, "software", 2, 1, ["price"]) for filer in range(5)]
    write(firms, branches, lines=lines, local=())

    second = publish_figures(by=staff).document

    assert rows(second, "categories") == {"software": (10, 2000), "hardware": None, "network": None}


@pytest.mark.django_db
def test_the_migration_gives_each_case_the_branch_in_which_its_capability_stands():
    top = build_firms.capability("top")
    middle = build_firms.capability("middle", parent=top)
    leaf = build_firms.capability("leaf", parent=middle)
    cases = [build_cases.row(category=category) for category in (leaf, middle, top)]
    ProcurementCase.objects.update(branch=leaf)

    migration = import_module("market.migrations.0004_cases_keep_their_branch")
    migration.keep_branches(apps, SimpleNamespace(connection=connection, execute=connection.cursor().execute))

    found = dict(ProcurementCase.objects.values_list("pk", "branch__key"))
    assert found == {case.pk: "top" for case in cases}


def cell(key, filers, **known):
    return Cell(key, 0, filers, Support(filers, filers), **known)


def test_one_that_moved_alone_is_shown_only_when_another_that_moved_is_hidden():
    """Minus the growth of the total it would be the one filer's of before; the others' sum stands on enough."""
    still = {"was_hidden": True, "is_moved": False}
    grown, small, large = cell("grown", 4, was_hidden=True), cell("small", 1, **still), cell("large", 3, **still)
    seen, open_now = cell("seen", 3, is_moved=False), cell("open", 5)

    def hidden(*cells):
        return hidden_keys(cells, lambda keys: Support(9, 9))

    assert hidden(grown, small, large, seen) == {"grown", "small", "large"}
    # another one that moved hides the growth; it was the smaller
    assert hidden(cell("other", 3), grown, small, large, seen) == {"other", "small", "large"}
    # what everybody has read hides nothing
    assert hidden(small, seen, open_now) == {"small", "open"}


class Reader:
    """Knows which cells which batch moved, and every published figure; solves the equations."""

    def __init__(self, atoms):
        self.atoms, self.solved = sorted(atoms), {}

    def reads(self, atoms):
        """The sum of these atoms is known."""
        rest = self.reduced(atoms)
        first = next((place for place, value in enumerate(rest) if value), None)
        if first is not None:
            inverse = pow(rest[first], -1, PRIME)
            self.solved[first] = [value * inverse % PRIME for value in rest]

    def reduced(self, atoms):
        row = [int(atom in atoms) for atom in self.atoms]
        for place in sorted(self.solved):
            if row[place]:
                factor, known = row[place], self.solved[place]
                row = [(value - factor * other) % PRIME for value, other in zip(row, known, strict=True)]
        return row

    def knows(self, atoms):
        return not any(self.reduced(atoms))


def batches_of(chance, pick):
    """The cases of some publications, each (filer, what it stands in), as the rule lets them in."""
    cells = range(4)
    first = [(filer % FILERS, pick(chance, cells)) for filer in range(chance.randint(FILERS, 10))]
    made = [first]
    while len(made) < BATCHES:
        waiting = [(chance.randrange(FILERS), pick(chance, cells)) for _case in range(chance.randint(6, 14))]
        new = [
            NewCase(pk, filer, filer, sides(found, overlaps=pick is some)) for pk, (filer, found) in enumerate(waiting)
        ]
        made.append([waiting[case.pk] for case in entering(new)])
    return made


def sides(found, overlaps):
    return frozenset((cell, cell in found) for cell in range(4) if overlaps or cell in found)


def hidden_in(batches, number, shown, is_blind, overlaps=False):
    """``(filled cells, hidden cells)`` of a publication; ``shown``: what the one before showed."""
    cases = [case for batch in batches[: number + 1] for case in batch]
    filled = sorted({cell for _filer, found in cases for cell in found})
    new, past, cells = batches[number], Past(shown, new=True), []
    for key in filled:
        inside = [case for case in cases if key in case[1]]
        moved, added = sum(key in found for _filer, found in new), len(new) if overlaps else None
        known = past.of_cell({"cell": key, "cases": len(inside)}, moved, added, {key: {"key": key}})
        rest = support(case for case in cases if key not in case[1]) if overlaps else None
        cells.append(Cell(key, key, len(inside), support(inside), rest, **({} if is_blind or not number else known)))
    hidden = hidden_keys(cells, lambda keys: support(case for case in cases if set(keys) & set(case[1])))
    return filled, hidden


def support(cases):
    filers = len({filer for filer, _found in cases})
    return Support(filers, filers)


def leaks(batches, is_blind):
    """What the reader of all publications works out of a table without overlaps: sums that fewer than three moved."""
    atoms = {}
    for number, batch in enumerate(batches):
        for filer, (found,) in batch:
            atoms.setdefault((number, found), set()).add(filer)
    reader, shown = Reader(atoms), frozenset()
    for number in range(BATCHES):
        filled, hidden = hidden_in(batches, number, shown, is_blind)
        so_far = {atom for atom in atoms if atom[0] <= number}
        shown = frozenset(filled) - hidden
        reader.reads(so_far)
        for key in shown:
            reader.reads({atom for atom in so_far if atom[1] == key})
    return [few for few in few_of(atoms) if reader.knows(few)]


def few_of(atoms):
    """Every group of atoms behind which fewer than three filers stand."""
    small = [atom for atom, filers in atoms.items() if len(filers) < 3]
    groups = [set(group) for size in (1, 2, 3) for group in combinations(small, size)]
    return [group for group in groups if len(set.union(*(atoms[atom] for atom in group))) < 3]


def leaks_of_reasons(batches, is_blind):
    """The same where a case stands in several cells: of each it is looked at who has it and who has not."""
    readers, filers = {}, {}
    for number, batch in enumerate(batches):
        for filer, found in batch:
            for key in range(4):
                filers.setdefault(key, {}).setdefault((number, key in found), set()).add(filer)
    shown = frozenset()
    for number in range(BATCHES):
        filled, hidden = hidden_in(batches, number, shown, is_blind, overlaps=True)
        shown = frozenset(filled) - hidden
        for key, atoms in filers.items():
            reader = readers.setdefault(key, Reader(atoms))
            so_far = {atom for atom in atoms if atom[0] <= number}
            reader.reads(so_far)
            if key in shown:
                reader.reads({atom for atom in so_far if atom[1]})
    return [(key, few) for key, atoms in filers.items() for few in few_of(atoms) if readers[key].knows(few)]


def one(chance, cells):
    return (chance.choices(cells, [1, 1, 2, 4])[0],)


def some(chance, cells):
    return tuple(sorted({*chance.choices(cells, [1, 1, 2, 4], k=2)}))


@pytest.mark.parametrize(("pick", "leaks_in"), [(one, leaks), (some, leaks_of_reasons)], ids=["one", "several"])
def test_who_reads_all_publications_works_out_no_sum_that_fewer_than_three_moved(pick, leaks_in):
    chance = random.Random(1403)  # noqa: S311  (the same tables at every run)
    tables = [batches_of(chance, pick) for _table in range(TABLES)]

    assert [table for table in tables if leaks_in(table, is_blind=False)] == []
    # the control: who chooses what to hide without looking at the publication before gives cells away
    assert [table for table in tables if leaks_in(table, is_blind=True)] != []
