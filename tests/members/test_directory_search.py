"""The public list of firms: what a search finds, in which order, what the counts say, page by page."""

import re

import pytest
from django.urls import reverse

from members.directory import searching
from members.models import Firm
from tests.members import build_firms

pytestmark = pytest.mark.django_db
LIST = reverse("members:firm_list")


def shown(client, **question):
    """The names on the page, in order."""
    return names(client.get(LIST, question))


def names(response):
    assert response.status_code == 200
    return [firm["name"] for firm in response.context["firms"]]


def counts(client, **question):
    """What stands beside the options: ``{"city": {"اهواز": 2}}``."""
    filters = client.get(LIST, question).context["filters"]
    return {group["name"]: {option["words"]: option["count"] for option in group["options"]} for group in filters}


def test_firms_stand_in_the_persian_order_of_their_names(client):
    for name in ("هنر", "پارس", "چابک", "آریا"):
        build_firms.firm(name)

    assert shown(client) == ["آریا", "پارس", "چابک", "هنر"]


@pytest.mark.parametrize("typed", ["داده‌پردازی ۲۴", "داده پردازي ٢٤", "داده پردازی 24", "24 داده", "دادهـ پردازی"])
def test_a_name_is_found_however_it_is_typed(client, typed):
    build_firms.firm("داده‌پردازی کارون ۲۴")
    build_firms.firm("شبکه جنوب")

    assert shown(client, q=typed) == ["داده‌پردازی کارون ۲۴"]


def test_names_that_begin_so_come_first_then_names_that_hold_it_then_texts(client):
    web = build_firms.capability("web", "شبکه‌های بی‌سیم")
    build_firms.firm("الف", about="نصب شبکه")
    build_firms.firm("ب", capabilities=[web])
    build_firms.firm("پویش شبکه")
    build_firms.firm("شبکه کارون")
    build_firms.firm("ت")

    assert shown(client, q="شبکه") == ["شبکه کارون", "پویش شبکه", "الف", "ب"]


def test_all_words_must_be_there_in_any_order_and_anywhere(client):
    build_firms.firm("کارون", city="اهواز", about="نصب شبکه")
    build_firms.firm("دز", city="دزفول", about="نصب شبکه")

    assert shown(client, q="شبکه اهواز") == ["کارون"]


def test_a_short_word_counts_where_words_begin(client):
    build_firms.firm("پارس وب")
    build_firms.firm("مکتوب")

    assert shown(client, q="وب") == ["پارس وب"]


@pytest.mark.parametrize(
    ("typed", "found"), [("%", ["صد%"]), ("50%", []), ("a_b", ["a_b"]), ("\\", ["c\\d"]), (".*", []), ("(", [])]
)
def test_signs_mean_themselves(client, typed, found):
    for name in ("صد%", "a_b", "axb", "c\\d", "500"):
        build_firms.firm(name)

    assert shown(client, q=typed) == found


@pytest.mark.parametrize("typed", ["ش" * 60_000, "\x00", "\ud800", "\u202e", " " * 60_000, "a " * 30_000, "²"])
def test_hostile_words_are_cut_and_answered(client, typed):
    """G11, G13: at most a hundred letters and eight words are looked for."""
    build_firms.firm("شرکت")

    response = client.get(LIST, {"q": typed.encode("utf-8", "surrogatepass")})

    assert response.status_code == 200
    assert len(response.context["text"]) <= 100


