"""The one way in for files, and the one way out."""

import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from filing import access, uploads
from filing.models import StoredFile
from filing.uploads import DOCX, XLSX, store_file
from tests import build

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def upload(name, content=PDF):
    return SimpleUploadedFile(name, content)


def png(size=(2, 2), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "PNG", **options)
    return out.getvalue()


def office(part, extra=(), types="[Content_Types].xml"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [(types, "<Types/>"), (part, "<x/>"), *extra]:
            archive.writestr(name, content)
    return out.getvalue()


def refusal(name, content, by=None):
    with pytest.raises(ValidationError) as caught:
        store_file(upload(name, content), by=by or build.user())
    assert StoredFile.objects.count() == 0
    return caught.value.code


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("گزارش.pdf", PDF, "application/pdf"),
        ("list.csv", "نام,تعداد\n".encode(), "text/csv"),
        ("note.txt", "\ufeffیادداشت".encode(), "text/plain"),
        ("letter.docx", office("word/document.xml"), DOCX),
        ("table.xlsx", office("xl/workbook.xml"), XLSX),
    ],
)
def test_a_good_file_is_kept_as_sent_under_its_hash(name, content, content_type, facilitator, media):
    row = store_file(upload(name, content), by=facilitator)

    row = StoredFile.objects.get(pk=row.pk)
    assert (row.name, row.content_type, row.size, row.uploaded_by) == (name, content_type, len(content), facilitator)
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    assert (media / row.path).read_bytes() == content


def test_a_picture_is_encoded_again_so_that_nothing_hides_in_it(facilitator, media):
    secret = PngInfo()
    secret.add_text("Comment", "<script>hidden</script>")
    row = store_file(upload("photo.PNG", png(pnginfo=secret) + b"<script>tail</script>"), by=facilitator)

    kept = (media / row.path).read_bytes()
    assert b"script" not in kept
    assert Image.open(io.BytesIO(kept)).size == (2, 2)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "forbidden_type"),
        ("a.html", b"<html></html>", "forbidden_type"),
        ("x.pdf.exe", PDF, "forbidden_type"),
        ("noending", PDF, "forbidden_type"),
        ("a.pdf", b"<html>%PDF-1.7 %%EOF", "forbidden_type"),
        ("a.pdf", png(), "forbidden_type"),
        ("a.png", PDF, "forbidden_type"),
        ("a.jpg", png(), "forbidden_type"),
        ("a.png", png()[:40], "forbidden_type"),
        ("a.txt", b"<script>alert(1)</script>", "forbidden_type"),
        ("a.txt", b"a\0b", "forbidden_type"),
        ("a.csv", png(), "encoding"),
        ("a.csv", "خوزستان".encode("cp1256"), "encoding"),
        ("a.pdf", b"", "empty"),
        ("a.docx", office("xl/workbook.xml"), "forbidden_type"),
        ("a.docx", b"PK\x03\x04 not a zip", "forbidden_type"),
        ("a.xlsx", office("xl/workbook.xml", [("xl/vbaProject.bin", "x")]), "forbidden_type"),
        ("a.xlsx", office("xl/workbook.xml", types="other.xml"), "forbidden_type"),
        ("a.xlsx", office("xl/workbook.xml", [("xl/big.xml", "0" * 3_000_000)]), "bomb"),
    ],
)
def test_everything_else_is_refused_and_nothing_is_kept(name, content, code):
    assert refusal(name, content) == code


def test_thirty_megabytes_are_refused_before_they_are_read(settings):
    big = upload("big.pdf")
    big.size = 30 * 1024 * 1024
    with pytest.raises(ValidationError) as caught:
        store_file(big, by=build.user())
    assert caught.value.code == "too_large"
    assert "20" in caught.value.messages[0] or "۲۰" in caught.value.messages[0]


def test_a_picture_of_too_many_pixels_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_PIXELS", 100)
    assert refusal("a.png", png((11, 10))) == "too_many_pixels"


def test_a_decompression_bomb_is_refused(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 50)
    assert refusal("a.png", png((11, 10))) == "too_many_pixels"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/a.pdf", "a.pdf"),
        ("..\\..\\a.pdf", "a.pdf"),
        ("a\nb\r.pdf", "ab.pdf"),
        ("گزارش‌ها ي ك.pdf", "گزارش‌ها ی ک.pdf"),
        ("ن" * 250 + ".pdf", "ن" * 116 + ".pdf"),
    ],
)
def test_the_name_is_made_safe(sent, kept):
    assert uploads.safe_name(sent) == kept


def test_the_same_content_twice_is_one_file_and_two_rows(facilitator, media):
    one = store_file(upload("a.pdf"), by=facilitator)
    two = store_file(upload("b.pdf"), by=facilitator)

    assert one.pk != two.pk
    assert [path.name for path in media.rglob("*") if path.is_file()] == [one.sha256]


def test_the_owner_downloads_and_nobody_else_does(client, facilitator, supervisor):
    row = store_file(upload("گزارش.pdf"), by=facilitator)
    address = reverse("filing:file", args=[row.pk])

    assert client.get(address).status_code == 404
    client.force_login(supervisor)
    assert client.get(address).status_code == 404
    client.force_login(facilitator)
    response = client.get(address)

    assert b"".join(response.streaming_content) == PDF
    headers = {
        name: response.headers[name]
        for name in ["Content-Type", "X-Content-Type-Options", "Content-Security-Policy", "ETag"]
    }
    assert headers == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "ETag": f'"{row.sha256}"',
    }
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%DA%AF")
    assert "private" in response.headers["Cache-Control"]


def test_a_room_above_opens_its_files(client, facilitator, monkeypatch):
    row = store_file(upload("a.pdf"), by=facilitator)
    monkeypatch.setitem(access._rooms, "test", lambda user: StoredFile.objects.filter(pk=row.pk).values("pk"))

    response = client.get(reverse("filing:file", args=[row.pk]))

    assert b"".join(response.streaming_content) == PDF


def test_a_missing_file_is_not_found(client, facilitator, media):
    row = store_file(upload("a.pdf"), by=facilitator)
    (media / row.path).unlink()
    client.force_login(facilitator)

    assert client.get(reverse("filing:file", args=[row.pk])).status_code == 404


def test_check_files_names_what_is_missing_changed_and_left_over(facilitator, media, capsys):
    whole = store_file(upload("whole.pdf"), by=facilitator)
    missing = store_file(upload("missing.txt", b"one"), by=facilitator)
    changed = store_file(upload("changed.txt", b"two"), by=facilitator)
    (media / missing.path).unlink()
    (media / changed.path).write_bytes(b"TWO")
    left_over = media / "files" / "ab" / ("ab" + "0" * 62)
    left_over.parent.mkdir(parents=True, exist_ok=True)
    left_over.write_bytes(b"x")

    with pytest.raises(SystemExit):
        call_command("check_files")

    lines = capsys.readouterr().out.splitlines()
    wrong = sorted([f"missing {missing.path} missing.txt", f"changed {changed.path} changed.txt"])
    assert lines == [*wrong, f"left over files/ab/{left_over.name}"]
    assert whole.path not in "".join(lines)
