"""The command names every planted tamper, whoever planted it: each test changes one thing behind the portal's back."""

import hashlib
import os
import re
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from actionplans.models import Evidence, ProgressEntry, Verification
from editions.models import EditionFile, YearEdition
from editions.verifying import faults
from filing.made import keep_made
from filing.models import Seal, StateChange
from filing.services import record_change, seal_changes
from tests import build
from tests.council.build_minutes import rich_meeting
from tests.editions import build_editions as build_here

pytestmark = pytest.mark.django_db
ONE = "1403/edition/1"


@pytest.fixture(autouse=True)
def cheap_files(monkeypatch):
    """Bytes are bytes to the command: nothing is drawn for it here."""
    monkeypatch.setattr("editions.services.freezing.made_files", build_here.cheap_files)


@pytest.fixture
def made():
    """Two editions: the first published, the second frozen. Reports have evidence, minutes their document."""
    made = build_here.ready_year()
    made.evidence = keep_made(BytesIO(b"scan"), name="scan.pdf", content_type="application/pdf")
    Evidence.objects.create(entry=made.verified, file=made.evidence, caption="سند", added_by=made.facilitator)
    for row, by in ((made.verified, made.facilitator), (made.waiting, made.facilitator)):
        record_change(row, by=by, old="", new="recorded")
    record_change(made.waiting, by=made.supervisor, old="recorded", new="verified")
    made.first = build_here.publish(build_here.frozen(made))
    made.second = build_here.frozen(made, erratum="اصلاح شمارش")
    seal_changes()
    return made


def behind_the_back(table, sets, where):
    """An UPDATE as somebody with the database's own rights would do it: without triggers."""
    update = f"UPDATE {table} SET {sets} WHERE {where}"  # noqa: S608  (the tests' own words)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            statements = [f"DROP TRIGGER IF EXISTS {table}_no_update", update, *(row[0] for row in cursor.fetchall())]
        else:
            off, on = (f"ALTER TABLE {table} {word} TRIGGER USER" for word in ("DISABLE", "ENABLE"))
            statements = ["SET CONSTRAINTS ALL IMMEDIATE", off, update, on]
        for statement in statements:
            cursor.execute(statement)


def found():
    return [re.sub(r"[0-9a-f]{64}", "<hash>", fault) for fault in faults()]


def test_nothing_is_wrong_with_what_was_frozen(made):
    out = StringIO()
    call_command("verify_editions", stdout=out)

    assert out.getvalue() == ("2 editions checked: rows, files, chain, seals and histories are as they were frozen.\n")


def test_a_changed_document_is_named_and_the_command_fails(made):
    behind_the_back("editions_yearedition", "document = replace(document, '24.0000', '25.0000')", "number = 1")
    out = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("verify_editions", stdout=out)

    assert ended.value.code == 1
    assert re.sub(r"[0-9a-f]{64}", "<hash>", out.getvalue()).splitlines() == [
        f"{ONE}: the document was changed: its SHA-256 is <hash>, recorded is <hash>",
    ]


def test_a_changed_document_with_its_new_hash_breaks_chain_and_book(made):
    document = made.first.document.replace('"verified":"24.0000"', '"verified":"25.0000"')
    hashed = hashlib.sha256(document.encode()).hexdigest()
    behind_the_back("editions_yearedition", f"sha256 = '{hashed}'", "number = 1")
    assert document != made.first.document
    quoted = document.replace("'", "''").replace("%", "%%")
    behind_the_back("editions_yearedition", f"document = '{quoted}'", "number = 1")

    assert found() == [
        "1403/edition/2: it follows <hash>, the edition before is <hash>",
        f"{ONE}: the edition with the hash <hash> was frozen and is missing",
        f"{ONE}: the book of changes does not hold the hash <hash>",
        f"{ONE}: the file json is not its document: the SHA-256 is <hash>, of the document <hash>",
    ]


def test_a_dropped_row_is_named_also_the_newest_which_no_chain_would_miss(made):
    EditionFile.objects.filter(edition=made.second).erase_sample()
    YearEdition.objects.filter(pk=made.second.pk).delete()

    assert found() == ["1403/edition/2: the edition with the hash <hash> was frozen and is missing"]


