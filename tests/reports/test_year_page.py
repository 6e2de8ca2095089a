"""The yearly progress page: the figures are those worked out by hand in ``build_year``."""

import datetime as dt

import pytest

from actionplans.models import ActionPlan
from council.models import ProgramYear
from tests import build
from tests.reports.build_year import KHORDAD, SHAHRIVAR, at, day, even_year, small_year
from tests.reports.shown import section, sections, shown

pytestmark = pytest.mark.django_db
HEAD = ["برنامه عمل", "وزن", "برنامه‌ای", "گزارش‌شده", "تأییدشده"]


def test_the_page_shows_the_figures_of_the_day(client):
    small_year()

    page = shown(client.get(SHAHRIVAR))

    figures = page.one("section", id="figures")
    assert [node.text for node in figures.all("span", class_="fig__val")] == [
        "۹٫۰ درصد؛ ۵۱٫۰ واحد عقب‌تر از برنامه",
        "۰ از ۲ برنامه",
    ]
    assert [node.text for node in figures.one("p", class_="trio").all("span")] == [
        "تأییدشده ۹٫۰", "گزارش‌شده ۲۴٫۰", "برنامه‌ای ۶۰٫۰",
    ]  # fmt: skip
    assert figures.links() == [("این عدد چگونه به دست آمد؟", "#made"), ("فهرست برنامه‌ها و شمارش", "#plans")]
    assert page.one("p", class_="lead").text == (
        "تا ۳۱ شهریور ۱۴۰۳، ۹٫۰ درصد از کار سال به تأیید مشاور-ناظر فنی رسیده است؛ طبق برنامه باید ۶۰٫۰ درصد انجام "
        "می‌شد. از دو برنامه عمل، یک برنامه عقب‌تر از برنامه زمانی و یک برنامه شروع‌نشده است."
    )


def test_the_sum_behind_the_headline_stands_on_the_page_and_leads_to_the_plans(client):
    small_year()

    made = section(client.get(SHAHRIVAR), "made")

    assert made.rows() == [
        HEAD,
        ["۱. برنامه یکم", "۶۰", "۶۰٫۰ ۶۰ × ۱۰۰٫۰", "۲۴٫۰ ۶۰ × ۴۰٫۰", "۹٫۰ ۶۰ × ۱۵٫۰"],
        ["۲. برنامه دوم", "۴۰", "۰٫۰ ۴۰ × ۰٫۰", "—", "—"],
        ["جمع", "۱۰۰", "۶۰٫۰", "۲۴٫۰", "۹٫۰"],
    ]
    assert made.links() == [
        ("برنامه یکم", "/progress/1403/plans/1/?as_of=1403-06-31"),
        ("برنامه دوم", "/progress/1403/plans/2/?as_of=1403-06-31"),
    ]


def test_shares_are_rounded_so_that_they_add_up_to_the_shown_sum(client):
    even_year(["33.33", "33.33", "33.34"], [50, 50, 50])

    made = section(client.get(SHAHRIVAR), "made")

    assert [row[-1] for row in made.rows()] == [
        "تأییدشده", "۱۶٫۷ ۳۳٫۳۳ × ۵۰٫۰", "۱۶٫۶ ۳۳٫۳۳ × ۵۰٫۰", "۱۶٫۷ ۳۳٫۳۴ × ۵۰٫۰", "۵۰٫۰",
    ]  # fmt: skip


def test_the_curve_and_its_table_end_at_the_day(client):
    small_year()

    curve = section(client.get(SHAHRIVAR), "scurve")

    assert curve.rows()[1:] == [
        ["فروردین", "۰٫۰", "۰٫۰", "۰٫۰", "۰٫۰"],
        ["اردیبهشت", "۰٫۰", "۰٫۰", "۰٫۰", "۰٫۰"],
        ["خرداد", "۳۰٫۰", "۱۲٫۰", "۹٫۰", "−۲۱٫۰"],
        ["تیر", "۳۰٫۰", "۲۴٫۰", "۹٫۰", "−۲۱٫۰"],
        ["مرداد", "۳۰٫۰", "۲۴٫۰", "۹٫۰", "−۲۱٫۰"],
        ["شهریور", "۶۰٫۰", "۲۴٫۰", "۹٫۰", "−۵۱٫۰"],
        *[[month, "۱۰۰٫۰", "—", "—", "—"] for month in ["مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"]],
    ]
    points = {node.attributes["class"]: node.attributes["points"].split() for node in curve.all("polyline")}
    assert {name: len(line) for name, line in points.items()} == {"c-plan": 13, "c-rep": 7, "c-ver": 7}
    assert (points["c-plan"][0], points["c-plan"][-1]) == ("96.0,100.0", "4.0,0.0")
    drawing = curve.one("svg", class_="scurve")
    assert [node.attributes["id"] for node in (*drawing.all("title"), *drawing.all("desc"))] == ["sc-t", "sc-d"]
    assert drawing.one("desc").text == (
        "برنامه‌ای ۶۰٫۰، گزارش‌شده ۲۴٫۰ و تأییدشده ۹٫۰ درصد است. همه ارقام در جدول زیر نمودار آمده است."
    )


