"""The pack on the desk: the export with its progress, the checklist, both accounts before roles pass on."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import translation

from council.models import ActionItem
from handover.models import Export
from handover.pack.checklist import checklist_pdf, pdf_data
from handover.pack.jobs import run_waiting
from persian.jalali import today
from tests import build
from tests.council.pdf_text import text_of
from tests.handover import build_handover as build_here

pytestmark = pytest.mark.django_db
PACK = "admin:handover_pack"


def test_an_administrator_orders_an_export_leaves_and_finds_it_again(client, administrator):
    client.force_login(administrator)
    assert client.post(reverse(PACK)).status_code == 302

    waiting = client.get(reverse(PACK))
    assert (waiting.headers["Refresh"], waiting.context["job"].state) == ("2", "waiting")
    assert "<progress" in waiting.content.decode()
    run_waiting()
    done = client.get(reverse(PACK))

    assert "Refresh" not in done.headers
    file = done.context["job"].file
    assert reverse("filing:file", args=[file.pk]) in done.content.decode()
    assert file.sha256 in done.content.decode()


def test_staff_see_the_pack_and_no_export_of_it(client, staff, administrator):
    Export.objects.create(by=administrator)
    client.force_login(staff)

    page = client.get(reverse(PACK))

    assert (page.status_code, page.context["job"], page.context["may_export"]) == (200, None, False)
    assert client.post(reverse(PACK)).status_code == 403
    assert client.get(reverse("admin:handover_roles")).status_code == 403
    assert client.get(reverse("admin:handover_checklist")).status_code == 200


@pytest.mark.parametrize("role", ["facilitator", "supervisor", "council_member"])
def test_the_pack_is_for_staff_and_the_administrator(client, person_in, role):
    client.force_login(person_in(role))

    for name in (PACK, "admin:handover_checklist", "admin:handover_roles"):
        assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_checklist_holds_criteria_duties_what_is_missing_and_accounts(facilitator, language):
    low = build_here.criterion(score=2, text_en="Two networks")
    duty = build_here.duty("accepted", title_en="Secretariat")
    build.user("بدون میز")

    with translation.override(language):
        data, pdf = pdf_data(today()), checklist_pdf()

    assert [row["text"] for row in data["criteria"]] == [low.text if language == "fa" else "Two networks"]
    assert [(row["title"], row["is_accepted"]) for row in data["duties"]] == [
        (duty.title if language == "fa" else "Secretariat", True)
    ]
    assert len(data["missing"]) == 2  # too low, and not confirmed
    assert [row["person"] for row in data["accounts"]] == [facilitator.full_name]
    assert pdf[:5] == b"%PDF-"
    if language == "en":
        text = text_of(pdf)
        assert [words in text for words in ("Checklist of the hand-over", "Two networks", "Secretariat")] == [True] * 3


def test_the_same_rows_give_the_same_bytes_and_an_empty_room_gives_a_list():
    build.cluster()

    assert checklist_pdf() == checklist_pdf()


def test_the_checklist_names_no_address_and_no_key(facilitator):
    Authenticator.objects.create(user=facilitator, type="totp", data={"secret": "verysecret"})

    text = str(pdf_data(today()))

    assert [facilitator.email in text, "verysecret" in text] == [False, False]


def wizard(client, leaving, arriving, method="get", **more):
    data = {"leaving": leaving.email, "arriving": arriving.email} | more
    return getattr(client, method)(reverse("admin:handover_roles"), data)


def secretary():
    person = build.user("دبیر شبکه")
    Authenticator.objects.create(user=person, type="totp", data={"secret": "verysecret"})
    return person


def test_both_accounts_are_shown_before_anything_moves(client, administrator, facilitator):
    seat = build.seat(user=facilitator, valid_from=today())
    item = build.action_item(seat=seat)
    build_here.duty()
    client.force_login(administrator)

    page = wizard(client, facilitator, secretary())

    leaving, arriving = page.context["leaving"], page.context["arriving"]
    assert ([str(role) for role in leaving["roles"]], leaving["items"], leaving["seats"]) == (
        ["عامل توسعه خوشه"], [item], [seat],
    )  # fmt: skip
    assert any("waits=overdue" in queue.url for queue in leaving["queues"])
    assert [str(factor["kind"]) for factor in arriving["factors"]] == ["برنامه رمزساز"]
    assert "verysecret" not in page.content.decode()
    assert facilitator.groups.exists()
    assert ActionItem.objects.get().seat == seat


def test_the_roles_pass_on_once_it_is_confirmed(client, administrator, facilitator):
    arriving = secretary()
    client.force_login(administrator)

    unsure = wizard(client, facilitator, arriving, "post", groups=["facilitator"])
    assert (unsure.status_code, list(unsure.context["form"].errors)) == (422, ["sure"])
    assert facilitator.groups.exists()

    done = wizard(client, facilitator, arriving, "post", groups=["facilitator"], sure="on")
    assert (done.status_code, facilitator.groups.exists(), arriving.groups.get().name) == (302, False, "facilitator")


def test_what_stands_in_the_way_is_told_on_the_page(client, administrator, facilitator):
    without = build.user("بی‌عامل")
    client.force_login(administrator)

    refused = wizard(client, facilitator, without, "post", groups=["facilitator"], sure="on")

    assert refused.status_code == 422
    assert "عامل دوم" in refused.context["form"].non_field_errors()[0]


def test_who_has_no_account_is_not_found(client, administrator, facilitator):
    client.force_login(administrator)

    page = client.get(reverse("admin:handover_roles"), {"leaving": facilitator.email, "arriving": "۰۹۱۲۰۰۰۰۰۰۰"})

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["arriving"])
    posted = client.post(reverse("admin:handover_roles"), {"leaving": "", "arriving": "x"})
    assert posted.status_code == 422
