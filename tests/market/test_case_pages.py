"""What the public reads: one stored row, hidden cells without a figure anywhere, and no name that was not released."""

import csv
import io

import pytest
from django.urls import reverse

from council.models import Statement
from market.cases.public import quarter_words, share
from market.models import ProcurementCase
from market.services.case_figures import publish_figures
from market.services.cases import release_case
from tests import build
from tests.market import build_cases
from tests.market.test_case_figures import write

pytestmark = pytest.mark.django_db
PAGES = ("case_figures", "case_csv", "case_released")


def page(client, name="case_figures", language=""):
    return client.get(language + reverse(f"market:{name}")).content.decode()


@pytest.fixture
def published(firms, branches, staff):
    build.cluster()
    write(firms, branches, extra={0: ["one-maker"], 1: ["one-maker"]})
    return publish_figures(by=staff)


def test_before_the_first_publication_the_page_says_when_figures_come(client):
    build.cluster()

    assert "دست‌کم ۵ گزارش‌دهنده" in page(client)
    assert client.get(reverse("market:case_csv")).status_code == 404


def test_the_page_shows_the_figures_and_the_shares(client, published):
    text = page(client)

    # 5,500 of 5,650 rials: 97.345… percent; guarantee and one-maker are hidden, the price is 2,200 of 5,500
    assert "۹۷٫۳ درصد" in text
    assert "۴۰٫۰ درصد" in text
    assert "۲٬۲۰۰ ریال" in text
    assert text.count("پنهان</td>") == 3 * 4  # two reasons and two branches, three columns each
    assert "تابستان ۱۴۰۳" in text


def test_no_figure_of_a_hidden_row_stands_on_the_page_or_in_the_file(client, published):
    """Hidden: one-maker (300), guarantee (1,500), hardware (1,300), network (2,700)."""
    file = page(client, "case_csv")
    rows = list(csv.reader(io.StringIO(file.lstrip("\ufeff"))))

    assert [figure for figure in ("۱٬۳۰۰ ریال", "۲٬۷۰۰ ریال", "۳۰۰ ریال") if f">{figure}" in page(client)] == []
    assert [row[1:5] for row in rows if row[0] == "به تفکیک دلیل"] == [
        ["هزینه‌های مازاد سامانه یا مناقصه", "6", "2600", "47.3"],
        ["مشخصات فنی فقط با یک سازنده جور است", "پنهان", "پنهان", "پنهان"],
        ["ضمانت‌نامه", "پنهان", "پنهان", "پنهان"],
        ["قیمت", "3", "2200", "40.0"],
    ]


def test_a_name_that_a_spreadsheet_would_calculate_stays_text(client, firms, branches, staff):
    branch = branches["software"].parent
    branch.name = "=1+1"
    branch.save()
    write(firms, branches)
    publish_figures(by=staff)

    rows = csv.reader(io.StringIO(page(client, "case_csv").lstrip("\ufeff")))
    assert [row[1] for row in rows if row[1].endswith("1+1")] == ["'=1+1"]


def test_a_case_that_counts_later_does_not_move_the_page(client, published, firms, branches):
    before = page(client), page(client, "case_csv")

    build_cases.row(firm=firms[0], category=branches["software"], amount=77_777)

    assert (page(client), page(client, "case_csv")) == before


@pytest.mark.parametrize("times", [1, 3])
def test_the_public_pages_ask_as_often_for_many_cases_as_for_few(
    client, firms, branches, staff, django_assert_num_queries, times
):  # fmt: skip
    build.cluster()
    for _time in range(times):
        for case in write(firms, branches):
            ProcurementCase.objects.filter(pk=case.pk).update(names_buyer=True, released_at=case.decided_at)
    publish_figures(by=staff)

    for name, queries in (("case_figures", 5), ("case_csv", 1), ("case_released", 4)):
        with django_assert_num_queries(queries):
            page(client, name)


def test_the_sources_statements_stand_on_the_page_with_their_source(client):
    build.cluster()
    Statement.objects.create(
        source=build.source(),
        order=1,
        topic=Statement.Topic.MARKET,
        speaker="رئیس اتحادیه",
        text="هزینه‌های مازاد سنگین",
    )

    text = page(client)

    assert "هزینه‌های مازاد سنگین" in text
    assert "۳۲۰۷۵" in text


