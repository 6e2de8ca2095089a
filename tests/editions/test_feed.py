"""Published editions of all years as an Atom feed; rows of the table alone, no file is made."""

import datetime as dt

import pytest

from editions.models import YearEdition
from tests import build
from tests.feeds import root_of

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/progress/editions/feed.atom"
MARCH, APRIL, MAY = (dt.datetime(2025, month, 1, 8, tzinfo=dt.UTC) for month in (3, 4, 5))


def edition(year, number, state="published", at=None, **fields):
    public = state in ("published", "superseded")
    if state != "draft":
        place = YearEdition.objects.count() + 1
        kept = {"document": "{}", "sha256": f"{place:064x}", "previous": f"{place - 1:064x}", "place": place}
        fields |= kept | {"frozen_at": MARCH, "as_of": dt.date(2025, 3, 20)}
    if public:
        fields |= {"published_at": at, "decision": build.adopted_decision()}
    fields.setdefault("erratum", "اصلاح" if number > 1 else "")
    return YearEdition.objects.create(year=year, number=number, state=state, **fields)


def entries(client, path):
    root = root_of(client.get(path))
    names = ("id", "title", "summary", "published", "updated")
    return [
        {name: entry.findtext(f"{ATOM}{name}") for name in names} | {"link": entry.find(f"{ATOM}link").get("href")}
        for entry in root.findall(f"{ATOM}entry")
    ]


@pytest.fixture
def years():
    """1403 with a corrected edition, its erratum and a frozen one; 1402 with a sample; 1404 with a draft."""
    build.cluster()
    year = build.year(1403)
    edition(year, 1, "superseded", MARCH)
    edition(year, 2, at=MAY, erratum="گزارش تیر تأیید شد.", erratum_en="A report was verified.")
    edition(year, 3, "frozen", erratum="هنوز پنهان")
    edition(build.year(1402), 1, at=APRIL, is_sample=True)
    edition(build.year(1404), 1, "draft")


def test_published_editions_of_all_years_stand_there_the_newest_first(client, years, staff):
    numbers = dict(YearEdition.objects.published().values_list("sha256", "decision__number"))
    first, second, sample = (f"{place:064x}" for place in (1, 2, 4))
    client.force_login(staff)  # who sees more on the pages gets the same from the feed

    assert entries(client, f"/en{FEED}") == [
        {
            "id": "tag:portal.example,2024:edition/1403/2",
            "title": "Year 1403, frozen edition 2",
            "summary": "A report was verified. · Figures for 20 March 2025 · "
            f"Published on 1 May 2025 by decision {numbers[second]} · SHA-256 {second}",
            "published": "2025-05-01T08:00:00+00:00",
            "updated": "2025-05-01T08:00:00+00:00",
            "link": "https://portal.example/en/progress/1403/editions/2/",
        },
        {
            "id": "tag:portal.example,2024:sample-edition/1402/1",
            "title": "Sample: Year 1402, frozen edition 1",
            "summary": "Figures for 20 March 2025 · "
            f"Published on 1 April 2025 by decision {numbers[sample]} · SHA-256 {sample}",
            "published": "2025-04-01T08:00:00+00:00",
            "updated": "2025-04-01T08:00:00+00:00",
            "link": "https://portal.example/en/progress/1402/editions/1/",
        },
        {
            "id": "tag:portal.example,2024:edition/1403/1",
            "title": "Year 1403, frozen edition 1 (superseded)",
            "summary": "Figures for 20 March 2025 · "
            f"Published on 1 March 2025 by decision {numbers[first]} · SHA-256 {first}",
            "published": "2025-03-01T08:00:00+00:00",
            "updated": "2025-05-01T08:00:00+00:00",
            "link": "https://portal.example/en/progress/1403/editions/1/",
        },
    ]


def test_the_persian_feed_has_the_same_names_in_persian_words(client, years):
    persian, english = entries(client, FEED), entries(client, f"/en{FEED}")

    assert [row["id"] for row in persian] == [row["id"] for row in english]
    assert [row["title"] for row in persian] == [
        "سال ۱۴۰۳، نسخه قطعی ۲", "نمونه: سال ۱۴۰۲، نسخه قطعی ۱", "سال ۱۴۰۳، نسخه قطعی ۱ (جایگزین‌شده)",
    ]  # fmt: skip
    assert persian[0]["summary"].startswith("گزارش تیر تأیید شد. · ")
    assert persian[0]["link"] == "https://portal.example/progress/1403/editions/2/"


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_the_feed_asks_two_questions_and_is_not_sent_twice(client, django_assert_num_queries, rows):
    for number in range(1, rows + 1):
        edition(build.year(1400 + number), 1, at=MARCH)
    with django_assert_num_queries(2):
        response = client.get(FEED)

    assert len(entries(client, FEED)) == rows
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert client.get(FEED, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_the_pages_of_editions_name_the_feed(client, years):
    assert (
        f'type="application/atom+xml" title="نسخه‌های قطعی" href="{FEED}"' in client.get("/progress/1403/editions/").text
    )
    assert (
        f'type="application/atom+xml" title="Frozen editions" href="/en{FEED}"'
        in client.get("/en/progress/1403/editions/").text
    )
