"""The list of courses: what stands in it, its filters and counts, its cost."""

import datetime as dt

import pytest
import time_machine
from django.utils.text import capfirst

from council.models import Statement
from tests import build
from tests.persian.hostile import HOSTILE
from tests.reports.shown import shown
from tests.trainings import build_trainings
from trainings.models import Course, CourseSession, Enrolment

pytestmark = pytest.mark.django_db
MEHR_1 = dt.datetime(2026, 9, 23, 8, tzinfo=dt.UTC)  # 1405/07/01


@pytest.fixture
def autumn():
    """Three courses seen on 1 Mehr 1405: open in Ahvaz, later in Dezful, ended in Ahvaz; and a draft."""
    with time_machine.travel(MEHR_1, tick=False):
        uni = build.institution("uni", "دانشگاه آزمایشی", name_en="Test university")
        tvto = build.institution("tvto", "اداره فنی", name_en="Vocational office")
        yield {
            "open": build_trainings.course(
                title="برنامه‌نویسی", title_en="Programming", city="اهواز", seats=3, provider=uni, hours=16
            ),
            "later": build_trainings.course(
                title="جوشکاری", title_en="Welding", city="دزفول", provider=tvto, kind="skill", days=(40,),
                opens_on=dt.date(2026, 10, 1), closes_on=dt.date(2026, 10, 20),
            ),
            "ended": build_trainings.course(title="حسابداری", state="closed", city="اهواز", provider=tvto, days=(-20,)),
            "draft": build_trainings.course(title="نانوشته", state="draft"),
        }  # fmt: skip


def titles(response):
    return [node.text for node in shown(response).all("h3")]


def choices(response, name):
    return [node.text for node in shown(response).one("select", name=name).all("option")]


def test_a_card_says_what_one_chooses_by(client, autumn):
    learners = [build_trainings.learner() for _number in range(2)]
    build_trainings.enrolment(autumn["open"], learners[0])

    card = shown(client.get("/trainings/?open=1")).one("li", class_="firm")

    assert card.text == (
        "برنامه‌نویسی ۲ جای خالی نوع مهارت‌محور برگزارکننده دانشگاه آزمایشی "
        "روزها ۸ مهر ۱۴۰۵ تا ۱۱ مهر ۱۴۰۵ · ۱۶ ساعت مکان سالن آزمایشی، اهواز"
    ).replace("مهارت‌محور", str(capfirst(Course.Kind.ICT.label)))


def test_drafts_are_in_no_list_and_the_newest_comes_first(client, autumn, staff):
    assert titles(client.get("/trainings/")) == ["جوشکاری", "برنامه‌نویسی", "حسابداری"]
    assert titles(client.get("/en/trainings/")) == ["Welding", "Programming", "حسابداری"]
    client.force_login(staff)
    assert titles(client.get("/trainings/")) == ["جوشکاری", "برنامه‌نویسی", "حسابداری"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("open=1", ["برنامه‌نویسی"]),
        ("kind=skill", ["جوشکاری"]),
        ("provider=tvto", ["جوشکاری", "حسابداری"]),
        ("city=اهواز", ["برنامه‌نویسی", "حسابداری"]),
        ("month=1405-07", ["برنامه‌نویسی"]),
        ("month=۱۴۰۵-۰۸", ["جوشکاری"]),
        ("provider=tvto&city=اهواز", ["حسابداری"]),
        ("provider=uni&kind=skill", []),
        ("city=هیچ‌جا", []),
    ],
)
def test_each_filter_narrows_the_list(client, autumn, query, found):
    assert titles(client.get(f"/trainings/?{query}")) == found


def test_the_counts_follow_the_other_filters(client, autumn):
    page = client.get("/trainings/?provider=tvto")

    assert choices(page, "city") == ["همه", "اهواز (۱)", "دزفول (۱)"]
    assert choices(page, "provider") == ["همه", "اداره فنی (۲)", "دانشگاه آزمایشی (۱)"]
    assert choices(page, "month") == ["همه", "آبان ۱۴۰۵ (۱)", "شهریور ۱۴۰۵ (۱)"]
    assert choices(client.get("/en/trainings/"), "month") == [
        "All", "Aban 1405 (1)", "Mehr 1405 (1)", "Shahrivar 1405 (1)",
    ]  # fmt: skip


def test_what_is_asked_for_stays_chosen_where_it_leads_to_nothing(client, autumn):
    page = shown(client.get("/trainings/?city=هیچ‌جا&open=1"))

    assert [node.text for node in page.one("select", name="city").all("option", selected=None)][-1] == "هیچ‌جا (۰)"
    assert page.one("div", class_="empty").one("h2").text == "دوره‌ای پیدا نشد"
    assert "checked" in page.one("input", name="open").attributes


