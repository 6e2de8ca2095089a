"""The page of a plan lists what it remedies, and its story begins with what was found and ends with what it closed."""

import datetime as dt

import pytest

from market.models import Finding
from tests.market import build_findings as make
from tests.reports.shown import shown

pytestmark = pytest.mark.django_db
State = Finding.State
PAGE = "/progress/1403/plans/1/"


def test_the_plan_lists_its_findings_with_where_they_stand(client, supervisor):
    plan = make.approved_plan(1)
    row, proof = make.closed(plan, title="کمبود نیرو")
    row.links.update(note="با دوره‌ها")
    make.addressed(plan, title="کمبود بازار")
    make.link(make.finding(title="نپذیرفته"), plan)
    make.link(make.finding(State.REJECTED, title="ناروا"), plan)
    make.addressed(make.approved_plan(2), title="از برنامه دیگر")

    part = shown(client.get(PAGE)).one("section", id="findings")

    assert [item.text for item in part.all("li")] == [
        (
            "۱. کمبود نیرو بسته‌شده با مستند کمبود همه خوشه شناسایی در ۱۲ خرداد ۱۴۰۳ بسته‌شده در ۱۰ مهر ۱۴۰۳ "
            "گزارشی که آن را بست با دوره‌ها"
        ),
        "۲. کمبود بازار دارای برنامه کمبود همه خوشه شناسایی در ۱۲ خرداد ۱۴۰۳",
    ]
    assert ("گزارشی که آن را بست", f"#reading-{proof.pk}") in part.links()
    client.force_login(supervisor)
    read = shown(client.get(PAGE)).one("section", id="findings").text
    assert ("نپذیرفته" in read, "ناروا" in read) == (True, False)


def test_the_story_goes_from_the_finding_to_its_closing(client):
    plan = make.approved_plan(1)
    row, proof = make.closed(plan, title="کمبود نیرو", identified_on=dt.date(2024, 4, 20), closing_note="رفع شد")
    other = make.approved_plan(2)
    make.link(row, other)

    events = shown(client.get(PAGE)).one("ol", class_="story").all("li")
    told = [(event.one("b").text, event.one("h3").text) for event in events]
    assert (told[0], told[-1]) == (("کمبود", "کمبود نیرو"), ("بسته‌شده با مستند", "کمبود نیرو"))
    assert "رفع شد" in events[-1].text

    last = [
        event.one("b").text
        for event in shown(client.get("/progress/1403/plans/2/")).one("ol", class_="story").all("li")
    ]
    assert "بسته‌شده با مستند" not in last
    make.give_back(proof)
    again = shown(client.get(PAGE)).one("ol", class_="story").all("li")[-1]
    assert again.one("b").text == "بسته‌شده، و گزارش آن پس از آن برگشت خورد"


@pytest.mark.parametrize("rows", [1, 3])
def test_findings_cost_the_page_of_a_plan_one_question(client, django_assert_num_queries, rows):
    plan = make.approved_plan(1)
    for _number in range(rows):
        make.closed(plan)
        row = make.finding(State.CLOSED, closing_entry=make.entry(plan), closed_on=dt.date(2024, 10, 1))
        make.link(row, plan)
    with django_assert_num_queries(27):
        client.get(PAGE)
