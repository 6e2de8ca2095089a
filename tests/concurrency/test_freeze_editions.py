"""Editions frozen at once by workers that are processes of their own: the chain never forks, nothing is frozen twice.

The workers stop at a gate (``tests/gated``), so that each has read the chain before any of them writes: the worst
moment is met every time.
"""

import os
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from editions.freezing_jobs import begin_freezing
from editions.models import EditionFile, EditionJob, YearEdition
from editions.services import begin_edition
from editions.verifying import faults
from filing.models import StateChange
from post.leases import LEASE
from tests import build
from tests.gated.gate import PATIENCE, Gate
from tests.live import ROOT, database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
UNIQUE = {"yearedition_place_once_a_chain", "yearedition_one_successor"}


def ordered(*years):
    """An edition in preparation of each closed year, without a plan, and its order to the worker."""
    build.cluster()
    by = build.user()
    jobs = []
    for number in years:
        edition = begin_edition(year=build.year(number, state="closed"), by=by)
        jobs.append(begin_freezing(edition=edition, by=by))
    return jobs


def worker(gate, gated="keep"):
    """A real worker's round: it takes one order of those that wait."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.live_settings",
        "TEST_APP": "tests.gated.apps.GatedConfig",
        "DATABASE_URL": database_url(),
        "DEMO": "1",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "STATIC_ROOT": str(settings.STATIC_ROOT),
        "PYTHONWARNINGS": "ignore",
        "GATE": gate.address,
        "GATED": gated,
    }
    started = subprocess.Popen(
        [sys.executable, "manage.py", "worker", "--once"],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    gate.started.append(started)
    return started


def ended(*workers):
    """What the workers printed, once they came to their ends."""
    return [one.communicate(timeout=PATIENCE)[0] for one in workers]


def states(jobs):
    return [EditionJob.objects.get(pk=job.pk).state for job in jobs]


def chain():
    return list(YearEdition.objects.frozen().order_by("place", "pk").values_list("place", "previous", "sha256"))


def test_three_years_frozen_at_once_stand_in_one_chain():
    jobs = ordered(1401, 1402, 1403)

    with Gate() as gate:
        workers = [worker(gate) for _job in jobs]
        gate.hold(3)  # each has read an empty chain and made its files
        gate.open()
        said = ended(*workers)

    assert states(jobs) == ["done"] * 3
    assert "Traceback" not in "".join(said)
    (one, two, three), hashes = chain(), [row[2] for row in chain()]
    assert (one[:2], two[:2], three[:2]) == ((1, ""), (2, hashes[0]), (3, hashes[1]))
    assert list(faults()) == []


def test_one_year_ordered_twice_is_frozen_once():
    """The lease of the first worker ran out while it was at it, so another one took the order."""
    [job] = ordered(1403)

    with Gate() as gate:
        slow = worker(gate)
        gate.hold(1)
        EditionJob.objects.filter(pk=job.pk).update(claimed_at=timezone.now() - 2 * LEASE)
        quick = worker(gate)
        gate.hold(1)
        gate.open()
        said = ended(slow, quick)

    [edition] = YearEdition.objects.all()
    assert "Traceback" not in "".join(said)  # the second one is told, and no trigger has to stop it
    assert chain() == [(1, "", edition.sha256)]
    assert StateChange.objects.filter(model="editions.yearedition", new="frozen").count() == 1
    assert EditionFile.objects.count() == len({*EditionFile.objects.values_list("kind", "language")})
    assert list(faults()) == []


@contextmanager
def without_unique():
    """The last guard taken off the table, as long as the test runs."""
    dropped = [one for one in YearEdition._meta.constraints if one.name in UNIQUE]
    with connection.schema_editor() as editor:
        for one in dropped:
            editor.remove_constraint(YearEdition, one)
    try:
        yield
    finally:
        remove_editions()
        with connection.schema_editor() as editor:
            for one in dropped:
                editor.add_constraint(YearEdition, one)


def remove_editions():
    EditionFile.objects.all()._raw_delete(EditionFile.objects.db)
    EditionJob.objects.all().delete()
    YearEdition.objects.all().delete()


def two_without_the_lock():
    """Two years, each of whose workers sees the end of the chain before the other one writes.

    SQLite has one writer at a time: the second comes to the gate when the first has written.
    """
    jobs = ordered(1402, 1403)
    with Gate() as gate:
        workers = [worker(gate, "no lock") for _job in jobs]
        if connection.vendor == "postgresql":
            gate.hold(2)  # both have read the chain for their documents
            gate.let_through()
            gate.hold(2)  # both have found it unchanged and write next
        gate.open()
        said = ended(*workers)
    return jobs, said


def test_without_lock_and_unique_the_chain_forks():
    """The negative control."""
    with without_unique():
        jobs, _said = two_without_the_lock()

        assert states(jobs) == ["done", "done"]
        if connection.vendor == "postgresql":
            assert [row[:2] for row in chain()] == [(1, ""), (1, "")]
            assert len(list(faults())) == 2  # the place and the hash before of the second one
        else:
            assert [row[0] for row in chain()] == [1, 2]


def test_without_the_lock_unique_refuses_the_fork():
    jobs, said = two_without_the_lock()

    if connection.vendor == "postgresql":
        assert sorted(states(jobs)) == ["done", "failed"]
        assert "yearedition_place_once_a_chain" in "".join(said) or "yearedition_one_successor" in "".join(said)
        assert [row[:2] for row in chain()] == [(1, "")]
    else:
        assert states(jobs) == ["done", "done"]
    assert list(faults()) == []
