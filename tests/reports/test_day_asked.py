"""``?as_of=``: a day in any digits, or a message that says what to do; never another day, never an error page."""

import pytest

from persian.digits import to_persian
from tests import build
from tests.reports.build_year import day, small_year
from tests.reports.shown import section, shown

pytestmark = pytest.mark.django_db
PATHS = ["/progress/1403/", "/progress/1403/plans/1/", "/progress/1403/report.csv"]


@pytest.mark.parametrize("text", ["1403-06-31", "۱۴۰۳/۰۶/۳۱", "١٤٠٣.٦.٣١", " 1403/6/31 "])
def test_a_day_may_be_written_in_any_digits_and_with_any_mark(client, text):
    small_year()

    page = client.get("/progress/1403/", {"as_of": text})

    assert shown(page).one("input", id="as_of").attributes["value"] == "۱۴۰۳-۰۶-۳۱"
    assert section(page, "made").rows()[-1] == ["جمع", "۱۰۰", "۶۰٫۰", "۲۴٫۰", "۹٫۰"]


@pytest.mark.parametrize("text", ["", "   "])
def test_no_day_is_the_default_day(client, text):
    small_year()

    page = client.get("/progress/1403/", {"as_of": text})

    assert shown(page).one("input", id="as_of").attributes["value"] == "۱۴۰۳-۱۲-۳۰"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("دیروز", "روز را به شکل سال/ماه/روز بنویسید، مانند ۱۴۰۳/۰۶/۳۱."),
        ("1403-13-01", "ماه ۱۳ وجود ندارد؛ ماه‌ها از ۱ تا ۱۲ هستند."),
        ("1402-12-29", "۲۹ اسفند ۱۴۰۲ در سال برنامه ۱۴۰۳ نیست."),
        ("1404-01-01", "۱ فروردین ۱۴۰۴ در سال برنامه ۱۴۰۳ نیست."),
    ],
)
def test_a_day_that_is_none_of_the_year_gets_a_message_with_a_way_on(client, text, message):
    small_year()

    response = client.get("/progress/1403/", {"as_of": text})

    page = shown(response)
    assert response.status_code == 400
    assert page.one("h1").text == "برای این تاریخ رقمی در دست نیست"
    assert [line.text for line in page.one("div", class_="notice").all("p")] == [
        message,
        f"درخواست‌شده: {to_persian(text)}",
        "روزی از سال ۱۴۰۳ تا امروز بنویسید، یا پایان یکی از ماه‌های زیر را برگزینید.",
    ]
    field = page.one("input", id="as_of").attributes
    assert (field["value"], field["aria-invalid"]) == (to_persian(text), "true")
    assert len(page.one("ol", class_="ruler").links()) == 12
    assert ("صفحه با تازه‌ترین ارقام", "/progress/1403/") in page.links()


def test_a_day_to_come_is_refused_with_today_as_the_limit(client, monkeypatch):
    small_year()
    monkeypatch.setattr("persian.jalali.today", lambda: day(6, 31))

    refused, allowed = (client.get("/en/progress/1403/", {"as_of": text}) for text in ("1403-07-01", "1403-06-31"))

    assert (refused.status_code, allowed.status_code) == (400, 200)
    assert shown(refused).one("div", class_="notice").all("p")[0].text == (
        "22 September 2024 has not come yet: figures exist up to today."
    )


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "text",
    ["1403-12-31", "0000-00-00", "99999-1-1", "-1", "²", "1403-06-31\x00", "<script>alert(1)</script>", "9" * 5000,
     "1403-06-31; DROP TABLE", "\u202e1403", "1e5", "[]"],
)  # fmt: skip
def test_nonsense_is_never_an_error_page(client, path, text):
    small_year()

    response = client.get(path, {"as_of": text})

    assert response.status_code == 400
    assert "<script>alert" not in response.content.decode()
    assert len(response.content) < 20_000


def test_a_day_of_a_year_without_plans_is_asked_in_vain_but_answered(client):
    build.year(state="planning")

    assert client.get("/progress/1403/?as_of=1403-06-31").status_code == 200


def test_a_plan_page_keeps_to_its_own_address(client):
    small_year()

    page = shown(client.get("/progress/1403/plans/1/?as_of=x"))

    assert page.one("form").attributes["action"] == "/progress/1403/plans/1/"
    assert ("صفحه با تازه‌ترین ارقام", "/progress/1403/plans/1/") in page.links()
