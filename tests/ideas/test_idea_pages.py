"""What everybody reads of ideas, and what nobody reads."""

import datetime as dt

import pytest
from django.utils import timezone

from council.models import Statement
from ideas.models import Idea, IdeaCall
from persian.jalali import format_day, today
from tests import build
from tests.ideas import build_ideas
from tests.members import build_firms
from tests.reports.shown import shown

pytestmark = pytest.mark.django_db


def titles(response):
    return [card.one("h3").text for card in shown(response).all("li", class_="card")]


def test_the_front_page_shows_calls_statements_and_adopted_ideas(client):
    build_ideas.call(title="اکنون")
    build_ideas.call(title="بعد", opens_in=3, closes_in=9)
    build_ideas.call(title="گذشته", opens_in=-20, closes_in=-10)
    build_ideas.idea(state="adopted", title="تصویب‌شده")
    build_ideas.idea(state="converted", title="برنامه‌شده")
    for state in ("submitted", "asked", "screened", "scored", "shortlisted", "rejected"):
        build_ideas.idea(state=state, title=f"پنهان {state}")
    Statement.objects.create(
        source=build.source(), order=1, speaker="عامل", topic="ideas", text="ایده‌های نو شناسایی می‌شود."
    )
    Statement.objects.create(source=build.source(), order=2, speaker="عامل", topic="market", text="سخنی دیگر")
    page = client.get("/ideas/")

    assert titles(page) == ["اکنون", "بعد", "گذشته", "برنامه‌شده", "تصویب‌شده"]
    assert "ایده‌های نو شناسایی می‌شود." in page.text
    assert "سخنی دیگر" not in page.text
    assert "پنهان" not in page.text


def test_an_empty_room_says_what_will_appear(client):
    build.cluster()
    page = shown(client.get("/ideas/")).text

    assert "هنوز ایده‌ای تصویب نشده است" in page
    assert "اکنون فراخوانی باز نیست" in page
    assert client.get("/ideas/calls/").status_code == 200


@pytest.mark.parametrize("state", Idea.State.values)
def test_only_adopted_ideas_have_a_public_page(client, state):
    idea = build_ideas.idea(state=state)

    assert client.get(f"/ideas/{idea.pk}/").status_code == (200 if state in ("adopted", "converted") else 404)


def test_who_had_the_idea_is_named_by_consent_and_never_with_an_address(client):
    named = build_ideas.idea(state="adopted", name="سارا کارون", is_named=True)
    silent = build_ideas.idea(state="adopted", name="رضا اروند")
    firm = build_ideas.idea(state="adopted", firm=build_firms.firm(name="رایان"), is_named=True)
    pages = {idea: client.get(f"/ideas/{idea.pk}/").text for idea in (named, silent, firm)}
    front = client.get("/ideas/").text

    assert ("سارا کارون" in pages[named], "رضا اروند" in pages[silent], "رایان" in pages[firm]) == (True, False, True)
    assert ("سارا کارون" in front, "رضا اروند" in front) == (True, False)
    for idea, page in pages.items():
        for secret in filter(None, (idea.contact, idea.code)):
            assert secret not in page
            assert secret not in front


def test_a_plan_is_linked_once_it_is_public(client):
    plan = build.plan(number=7)
    idea = build_ideas.idea(state="converted", plan=plan)
    before = client.get(f"/ideas/{idea.pk}/")
    build.activity(plan)
    build.approve(plan)
    after = client.get(f"/ideas/{idea.pk}/")

    assert "/progress/1403/plans/7/" not in before.text
    assert "پیش‌نویس برنامه‌ای که هنوز به تصویب شورا نرسیده است" in before.text
    assert "/progress/1403/plans/7/" in after.text


def test_the_plans_page_says_from_which_idea_it_came(client):
    plan = build.plan(number=7)
    build.activity(plan)
    build.approve(plan)
    idea = build_ideas.idea(state="converted", plan=plan, title="بازار مشترک")
    build.plan(number=8)
    page = client.get("/progress/1403/plans/7/")

    assert ("بازار مشترک", f"/ideas/{idea.pk}/") in shown(page).links()
    assert "از یک ایده" in shown(page).text


