"""The needs at a firm's own desk: what it can supply, its answer, what is refused; a rival meets none of it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from market.models import NeedAnswer
from tests import build
from tests.market import build_needs
from tests.members import build_firms
from tests.reports.shown import shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cluster(db):
    return build.cluster()


@pytest.fixture
def firm(client, firm_a):
    made = build_needs.firm_of(firm_a, name="کارون داده", capabilities=[build_firms.capability()])
    client.force_login(firm_a)
    return made


def desk(firm, need=None):
    name, args = ("firm_need", [need.number]) if need else ("firm_needs", [])
    return reverse(f"market:{name}", args=[firm.tracking_code, *args])


def test_the_firm_s_desk_shows_what_it_can_supply_and_what_it_answered(client, firm):
    match = build_needs.need(title="سازگار", capabilities=[build_firms.capability()])
    other = build_needs.need(title="ناسازگار", capabilities=[build_firms.capability("networks", "شبکه")])
    build_needs.answer(other, firm)

    overview = shown(client.get(reverse("members:desk_firm", args=[firm.tracking_code]))).text
    assert ("سازگار" in overview, "ناسازگار" in overview) == (True, False)
    page = client.get(desk(firm))
    assert [need.pk for need in page.context["needs"]] == [match.pk]
    assert [row.need_id for row in page.context["page"]] == [other.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_the_firm_s_needs_cost_the_same_for_one_and_for_three(client, firm, count, django_assert_num_queries):
    for _n in range(count):
        build_needs.answer(build_needs.need(capabilities=[build_firms.capability()]), firm)
    client.get(desk(firm))

    with django_assert_num_queries(8):
        client.get(desk(firm))


def test_an_answer_is_sent_once_whatever_is_sent_again(client, firm, firm_a):
    need = build_needs.need(contact="آقای خریدار")
    data = {"text": "پیشنهاد ما", "price": "۲٬۵۰۰٬۰۰۰ ریال", "key": "k1"}
    for _again in range(2):
        assert client.post(desk(firm, need), data).status_code == 302

    answer = NeedAnswer.objects.get()
    assert (answer.firm, answer.price, answer.filed_by, answer.row_version) == (firm, 2_500_000, firm_a, 1)
    assert "آقای خریدار" in client.get(desk(firm, need)).content.decode()


@pytest.mark.parametrize(
    ("fields", "where"),
    [({"text": " "}, "text"), ({"price": "۱٬۵"}, "price"), ({"price": "-5"}, "price"), ({"price": "0"}, "price")],
)
def test_a_refused_answer_comes_back_as_typed(client, firm, fields, where):
    page = client.post(desk(firm, build_needs.need()), {"text": "پیشنهاد", "price": "5", "key": "k1"} | fields)

    assert (page.status_code, list(page.context["form"].errors), NeedAnswer.objects.count()) == (422, [where], 0)
    assert page.context["form"][where].value() == fields[where]


def test_an_answer_after_the_deadline_is_refused_with_the_time_and_keeps_what_was_typed(client, firm):
    need = build_needs.past(build_needs.need())

    page = client.post(desk(firm, need), {"text": "دیر", "key": "k1"})
    assert (page.status_code, page.context["form"]["text"].value()) == (422, "دیر")
    assert "مهلت تا" in page.context["form"].non_field_errors()[0]
    assert not NeedAnswer.objects.exists()


def test_a_colleague_s_change_is_not_overwritten(client, firm):
    need = build_needs.need()
    build_needs.answer(need, firm, text="نوشته همکار")

    page = client.post(desk(firm, need), {"text": "نوشته من", "key": "k2"})
    assert page.status_code == 422
    assert NeedAnswer.objects.get().text == "نوشته همکار"


def test_a_rival_meets_neither_the_desk_nor_the_answer(client, firm, firm_b):
    need = build_needs.need()
    build_needs.answer(need, firm)
    build_needs.firm_of(firm_b)
    client.force_login(firm_b)

    for address in (desk(firm), desk(firm, need)):
        assert client.get(address).status_code == 404
    assert client.post(desk(firm, need), {"text": "رقیب", "key": "k"}).status_code == 404
    assert client.post(reverse("market:firm_need_withdraw", args=[firm.tracking_code, need.number])).status_code == 404
    assert NeedAnswer.objects.get().state == "submitted"


def test_a_draft_is_not_found_at_a_firm_s_desk(client, firm):
    need = build_needs.need("draft", deadline=timezone.now() + dt.timedelta(days=3))

    assert client.get(desk(firm, need)).status_code == 404
