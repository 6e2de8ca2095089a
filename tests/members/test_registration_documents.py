"""The papers of a draft: several or one, refused one by one, removed, never of another draft."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from filing.models import StoredFile
from members.models import Firm, FirmDocument
from members.registration import documents, throttle
from tests.members import registering
from tests.members.registering import address, begin, code_in, fill_all, last_message, send

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def offered():
    registering.prepare()


def upload(client, token, *files, content=PDF, kind="registration", go="add"):
    files = files or [SimpleUploadedFile("آگهی.pdf", content)]
    return client.post(address(token, "documents"), {"kind": kind, "files": files, "go": go})


def names():
    return sorted((document.file.name, document.kind) for document in FirmDocument.objects.all())


def test_several_files_of_one_kind_come_in_one_post(client):
    token, draft = begin(client)

    response = upload(client, token, SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", PDF + b"\n"))

    assert response.headers["Location"] == address(token, "documents") + "#kept"
    assert names() == [("a.pdf", "registration"), ("b.pdf", "registration")]
    assert {(document.draft, document.firm, document.added_by) for document in FirmDocument.objects.all()} == {
        (draft, None, None)
    }


@pytest.mark.parametrize("go", ["next", "back", "later"])
def test_a_chosen_file_is_kept_whatever_button_is_pressed(client, go):
    token, _draft = begin(client)

    assert upload(client, token, go=go).status_code == 302
    assert names() == [("آگهی.pdf", "registration")]


def test_the_good_ones_are_kept_and_each_refused_one_is_named(client):
    token, _draft = begin(client)

    response = upload(
        client,
        token,
        SimpleUploadedFile("good.pdf", PDF),
        SimpleUploadedFile("logo.svg", SVG),
        SimpleUploadedFile("page.pdf", b"<html>"),
        SimpleUploadedFile("run.pdf.exe", b"MZ"),
        SimpleUploadedFile("empty.pdf", b""),
    )

    assert (response.status_code, names()) == (422, [("good.pdf", "registration")])
    refused = [name for name, _words in response.context["refused"]]
    assert [name for name in ("logo.svg", "page.pdf", "run.pdf.exe") if name in refused] == refused[:3]


def test_a_file_without_its_kind_and_a_kind_without_a_file_are_refused(client):
    token, _draft = begin(client)

    assert upload(client, token, kind="").status_code == 422
    assert upload(client, token, kind="state").status_code == 422
    assert client.post(address(token, "documents"), {"kind": "other", "go": "add"}).status_code == 422
    assert client.post(address(token, "documents"), {"go": "next"}).headers["Location"] == address(token, "check")
    assert names() == []


def test_the_eleventh_of_one_post_is_named_not_dropped(client):
    token, _draft = begin(client)
    files = [SimpleUploadedFile(f"{n}.pdf", PDF + str(n).encode() + b"%%EOF") for n in range(11)]

    response = upload(client, token, *files)

    assert (response.status_code, len(names())) == (422, 10)
    assert [name for name, _words in response.context["refused"]] == ["10.pdf"]


def test_who_sends_files_too_often_is_told_to_wait(client, monkeypatch):
    rates = throttle.may.__self__.rates
    assert rates["upload"] == "60/10m/ip"
    monkeypatch.setitem(rates, "upload", "2/10m/ip")
    token, _draft = begin(client)

    codes = [upload(client, token, SimpleUploadedFile(f"{n}.pdf", PDF)).status_code for n in range(3)]

    assert (codes, names()) == ([302, 302, 429], [("0.pdf", "registration"), ("1.pdf", "registration")])
    assert client.post(address(token, "documents"), {"go": "next"}).status_code == 302  # without a file one goes on


def test_a_paper_that_comes_while_the_form_is_sent_leads_to_the_firm(client, monkeypatch):
    token, _draft = begin(client)
    code = code_in(last_message())
    fill_all(client, token)
    real = documents.add_draft_document

    def meanwhile(**values):
        monkeypatch.undo()
        assert send(client, token, code=code).status_code == 302
        return real(**values)

    monkeypatch.setattr(documents, "add_draft_document", meanwhile)
    response = upload(client, token)

    page = reverse("members:register_track", args=[Firm.objects.get().tracking_code])
    assert (response.status_code, response.headers["Location"], names()) == (302, page, [])


def test_at_most_ten_are_kept(client):
    token, _draft = begin(client)
    upload(client, token, *(SimpleUploadedFile(f"{n}.pdf", PDF + str(n).encode() + b"%%EOF") for n in range(10)))

    response = upload(client, token)

    assert (response.status_code, FirmDocument.objects.count()) == (422, 10)


def test_a_removed_file_is_gone_with_its_bytes(client, media, django_capture_on_commit_callbacks):
    token, _draft = begin(client)
    upload(client, token)
    path = Path(media) / StoredFile.objects.get().path
    assert path.exists()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(token, "documents"), {"remove": str(FirmDocument.objects.get().pk)})

    assert (names(), StoredFile.objects.count(), path.exists()) == ([], 0, False)


@pytest.mark.parametrize("typed", ["²", "-1", "abc", "9" * 40, ""])
def test_a_document_that_is_none_is_not_removed(client, typed):
    token, _draft = begin(client)
    upload(client, token)

    assert client.post(address(token, "documents"), {"remove": typed}).status_code == 302
    assert len(names()) == 1


def test_the_papers_of_another_draft_are_neither_seen_nor_removed(client):
    token, _draft = begin(client)
    upload(client, token)
    document = FirmDocument.objects.get()
    foreign, _other = begin(client, "other@example.org")

    page = client.get(address(foreign, "documents")).content.decode()
    client.post(address(foreign, "documents"), {"remove": str(document.pk)})

    assert "آگهی.pdf" not in page
    assert names() == [("آگهی.pdf", "registration")]


def test_nobody_downloads_a_paper_of_a_draft(client, firm_a, staff, facilitator):
    token, _draft = begin(client)
    upload(client, token)
    path = reverse("filing:file", args=[StoredFile.objects.get().pk])

    assert client.get(path).status_code == 404
    for user in (firm_a, facilitator, staff):
        client.force_login(user)
        assert client.get(path).status_code == 404


def test_once_sent_the_papers_are_the_firms_for_reviewers_and_its_representative(client, firm_a, facilitator):
    token, draft = begin(client)
    code = code_in(last_message())
    fill_all(client, token)
    upload(client, token)
    send(client, token, code=code)

    draft.refresh_from_db()
    document = FirmDocument.objects.get()
    person = draft.firm.representatives.get().user
    assert (document.firm, document.added_by) == (draft.firm, person)
    path = reverse("filing:file", args=[document.file_id])
    met = {}
    for user in (firm_a, person, facilitator):
        client.force_login(user)
        response = client.get(path)
        met[user.email] = response.status_code
        b"".join(response)  # a file that is not read to its end stays open
    assert met == {firm_a.email: 404, person.email: 200, facilitator.email: 200}
