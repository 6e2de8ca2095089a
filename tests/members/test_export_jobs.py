"""Long lists go out by a file that the worker writes: ordered once, left and found again, for who ordered it alone."""

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation
from openpyxl import load_workbook

from accounts import personal_data
from filing.models import StateChange, StoredFile
from members.exchange import lists, sending
from members.models import ExportJob, Firm
from members.services import exports
from post.leases import LEASE
from tests.members import build_firms

pytestmark = pytest.mark.django_db
State = ExportJob.State
CSV = "/admin/members/firm/export/csv/"
KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Two rows go at once, three are ordered; two are read at a time."""
    monkeypatch.setattr(sending, "STRAIGHT", 2)
    monkeypatch.setattr(lists, "AT_A_TIME", 2)


@pytest.fixture
def firms():
    return [build_firms.firm(name, city=city) for name, city in [("الف", "اهواز"), ("ب", "دزفول"), ("پ", "اهواز")]]


def ordered(by, query="", ending="csv"):
    return exports.order_export(kind="firms", query=query, ending=ending, by=by)


def made(by, query="", ending="csv"):
    """An order as the worker left it."""
    job = ordered(by, query, ending)
    assert exports.run_waiting() == 1
    job.refresh_from_db()
    return job


def bytes_of(job):
    return (Path(settings.MEDIA_ROOT) / job.file.path).read_bytes()


def column(job, place=0):
    return [row[place] for row in csv.reader(io.StringIO(bytes_of(job).decode("utf-8-sig")))]


def page_of(job):
    return f"/admin/members/exportjob/{job.pk}/change/"


def test_a_short_list_goes_at_once_and_a_long_one_by_order(client, staff, firms):
    client.force_login(staff)

    short = client.get(f"{CSV}?city=اهواز")
    long = client.get(CSV)

    assert short.headers["Content-Disposition"] == 'attachment; filename="firms.csv"'
    assert (long.headers["Content-Type"], long.context["rows"]) == ("text/html; charset=utf-8", 3)
    assert not ExportJob.objects.exists()  # reading a page orders nothing


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_worker_writes_what_the_list_shows_with_the_filters_as_ordered(staff, firms, ending):
    job = made(staff, "city=%D8%A7%D9%87%D9%88%D8%A7%D8%B2", ending)

    assert (job.state, job.done, job.total, job.file.sha256[:2]) == (State.DONE, 2, 2, job.file.path[6:8])
    if ending == "xlsx":
        rows = load_workbook(io.BytesIO(bytes_of(job))).active.iter_rows(values_only=True)
        assert [row[0] for row in rows] == ["نام بنگاه", "الف", "پ"]
    else:
        assert column(job) == ["نام بنگاه", "الف", "پ"]
    assert job.file.name.startswith("firms-")
    assert list(StateChange.objects.filter(model="members.exportjob").values_list("old", "new", "why")) == [
        ("running", "done", job.file.sha256), ("", "waiting", ""),
    ]  # fmt: skip


def test_the_rows_are_those_of_the_run_in_the_language_of_the_order(staff, firms):
    with translation.override("en"):
        job = ordered(staff)
    build_firms.firm("ت")

    exports.run_waiting()

    job.refresh_from_db()
    assert column(job) == ["Name of the firm", "الف", "ب", "پ", "ت"]


def test_who_lost_the_permission_before_the_run_gets_no_file(staff, firms):
    job = ordered(staff)
    staff.groups.clear()

    exports.run_waiting()

    job.refresh_from_db()
    assert (job.state, job.file, job.problem) == (State.FAILED, None, "دیگر اجازه ندارید این فهرست را ببرید.")


def test_a_list_shows_only_what_its_person_may_see(staff, firms, monkeypatch):
    """The list of the admin asks ``visible_to`` as every other door does."""
    monkeypatch.setattr(type(Firm.objects.all()), "visible_to", lambda self, user: self.filter(name="ب"))

    assert column(made(staff)) == ["نام بنگاه", "ب"]


def test_a_double_click_orders_one_file_also_when_it_is_written_already(client, staff, firms):
    client.force_login(staff)

    first = client.post(CSV, {"key": KEY}).headers["Location"]
    again = client.post(CSV, {"key": KEY}).headers["Location"]
    exports.run_waiting()
    late = client.post(CSV, {"key": KEY}).headers["Location"]

    assert [first, again, late] == [page_of(ExportJob.objects.get())] * 3


def test_two_pages_of_one_list_order_one_file_and_another_list_its_own(client, staff, facilitator, firms):
    client.force_login(staff)
    for key in ("a" * 32, "b" * 32, "\0", ""):
        client.post(CSV, {"key": key})
    assert ExportJob.objects.count() == 1

    client.post(CSV.replace("csv", "xlsx"), {"key": "c" * 32})
    client.force_login(facilitator)
    client.post(CSV, {"key": "a" * 32})

    assert ExportJob.objects.count() == 3


def test_the_database_keeps_one_open_order_of_a_list(staff, firms):
    job = ordered(staff)
    again = {"kind": "firms", "ending": "csv", "by": staff, "title": "x"}

    with pytest.raises(IntegrityError), transaction.atomic():
        ExportJob.objects.create(**again)
    ExportJob.objects.filter(pk=job.pk).update(state=State.DONE)
    ExportJob.objects.create(**again)


def test_the_page_tells_how_far_it_is_can_be_left_and_gives_the_file(client, staff, firms):
    client.force_login(staff)
    job = ordered(staff)

    waiting = client.get(page_of(job))
    assert (waiting.headers["Refresh"], "<progress" in waiting.text, "Order it again" in waiting.text) == (
        "2", True, False,
    )  # fmt: skip
    ExportJob.objects.update(state=State.RUNNING, claimed_at=timezone.now(), done=1, total=3)
    assert "۱ از ۳ سطر" in client.get(page_of(job)).text
    assert page_of(job) in client.get("/admin/members/exportjob/").text
    ExportJob.objects.update(state=State.WAITING, claimed_at=None)

    exports.run_waiting()

    done = client.get(page_of(job))
    job.refresh_from_db()
    assert "Refresh" not in done.headers
    assert f"/files/{job.file_id}/" in done.text
    assert client.get(f"/files/{job.file_id}/").getvalue() == bytes_of(job)


def test_progress_is_told_step_by_step(staff, firms, monkeypatch):
    told = []
    monkeypatch.setattr(exports, "tell", lambda _job, **values: told.append(values))

    made(staff)

    assert told == [{"total": 3}, {"done": 2}, {"done": 3}, {}]


def test_only_who_ordered_it_opens_it_and_only_with_the_permission(client, staff, facilitator, firms, person_in):
    job = made(staff)
    paths = [page_of(job), f"/files/{job.file_id}/"]

    def met(person):
        client.force_login(person)
        answers = [client.get(path) for path in paths]
        return [answer.getvalue() and answer.status_code for answer in answers]

    assert met(facilitator) == [404, 404]
    assert page_of(job) not in client.get("/admin/members/exportjob/").text
    assert met(person_in("administrator")) == [404, 404]
    assert client.get("/admin/members/exportjob/").status_code == 403
    assert met(staff) == [200, 200]
    staff.groups.clear()
    assert met(staff) == [404, 404]


def test_one_worker_has_an_order_and_a_dead_one_loses_it(staff, firms):
    job = ordered(staff)
    ExportJob.objects.update(state=State.RUNNING, claimed_at=timezone.now())
    assert exports.run_waiting() == 0

    ExportJob.objects.update(claimed_at=timezone.now() - LEASE * 2)

    assert exports.run_waiting() == 1
    job.refresh_from_db()
    assert job.state == State.DONE


def test_who_lost_the_lease_leaves_no_file(staff, firms, monkeypatch):
    """Somebody was forgotten after the last row was written and before the file was kept."""
    job, write = ordered(staff), exports.texts_of

    def texts_of(*args):
        yield from write(*args)
        exports.take_back(ExportJob.objects.all())

    with monkeypatch.context() as patch:
        patch.setattr(exports, "texts_of", texts_of)
        assert exports.run_waiting() == 1
    job.refresh_from_db()
    assert (job.state, job.file, StoredFile.objects.exists()) == (State.WAITING, None, False)

    exports.run_waiting()
    job.refresh_from_db()
    assert job.state == State.DONE


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_fault_is_told_leaves_nothing_and_can_be_ordered_again(client, staff, firms, ending, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with monkeypatch.context() as broken:
        broken.setattr("members.exchange.firms.texts", lambda *_args: 1 / 0)
        job = made(staff, ending=ending)
    assert (job.state, StoredFile.objects.exists(), list(tmp_path.glob("openpyxl*"))) == (State.FAILED, False, [])

    client.force_login(staff)
    assert "پرونده را دوباره سفارش دهید" in client.get(page_of(job)).text
    page = client.post(page_of(job))

    new = ExportJob.objects.exclude(pk=job.pk).get()
    assert page.headers["Location"] == page_of(new)
    exports.run_waiting()
    new.refresh_from_db()
    assert new.state == State.DONE


def test_the_clock_takes_the_file_after_thirty_days_and_leaves_the_order(
    client, staff, firms, django_capture_on_commit_callbacks
):
    start = dt.datetime(2024, 6, 1, 9, 0, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False):
        job = made(staff)
    path = Path(settings.MEDIA_ROOT) / job.file.path

    for minutes, is_there in ((0, True), (1, False)):
        moment = start + dt.timedelta(days=30, minutes=minutes)
        with time_machine.travel(moment, tick=False), django_capture_on_commit_callbacks(execute=True):
            call_command("tick", verbosity=0)
        assert path.exists() is is_there

    job.refresh_from_db()
    assert (job.state, job.file, job.total) == (State.DONE, None, 3)
    client.force_login(staff)
    assert "این پرونده دیگر نگه داشته نمی‌شود." in client.get(page_of(job)).text


def test_a_file_that_names_a_forgotten_person_goes_and_what_is_written_begins_anew(
    staff, firm_a, firms, django_capture_on_commit_callbacks
):
    build_firms.representative(firms[0], firm_a)
    old, running = made(staff), ordered(staff, ending="xlsx")
    path = Path(settings.MEDIA_ROOT) / old.file.path
    ExportJob.objects.filter(pk=running.pk).update(state=State.RUNNING, claimed_at=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        personal_data.pseudonymise_user(user=firm_a, by=None)

    old.refresh_from_db()
    running.refresh_from_db()
    assert (old.file, path.exists(), running.state, running.claimed_at) == (None, False, State.WAITING, None)


def test_filters_that_mean_nothing_are_refused_and_not_a_fault(client, staff, firms):
    for place in (1, 2):
        build_firms.section(place)
    client.force_login(staff)

    for query in ("sections__id__exact=x", "national_id__contains=1", "q=%00", "state__exact=%00"):
        assert client.get(f"{CSV}?{query}").status_code in (200, 404), query
    with pytest.raises(ValidationError):
        ordered(staff, "sections__id__exact=x")
    with pytest.raises(ValidationError):
        ordered(staff, "city=" + "x" * 2000)


def test_an_order_asks_few_questions(staff, firms, django_assert_num_queries):
    build_firms.firm("ت")
    user = type(staff).objects.get(pk=staff.pk)
    locks = 1 if connection.vendor == "postgresql" else 0  # of the book, where writers do not queue anyway
    with django_assert_num_queries(13 + locks):  # four of them savepoints
        ordered(user)


def test_nobody_orders_without_the_permission(client, council_member, administrator, firms):
    for person in (council_member, administrator):
        client.force_login(person)
        assert client.post(CSV, {"key": KEY}).status_code == 403
        with pytest.raises(ValidationError):
            ordered(person)
    assert not ExportJob.objects.exists()


def test_who_is_not_active_any_more_gets_no_file(staff, firms):
    job = ordered(staff)
    staff.is_active = False
    staff.save(update_fields=["is_active"])

    exports.run_waiting()

    job.refresh_from_db()
    assert job.state == State.FAILED