def test_a_day_inside_a_month_has_its_own_point(client):
    small_year()

    curve = section(client.get(KHORDAD), "scurve")

    assert curve.rows()[2:5] == [
        ["اردیبهشت", "۰٫۰", "۰٫۰", "۰٫۰", "۰٫۰"],
        ["۵ خرداد ۱۴۰۳", "۱۵٫۰", "۱۲٫۰", "۹٫۰", "−۶٫۰"],
        ["خرداد", "۳۰٫۰", "—", "—", "—"],
    ]


def test_time_flows_from_left_to_right_in_english(client):
    small_year()

    curve = section(client.get(f"/en{SHAHRIVAR}"), "scurve")

    line = curve.one("polyline", class_="c-plan").attributes["points"].split()
    assert (line[0], line[-1]) == ("4.0,100.0", "96.0,0.0")


def test_a_card_says_number_weight_status_lead_bar_and_what_is_due(client):
    small_year()

    page = shown(client.get(SHAHRIVAR))

    cards = page.one("section", id="plans").all("li", class_="plan")
    assert [card.one("span", class_="st").text for card in cards] == ["عقب‌تر از برنامه", "شروع‌نشده"]
    assert [card.one("p", class_="plan__lead").text for card in cards] == ["شرکت میزبان", ""]
    assert [card.one("p", class_="plan__next").text for card in cards] == [
        "سررسید گذشته (۱۱۴ روز): کار پیوسته",
        "سررسید بعدی: فعالیت آزمایشی 1، ۱۰ مهر",
    ]
    bar = cards[0].one("svg", class_="bar")
    assert [(node.attributes["class"], node.attributes.get("width")) for node in bar.all("rect")] == [
        ("b-track", "100%"), ("b-rep", "40.0%"), ("b-ver", "15.0%"), ("b-plan", "3"),
    ]  # fmt: skip
    assert page.one("section", id="plans").one("p", class_="sec__note").text == (
        "پایان‌یافته ۰ + طبق برنامه ۰ = ۰ از ۲ برنامه"
    )


def test_the_calendar_shows_span_share_and_milestones(client):
    small_year()

    rows = section(client.get(SHAHRIVAR), "gantt").all("tr")[1:]

    assert [row.all("svg")[0].attributes["aria-label"] for row in rows] == [
        "از ۱ خرداد تا ۱۰ خرداد؛ ۱۵٫۰ درصد تأییدشده",
        "از ۱ مهر تا ۱۰ مهر؛ ۰٫۰ درصد تأییدشده",
    ]
    assert [node.attributes["class"] for node in rows[0].all("path")] == ["g-mile g-mile--late"]
    assert rows[0].one("rect", class_="g-span").attributes["width"] == "2.7%"  # 10 of 366 days


def test_what_slipped_names_the_newest_obstacle_that_counts(client):
    made = small_year()

    slipped = section(client.get(SHAHRIVAR), "slipped")

    assert slipped.rows()[1:] == [
        ["۱. برنامه یکم عقب‌تر از برنامه", "−۸۵٫۰", "نماینده معرفی نشد. گزارش ۳۱ تیر", "دو نشست دیگر"]
    ]
    assert ("گزارش ۳۱ تیر", f"/progress/1403/plans/1/?as_of=1403-06-31#entry-{made.waiting.pk}") in slipped.links()


def test_an_obstacle_of_a_returned_report_or_of_a_later_day_is_not_told(client):
    made = small_year()
    build.verification(made.waiting, "returned", reason="نادرست")
    build.entry(made.works, 85, day(7, 5), obstacle="پس از تاریخ صفحه")

    assert section(client.get(SHAHRIVAR), "slipped").rows()[1][2:] == ["—", "—"]


def test_the_decisions_of_the_year_lead_to_decision_minutes_and_source(client):
    small_year()

    rows = section(client.get(SHAHRIVAR), "decisions").one("ul", class_="rows")

    assert rows.links() == [
        ("مصوبه ۱۴۰۳/۰۱-۰۱", "/council/decisions/1403-01-01/"),
        ("صورت‌جلسه شماره ۱", "/council/meetings/1403-01/"),
        ("منبع: خبر ۳۲۰۷۵", "/council/meetings/1403-01/#source"),
    ]


