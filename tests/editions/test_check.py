"""Check a file: genuine, altered or unknown; nothing of unpublished editions; hostile requests."""

import time
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from editions.models import EditionFile, YearEdition
from editions.public import check_views
from filing.models import StoredFile
from tests.editions import build_editions as build_here
from tests.editions.test_marks import HASH, bomb, zipped

pytestmark = pytest.mark.django_db
CHECK = "/progress/check/"


@pytest.fixture(scope="module", autouse=True)
def editions(django_db_setup, django_db_blocker):
    """Edition 1 superseded, 2 published, 3 frozen."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = build_here.ready_year()
        build_here.publish(build_here.frozen(made))
        build_here.publish(build_here.frozen(made, erratum="اصلاح"))
        build_here.frozen(made, erratum="منتشرنشده")
        yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def nobody_has_guessed():
    cache.clear()


def edition(number):
    return YearEdition.objects.get(number=number)


def sent(client, content, name="snapshot.json", prefix=""):
    return client.post(f"{prefix}{CHECK}", {"file": SimpleUploadedFile(name, content)})


def answer(response):
    """Verdict and number of the edition that the page names."""
    found = response.context["check"]
    return found.verdict, found.edition and found.edition.number


def snapshot(number):
    return edition(number).document.encode()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_stored_bytes_are_genuine_and_nothing_of_them_is_kept(client, prefix):
    files = StoredFile.objects.count()

    response = sent(client, snapshot(2), prefix=prefix)

    assert answer(response) == ("genuine", 2)
    assert f'href="{prefix}/progress/1403/editions/2/"' in response.text
    assert (StoredFile.objects.count(), response.headers["Cache-Control"].split(",")[0]) == (files, "max-age=0")


def test_one_of_a_superseded_edition_is_genuine_and_names_the_valid_one(client):
    response = sent(client, snapshot(1))

    assert answer(response) == ("genuine", 1)
    assert response.context["check"].current.number == 2
    assert "/progress/1403/editions/2/" in response.text


def test_one_changed_byte_is_altered_and_the_genuine_edition_is_named(client):
    """Edition 2 holds the hash of edition 1 as well: the key decides."""
    changed = snapshot(2).replace(b"24.0000", b"25.0000")
    assert changed != snapshot(2)

    assert answer(sent(client, changed)) == ("altered", 2)
    assert answer(sent(client, snapshot(2) + b"\n")) == ("altered", 2)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 /Keywords (1403/edition/2)",
        zipped(core="1403/edition/2"),
        "\ufeffedition\r\n1403/edition/2\r\n".encode(),
    ],
)
def test_a_foreign_file_with_the_key_is_altered(client, content):
    assert answer(sent(client, content, "x.bin")) == ("altered", 2)


def test_the_hash_alone_marks_a_file_too(client):
    assert answer(sent(client, f"%PDF-1.7 {edition(1).sha256}".encode())) == ("altered", 1)


@pytest.mark.parametrize("content", [b"hello", b"%PDF-1.7", b"1403/edition/9", HASH.encode(), zipped(core="x")])
def test_anything_else_is_unknown(client, content):
    assert answer(sent(client, content)) == ("unknown", None)


def test_an_unpublished_edition_is_as_unknown_as_none(client, staff):
    hidden, marked = snapshot(3), f"%PDF- 1403/edition/3 {edition(3).sha256}".encode()

    for content in (hidden, marked):
        response = sent(client, content)
        assert answer(response) in {("unknown", None), ("altered", 2)}
        assert "editions/3" not in response.text
    assert answer(client.get(CHECK, {"sha256": edition(3).sha256})) == ("unknown", None)
    client.force_login(staff)
    assert answer(sent(client, hidden)) == ("genuine", 3)


@pytest.mark.parametrize("number", [1, 2])
def test_a_pasted_hash_is_enough(client, number):
    line = f"{edition(number).sha256.upper()}  snapshot.json"

    assert answer(client.get(CHECK, {"sha256": line})) == ("genuine", number)


def test_the_hash_of_every_file_is_known(client):
    for row in EditionFile.objects.filter(edition__number=2):
        response = client.get(CHECK, {"sha256": row.sha256})
        assert (response.context["check"].file, response.context["format"]) == (row, row.get_kind_display())


@pytest.mark.parametrize("typed", ["x", "\0", "a" * 63, "²" * 64, "a" * 60_000, "'; drop table"])
def test_what_is_no_hash_is_refused_with_the_form(client, typed):
    response = client.get(CHECK, {"sha256": typed})

    assert (response.status_code, response.context["check"]) == (422, None)
    assert 'id="problem"' in response.text


def test_half_a_sign_in_the_address_is_refused_as_well(client):
    assert client.get(f"{CHECK}?sha256=%ED%A0%80&sha256=%00").status_code == 422


@pytest.mark.parametrize(
    ("data", "status"),
    [({}, 422), ({"file": "text"}, 422), ({"file": SimpleUploadedFile("x.pdf", b"")}, 422)],
)
def test_no_file_and_an_empty_one_are_refused(client, data, status):
    assert client.post(CHECK, data).status_code == status


def test_too_large_a_request_is_refused_before_a_byte_of_it_is_read(client):
    """A hundred megabytes are promised; whoever reads them meets the fault."""

    class Unread(BytesIO):
        def read(self, *_size):
            raise AssertionError("read")

    start = time.monotonic()
    response = client.generic(
        "POST", CHECK, b"", content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(100 * 1024 * 1024), "wsgi.input": Unread()},
    )  # fmt: skip

    assert (response.status_code, time.monotonic() - start < 2) == (413, True)


def test_a_file_over_the_limit_is_refused(client, monkeypatch):
    monkeypatch.setattr(check_views, "MOST_BYTES", 1000)
    monkeypatch.setattr(check_views, "ENVELOPE", 10_000)

    assert sent(client, b"x" * 1001).status_code == 413
    assert sent(client, b"x" * 1000).status_code == 200


def test_a_bomb_is_answered_quickly(client):
    content, start = bomb(), time.process_time()

    assert answer(sent(client, content, "x.xlsx")) == ("altered", 1)  # its first bytes name that edition
    assert time.process_time() - start < 2


@pytest.mark.parametrize("name", ["<script>.pdf", "x\u202ecod.pdf", "\0", "a" * 5000, "../../etc/passwd", "نام.json"])
def test_a_hostile_name_is_shown_as_text(client, name):
    response = sent(client, b"hello", name)

    assert response.status_code in (200, 422)
    assert "<script>.pdf" not in response.text
    assert "\u202e" not in response.text


def test_who_checks_without_end_is_held_back(client, monkeypatch):
    monkeypatch.setattr(check_views, "may", lambda _request, _action: False)

    assert sent(client, b"x").status_code == 429
    assert client.get(CHECK, {"sha256": HASH}).status_code == 429
    assert client.get(CHECK).status_code == 200


def test_sixty_in_ten_minutes_are_free(client):
    for _time in range(60):
        assert client.get(CHECK, {"sha256": "x"}).status_code == 422
    assert client.get(CHECK, {"sha256": "x"}).status_code == 429
