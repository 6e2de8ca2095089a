"""What the search finds, in which order, and what it never gives away."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from council.models import Decision, Meeting
from market.models import Finding
from members.directory.asking import MOST_WORDS, text_of
from persian.text import search_key
from search.finding import find
from search.indexing import refresh_entries
from search.models import Kind, SearchEntry
from tests import build
from tests.search.build_search import world
from tests.trainings import build_trainings

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    return world()


def groups(client, **query):
    """What the page shows: kind → addresses, in their order."""
    response = client.get("/search/", query)
    assert response.status_code == 200
    return {group["kind"]: [item["url"] for item in group["items"]] for group in response.context["groups"]}


def test_one_word_finds_everything_public_of_every_kind_and_nothing_else(client, rows):
    found = groups(client, q="كارون")  # typed with an Arabic letter

    assert found == {
        "plan": ["/progress/1403/plans/3/"],
        "decision": ["/council/decisions/1403-04-01/"],
        "firm": [f"/members/{rows['firm'].slug}/"],
        "course": [f"/trainings/{rows['course'].slug}/"],
        "finding": [f"/market/findings/{rows['finding'].number}/"],
        "need": [f"/market/needs/{rows['need'].number}/"],
        "meeting": ["/council/meetings/1403-04/"],
        "institution": ["/council/institutions/uni/"],
    }


def test_staff_who_read_drafts_find_what_everybody_finds(client, rows, administrator):
    public = groups(client, q="کارون")

    client.force_login(administrator)

    assert groups(client, q="کارون") == public


def test_a_confidential_decision_is_found_by_its_number_and_never_by_its_words(client, rows):
    assert groups(client, q="فولاد") == {}
    assert groups(client, q="پنهان") == {}  # the title of the agenda item that it was decided on; a firm off the list
    page = client.get("/search/", {"q": "1403/04-02"})
    assert [group["kind"] for group in page.context["groups"]] == ["decision"]
    assert "فولاد" not in page.content.decode()


def test_what_is_kept_back_since_the_clock_ran_is_not_found_by_a_stale_entry(client, rows):
    Finding.objects.filter(pk=rows["finding"].pk).update(state=Finding.State.IDENTIFIED, accepted_on=None)
    Meeting.objects.filter(pk=rows["meeting"].pk).update(state=Meeting.State.CONFIRMED)
    rows["need"].title = "نیاز دیگر"
    rows["need"].save()

    found = groups(client, q="کارون")

    assert SearchEntry.objects.filter(kind="finding").exists()
    assert set(found) == {"plan", "decision", "firm", "course", "institution"}


def test_words_that_a_row_lost_are_shown_nowhere(client, rows):
    rows["course"].summary = "متن تازه"
    rows["course"].save()

    page = client.get("/search/", {"q": "دوره کارون"}).content.decode()

    assert "متن تازه" in page


SPELLINGS = [
    ("شبکه کارون", ["plan"]),
    ("کارون شبکه", ["plan"]),
    ("KARUN", ["plan"]),
    ("کارون فروش", ["plan"]),  # one word in the title, one in the text
    ("کارون نیست‌هیچ‌جا", []),
    ("داده پرداز", ["firm"]),  # written with a ZWNJ
    ("مصوبه ۱۴۰۳/۰۴-۰۱", ["decision"]),
    ("مصوبه ١٤٠٣/٠٤-٠١", ["decision"]),  # Arabic digits
    ("1403-04", ["meeting"]),
    ("%", []),
    ("_", []),
    ("\\", []),
    ("کار%ن", []),
    ("(کارون", []),
    (".*", []),
    ("'; --", []),
    ("\x00\ud800", []),
    ("ک" * 60_000, []),
    ("کارون " * 10_000, ["plan", "decision", "firm", "course", "finding", "need", "meeting", "institution"]),
]


def test_words_mean_themselves_in_every_spelling(rows):
    kinds = set(Kind.values) - {Kind.FIRM}
    for text, found in SPELLINGS:
        key = text_key(text)
        answer = find(key) if key else None

        shown = {kind for kind in kinds if answer and answer.rows.get(kind)}
        if answer and answer.firms.entries:
            shown.add("firm")
        assert shown == set(found), text[:40]


def text_key(text):
    return " ".join(search_key(text_of({"q": text})).split()[:MOST_WORDS])


def test_the_whole_title_stands_before_its_beginning_before_words_before_the_text(client, rows):
    for title, summary in [("دوره دیگر", "خوزستان"), ("در خوزستان", "-"), ("خوزستان امروز", "-"), ("خوزستان", "-")]:
        build_trainings.course(title=title, summary=summary)
    refresh_entries()

    shown = client.get("/search/", {"q": "خوزستان"}).context["groups"][0]["items"]

    titles = [re.sub("<.*?>", "", str(item["title"])) for item in shown]
    assert titles == ["خوزستان", "خوزستان امروز", "در خوزستان", "دوره دیگر"]


def test_one_kind_is_shown_by_pages_with_the_counts_of_the_others(client, rows):
    for _number in range(24):
        build_trainings.course(title="دوره کارون")
    refresh_entries()

    whole, second = (client.get("/search/", {"q": "کارون"} | more) for more in ({}, {"kind": "course", "page": 2}))

    course = next(group for group in whole.context["groups"] if group["kind"] == "course")
    assert (course["count"], len(course["items"])) == (25, 5)
    (shown,) = second.context["groups"]
    assert (shown["count"], len(shown["items"])) == (25, 5)
    assert "page=1" in shown["pages"]["previous"]
    assert shown["pages"]["following"] == ""
    assert [one["count"] for one in second.context["kinds"]] == [32, 1, 1, 1, 25, 1, 1, 1, 1]
    assert client.get("/search/", {"q": "کارون", "kind": "course", "page": 3}).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["kind=user", "kind=firm&after=x", "page=0", "page=-1", "page=²", "page=1000", "page=" + "9" * 5000, "kind=%00"],
)
def test_what_is_no_kind_and_no_page_is_not_found(client, query):
    assert client.get(f"/search/?q=a&{query}").status_code == 404


def test_repeated_and_array_parameters_are_no_error(client):
    assert client.get("/search/?q=a&q=b&q[]=c&kind=&page=").status_code == 200


def test_the_words_are_marked_and_everything_else_is_escaped(client, rows):
    rows["course"].summary = '<script>alert(1)</script> کـارون & "کارون"'
    rows["course"].title = "<b>کارون</b>"
    rows["course"].save()
    refresh_entries()

    page = client.get("/search/", {"q": "کارون <b>"}).content.decode()

    assert "<script>alert" not in page
    assert "<mark>&lt;b&gt;کارون</mark>&lt;/b&gt;" in page


def test_the_page_costs_four_queries_with_one_row_or_many(client, rows):
    def cost(**query):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/search/", query)
        return len(captured)

    assert cost(q="کارون") == 4
    for _number in range(3):
        build_trainings.course(title="دوره کارون")
        build.institution(f"k{_number}", "کارون")
    refresh_entries()
    assert cost(q="کارون") == 4
    assert cost(q="کارون", kind="institution") == 4
    assert cost(q="کارون", kind="firm") == 4
    assert cost() == 1


def test_the_page_is_kept_for_everybody_and_found_by_no_robot(client, rows):
    page = client.get("/search/", {"q": "کارون"})

    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert page["Cache-Control"] == "public, max-age=60"
    assert client.get("/search/", {"q": "کارون"}, headers={"if-none-match": page["ETag"]}).status_code == 304


def test_the_empty_page_and_the_page_without_results_say_what_to_do(client, rows):
    assert "همه واژه‌ها" in client.get("/search/").content.decode()
    nothing = client.get("/en/search/", {"q": "zzzz", "kind": "plan"}).content.decode()
    assert "Search with fewer or shorter words" in nothing
    assert 'href="/en/search/?q=zzzz"' in nothing


def test_an_english_reader_finds_english_and_persian_words(client, rows):
    page = client.get("/en/search/", {"q": "Karun"}).content.decode()

    assert "<mark>Karun</mark> network" in page
    assert "/en/progress/1403/plans/3/" in page


def test_the_index_forgets_what_is_gone_and_writes_only_what_changed(rows):
    assert refresh_entries() == 0

    rows["finding"].title = "کمبود نوشته‌شده"
    rows["finding"].save()
    Decision.objects.filter(pk=rows["proposal"].pk).delete()
    rows["institution"].delete()

    assert refresh_entries() == 2
    assert not SearchEntry.objects.filter(kind="institution", row=rows["institution"].pk or 0).exists()


def test_a_browser_may_take_the_search_into_its_own_bar(client):
    description = client.get("/search/opensearch.xml")

    assert description["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    assert 'template="https://portal.example/search/?q={searchTerms}"' in description.content.decode()
    assert 'href="/search/opensearch.xml"' in client.get("/search/").content.decode()


def test_only_reading_is_allowed(client):
    assert client.post("/search/").status_code == 405
