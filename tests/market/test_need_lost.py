"""What was typed about a need is never lost: a page sent again, a deadline in between, a colleague who was faster."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from market.models import Need, NeedAnswer
from tests import build
from tests.market import build_needs
from tests.market.test_need_pages import MEHR_1, draft_data
from tests.papers import PDF
from tests.reports.shown import shown

pytestmark = pytest.mark.django_db
NEW = "/market/needs/mine/new/"


@pytest.fixture(autouse=True)
def cluster(db):
    return build.cluster()


@pytest.fixture
def firm(client, firm_a):
    made = build_needs.firm_of(firm_a)
    client.force_login(firm_a)
    return made


@pytest.fixture
def agent(client):
    user = build.user()
    build_needs.buyer(user)
    client.force_login(user)
    return user


def send(client, firm, need, **data):
    address = reverse("market:firm_need", args=[firm.tracking_code, need.number])
    return client.post(address, {"text": "پیشنهاد", "key": "k1"} | data)


def test_a_changed_answer_on_the_same_page_is_asked_about_and_then_kept(client, firm):
    need = build_needs.need()
    assert send(client, firm, need, price="۱۰").status_code == 302
    page = send(client, firm, need, price="۲۰")

    assert (page.status_code, page.context["form"]["price"].value()) == (422, "۲۰")
    assert NeedAnswer.objects.get().price == 10
    seen = shown(page).one("input", name="seen").attributes["value"]
    assert send(client, firm, need, price="۲۰", seen=seen, key="k2").status_code == 302
    assert NeedAnswer.objects.get().price == 20


def test_another_file_under_the_same_name_is_another_answer(client, firm):
    need = build_needs.need()
    for content, status in ((PDF, 302), (PDF, 302), (PDF + b"%", 422)):
        page = send(client, firm, need, upload=SimpleUploadedFile("a.pdf", content))
        assert page.status_code == status
    assert "دوباره" in page.context["form"].errors["upload"][0]


def test_a_repetition_of_what_was_withdrawn_meanwhile_is_not_called_kept(client, firm):
    need = build_needs.need()
    send(client, firm, need)
    client.post(reverse("market:firm_need_withdraw", args=[firm.tracking_code, need.number]))

    assert send(client, firm, need).status_code == 422
    assert NeedAnswer.objects.get().state == "withdrawn"


@pytest.mark.parametrize("ends", ["deadline", "firm"])
def test_what_was_typed_too_late_stands_on_the_page_with_what_to_do(client, firm, ends):
    need = build_needs.need()
    if ends == "deadline":
        build_needs.past(need)
    else:
        type(firm).objects.update(state="suspended")
    page = send(client, firm, need, text="نوشته بلند من")

    assert page.status_code == 422
    typed = shown(page).one("div", id="typed").text
    assert ("نوشته بلند من" in typed, "کپی" in typed or "رونوشت" in typed) == (True, True)


def test_a_refused_answer_says_that_its_file_must_be_chosen_again(client, firm):
    page = send(client, firm, build_needs.need(), price="-5", upload=SimpleUploadedFile("a.pdf", PDF))

    assert list(page.context["form"].errors) == ["price", "upload"]


def test_a_draft_that_is_changed_on_the_same_page_becomes_an_edit_that_shows_both(client, agent):
    with time_machine.travel(MEHR_1, tick=False):
        client.post(NEW, draft_data())
        page = client.post(NEW, draft_data(title="سامانه دیگر"))
        assert [row[1:] for row in page.context["form"].conflicts] == [("سامانه نوبت‌دهی", "سامانه دیگر")]
        address = next(form.attributes["action"] for form in shown(page).all("form") if "edit" in str(form.attributes))
        client.post(address, draft_data(title="سامانه دیگر", row_version=0))
    assert [need.title for need in Need.objects.all()] == ["سامانه دیگر"]


def test_who_edits_a_need_that_was_opened_meanwhile_keeps_what_was_typed(client, agent):
    need = build_needs.need(title="همان")
    with time_machine.travel(MEHR_1, tick=False):
        page = client.post(f"/market/needs/mine/{need.number}/edit/", draft_data(row_version=0, text="نوشته بلند من"))

    assert page.status_code == 422
    assert "نوشته بلند من" in page.text
    assert "پیش‌نویس نیست" in shown(page).one("div", id="errors").text
    assert Need.objects.get().title == "همان"


@pytest.mark.parametrize("seen", [0, "", "x"])
def test_a_draft_that_was_changed_meanwhile_is_not_opened_unread(client, agent, seen):
    need = build_needs.need("draft", row_version=1, capabilities=[build_needs.build_firms.capability()])
    page = client.post(f"/market/needs/mine/{need.number}/open/", {"seen": seen}, follow=True)

    assert "تغییر" in page.text
    assert Need.objects.get().state == "draft"
    client.post(f"/market/needs/mine/{need.number}/open/", {"seen": 1})
    assert (Need.objects.get().state, need.deadline > need.created_at + dt.timedelta(days=6)) == ("open", True)
