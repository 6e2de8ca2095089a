"""Networks: what the public reads of them, which firms are named, and how the facilitator enters them."""

import datetime as dt

import pytest
from django.urls import reverse

from members.models import JointAction, Network, NetworkMember
from tests.members import build_firms

pytestmark = pytest.mark.django_db
ADD = reverse("admin:members_network_add")


def network(key="buyers", name="شبکه خرید کارون", **fields):
    values = {"kind": Network.Kind.BUSINESS, "legal_form": Network.LegalForm.CONSORTIUM}
    return Network.objects.create(key=key, name=name, **values | fields)


def member(of, firm, joined=dt.date(2024, 4, 1), left=None):
    return NetworkMember.objects.create(network=of, firm=firm, joined_on=joined, left_on=left)


def test_the_page_tells_what_the_network_is_who_is_in_it_and_what_it_did(client):
    whole = network("whole", "شبکه فراگیر", kind=Network.Kind.INCLUSIVE, legal_form=Network.LegalForm.ASSOCIATION)
    one = network(purpose="خرید مشترک قطعه", part_of=whole, founded_on=dt.date(2024, 3, 20), is_sample=True)
    member(one, build_firms.firm("داده دز"))
    member(one, build_firms.firm("پویش"), left=dt.date(2024, 5, 21))
    JointAction.objects.create(network=one, done_on=dt.date(2024, 6, 1), title="میز خرید", result="سه قرارداد")

    page = client.get("/members/networks/buyers/")

    text = page.text
    assert [row["name"] for row in page.context["members"].listed] == ["داده دز"]
    assert [row["name"] for row in page.context["former"].listed] == ["پویش"]
    told = ["شبکه کسب‌وکار", "کنسرسیوم", "تأسیس: ۱ فروردین ۱۴۰۳", "خرید مشترک قطعه", "شبکه فراگیر", "میز خرید"]
    told += ["سه قرارداد", "از ۱۳ فروردین ۱۴۰۳", "تا ۱ خرداد ۱۴۰۳", '<span class="mark">نمونه</span>']
    for words in told:
        assert words in text
    assert "شبکه خرید کارون" in client.get("/members/networks/whole/").text


def test_a_firm_that_is_not_listed_is_counted_and_never_named(client):
    one = network()
    member(one, build_firms.firm("نام آشکار"))
    for name in ("نام پنهان یک", "نام پنهان دو"):
        member(one, build_firms.firm(name, is_listed=False))

    page = client.get("/members/networks/buyers/").text

    assert "نام آشکار" in page
    assert "و ۲ بنگاه که در فهرست نیستند" in page
    assert "پنهان" not in page


def test_the_list_begins_with_the_inclusive_network_and_counts_members_of_today(client):
    network("a", "آغاز")
    whole = network("whole", "یکپارچه", kind=Network.Kind.INCLUSIVE)
    for left in (None, dt.date(2024, 5, 1), dt.date(2099, 1, 1)):
        member(whole, build_firms.firm(), left=left)

    page = client.get("/members/networks/")

    assert [(row.key, row.firms) for row in page.context["networks"]] == [("whole", 2), ("a", 0)]


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_take_the_same_queries_for_one_network_and_for_three(client, django_assert_num_queries, number):
    for place in range(number):
        one = network(f"n{place}", f"شبکه {place}")
        for _member in range(number):
            member(one, build_firms.firm())

    with django_assert_num_queries(2):
        client.get("/members/networks/")
    with django_assert_num_queries(5):
        client.get("/members/networks/n0/")


def test_a_network_that_is_not_there_is_not_found(client):
    assert client.get("/members/networks/none/").status_code == 404


def test_no_network_yet_says_who_enters_it(client):
    assert "عامل توسعه خوشه شبکه را" in client.get("/members/networks/").text


def test_a_firm_page_names_its_networks(client):
    firm = build_firms.firm()
    member(network(), firm)

    assert 'href="/members/networks/buyers/"' in client.get(f"/members/{firm.slug}/").text


def form(firm, **fields):
    """The filled form: one member, one joint action."""
    empty = {
        f"{prefix}-{part}": "0" for prefix in ("members", "actions") for part in ("INITIAL_FORMS", "MIN_NUM_FORMS")
    }
    return (
        empty
        | {
            "key": "buyers",
            "kind": "business",
            "legal_form": "consortium",
            "name": "شبکه خرید كارون",
            "founded_on": "۱۴۰۳/۰۱/۰۱",
            "members-TOTAL_FORMS": "1",
            "members-0-firm": firm.pk,
            "members-0-joined_on": "1403/01/13",
            "actions-TOTAL_FORMS": "1",
            "actions-0-done_on": "1403/03/12",
            "actions-0-title": "میز خرید",
        }
        | fields
    )


def test_the_facilitator_enters_a_network_in_one_form(client, facilitator):
    firm = build_firms.firm()
    client.force_login(facilitator)

    response = client.post(ADD, form(firm))

    assert response.status_code == 302
    one = Network.objects.get()
    assert (one.name, one.founded_on) == ("شبکه خرید کارون", dt.date(2024, 3, 20))
    assert [(row.firm, row.joined_on) for row in one.members.all()] == [(firm, dt.date(2024, 4, 1))]
    assert [row.title for row in one.actions.all()] == ["میز خرید"]


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"founded_on": "1403/13/01"}, "founded_on"),
        ({"dissolved_on": "1402/12/01"}, "__all__"),
        ({"kind": "inclusive", "part_of": "whole"}, "__all__"),
    ],
)
def test_what_cannot_be_is_told_at_the_form(client, facilitator, fields, where):
    whole = network("whole", "شبکه فراگیر", kind=Network.Kind.INCLUSIVE)
    client.force_login(facilitator)
    fields = {name: whole.pk if value == "whole" else value for name, value in fields.items()}

    response = client.post(ADD, form(build_firms.firm(), **fields))

    assert list(response.context["adminform"].form.errors) == [where]
    assert Network.objects.count() == 1


def test_the_second_saver_of_a_network_sees_the_others_value(client, facilitator):
    one = network()
    client.force_login(facilitator)
    Network.objects.filter(pk=one.pk).update(name="نام دیگری", row_version=1)
    address = reverse("admin:members_network_change", args=[one.pk])
    data = form(build_firms.firm(), row_version="0", **{"members-TOTAL_FORMS": "0", "actions-TOTAL_FORMS": "0"})

    response = client.post(address, data)

    assert response.status_code == 200
    assert "نام دیگری" in response.text


def test_a_council_member_cannot_enter_one(client, council_member):
    client.force_login(council_member)

    assert client.post(ADD, form(build_firms.firm())).status_code == 403


def test_the_picker_finds_firms_for_who_may_see_them(client, facilitator, council_member):
    build_firms.firm("شرکت کارون", is_listed=False)
    address = reverse("admin:autocomplete")
    asked = {"app_label": "members", "model_name": "networkmember", "field_name": "firm", "term": "كارون"}

    client.force_login(facilitator)
    found = client.get(address, asked).json()["results"]
    client.force_login(council_member)

    assert [row["text"] for row in found] == ["شرکت کارون"]
    assert client.get(address, asked).status_code == 403