def test_an_edition_dropped_with_its_line_right_after_the_freezing_is_named():
    """No tick has sealed the book since."""
    edition = build_here.frozen()
    EditionFile.objects.filter(edition=edition).erase_sample()
    YearEdition.objects.filter(pk=edition.pk).delete()
    StateChange.objects.filter(model="editions.yearedition", new="frozen").erase_sample()

    assert len(found()) == 2
    assert found()[0].startswith("the book: the lines ")


def test_a_line_in_the_book_does_not_excuse_a_dropped_edition_of_facts(made):
    """Only sample editions are ever removed."""
    EditionFile.objects.filter(edition=made.second).erase_sample()
    StateChange.objects.create(
        model="editions.yearedition", object_key="1403/edition/2", old="frozen", new="removed", why=made.second.sha256
    )
    YearEdition.objects.filter(pk=made.second.pk).delete()

    assert "1403/edition/2: the edition with the hash <hash> was frozen and is missing" in found()


def test_two_rows_that_were_swapped_are_named(made):
    behind_the_back("editions_yearedition", "place = 9, previous = 'x'", "number = 1")
    behind_the_back("editions_yearedition", "place = 1, previous = ''", "number = 2")
    behind_the_back("editions_yearedition", f"place = 2, previous = '{made.second.sha256}'", "number = 1")

    assert set(found()) == {
        f"{ONE}: the row says {ONE}, place 2; its document says {ONE}, place 1",
        "1403/edition/2: the row says 1403/edition/2, place 1; its document says 1403/edition/2, place 2",
    }


COLUMNS = {
    "as_of = '2025-01-01'": "as_of: the row says '2025-01-01', its document says '2025-03-20'",
    "erratum = 'دروغ'": "erratum: the row says 'دروغ', its document says ''",
    "erratum_en = 'lie'": "erratum_en: the row says 'lie', its document says ''",
    "published_at = '2020-01-01 00:00:00+00'": "published_at: the row says <time>, the book says <time>",
    "frozen_at = '2020-01-01 00:00:00+00'": "frozen_at: the row says <time>, the book says <time>",
    "state = 'superseded'": "the row says it is superseded, the book says published",
    "seal = ''": "it carries no seal of the book",
    "decision_id = {other}": "the row says 1403/01-01 published it, the book says 1403/09-77",
}


@pytest.mark.parametrize("change", COLUMNS)
def test_a_changed_column_is_named(made, change):
    behind_the_back("editions_yearedition", change.format(other=made.decision.pk), "number = 1")

    told = [re.sub(r"says \d{4}-\d\d-\d\dT[^ ,]+", "says <time>", fault) for fault in found()]
    assert [re.sub(r"1403/09-\d\d", "1403/09-77", fault) for fault in told] == [f"{ONE}: {COLUMNS[change]}"]


def test_an_edition_that_was_taken_back_is_named(made):
    behind_the_back("editions_yearedition", "state = 'frozen', published_at = NULL", "number = 1")

    assert found() == [f"{ONE}: the row says it is frozen, the book says published"]


def test_an_edition_of_facts_that_was_turned_into_a_sample_is_named(made):
    behind_the_back("editions_yearedition", "is_sample = true, place = 1, previous = ''", "number = 2")

    assert found()[-2:] == [
        "1403/edition/2: is_sample: the row says True, its document says False",
        "1403/edition/2: kind of chain: the row says 'sample', its document says 'facts'",
    ]


def test_an_edition_that_somebody_tied_to_a_decision_is_named(made):
    behind_the_back("editions_yearedition", f"decision_id = {made.decision.pk}", "number = 2")

    assert found() == ["1403/edition/2: the row says 1403/01-01 is to publish it, the book does not"]


def test_a_second_freezing_in_the_book_is_named(made):
    """Who can write to the database can also write a line of another hash; the first one stays."""
    record_change(made.first, by=None, old="draft", new="frozen", why=f"facts {made.first.sha256} files {'a' * 64}")

    assert [fault for fault in found() if "frozen_at" not in fault] == [
        f"{ONE}: the book of changes tells it more than once: frozen, published, frozen",
        f"{ONE}: the row says it is published, the book says frozen",
        f"{ONE}: the hashes of its files are not those that the book of changes holds",
    ]


def file_of(edition, kind="json"):
    return edition.files.select_related("file").get(kind=kind, language="").file