def test_what_a_union_told_the_council_stands_there_with_its_meeting(client):
    meeting = build.meeting(state="published")
    union = build_cases.union()
    for person, institution in (("محمود نایل", union), ("دیگری", build.institution())):
        build.attendance(meeting, None, person=person, institution=institution)
    facts = {"meeting": meeting, "kind": "information"}
    build.agenda_item(**facts, presenter="محمود نایل، رئیس اتحادیه", text="از سامانه تدارکات می‌خرند")
    build.agenda_item(**facts, presenter="دیگری", text="سخن دیگری")
    secret = build.agenda_item(**facts, presenter="محمود نایل", text="متن محرمانه")
    build.decision(secret)

    text = page(client)

    assert [words in text for words in ("از سامانه تدارکات می‌خرند", "سخن دیگری", "متن محرمانه")] == [True, False, False]
    assert reverse("council:meeting_detail", args=[meeting.key]) in text


def test_the_page_is_kept_by_its_tag(client, published):
    first = client.get(reverse("market:case_figures"))

    again = client.get(reverse("market:case_figures"), headers={"if-none-match": first.headers["ETag"]})

    assert (again.status_code, first.headers["Cache-Control"]) == (304, "public, max-age=60")


# Names (I18) ------------------------------------------------------------------
@pytest.fixture
def named(firms, staff):
    """One case for each way to be named, and one whose names stay closed; buyer and firm have telling names."""
    made = {}
    for key, names in {
        "neither": {},
        "buyer": {"names_buyer": True},
        "firm": {"names_firm": True},
        "both": {"names_buyer": True, "names_firm": True},
    }.items():
        firm = firms[len(made)]
        firm.name = f"شرکت رازدار {key}"
        firm.save()
        case = build_cases.row(firm=firm, buyer_name=f"خریدار رازدار {key}", firm_agrees=True)
        if names:
            facts = {"names_buyer": False, "names_firm": False, "why": "رضایت"} | names
            release_case(case=case, by=staff, seen=0, **facts)
        made[key] = case
    return made


def told(text):
    names = [f"{side} رازدار {key}" for side in ("شرکت", "خریدار") for key in ("neither", "buyer", "firm", "both")]
    return {name for name in names if name in text}


def test_exactly_the_released_names_are_public(client, named):
    build.cluster()

    assert told("".join(page(client, name) for name in PAGES[::2])) == {
        "خریدار رازدار buyer", "شرکت رازدار firm", "شرکت رازدار both", "خریدار رازدار both",
    }  # fmt: skip
    assert page(client, "case_released").count('id="case-') == 3


def test_a_release_that_is_taken_back_takes_the_name_out(client, named, staff):
    build.cluster()
    for key in ("buyer", "firm", "both"):
        case = ProcurementCase.objects.get(pk=named[key].pk)
        release_case(case=case, by=staff, seen=case.row_version, names_buyer=False, names_firm=False, why="خواست شرکت")

    assert told(page(client, "case_released")) == set()
    assert "خریدی آزاد نشده است" in page(client, "case_released")


def test_what_is_only_submitted_checked_or_rejected_is_nowhere_in_public(client, firms):
    build.cluster()
    for state in ("submitted", "checked", "rejected", "counted"):
        build_cases.row(firm=firms[0], state=state, buyer_name="خریدار رازدار neither", firm_agrees=True)

    assert told("".join(page(client, name) for name in PAGES[::2])) == set()


def test_shares_are_rounded_from_whole_numbers():
    assert [share(1, 3), share(2, 3), share(1, 2000), share(10**22 + 1, 10**22 + 1)] == [
        "۳۳٫۳ درصد", "۶۶٫۷ درصد", "۰٫۱ درصد", "۱۰۰٫۰ درصد",
    ]  # fmt: skip


def test_quarters_are_those_of_the_jalali_year():
    assert [quarter_words(14000 + place) for place in (31, 34)] == ["بهار ۱۴۰۳", "زمستان ۱۴۰۳"]
