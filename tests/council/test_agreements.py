"""Agreements with institutions: subject and period are public, the paper only when it is released."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from council.models import Agreement, Statement
from tests import build
from tests.actionplans.build_desk import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return build.institution("scu-incubator", "مرکز رشد", kind="university_incubator")


def enter(client, office, **data):
    values = {"institution": office.pk, "subject": "آزمایشگاه مشترک", "valid_from": "۱۴۰۳/۰۱/۰۱"}
    return client.post(reverse("admin:council_agreement_add"), values | data)


def page(client, office):
    return client.get(reverse("council:institution_detail", args=[office.key])).content.decode()


def test_an_agreement_is_entered_with_its_paper_and_shown_with_its_period(client, facilitator, office):
    client.force_login(facilitator)
    enter(client, office, valid_to="۱۴۰۳/۱۲/۳۰", upload=SimpleUploadedFile("تفاهم.pdf", PDF))
    client.logout()

    made = Agreement.objects.get()
    shown = page(client, office)
    assert (made.valid_from, made.file.name) == (dt.date(2024, 3, 20), "تفاهم.pdf")
    assert "۱ فروردین ۱۴۰۳ تا ۳۰ اسفند ۱۴۰۳" in shown
    assert "تفاهم.pdf" not in shown


def test_the_paper_opens_for_the_public_only_when_it_is_released(client, facilitator, office):
    client.force_login(facilitator)
    enter(client, office, upload=SimpleUploadedFile("تفاهم.pdf", PDF))
    client.logout()
    made = Agreement.objects.get()
    address = reverse("filing:file", args=[made.file_id])

    closed = client.get(address).status_code
    Agreement.objects.update(is_file_public=True)

    response = client.get(address)
    assert (closed, response.status_code, b"".join(response.streaming_content)) == (404, 200, PDF)
    assert "تفاهم.pdf" in page(client, office)


@pytest.mark.parametrize(
    ("data", "box"),
    [
        ({"upload": SimpleUploadedFile("بد.html", b"<b>x</b>")}, "upload"),
        ({"valid_to": "۱۴۰۲/۱۲/۲۹"}, "__all__"),
        ({"valid_from": "۱۴۰۳/۱۳/۰۱"}, "valid_from"),
        ({"subject": ""}, "subject"),
    ],
)
def test_a_wrong_agreement_is_refused_at_its_box(client, facilitator, office, data, box):
    client.force_login(facilitator)

    response = enter(client, office, **data)

    assert list(response.context["adminform"].form.errors) == [box]
    assert Agreement.objects.count() == 0


def test_the_source_is_quoted_where_cooperation_has_priority(client, office):
    other = build.institution("governorate", "استانداری", kind="governorate")
    Statement.objects.create(
        source=build.source(), order=1, topic=Statement.Topic.COOPERATION, speaker="گوینده", text="اولویت با همکاری است"
    )

    assert "اولویت با همکاری است" in page(client, office)
    assert "اولویت با همکاری است" not in page(client, other)
    assert "اولویت با همکاری است" in client.get(reverse("council:institution_list")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_institutions_asks_the_same_for_any_number(client, django_assert_num_queries, rows):
    for _ in range(rows):
        office = build.institution()
        build.seat(institution=office)
        Agreement.objects.create(institution=office, subject="x", valid_from=dt.date(2024, 3, 20))

    with django_assert_num_queries(3):
        response = client.get(reverse("council:institution_list"))
    assert [(row.held, row.agreed) for row in response.context["institutions"]] == [(1, 1)] * rows