def test_a_file_of_the_same_size_and_time_is_named(made):
    path = Path(settings.MEDIA_ROOT) / file_of(made.first).path
    before, content = path.stat(), path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(content.replace(b"24.0000", b"25.0000", 1))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)

    assert found() == [
        f"{ONE}: the bytes of the file json were changed: their SHA-256 is <hash>, recorded is <hash>",
    ]


def test_missing_bytes_and_an_exchanged_file_are_named(made):
    (Path(settings.MEDIA_ROOT) / file_of(made.first).path).unlink()
    other = file_of(made.second)
    behind_the_back("editions_editionfile", f"sha256 = '{'c' * 64}'", f"file_id = '{key_of(other)}'")

    assert [re.sub(r"files/\S+", "files/…", fault) for fault in found()] == [
        f"{ONE}: the bytes of the file json are missing: files/…",
        "1403/edition/2: the hashes of its files are not those that the book of changes holds",
        "1403/edition/2: the file json is not its document: the SHA-256 is <hash>, of the document <hash>",
        "1403/edition/2: the file json was exchanged: recorded is <hash>, stored is <hash>",
    ]


@pytest.mark.parametrize(("kind", "language"), [("pdf", "fa"), ("xlsx", "en"), ("csv", "fa"), ("json", "")])
def test_a_forged_file_with_all_its_hashes_is_named(made, kind, language):
    """Bytes, ``StoredFile`` and ``EditionFile`` agree: only the book knows better."""
    row = EditionFile.objects.select_related("file").get(edition=made.second, kind=kind, language=language)
    forged = (Path(settings.MEDIA_ROOT) / row.file.path).read_bytes() + b" "
    sha256 = hashlib.sha256(forged).hexdigest()
    behind_the_back("filing_storedfile", f"sha256 = '{sha256}', size = {len(forged)}", f"id = '{key_of(row.file)}'")
    behind_the_back("editions_editionfile", f"sha256 = '{sha256}'", f"id = {row.pk}")
    row.file.refresh_from_db()
    path = Path(settings.MEDIA_ROOT) / row.file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(forged)

    book = "1403/edition/2: the hashes of its files are not those that the book of changes holds"
    document = "1403/edition/2: the file json is not its document: the SHA-256 is <hash>, of the document <hash>"
    assert found() == ([book, document] if kind == "json" else [book])


def key_of(row):
    """A UUID as the database holds it."""
    return row.pk.hex if connection.vendor == "sqlite" else str(row.pk)


def test_a_dropped_file_row_is_named(made):
    EditionFile.objects.filter(edition=made.first, kind="json").erase_sample()

    assert found() == [
        f"{ONE}: the hashes of its files are not those that the book of changes holds",
        f"{ONE}: the file json is missing",
    ]


def test_a_report_that_was_changed_is_named_by_every_edition_that_holds_it(made):
    behind_the_back("actionplans_progressentry", "percent = 45", f"id = {made.verified.pk}")

    fault = "the report 1403/1/1@2024-05-25#1 was changed: percent was '40.0000', is '45.0000'"
    assert found() == [f"{ONE}: {fault}", f"1403/edition/2: {fault}"]


def test_a_dropped_report_and_a_changed_verdict_are_named(made):
    returned = ProgressEntry.objects.filter(pk=made.returned.pk)
    Verification.objects.filter(entry=made.returned).erase_sample()
    returned.erase_sample()
    behind_the_back("actionplans_verification", "percent = 35", f"entry_id = {made.verified.pk}")

    assert found()[:2] == [
        f"{ONE}: the verdicts on the report 1403/1/1@2024-05-25#1 were changed",
        f"{ONE}: the report 1403/1/2@2024-09-21#1 is missing",
    ]


def test_a_later_verdict_changes_nothing_that_was_frozen(made):
    Verification.objects.create(
        entry=made.verified, verdict="returned", reason="سند دیگری یافت شد.", by=made.supervisor
    )

    assert found() == []


def test_lost_evidence_is_named(made):
    Evidence.objects.filter(entry=made.verified).delete()

    lost = "evidence of the report 1403/1/1@2024-05-25#1 is missing: <hash>"
    assert found() == [f"{ONE}: {lost}", f"1403/edition/2: {lost}"]


