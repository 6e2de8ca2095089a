"""Firms that are published at once: the counts beside the filters stay exact, and nobody waits in a ring."""

import threading
from collections import Counter

import pytest
from django.db import connections

from members.models import DirectoryCell, DirectoryEntry, Firm
from members.services import publish_firm, publish_firms
from members.services.directory import cells_of
from tests.concurrency.test_edit_plan import at_once
from tests.members import build_firms

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CITIES = ("اهواز", "دزفول", "آبادان")


def counted():
    names = ("section", "capability", "city", "size", "count")
    return {(*key,): count for *key, count in DirectoryCell.objects.exclude(count=0).values_list(*names)}


def recounted():
    return Counter(cell for entry in DirectoryEntry.objects.all() for cell in cells_of(entry))


def moved(firm, city):
    """The firm moves and is published: what a reviewer's click does."""
    Firm.objects.filter(pk=firm.pk).update(city=city)
    publish_firm(firm)


def test_firms_that_move_at_once_are_counted_once_each(transactional_db):
    section, capability = build_firms.section(), build_firms.capability()
    firms = [build_firms.firm(sections=[section], capabilities=[capability]) for _number in range(4)]

    for number in range(8):
        city = CITIES[number % len(CITIES)]
        at_once(*[lambda firm=firm, city=city: moved(firm, city) for firm in firms])

        assert counted() == recounted()
    assert counted()[section.pk, 0, CITIES[7 % 3], ""] == 4


def test_overlapping_lists_in_other_orders_never_wait_in_a_ring(transactional_db):
    """First seen by any of them are cells that do not exist yet; a deadlock would leave one list unpublished."""
    firms = [build_firms.firm(name=f"شرکت {number}", is_listed=False) for number in range(6)]
    for number, firm in enumerate(firms):
        Firm.objects.filter(pk=firm.pk).update(is_listed=True, city=f"شهر {number}")

    done = at_once(*[lambda turn=turn: publish_firms(firms[turn:] + firms[:turn]) or "done" for turn in range(4)])

    assert done == ["done"] * 4
    assert DirectoryEntry.objects.count() == 6
    assert counted() == recounted()


def test_counts_that_are_read_and_written_back_lose_one():
    """The negative control: two who read before either writes. It is what ``add_to_counts()`` must never do."""
    cell = DirectoryCell.objects.create(count=0)
    gate = threading.Barrier(2)

    def add_by_reading():
        count = DirectoryCell.objects.get(pk=cell.pk).count
        gate.wait(timeout=20)
        DirectoryCell.objects.filter(pk=cell.pk).update(count=count + 1)
        connections.close_all()

    at_once(add_by_reading, add_by_reading)

    cell.refresh_from_db()
    assert cell.count == 1