def test_of_many_decisions_the_newest_are_shown_and_the_source_of_the_year_stays_known(client):
    build.year(reported_plan_count=9)
    small_year()
    item = build.agenda_item(build.meeting(2, held_on=day(6, 1), state="published"))
    for number in range(1, 15):
        build.adopted_decision(item, text=f"مصوبه {number}", source=None, snapshot={"electors": []})

    page = shown(client.get("/progress/1403/"))

    shown_decisions = page.one("section", id="decisions").one("ul", class_="rows").all("li")
    assert [row.one("div").all("p")[0].text for row in shown_decisions] == [f"مصوبه {n}" for n in range(14, 2, -1)]
    assert page.one("header", class_="head").links()[0] == ("منبع: خبر ۳۲۰۷۵", "/council/meetings/1403-01/#source")


def test_the_year_goes_back_in_time(client):
    small_year()

    figures = section(client.get(KHORDAD), "figures")

    assert figures.all("span", class_="fig__val")[0].text == "۹٫۰ درصد؛ ۶٫۰ واحد عقب‌تر از برنامه"


def test_the_page_says_how_much_of_it_was_not_known_on_its_day(client):
    small_year()

    known = {address: shown(client.get(address)).one("p", id="known").text for address in (KHORDAD, SHAHRIVAR)}

    assert known == {
        KHORDAD: "ارقام ۵ خرداد ۱۴۰۳، بر پایه دانسته‌های امروز. یک گزارش که در این ارقام به شمار آمده، پس از این "
        "تاریخ ثبت یا تأیید شده است.",
        SHAHRIVAR: "ارقام ۳۱ شهریور ۱۴۰۳، بر پایه دانسته‌های امروز.",
    }


def test_without_a_day_the_page_is_about_the_last_day_of_a_year_that_is_over(client):
    small_year()

    page = shown(client.get("/progress/1403/"))

    assert page.one("input", id="as_of").attributes["value"] == "۱۴۰۳-۱۲-۳۰"
    assert page.one("section", id="made").links()[0] == ("برنامه یکم", "/progress/1403/plans/1/")


def test_the_ruler_leads_to_the_month_ends_that_have_come(client, monkeypatch):
    small_year()
    monkeypatch.setattr("persian.jalali.today", lambda: day(6, 31))

    page = shown(client.get("/progress/1403/"))

    ruler = page.one("ol", class_="ruler")
    assert ruler.links() == [
        (month, f"/progress/1403/?as_of=1403-{number:02d}-31")
        for number, month in enumerate(["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"], 1)
    ]
    assert ruler.one("a", **{"aria-current": "date"}).text == "شهریور"
    assert [node.text for node in ruler.all("span")] == ["مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"]


def test_a_plan_that_is_not_approved_is_hidden_from_the_public_and_marked_for_staff(client, facilitator):
    small_year()
    build.plan(3, title="پیش‌نویس سوم")

    public = client.get("/progress/1403/").content.decode()
    client.force_login(facilitator)
    page = shown(client.get("/progress/1403/"))

    assert "پیش‌نویس سوم" not in public
    draft = page.one("section", id="plans").all("li", class_="plan")[2]
    assert draft.one("span", class_="chip").text == "پیش‌نویس"
    assert draft.all("svg", class_="bar") == []
    assert len(page.one("section", id="made").rows()) == 4


def test_a_stopped_plan_says_by_which_decision_and_keeps_its_values(client):
    made = small_year()
    stop = build.adopted_decision(build.agenda_item(build.meeting(2, held_on=day(4, 10), state="published")))
    ActionPlan.objects.filter(pk=made.one.pk).update(
        state=ActionPlan.State.STOPPED, stopped_by=stop, stopped_on=day(4, 10)
    )

    page = shown(client.get(SHAHRIVAR))

    card = page.one("section", id="plans").all("li", class_="plan")[0]
    assert card.one("span", class_="st").text == "متوقف"
    assert card.one("p", class_="plan__next").text == (
        "متوقف در ۱۰ تیر بنا بر مصوبه ۱۴۰۳/۰۲-۰۱؛ ارقام در همان روز مانده است"
    )
    assert page.one("section", id="made").rows()[1][2:] == ["۶۰٫۰ ۶۰ × ۱۰۰٫۰", "۱۲٫۰ ۶۰ × ۲۰٫۰", "۹٫۰ ۶۰ × ۱۵٫۰"]
    assert page.one("section", id="slipped").rows()[1][3] == "دو نشست دیگر توقف بنا بر مصوبه ۱۴۰۳/۰۲-۰۱"


