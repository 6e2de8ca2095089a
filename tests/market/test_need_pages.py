"""The pages of needs: what the public sees, how a buyer drafts and decides, how a firm answers; what each refuses."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError

from accounts.personal_data import pseudonymise_user
from council.models import Institution
from filing.models import IdempotencyKey
from market.models import Need
from market.needs.mine.forms import NeedForm
from market.needs.mine.saving import change_draft
from tests import build
from tests.market import build_needs
from tests.members import build_firms
from tests.persian import hostile
from tests.persian.hostile import HOSTILE
from tests.reports.shown import shown

pytestmark = pytest.mark.django_db
LIST = "/market/needs/"
MEHR_1 = dt.datetime(2026, 9, 23, 8, tzinfo=dt.UTC)  # 1405/07/01, 11:30 in Tehran


@pytest.fixture(autouse=True)
def cluster(db):
    return build.cluster()


@pytest.fixture
def agent(client):
    """Who acts for the buyer, signed in."""
    user = build.user("مینا راد")
    build_needs.buyer(user)
    client.force_login(user)
    return user


def draft_data(**fields):
    values = {
        "institution": build_needs.buyer().pk,
        "title": "سامانه نوبت‌دهی",
        "text": "شرح کامل",
        "capabilities": [build_firms.capability().pk],
        "band": "up_to_5",
        "deadline_0": "۱۴۰۵/۰۷/۱۵",
        "deadline_1": "۱۴:۳۰",
        "key": "k1",
    }
    return values | fields


# the public list and page


def test_the_list_shows_open_needs_by_deadline_and_the_last_outcomes_without_firms(client):
    late, soon = build_needs.need(title="دیرتر"), build_needs.need(title="زودتر", ends_in=dt.timedelta(days=1))
    decided = build_needs.need("decided", title="پایان‌یافته")
    build_needs.answer(decided, build_firms.firm("برنده پنهان"), state="chosen")
    for state in ("draft", "withdrawn", "closed"):
        build_needs.need(state, title=f"پنهان {state}")
    build_needs.past(build_needs.need(title="پنهان گذشته"))

    page = client.get(LIST)
    assert [need.pk for need in page.context["needs"]] == [soon.pk, late.pk]
    assert [need.pk for need in page.context["recent"]] == [decided.pk]
    assert "پنهان" not in page.content.decode()


def test_a_branch_finds_the_needs_of_its_parts_and_each_choice_is_counted(client):
    software = build_firms.capability("software", "نرم‌افزار")
    web = build_firms.capability("web", "وب", software)
    build_needs.need(capabilities=[web, software])
    build_needs.need(capabilities=[build_firms.capability("networks", "شبکه")])
    build_needs.need("decided", capabilities=[build_firms.capability("old", "کهنه")])

    page = client.get(f"{LIST}?capability=software")
    assert [(choice.key, choice.count) for choice in page.context["choices"]] == [
        ("networks", 1), ("software", 1), ("web", 1)
    ]  # fmt: skip
    assert page.context["page"].paginator.count == 1


@pytest.mark.parametrize("value", ["nothing", "x" * 5000, "1\x00", "²"])
def test_a_capability_that_does_not_exist_is_not_found(client, value):
    assert client.get(LIST, {"capability": value}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_need_and_for_three(client, count, django_assert_num_queries):
    for _n in range(count):
        build_needs.need(capabilities=[build_firms.capability()])
        build_needs.need("decided")
    client.get(LIST)

    with django_assert_num_queries(8):
        client.get(LIST)


def test_public_pages_are_kept_for_a_minute_and_a_second_look_is_not_modified(client):
    need = build_needs.need()
    for path in (LIST, f"{LIST}{need.number}/", f"{LIST}feed.atom", f"/en{LIST}"):
        first = client.get(path)
        assert "public" in first.headers["Cache-Control"]
        assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("open", "باز برای پاسخ"),
        ("closed", "نتیجه هنوز ثبت نشده است"),
        ("decided", "خرید از بیرون خوشه"),
        ("withdrawn", "پیش از پایان مهلت پس گرفت"),
    ],
)
def test_the_page_says_how_the_need_stands_and_neither_whom_to_ask_nor_why(client, state, words):
    need = build_needs.need(state, contact="آقای خریدار ۰۶۱", text="شرح نیاز")

    text = shown(client.get(f"{LIST}{need.number}/")).text
    assert words in text
    assert [secret for secret in ("آقای خریدار", "پیشنهادی نبود", "بودجه نیست") if secret in text] == []


def test_a_draft_is_no_public_page_but_its_buyer_s(client, agent):
    need = build_needs.need("draft")
    address = f"{LIST}{need.number}/"

    assert client.get(address).status_code == 200
    client.logout()
    assert client.get(address).status_code == 404


def test_the_feed_tells_public_needs_and_what_came_of_them(client):
    need = build_needs.need("decided", title="سامانه نوبت")
    build_needs.need("draft", title="پنهان")

    text = client.get(f"{LIST}feed.atom").content.decode()
    assert text.count("<entry>") == 1
    for words in ("سامانه نوبت", "خرید از بیرون خوشه", f"tag:portal.example,2024:need/{need.number}"):
        assert words in text


# the buyer's page


def test_a_buyer_drafts_with_persian_digits_opens_and_the_same_page_twice_is_one_need(client, agent):
    with time_machine.travel(MEHR_1, tick=False):
        first = client.post("/market/needs/mine/new/", draft_data())
        again = client.post("/market/needs/mine/new/", draft_data())
        need = Need.objects.get()
        assert first.headers["Location"] == again.headers["Location"] == f"/market/needs/mine/{need.number}/"
        assert need.deadline == dt.datetime(2026, 10, 7, 11, 0, tzinfo=dt.UTC)  # 14:30 in Tehran is 11:00 UTC
        client.post(f"/market/needs/mine/{need.number}/open/", {"seen": 0})
    need.refresh_from_db()
    assert (need.state, need.posted_by) == ("open", agent)


@pytest.mark.parametrize(
    ("fields", "where", "words"),
    [
        ({"deadline_0": "۱۴۰۵/۰۷/۰۱", "deadline_1": "۱۱:۳۰"}, "deadline", "گذشته است: اکنون ۱ مهر ۱۴۰۵، ۱۱:۳۰ است"),
        ({"deadline_0": "۱۴۰۳/۱۲/۳۱"}, "deadline", "اسفند ۱۴۰۳ تنها ۳۰ روز دارد؛ روز ۳۱ ندارد."),
        ({"deadline_1": ""}, "deadline", "روز و ساعت را هر دو بنویسید"),
        ({"title": ""}, "title", "لازم است"),
        ({"capabilities": []}, "capabilities", "لازم است"),
        ({"institution": "other"}, "institution", "معتبر انتخاب کنید"),
        ({"band": "cheap"}, "band", "معتبر انتخاب کنید"),
    ],
)
def test_bad_input_is_refused_in_words_and_everything_typed_stays(client, agent, fields, where, words):
    if fields.get("institution") == "other":
        fields = {"institution": build.institution("other", "دیگری").pk}
    with time_machine.travel(MEHR_1, tick=False):
        page = client.post("/market/needs/mine/new/", draft_data(**fields))

    form = page.context["form"]
    assert (page.status_code, list(form.errors), Need.objects.count()) == (422, [where], 0)
    assert words in form.errors[where][0]
    assert (form["text"].value(), form["deadline"].value()[1]) == ("شرح کامل", fields.get("deadline_1", "۱۴:۳۰"))
    assert not IdempotencyKey.objects.exists()


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_is_no_fault(client, agent, value):
    names = (
        "title",
        "title_en",
        "text",
        "city",
        "place",
        "contact",
        "deadline_0",
        "deadline_1",
        "band",
        "capabilities",
    )
    values = draft_data(**dict.fromkeys(names, value))

    assert hostile.post(client, "/market/needs/mine/new/", **values).status_code in (400, 422)


def test_an_open_need_is_not_rewritten(client, agent):
    need = build_needs.need(title="همان")
    with time_machine.travel(MEHR_1, tick=False):
        client.post(f"/market/needs/mine/{need.number}/edit/", draft_data(row_version=0, title="دیگر"))

    need.refresh_from_db()
    assert need.title == "همان"


def test_a_need_that_is_opened_while_its_draft_is_saved_keeps_its_words(agent):
    need = build_needs.need("draft", title="همان")
    with time_machine.travel(MEHR_1, tick=False):
        form = NeedForm(draft_data(row_version=0), {}, instance=need, institutions=Institution.objects.all(), by=agent)
        assert form.is_valid()
        Need.objects.filter(pk=need.pk).update(state="open", opened_at=need.created_at)
        with pytest.raises(ValidationError):
            change_draft(form)
    assert Need.objects.get().title == "همان"


def test_the_second_of_two_writers_sees_both_values_and_loses_nothing(client, agent):
    with time_machine.travel(MEHR_1, tick=False):
        client.post("/market/needs/mine/new/", draft_data())
        address = f"/market/needs/mine/{Need.objects.get().number}/edit/"
        client.post(address, draft_data(row_version=0, title="نخستین"))
        page = client.post(address, draft_data(row_version=0, title="دومین"))

    assert page.status_code == 422
    assert [row[1:] for row in page.context["form"].conflicts] == [("نخستین", "دومین")]
    assert Need.objects.get().title == "نخستین"


@pytest.mark.parametrize("who", ["firm_a", "council_member", "supervisor", "administrator"])
def test_who_acts_for_no_buyer_has_no_such_pages(client, cast, who):
    need = build_needs.need()
    client.force_login(cast[who])

    for path in ("", "new/", f"{need.number}/", f"{need.number}/edit/"):
        assert client.get(f"/market/needs/mine/{path}").status_code == 403
    assert client.post(f"/market/needs/mine/{need.number}/withdraw/", {"withdraw-why": "من"}).status_code == 403


def test_another_buyer_s_need_is_not_found_and_not_moved(client, agent):
    need = build_needs.need("closed", institution=build.institution("other", "دیگری"))

    assert client.get(f"/market/needs/mine/{need.number}/").status_code == 404
    data = {"outcome": "cancelled", "why": "من", "decided_on": "۱۴۰۵/۰۱/۰۱"}
    assert client.post(f"/market/needs/mine/{need.number}/outcome/", data).status_code == 404
    assert client.get("/market/needs/mine/").context["page"].paginator.count == 0


def test_staff_act_on_behalf_of_every_buyer(client, staff):
    build_needs.need("closed")
    client.force_login(staff)

    assert client.get("/market/needs/mine/").context["page"].paginator.count == 1
    with time_machine.travel(MEHR_1, tick=False):
        client.post("/market/needs/mine/new/", draft_data())
    assert Need.objects.latest("pk").posted_by == staff


def test_the_outcome_is_recorded_once_and_a_refusal_keeps_what_was_typed(client, agent):
    need = build_needs.need("closed")
    answer = build_needs.answer(need, build_firms.firm("کارون"))
    address = f"/market/needs/mine/{need.number}/outcome/"
    data = {"outcome": "local", "decided_on": build_needs.today_words(), "amount": "۱٬۵۰۰٬۰۰۰", "why": "بهتر بود"}

    page = client.post(address, data)
    assert page.status_code == 422
    assert page.context["outcome"].errors == {"winner": ["پاسخ برگزیده را مشخص کنید."]}
    assert page.context["outcome"]["amount"].value() == "۱٬۵۰۰٬۰۰۰"

    client.post(address, data | {"winner": answer.pk})
    need.refresh_from_db()
    assert (need.state, need.amount, need.why) == ("decided", 1_500_000, "بهتر بود")
    again = client.post(address, data | {"winner": answer.pk, "why": "دوباره"})
    assert again.status_code == 422
    need.refresh_from_db()
    assert need.why == "بهتر بود"


@pytest.mark.parametrize("count", [1, 3])
def test_the_buyer_s_list_costs_the_same_for_one_need_and_for_three(client, agent, count, django_assert_num_queries):
    for _n in range(count):
        build_needs.answer(build_needs.need(), build_firms.firm())
    client.get("/market/needs/mine/")

    with django_assert_num_queries(8):
        client.get("/market/needs/mine/")


def test_an_agent_finds_the_page_after_signing_in_and_others_do_not(client, agent, firm_a):
    assert "/market/needs/mine/" in client.get("/accounts/").content.decode()
    client.force_login(firm_a)
    assert "/market/needs/mine/" not in client.get("/accounts/").content.decode()


def test_staff_see_how_many_needs_wait_for_their_outcome_and_are_led_to_exactly_these(client, staff):
    build_needs.need()
    waiting = {build_needs.need("closed").pk, build_needs.past(build_needs.need()).pk}
    build_needs.need("decided")
    client.force_login(staff)

    [item] = [item for item in client.get("/admin/").context["waiting"] if "/market/need/" in item.url]
    assert item.count == 2
    assert {need.pk for need in client.get(item.url).context["cl"].result_list} == waiting


def test_who_is_forgotten_stands_in_no_line_of_whom_to_ask(staff):
    agent = build.user("مینا راد", email="mina@example.org")
    named, other = build_needs.need(contact="مینا راد، داخلی ۱۲۳"), build_needs.need(contact="واحد خرید")
    mailed = build_needs.need(contact="نشانی: mina@example.org")
    pseudonymise_user(user=agent, by=staff)

    assert dict(Need.objects.values_list("pk", "contact")) == {named.pk: "", mailed.pk: "", other.pk: "واحد خرید"}