@pytest.mark.parametrize("query", ["kind=none", "provider=none", "month=1405-13", "month=abc", "month=-1"])
def test_what_does_not_exist_is_not_found(client, autumn, query):
    assert client.get(f"/trainings/?{query}").status_code == 404


@pytest.mark.parametrize("name", ["open", "kind", "provider", "city", "month", "page"])
@pytest.mark.parametrize("text", [text[:50_000] for text in HOSTILE])
def test_no_parameter_is_a_fault(client, db, name, text):
    typed = text.encode("utf-8", "surrogatepass")
    assert client.get("/trainings/", {name: typed}).status_code in (200, 404)


def test_the_standing_of_a_course_in_each_state(client):
    cases = {
        "۱ جای خالی": {"seats": 1},
        "فهرست انتظار": {"seats": 1, "taken": 1},
        "پایان مهلت ثبت‌نام": {"closes_on": build_trainings.today() - dt.timedelta(days=1)},
        "در حال برگزاری": {"state": "running"},
        "لغو شد": {"state": "cancelled", "cancelled_because": "مدرس نیامد"},
        "پایان‌یافته": {"state": "closed"},
    }
    for title, fields in cases.items():
        build_trainings.course(title=title, **fields)

    cards = shown(client.get("/trainings/")).all("li", class_="firm")

    assert {card.one("h3").text: card.one("span", class_="st").text for card in cards} == {case: case for case in cases}


def test_a_lapsed_offer_is_a_free_place_though_no_clock_ran(client):
    course = build_trainings.course(seats=1)
    build_trainings.enrolment(course, state=Enrolment.State.OFFERED)

    assert shown(client.get("/trainings/")).one("span", class_="st").text == "فهرست انتظار"
    with time_machine.travel(build_trainings.timezone.now() + dt.timedelta(hours=49), tick=False):
        assert shown(client.get("/trainings/")).one("span", class_="st").text == "۱ جای خالی"


def test_the_source_stands_above_the_list_and_an_empty_list_says_what_will_come(client):
    Statement.objects.create(
        source=build.source(), order=1, topic="trainings", speaker="مهدی چنانی", text="دوره‌ها برگزار شد."
    )
    Statement.objects.create(source=build.source(), order=2, topic="market", speaker="دیگری", text="بازار")

    page = shown(client.get("/trainings/"))

    assert page.one("blockquote").text == "دوره‌ها برگزار شد. مهدی چنانی منبع: خبر ۳۲۰۷۵"
    assert page.one("div", class_="empty").one("h2").text == "هنوز دوره‌ای اعلام نشده است"


def test_twenty_stand_on_a_page_and_the_filters_travel(client):
    for _number in range(21):
        build_trainings.course(kind="skill", days=(7,))

    first, second = (client.get(f"/trainings/?kind=skill&page={page}") for page in (1, 2))

    assert (len(titles(first)), len(titles(second))) == (20, 1)
    assert shown(first).one("a", rel="next").attributes["href"] == "?kind=skill&page=2"


@pytest.mark.parametrize("rows", [1, 10])
def test_the_list_takes_five_queries(client, django_assert_num_queries, rows):
    for number in range(rows):
        course = build_trainings.course(days=(7,), provider=build.institution(f"place-{number}"), city=f"شهر {number}")
        build_trainings.enrolment(course)
    with django_assert_num_queries(5):
        client.get("/trainings/")
    with django_assert_num_queries(5):
        client.get("/trainings/?open=1&kind=ict&provider=place-0")


@pytest.mark.parametrize("rows", [100, 1000])
def test_the_list_asks_the_same_of_ten_times_the_courses(client, django_assert_num_queries, rows):
    first = build_trainings.course(days=(7,))
    values = {
        field.attname: getattr(first, field.attname) for field in Course._meta.concrete_fields if not field.primary_key
    }
    made = Course.objects.bulk_create(Course(**values | {"slug": f"copy-{number}"}) for number in range(rows))
    CourseSession.objects.bulk_create(
        CourseSession(course=course, day=course.starts_on, starts_at=dt.time(9), ends_at=dt.time(12)) for course in made
    )
    with django_assert_num_queries(5):
        client.get("/trainings/?page=3")


def test_the_list_holds_nothing_of_who_looked_before(client, firm_a):
    build_trainings.course()
    client.force_login(firm_a)
    own = client.get("/trainings/")
    client.logout()
    public = client.get("/trainings/")

    assert own.headers["Cache-Control"] == "private, no-cache"
    assert (public.headers["Cache-Control"], public.headers["Vary"]) == (
        "public, max-age=60",
        "Cookie, Accept-Language",
    )
    assert ("csrf" in public.text, firm_a.full_name in public.text, public.cookies) == (False, False, {})
    assert client.get("/trainings/", headers={"If-None-Match": public.headers["ETag"]}).status_code == 304
