"""Which firms match a need, and the one letter that each of them gets: with consent, once, in steps of the worker."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from filing.models import StateChange
from market.models import NeedLetters
from market.needs.links import stop_token
from market.needs.matching import matching_firms, matching_needs
from market.services import needs
from market.services.answers import set_letters
from market.services.needs import open_need, write_letters
from members.models import Firm
from post.models import Message
from tests import build
from tests.market import build_needs
from tests.members import build_firms

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(db):
    """software › web › shop; software › mobile; networks."""
    build.cluster()
    software = build_firms.capability("software", "نرم‌افزار")
    web = build_firms.capability("web", "وب", software)
    return {
        "software": software,
        "web": web,
        "shop": build_firms.capability("shop", "فروشگاه", web),
        "mobile": build_firms.capability("mobile", "همراه", software),
        "networks": build_firms.capability("networks", "شبکه"),
    }


@pytest.mark.parametrize(
    ("asked", "able"),
    [
        ("web", {"software", "web", "shop"}),
        ("shop", {"software", "web", "shop"}),
        ("software", {"software", "web", "shop", "mobile"}),
        ("mobile", {"software", "mobile"}),
        ("networks", {"networks"}),
    ],
)
def test_a_firm_matches_by_the_capability_a_part_of_it_or_its_branch_from_both_sides(tree, asked, able):
    firms = {name: build_firms.firm(name, capabilities=[row]) for name, row in tree.items()}
    need = build_needs.need(capabilities=[tree[asked]])

    assert {firm.name for firm in matching_firms(need)} == able
    assert {name for name, firm in firms.items() if need in matching_needs(firm)} == able


def test_a_firm_that_matches_twice_is_one_firm(tree):
    build_firms.firm(capabilities=[tree["web"], tree["shop"]])

    assert matching_firms(build_needs.need(capabilities=[tree["web"], tree["shop"]])).count() == 1


def letters():
    return dict(Message.objects.filter(key__startswith="need/").values_list("to", "key"))


def test_each_matching_active_firm_that_agreed_gets_one_letter_whatever_is_run_again(tree, staff):
    web, wants = [tree["web"]], {"letters": True}
    wanted = [build_needs.firm_of(build.user(email=f"f{n}@example.org"), **wants, capabilities=web) for n in range(3)]
    build_needs.firm_of(build.user(email="silent@example.org"), capabilities=web)
    build_needs.firm_of(build.user(email="other@example.org"), **wants, capabilities=[tree["networks"]])
    gone = build_needs.firm_of(build.user(email="gone@example.org"), **wants, capabilities=web)
    Firm.objects.filter(pk=gone.pk).update(state=Firm.State.SUSPENDED)
    need = open_need(need=build_needs.need("draft", web), by=staff)
    assert letters() == {}

    call_command("worker", "--once")
    told = {f"f{n}@example.org": f"need/{need.pk}/{firm.pk}" for n, firm in enumerate(wanted)}
    assert letters() == told
    type(need).objects.update(told_at=None, told_up_to=0)
    assert write_letters() == 3
    assert write_letters() == 0
    assert letters() == told


def test_a_letter_names_need_and_deadline_and_leads_to_the_firm_s_desk_and_to_stopping(tree):
    firm = build_needs.firm_of(build.user(email="karun@example.org"), letters=True, capabilities=[tree["web"]])
    need = build_needs.need(capabilities=[tree["web"]], title="سامانه نوبت")
    write_letters()

    letter = Message.objects.get()
    assert letter.subject == "نیاز یک خریدار: سامانه نوبت"
    for words in (
        str(need.institution),
        reverse("market:firm_need", args=[firm.tracking_code, need.number]),
        reverse("market:need_letters_stop", args=[stop_token(firm)]),
    ):
        assert words in letter.body


def test_the_letters_are_written_in_steps_and_each_step_goes_on_where_the_last_ended(tree, monkeypatch):
    monkeypatch.setattr(needs, "AT_A_TIME", 2)
    for n in range(5):
        build_needs.firm_of(build.user(email=f"f{n}@example.org"), letters=True, capabilities=[tree["web"]])
    build_needs.need(capabilities=[tree["web"]])

    assert [write_letters() for _step in range(4)] == [2, 2, 1, 0]
    assert len(letters()) == 5


def test_the_steps_cost_the_same_for_one_firm_and_for_three(tree, django_assert_num_queries):
    for count in (1, 3):
        for _n in range(count):
            build_needs.firm_of(build.user(), letters=True, capabilities=[tree["web"]])
        build_needs.need(capabilities=[tree["web"]])
        with django_assert_num_queries(9):  # savepoint 2, need, tree, firms, people 2, cluster, letters
            write_letters()


def test_no_letter_goes_out_once_the_deadline_is_over(tree):
    build_needs.firm_of(build.user(), letters=True, capabilities=[tree["web"]])
    build_needs.past(build_needs.need(capabilities=[tree["web"]]))

    assert write_letters() == 0
    assert letters() == {}


def test_who_cannot_be_reached_and_a_sample_firm_s_invented_contact_get_none_and_hold_nobody_up(tree):
    web = [tree["web"]]
    build_needs.firm_of(letters=True, capabilities=web)
    build_needs.firm_of(letters=True, capabilities=web, is_sample=True, contact_email="invented@example.org")
    build_needs.firm_of(letters=True, capabilities=web, contact_email="desk@example.org")
    build_needs.firm_of(build.user(mobile="+989161112233", email=None), letters=True, capabilities=web)
    need = build_needs.need(capabilities=web)
    write_letters()

    assert set(letters()) == {"desk@example.org", "+989161112233"}
    need.refresh_from_db()
    assert need.told_at is not None


def test_looking_at_the_link_changes_nothing_and_one_press_stops_the_letters(client, tree):
    firm = build_needs.firm_of(letters=True, capabilities=[tree["web"]])
    link = reverse("market:need_letters_stop", args=[stop_token(firm)])

    assert client.get(link).context["wants_letters"] is True
    assert NeedLetters.objects.get().is_on is True
    assert client.post(link).status_code == 302
    assert NeedLetters.objects.get().is_on is False
    build_needs.need(capabilities=[tree["web"]])
    assert write_letters() == 0


def test_a_forged_link_stops_nothing(client, tree):
    firm = build_needs.firm_of(letters=True)
    forged = reverse("market:need_letters_stop", args=[f"{firm.pk}.{'x' * 43}"])

    assert (client.get(forged).status_code, client.post(forged).status_code) == (404, 404)
    assert NeedLetters.objects.get().is_on is True


def test_the_firm_agrees_and_stops_at_its_own_desk_and_a_rival_does_neither(client, tree, firm_a, firm_b):
    firm = build_needs.firm_of(firm_a)
    build_needs.firm_of(firm_b)
    address = reverse("market:firm_need_letters", args=[firm.tracking_code])
    client.force_login(firm_a)
    client.post(address, {"letters": "on"})
    assert NeedLetters.objects.get().is_on is True

    client.force_login(firm_b)
    assert client.post(address, {"letters": "off"}).status_code == 404
    assert NeedLetters.objects.get().is_on is True

    client.force_login(firm_a)
    client.post(address, {"letters": "off"})
    assert NeedLetters.objects.get().is_on is False


def test_the_same_wish_twice_is_one_line_of_the_book(tree, firm_a):
    firm = build_needs.firm_of(firm_a)
    for _again in range(2):
        set_letters(firm=firm, is_on=True, by=firm_a)

    assert list(StateChange.objects.values_list("old", "new")) == [("no letters", "letters wanted")]
