"""A firm's papers, and everything about it in one file."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import Firm, FirmDocument, FirmReview
from members.services import people
from members.services.documents import MOST_DOCUMENTS
from tests import build
from tests.members import build_firms
from tests.members.build_review import document
from tests.papers import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(client, firm_a):
    made = build_firms.firm("کارون داده", sections=[build_firms.section()], contact_phone="061-1")
    build_firms.representative(made, firm_a)
    client.force_login(firm_a)
    return made


def path(firm, name="desk_documents", *args):
    return reverse(f"members:{name}", args=[firm.tracking_code, *args])


def add(client, firm, name="پروانه.pdf", content=PDF, **fields):
    data = {"kind": "licence", "key": "k1", "file": SimpleUploadedFile(name, content)}
    return client.post(path(firm), data | fields)


def test_a_document_is_added_once_however_often_the_form_is_sent(client, firm, firm_a, facilitator):
    assert [add(client, firm).status_code for _time in range(2)] == [302, 302]

    row = FirmDocument.objects.get()
    assert (row.firm, row.kind, row.added_by, row.file.name) == (firm, "licence", firm_a, "پروانه.pdf")
    client.force_login(facilitator)
    shown = client.get(reverse("filing:file", args=[row.file_id]))
    assert (shown.status_code, b"".join(shown.streaming_content)) == (200, PDF)
    client.logout()
    assert client.get(reverse("filing:file", args=[row.file_id])).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"), [("x.svg", b"<svg/>"), ("x.pdf", b"MZ"), ("x.pdf.exe", PDF), ("x.pdf", b"")]
)
def test_what_is_no_document_is_refused_at_its_field(client, firm, name, content):
    response = add(client, firm, name, content)

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])
    assert not FirmDocument.objects.exists()


def test_a_document_is_taken_back_and_reviewers_still_see_it(client, firm, firm_a, staff):
    row = document(firm, by=firm_a)

    assert client.post(path(firm, "desk_document_take_back", row.pk)).status_code == 302
    assert client.get(path(firm)).context["rows"] == []
    assert client.post(path(firm, "desk_document_take_back", row.pk)).status_code == 404
    client.force_login(staff)
    page = client.get(reverse("admin:members_review", args=[firm.pk]))
    assert [paper.pk for paper in page.context["taken_back"]] == [row.pk]


def test_while_an_application_is_read_nothing_is_taken_back(client, firm, firm_a):
    row = document(firm, by=firm_a)
    Firm.objects.update(state="applied")

    client.post(path(firm, "desk_document_take_back", row.pk))
    row.refresh_from_db()
    assert row.removed_at is None


def test_there_is_an_end_to_documents(client, firm, firm_a):
    row = document(firm, by=firm_a)
    FirmDocument.objects.bulk_create(
        FirmDocument(firm=firm, kind="other", file=row.file) for _number in range(MOST_DOCUMENTS - 1)
    )

    assert add(client, firm).status_code == 422
    assert FirmDocument.objects.count() == MOST_DOCUMENTS


def test_the_export_holds_everything_of_the_firm_and_no_secret(client, firm, firm_a, staff):
    row = document(firm, by=firm_a, name="../../etc/آگهی.pdf")
    FirmReview.objects.create(firm=firm, round=1, act="asked", message="نامه", note="یادداشت درونی", by=staff)
    build_firms.firm_return(firm, staff=12)
    invitation = people.invite_representative(firm=firm, contact="new@example.org", by=firm_a)
    build_firms.representative(build_firms.firm("بنگاه دیگر"), build.user("شخص دیگر"))

    response = client.get(path(firm, "desk_export"))

    assert response.streaming
    assert response.headers["Content-Disposition"] == f'attachment; filename="firm-{firm.tracking_code}.zip"'
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert archive.testzip() is None
    assert archive.namelist() == ["firm.json", f"documents/{row.pk}-registration.pdf"]
    assert archive.read(archive.namelist()[1]) == PDF
    text = archive.read("firm.json").decode()
    facts = json.loads(text)
    assert (facts["firm"]["name"], facts["firm"]["contact_phone"], facts["firm"]["sections"]) == (
        "کارون داده", "061-1", ["نرم‌افزار"],
    )  # fmt: skip
    assert [step["message"] for step in facts["reviews"]] == ["نامه"]
    assert [(row["year__year"], row["staff"]) for row in facts["returns"]] == [(1403, 12)]
    assert facts["representatives"][0]["user__full_name"] == str(firm_a)
    for secret in ("یادداشت درونی", people.token_of(invitation), "بنگاه دیگر", "شخص دیگر", "password"):
        assert secret not in text


def test_the_page_opens_without_a_word_of_refusal(client, firm):
    page = client.get(path(firm))

    assert (page.status_code, dict(page.context["form"].errors)) == (200, {})