@pytest.mark.parametrize(
    "query",
    [
        "section=99", "section=abc", "section=" + "9" * 30, "section=-1", "section=²", "capability=none",
        "capability=%00", "size=huge", "after=x", "after=0-1-" + "9" * 30, "before=3-1-1", "after=0-1-1%00",
        "after=0-" + "1" * 400 + "-1",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(client, query):
    build_firms.firm()

    assert client.get(f"{LIST}?{query}").status_code == 404


@pytest.mark.parametrize(
    "query", ["city=%00", "city=" + "x" * 5000, "size=", "section=", "after=", "page=-1", "q=a&q=b", "q[]=1", "x=1"]
)
def test_other_parameters_are_answered(client, query):
    build_firms.firm()

    assert client.get(f"{LIST}?{query}").status_code == 200


@pytest.fixture
def four():
    """Four firms: two cities, two sections, a branch with two leaves, two sizes."""
    soft, hard = build_firms.section(1, "نرم‌افزار"), build_firms.section(2, "سخت‌افزار")
    branch = build_firms.capability("net", "شبکه")
    lay, guard = build_firms.capability("lay", "نصب", branch), build_firms.capability("guard", "امنیت", branch)
    build_firms.firm("یک", city="اهواز", size="micro", sections=[soft], capabilities=[lay])
    build_firms.firm("دو", city="اهواز", size="small", sections=[soft, hard], capabilities=[guard])
    build_firms.firm("سه", city="دزفول", size="small", sections=[hard], capabilities=[lay, guard])
    build_firms.firm("چهار", city="دزفول", size="small")


@pytest.mark.parametrize("words", [{}, {"q": "اهواز"}, {"q": "نصب"}])
@pytest.mark.parametrize(
    "chosen",
    [{}, {"city": "اهواز"}, {"section": "2"}, {"capability": "net"}, {"size": "small", "city": "دزفول"},
     {"section": "1", "capability": "lay", "city": "اهواز", "size": "micro"}],
)  # fmt: skip
def test_each_count_is_what_choosing_the_option_shows(client, four, words, chosen):
    """Whatever is chosen: the number beside an option is the number of firms behind its link."""
    page = client.get(LIST, words | chosen)

    assert page.context["count"] == len(page.context["firms"])
    for group in page.context["filters"]:
        for option in group["options"]:
            behind = client.get(option["url"])
            if not option["is_chosen"]:
                assert (option["words"], len(names(behind))) == (option["words"], option["count"])


def test_the_counts_follow_the_other_filters(client, four):
    assert counts(client, city="اهواز") == {
        "section": {"نرم‌افزار": 2, "سخت‌افزار": 1},
        "capability": {"شبکه": 2},
        "city": {"اهواز": 2, "دزفول": 2},
        "size": {"خرد: کمتر از ۱۰ نفر": 1, "کوچک: ۱۰ تا ۴۹ نفر": 1},
    }


def test_a_branch_finds_its_leaves_and_opens(client, four):
    assert sorted(shown(client, capability="net")) == ["دو", "سه", "یک"]
    assert counts(client, capability="net")["capability"] == {"شبکه": 3, "امنیت": 2, "نصب": 2}
    assert sorted(shown(client, capability="guard")) == ["دو", "سه"]


def test_what_is_chosen_can_be_taken_away_one_by_one(client, four):
    page = client.get(LIST, {"q": "شبکه", "city": "اهواز", "size": "small"})

    assert names(page) == ["دو"]
    without = {one["words"]: names(client.get(one["url"])) for one in page.context["active"]}
    assert without == {
        "جست‌وجو: «شبکه»": ["دو"],
        "اهواز": ["دو", "سه"],
        "کوچک: ۱۰ تا ۴۹ نفر": ["دو", "یک"],
    }


def test_nothing_that_a_firm_keeps_back_finds_it(client):
    """I14: neither words nor filters nor counts give away what has no consent."""
    section, able = build_firms.section(), build_firms.capability()
    build_firms.firm(
        "نام", sections=[section], capabilities=[able], about="رازداری", **dict.fromkeys(Firm.CONSENTS, False)
    )

    for word in ("رازداری", "اهواز", section.name, able.name):
        assert shown(client, q=word) == []
    assert shown(client, city="اهواز") == shown(client, section="1") == shown(client, size="small") == []
    assert counts(client) == {}


def walk(client, **question):
    """All pages forwards by their links, then back by theirs; each a list of names."""
    forwards, backwards = [], []
    page = client.get(LIST, question)
    while True:
        forwards.append(names(page))
        if not page.context["following"]:
            break
        page = client.get(page.context["following"])
    while page.context["previous"]:
        page = client.get(page.context["previous"])
        backwards.append(names(page))
    return forwards, backwards


@pytest.mark.long
@pytest.mark.parametrize("cap", [1000, 10])
@pytest.mark.parametrize("question", [{}, {"q": "جنوب"}, {"q": "جنوب", "city": "اهواز"}])
def test_pages_meet_without_gap_or_repetition_forwards_and_back(client, monkeypatch, question, cap):
    """Forty-five firms, of all three ranks, many with one name; ``cap`` 10 is the walk beyond what is counted."""
    monkeypatch.setattr(searching, "CAP", cap)
    ranked = ["جنوب پویا"] * 22 + ["داده جنوب"] * 8 + ["کارون"] * 15
    for name in ranked:
        build_firms.firm(name, about="در جنوب")

    forwards, backwards = walk(client, **question)

    assert [len(page) for page in forwards] == [20, 20, 5]
    assert [name for page in forwards for name in page] == ranked
    assert backwards == forwards[-2::-1]


def test_each_firm_stands_on_one_page_only(client):
    firms = {build_firms.firm("یک نام").slug for _number in range(41)}
    slugs, page = [], client.get(LIST)
    while True:
        slugs += re.findall(r'<h3><a href="/members/([\w-]+)/"', page.text)
        if not page.context["following"]:
            break
        page = client.get(page.context["following"])

    assert len(slugs) == 41
    assert set(slugs) == firms


def test_beyond_the_cap_no_number_is_told(client, monkeypatch):
    monkeypatch.setattr(searching, "CAP", 2)
    for _number in range(3):
        build_firms.firm(about="شبکه")

    page = client.get(LIST, {"q": "شبکه"})

    assert len(page.context["firms"]) == 3
    assert "بیش از ۱٬۰۰۰ بنگاه" in page.text
    assert {option["count"] for group in page.context["filters"] for option in group["options"]} == {None}


@pytest.mark.parametrize("number", [1, 3, pytest.param(45, marks=pytest.mark.long)])
@pytest.mark.parametrize(
    "question", [{}, {"city": "اهواز", "section": "1"}, {"q": "شرکت"}, {"q": "شرکت", "size": "small"}]
)
def test_the_list_takes_four_queries_for_any_number_of_firms(client, django_assert_num_queries, number, question):
    parts = {"sections": [build_firms.section()], "capabilities": [build_firms.capability()]}
    for _number in range(number):
        build_firms.firm(**parts)

    with django_assert_num_queries(4):
        page = client.get(LIST, question)

    assert len(page.context["firms"]) == min(number, 20)


def test_the_walk_beyond_the_cap_takes_four_queries_too(client, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(searching, "CAP", 2)
    for _number in range(5):
        build_firms.firm()

    with django_assert_num_queries(4):
        client.get(LIST, {"q": "شرکت"})


def test_the_page_can_be_kept_and_asked_again(client):
    build_firms.firm()
    first = client.get(LIST)

    again = client.get(LIST, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert (again.status_code, again.content) == (304, b"")
    assert "csrfmiddlewaretoken" not in first.text
    assert not first.cookies


def test_an_empty_directory_says_how_to_join(client):
    page = client.get(LIST).text

    assert "هنوز بنگاهی فهرست نشده است" in page
    assert 'href="/members/register/"' in page