HISTORIES = {
    "council_decision SET text = 'متن دیگر' WHERE number = '1403/01-01'": (
        'the decision 1403/01-01 was changed: text was {"en": "", "fa": "نُه برنامه عمل تصویب شد."}, '
        'is {"en": "", "fa": "متن دیگر"}'
    ),
    "council_decision SET votes_for = 9, votes_against = 1, by_consensus = false WHERE number = '1403/01-01'": (
        'the decision 1403/01-01 was changed: votes was None, is {"abstain": 0, "against": 1, "for": 9}'
    ),
    "actionplans_baseline SET in_force_on = '2024-01-01' WHERE plan_id = {plan}": (
        'baseline 1 of plan 1403/1 was changed: it was ["2024-05-15", "1403/01-01"], is ["2024-01-01", "1403/01-01"]'
    ),
    "actionplans_baselineactivity SET finish = '2024-06-09' WHERE activity_id = {activity}": (
        'activity 1403/1/1 of baseline 1 was changed: it was [{"en": "", "fa": "کار پیوسته"}, "50.00", "2024-05-21", '
        '"2024-05-30"], is [{"en": "", "fa": "کار پیوسته"}, "50.00", "2024-05-21", "2024-06-09"]'
    ),
    "actionplans_verification SET by_id = {other} WHERE entry_id = {waiting}": (
        "a verdict on the report 1403/1/1@2024-07-21#1 is by another account than the book says"
    ),
    "actionplans_progressentry SET recorded_by_id = {other} WHERE id = {waiting}": (
        "the report 1403/1/1@2024-07-21#1 is by another account than the book says"
    ),
}


@pytest.mark.parametrize("change", HISTORIES)
def test_what_the_editions_rest_on_and_somebody_changed_is_named(made, change):
    ids = {"plan": made.one.pk, "activity": made.works.pk, "waiting": made.waiting.pk, "other": build.user().pk}
    table, _set, rest = change.format(**ids).partition(" SET ")
    sets, _where, where = rest.partition(" WHERE ")

    behind_the_back(table, sets, where)

    assert found() == [f"{ONE}: {HISTORIES[change]}", f"1403/edition/2: {HISTORIES[change]}"]


def test_a_decision_that_is_gone_is_named_and_so_is_every_baseline_that_rests_on_it(made):
    behind_the_back("council_decision", "number = '1403/01-44'", "number = '1403/01-01'")

    assert [row.partition(": it was ")[0] for row in found()[:3]] == [
        f"{ONE}: the decision 1403/01-01 is missing",
        f"{ONE}: baseline 1 of plan 1403/1 was changed",
        f"{ONE}: baseline 1 of plan 1403/2 was changed",
    ]


def test_changed_bytes_of_the_evidence_are_named_once(made):
    path = Path(settings.MEDIA_ROOT) / made.evidence.path
    path.chmod(0o600)
    path.write_bytes(b"scam")

    assert found() == [
        "the bytes of the file scan.pdf (evidence) were changed: their SHA-256 is <hash>, recorded is <hash>"
    ]


def test_changed_minutes_are_named_by_the_edition_and_by_their_own_check():
    made = build_here.ready_year()
    rich_meeting()
    build_here.frozen(made)
    assert found() == []

    behind_the_back("council_minutes", f"sha256 = '{'d' * 64}'", "sha256 <> ''")

    told = found()
    assert f"{ONE}: the meeting 1403-02 was changed: minutes_sha256 was '<hash>', is '<hash>'" in told
    assert "minutes of 1403-02: the document was changed: its hash is <hash>, recorded is <hash>" in told


def test_a_changed_line_of_the_book_is_named(made):
    line = StateChange.objects.earliest("pk")
    behind_the_back("filing_statechange", "why = 'دیگر'", f"id = {line.pk}")

    assert found() == [f"the book: line {line.pk} was changed ({line})"]


def test_a_dropped_line_of_the_book_is_named(made):
    line = StateChange.objects.filter(model="council.decision").first() or StateChange.objects.earliest("pk")
    seals = list(Seal.objects.order_by("pk"))
    seal = next(row for row in seals if row.first_id <= line.pk <= row.last_id)
    StateChange.objects.filter(pk=line.pk).erase_sample()
    total = sum(row.count for row in seals)

    assert found() == [
        f"the book: the lines {seal} are not those that were sealed",
        f"the book: {total} lines were sealed, {total - 1} are there",
    ]
