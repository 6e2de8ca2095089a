"""Files of imports go thirty days after they were needed last; what the import did stays."""

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from filing.models import StoredFile
from filing.uploads import store_file
from members.models import Firm, ImportJob
from members.services import imports
from tests import build
from tests.members import build_firms
from tests.members.build_sheets import firm_row, upload, xlsx

pytestmark = pytest.mark.django_db
State = ImportJob.State
SENT = dt.datetime(2024, 6, 1, 9, 0, tzinfo=dt.UTC)
ON_DAY_30, AFTER = SENT + dt.timedelta(days=30), SENT + dt.timedelta(days=30, minutes=1)


@pytest.fixture(autouse=True)
def section():
    return build_firms.section(1, "نرم‌افزار", name_en="Software")


def left(state):
    """An import in this state since the day on which its file was sent."""
    with time_machine.travel(SENT, tick=False):
        row = firm_row(1, size="nonsense") if state == State.REFUSED else firm_row(1)
        job = imports.begin_import(upload=upload(xlsx([row]), "firms.xlsx"), by=build.user())
        if state != State.CHECKING:
            imports.run_waiting()
        if state in (State.WRITING, State.DONE):
            imports.confirm_import(job=job, by=job.by)
        if state == State.DONE:
            imports.run_waiting()
        if state == State.DROPPED:
            imports.drop_import(job=job, by=job.by)
    job.refresh_from_db()
    assert job.state == state
    return job


def bytes_of(job):
    return Path(settings.MEDIA_ROOT) / job.file.path


def forget_at(moment, commits):
    with time_machine.travel(moment, tick=False), commits(execute=True):
        imports.forget_files()


@pytest.mark.parametrize(
    ("state", "after"),
    [
        (State.DONE, State.DONE),
        (State.DROPPED, State.DROPPED),
        (State.REFUSED, State.REFUSED),
        (State.READY, State.DROPPED),
    ],
)
def test_a_file_goes_after_thirty_days_and_the_row_stays(state, after, django_capture_on_commit_callbacks):
    job = left(state)
    path, counts, by = bytes_of(job), job.counts, job.by

    forget_at(ON_DAY_30, django_capture_on_commit_callbacks)
    assert path.exists()
    forget_at(AFTER, django_capture_on_commit_callbacks)

    assert not path.exists()
    assert not StoredFile.objects.exists()
    job.refresh_from_db()
    assert (job.file, job.preview, job.problems) == (None, [], [])
    assert (job.state, job.counts, job.by, job.ended_at is None) == (after, counts, by, False)
    assert Firm.objects.count() == (state == State.DONE)


@pytest.mark.parametrize("state", [State.CHECKING, State.WRITING])
def test_a_file_that_the_worker_still_needs_stays(state, django_capture_on_commit_callbacks):
    """However late: the worker may have stood still for a month. Also when the word came after the clock had looked."""
    job = left(state)

    forget_at(AFTER, django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        imports.forget_file(job.pk, before=timezone.now())

    job.refresh_from_db()
    assert (job.state, bytes_of(job).exists()) == (state, True)


def test_bytes_that_another_record_holds_stay(django_capture_on_commit_callbacks):
    job = left(State.DONE)
    path = bytes_of(job)
    store_file(upload(path.read_bytes(), "kept.xlsx"), by=None)

    forget_at(AFTER, django_capture_on_commit_callbacks)

    assert path.exists()
    assert list(StoredFile.objects.values_list("name", flat=True)) == ["kept.xlsx"]


def test_bytes_stay_until_the_row_is_committed(django_capture_on_commit_callbacks):
    job = left(State.DONE)
    path = bytes_of(job)

    with time_machine.travel(AFTER, tick=False), django_capture_on_commit_callbacks(execute=False):
        imports.forget_files()

    assert path.exists()


@pytest.mark.parametrize("state", [State.DONE, State.REFUSED])
def test_the_clock_does_it_and_the_pages_open_without_the_file(client, staff, state):
    job = left(state)
    client.force_login(staff)

    with time_machine.travel(AFTER, tick=False):
        call_command("tick", verbosity=0)
    page = client.get(f"/admin/members/importjob/{job.pk}/change/")
    rows = client.get("/admin/members/importjob/")

    job.refresh_from_db()
    assert job.file is None
    assert (page.status_code, rows.status_code) == (200, 200)
    assert "فایل دیگر نگه داشته نمی‌شود" in page.text
    assert "<table" not in page.text