def test_a_call_shows_its_days_weights_and_ideas(client):
    call = build_ideas.call(weight_effect="40", weight_cost="10")
    build_ideas.idea(state="adopted", call=call, title="از این فراخوان")
    build_ideas.idea(state="adopted", title="از جای دیگر")
    page = client.get(f"/ideas/calls/{call.slug}/")

    text = shown(page).text
    assert f"{format_day(call.opens_on)} تا {format_day(call.closes_on)}" in text
    assert "اثرگذاری ۴۰ درصد هزینه ۱۰ درصد" in text
    assert titles(page) == ["از این فراخوان"]
    assert f"/ideas/submit/?call={call.slug}" in page.text
    assert client.get("/ideas/calls/nothing/").status_code == 404


def test_a_closed_call_offers_no_form(client):
    call = build_ideas.call(opens_in=-9, closes_in=-1)
    page = client.get(f"/ideas/calls/{call.slug}/")

    assert f"?call={call.slug}" not in page.text
    assert "فراخوان بسته است" in page.text


def many(count):
    call, decision, at = build_ideas.call(), build.adopted_decision(), timezone.now()
    for number in range(count):
        build_ideas.idea(state="adopted", call=call, decision=decision, decided_at=at, title=f"ایده {number}")
        build_ideas.call(opens_in=-20, closes_in=-10, title=f"گذشته {number}")
    section = build_firms.section()
    for idea in Idea.objects.all():
        idea.sections.add(section)
    return call


@pytest.mark.parametrize("count", [1, 3, 45])
def test_the_pages_take_the_same_queries_at_any_size(client, django_assert_num_queries, count):
    call = many(count)
    pk = Idea.objects.first().pk
    for path, queries in {
        "/ideas/": 7, "/ideas/calls/": 3, f"/ideas/calls/{call.slug}/": 6, f"/ideas/{pk}/": 3,
    }.items():  # fmt: skip
        with django_assert_num_queries(queries):
            client.get(path)


def test_the_list_is_paged(client):
    many(21)

    assert len(titles(client.get("/ideas/"))) == 1 + 5 + 20
    assert len(titles(client.get("/ideas/?page=2"))) == 1 + 5 + 1
    assert client.get("/ideas/?page=x").status_code == 200


def test_the_second_look_is_a_304_and_belongs_to_nobody(client, firm_a):
    build_ideas.idea(state="adopted")
    public = client.get("/ideas/")
    again = client.get("/ideas/", headers={"If-None-Match": public.headers["ETag"]})
    client.force_login(firm_a)
    own = client.get("/ideas/")

    assert (again.status_code, public.headers["Cache-Control"]) == (304, "public, max-age=60")
    assert own.headers["Cache-Control"] == "private, no-cache"


def test_the_english_pages_are_english(client):
    call = build_ideas.call(title_en="A call", text_en="What is looked for")
    build_ideas.idea(state="adopted")

    assert "A call" in client.get("/en/ideas/").text
    assert "What is looked for" in client.get(f"/en/ideas/calls/{call.slug}/").text


def test_sample_rows_bear_the_mark(client):
    call = build_ideas.call(is_sample=True)
    idea = build_ideas.idea(state="adopted", is_sample=True)

    for path in ("/ideas/", f"/ideas/calls/{call.slug}/", f"/ideas/{idea.pk}/"):
        assert '<span class="mark">نمونه</span>' in client.get(path).text


def test_a_call_is_open_from_its_first_to_its_last_day():
    day = today()
    call = build_ideas.call(opens_in=0, closes_in=0)

    found = [list(IdeaCall.objects.open_on(day + dt.timedelta(days=step))) for step in (-1, 0, 1)]
    assert found == [[], [call], []]