def test_blocks_of_rooms_to_come_are_left_out(client):
    small_year()

    assert sections(client.get(SHAHRIVAR)) == [
        "figures", "scurve", "plans", "gantt", "slipped", "decisions", "made", "badge", "downloads", "method",
    ]  # fmt: skip


def test_an_approved_year_in_planning_is_not_rolled_up_before(client):
    build.year(state=ProgramYear.State.PLANNING)
    small_year()

    response = client.get("/progress/1403/?as_of=1403-06-31")

    assert sections(response) == ["plans", "gantt", "slipped", "decisions", "badge", "downloads", "method"]
    assert section(response, "plans").one("p", class_="sec__note").text == (
        "خود سال هنوز تصویب نشده است؛ پس هر برنامه جداگانه و بدون جمع سال نشان داده می‌شود."
    )


def test_a_year_known_from_a_source_alone_says_that_the_titles_are_not_in_it(client):
    build.year(state=ProgramYear.State.PLANNING, reported_plan_count=9)
    build.adopted_decision(build.agenda_item(build.meeting(1, state="published", source=build.source())))

    response = client.get("/progress/1403/")

    notice = shown(response).one("div", class_="notice")
    assert notice.one("h2").text == ("نُه برنامه عمل تصویب شده است؛ عنوان آن‌ها در منبع نیامده است. منبع: خبر ۳۲۰۷۵")
    assert notice.links() == [("منبع: خبر ۳۲۰۷۵", "/council/meetings/1403-01/#source")]
    assert sections(response) == ["decisions", "badge", "method"]


def test_a_year_without_anything_says_what_will_appear(client):
    build.year(1402, state=ProgramYear.State.PLANNING)

    response = client.get("/en/progress/1402/")

    notice = shown(response).one("div", class_="notice")
    assert notice.text == (
        "No action plan of this year is public yet. Plans appear here as soon as the steering council approves them."
    )
    assert sections(response) == ["decisions", "badge", "method"]


def test_an_unknown_year_is_not_found_in_the_language_of_the_address(client):
    build.year()

    answers = {address: client.get(address) for address in ("/progress/1399/", "/en/progress/1399/")}

    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(answers, 404)
    assert [shown(answer).one("h1").text for answer in answers.values()] == ["صفحه پیدا نشد", "Page not found"]
    assert client.get(f"/progress/{10**30}/").status_code == 404


def test_a_running_year_counts_up_to_today(client, monkeypatch):
    small_year()
    monkeypatch.setattr("persian.jalali.today", lambda: day(3, 5))

    assert section(client.get("/progress/1403/"), "figures").all("span", class_="fig__val")[0].text == (
        "۹٫۰ درصد؛ ۶٫۰ واحد عقب‌تر از برنامه"
    )


def test_an_english_page_marks_what_exists_in_persian_only(client):
    small_year()

    page = shown(client.get(f"/en{SHAHRIVAR}"))

    names = [card.one("h3").one("bdi") for card in page.one("section", id="plans").all("li", class_="plan")]
    assert [(name.text, name.attributes.get("lang")) for name in names] == [("Plan one", None), ("برنامه دوم", "fa")]
    assert page.one("p", class_="lead").text == (
        "By 21 September 2024, 9.0 percent of the year's work was verified by the technical supervisor; by plan it was "
        "to be 60.0 percent. Of two action plans, one is behind plan and one has not started."
    )


def test_sample_marks_stand_exactly_where_sample_rows_are_shown(client):
    small_year(is_sample=True)

    page = shown(client.get(SHAHRIVAR))

    assert len(page.all(class_="sample")) == 1
    marked = {part.attributes["id"] for part in page.all("section") if part.all("span", class_="mark")}
    assert marked == {"figures", "scurve", "plans", "gantt", "slipped", "made", "downloads"}


def test_facts_bear_no_sample_mark(client):
    small_year()

    page = shown(client.get(SHAHRIVAR))

    assert page.all(class_="sample") == []
    assert [node.text for node in page.all("span", class_="mark")] == []


def test_the_first_day_of_a_year_to_come_has_no_figures_behind_it(client, monkeypatch):
    small_year()
    monkeypatch.setattr("persian.jalali.today", lambda: dt.date(2024, 1, 1))

    response = client.get("/progress/1403/")

    assert response.status_code == 200
    assert shown(response).one("ol", class_="ruler").links() == []


def test_a_report_that_was_recorded_later_is_counted_in_the_note(client):
    made = small_year()
    build.entry(made.later, 10, day(6, 30), recorded_at=at(day(8, 1)))

    assert "یک گزارش که در این ارقام به شمار آمده" in shown(client.get(SHAHRIVAR)).one("p", id="known").text
