"""Money on the public pages: sums worked out by hand, each number leading to where the same number is made.

Plan 1: the company gives 1,000 in cash (decision 1403/01-01, 26 Ordibehesht), paid 300 on 1 Tir and 400 on 1 Mehr, and
a mistaken 200 that was reversed; the school gives 500 in kind, paid 500 on 1 Mehr. Plan 2: the school gives 2,500 in
cash by a decision of 10 Mehr, nothing paid. Plan 2 also has a pledge of 700 by the company that no decision approved.

On 31 Shahrivar: approved 1,500, paid 300 (20.0 percent). Today: approved 4,000, paid 1,200 (30.0 percent), 700 in cash
and 500 in kind; of the company 1,000 and 700 (70.0), of the school 3,000 and 500 (16.7).
"""

import csv
from io import StringIO
from types import SimpleNamespace

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from actionplans import money
from actionplans.models import Funding, PaymentReversal
from council.models import Decision
from council.panels import decision_panels, proposal_panels
from filing.uploads import store_file
from tests import build
from tests.reports.build_year import SHAHRIVAR, at, day, small_year
from tests.reports.shown import section, shown

pytestmark = pytest.mark.django_db
YEAR, PLAN = "/progress/1403/", "/progress/1403/plans/1/"
HEAD = ["تعهدشده", "تصویب‌شده", "پرداخت‌شده", "سهم پرداخت از مصوب (درصد)"]
NOW = "2024-12-20T12:00+03:30"  # 30 Azar 1403


@pytest.fixture(autouse=True)
def in_azar():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def paid(supervisor):
    """The rows of this module's first lines, by name."""
    made = small_year(supervisor=supervisor)
    company = build.institution("company", "شرکت", name_en="Company")
    school = build.institution("school", "آموزشگاه", name_en="School")
    meeting = build.meeting(2, held_on=day(7, 10), state="published")
    later = build.adopted_decision(build.agenda_item(meeting))
    given = {"approved": 1_000, "pledged": 1_000, "decision": made.decision}
    cash = build.funding(made.one, institution=company, subject="خرید تجهیزات", **given)
    kind = build.funding(
        made.one, institution=school, kind="in_kind", approved=500, pledged=500, decision=made.decision
    )
    build.funding(made.two, institution=school, approved=2_500, pledged=2_500, decision=later)
    pledge = build.funding(made.two, institution=company, pledged=700)
    build.payment(cash, 300, paid_on=day(4, 1), note="پیش‌پرداخت")
    build.payment(cash, 400, paid_on=day(7, 1))
    mistaken = build.payment(cash, 200, paid_on=day(7, 2))
    PaymentReversal.objects.create(payment=mistaken, reason="دو بار ثبت شده بود.", by=build.user())
    build.payment(kind, 500, paid_on=day(7, 1))
    return SimpleNamespace(**vars(made) | {"later": later, "pledge": pledge, "cash": cash})


def tables(part):
    """The rows of each table of a section."""
    return [
        [[cell.text for cell in row.children if hasattr(cell, "tag")] for row in table.all("tr")]
        for table in part.all("table")
    ]


def headline(part):
    return [node.text for node in part.all("span", class_="fig__val")]


def test_the_year_sums_what_was_approved_and_paid_by_institution_and_by_plan(client, paid):
    part = section(client.get(YEAR), "money")

    assert headline(part) == ["۴٬۰۰۰ ریال", "۴٬۰۰۰ ریال", "۱٬۲۰۰ ریال"]
    assert "۳۰٫۰ درصد مبلغ مصوب" in part.text
    assert "نقدی: ۷۰۰ ریال غیرنقدی: ۵۰۰ ریال" in part.text
    assert tables(part) == [
        [
            ["نهاد", *HEAD],
            ["آموزشگاه", "۳٬۰۰۰", "۳٬۰۰۰", "۵۰۰", "۱۶٫۷"],
            ["شرکت", "۱٬۰۰۰", "۱٬۰۰۰", "۷۰۰", "۷۰٫۰"],
            ["جمع", "۴٬۰۰۰", "۴٬۰۰۰", "۱٬۲۰۰", "۳۰٫۰"],
        ],
        [
            ["برنامه عمل", *HEAD],
            ["۱. برنامه یکم", "۱٬۵۰۰", "۱٬۵۰۰", "۱٬۲۰۰", "۸۰٫۰"],
            ["۲. برنامه دوم", "۲٬۵۰۰", "۲٬۵۰۰", "۰", "۰٫۰"],
            ["جمع", "۴٬۰۰۰", "۴٬۰۰۰", "۱٬۲۰۰", "۳۰٫۰"],
        ],
    ]


def test_a_page_of_an_earlier_day_counts_what_was_decided_and_paid_by_then(client, paid):
    part = section(client.get(SHAHRIVAR), "money")

    assert headline(part) == ["۱٬۵۰۰ ریال", "۱٬۵۰۰ ریال", "۳۰۰ ریال"]
    assert tables(part)[1][1:] == [
        ["۱. برنامه یکم", "۱٬۵۰۰", "۱٬۵۰۰", "۳۰۰", "۲۰٫۰"],
        ["جمع", "۱٬۵۰۰", "۱٬۵۰۰", "۳۰۰", "۲۰٫۰"],
    ]
    assert part.links()[-1] == ("برنامه یکم", f"{PLAN}?as_of=1403-06-31#money")
    assert "صفحه نهادها جمع آن‌ها را تا امروز نشان می‌دهد." in part.text


def test_the_bars_have_three_parts_against_the_largest_pledge(client, paid, council_member):
    client.force_login(council_member)

    bars = section(client.get(YEAR), "money").all("svg", class_="bar")

    drawn = [{rect.attributes["class"]: rect.attributes["width"] for rect in bar.all("rect")} for bar in bars]
    assert drawn == [
        {"m-pledged": "100.0%", "m-approved": "85.1%", "m-paid": "25.5%"},  # 4,700: 4,000 and 1,200 of it
        {"m-pledged": "100.0%", "m-approved": "100.0%", "m-paid": "16.7%"},
        {"m-pledged": "56.7%", "m-approved": "33.3%", "m-paid": "23.3%"},  # 1,700 of 3,000
    ]


def test_a_pledge_is_for_those_who_may_read_pledges(client, paid, council_member):
    public = section(client.get(YEAR), "money").text
    client.force_login(council_member)
    part = section(client.get(YEAR), "money")
    plan = section(client.get("/progress/1403/plans/2/"), "money")

    assert "۷۰۰" not in public.replace("نقدی: ۷۰۰ ریال", "").replace("شرکت ۱٬۰۰۰ ۱٬۰۰۰ ۷۰۰", "")
    assert headline(part) == ["۴٬۷۰۰ ریال", "۴٬۰۰۰ ریال", "۱٬۲۰۰ ریال"]
    assert tables(plan)[0][2] == ["شرکت", "نقدی", "۷۰۰", "—", "—", "هنوز تصویب نشده"]


def test_a_year_and_a_plan_without_money_have_no_such_block(client):
    small_year()

    for path in (YEAR, PLAN, "/council/institutions/host/", "/council/decisions/1403-01-01/"):
        page = shown(client.get(path))
        assert page.all("section", id="money") == []
        assert ("منابع مالی", "#money") not in page.links()
    assert "money.csv" not in client.get(YEAR).content.decode()


def test_the_plan_shows_its_commitments_with_their_decisions_and_every_payment(client, paid):
    part = section(client.get(PLAN), "money")

    assert tables(part) == [
        [
            ["نهاد", "نوع", "تعهدشده", "تصویب‌شده", "پرداخت‌شده", "مصوبه"],
            ["شرکت خرید تجهیزات", "نقدی", "۱٬۰۰۰", "۱٬۰۰۰", "۷۰۰", "۱۴۰۳/۰۱-۰۱"],
            ["آموزشگاه", "غیرنقدی", "۵۰۰", "۵۰۰", "۵۰۰", "۱۴۰۳/۰۱-۰۱"],
            ["جمع", "", "۱٬۵۰۰", "۱٬۵۰۰", "۱٬۲۰۰", ""],
        ],
        [
            ["روز و نهاد", "نوع", "مبلغ", "جمع تا این پرداخت", "یادداشت"],
            ["۱ تیر ۱۴۰۳ شرکت", "نقدی", "۳۰۰", "۳۰۰", "پیش‌پرداخت"],
            ["۱ مهر ۱۴۰۳ شرکت", "نقدی", "۴۰۰", "۷۰۰", "—"],
            ["۱ مهر ۱۴۰۳ آموزشگاه", "غیرنقدی", "۵۰۰", "۱٬۲۰۰", "—"],
            ["۲ مهر ۱۴۰۳ شرکت", "نقدی", "۲۰۰", "۱٬۲۰۰", "برگشت‌خورده دو بار ثبت شده بود."],
        ],
    ]
    assert part.links()[:3] == [
        ("منابع مالی سال", "/progress/1403/#money"),
        ("شرکت", "/council/institutions/company/#money"),
        ("۱۴۰۳/۰۱-۰۱", "/council/decisions/1403-01-01/"),
    ]


def test_the_plan_page_of_an_earlier_day_stops_there(client, paid):
    part = section(client.get(f"{PLAN}?as_of=1403-06-31"), "money")

    assert tables(part)[0][-1] == ["جمع", "", "۱٬۵۰۰", "۱٬۵۰۰", "۳۰۰", ""]
    assert [row[2] for row in tables(part)[1][1:]] == ["۳۰۰"]
    assert part.links()[0] == ("منابع مالی سال", "/progress/1403/?as_of=1403-06-31#money")


def test_money_that_comes_after_the_years_end_counts_on_the_page_of_today(client, paid):
    with time_machine.travel("2025-04-20T12:00+03:30", tick=False):
        build.payment(paid.cash, 50, paid_on=day(1, 20, 1404))

        assert headline(section(client.get(YEAR), "money"))[-1] == "۱٬۲۵۰ ریال"
        assert headline(section(client.get(f"{YEAR}?as_of=1403-12-29"), "money"))[-1] == "۱٬۲۰۰ ریال"


def test_an_institution_shows_its_commitments_year_by_year_with_the_years_number(client, paid):
    other = build.plan(1, title="برنامه سال پیش", year=build.year(1402))
    build.approve(other)
    decision = build.adopted_decision(build.agenda_item(build.meeting(1, held_on=day(2, 1, 1402), year=other.year)))
    build.funding(other, institution=build.institution("school"), approved=90, pledged=90, decision=decision)

    part = section(client.get("/council/institutions/school/"), "money")

    assert tables(part) == [
        [
            ["برنامه عمل", "نوع", "تعهدشده", "تصویب‌شده", "پرداخت‌شده", "مصوبه"],
            ["۱. برنامه یکم", "غیرنقدی", "۵۰۰", "۵۰۰", "۵۰۰", "۱۴۰۳/۰۱-۰۱"],
            ["۲. برنامه دوم", "نقدی", "۲٬۵۰۰", "۲٬۵۰۰", "۰", "۱۴۰۳/۰۲-۰۱"],
            ["جمع", "", "۳٬۰۰۰", "۳٬۰۰۰", "۵۰۰", ""],
        ],
        [
            ["برنامه عمل", "نوع", "تعهدشده", "تصویب‌شده", "پرداخت‌شده", "مصوبه"],
            ["۱. برنامه سال پیش", "نقدی", "۹۰", "۹۰", "۰", "۱۴۰۲/۰۱-۰۱"],
            ["جمع", "", "۹۰", "۹۰", "۰", ""],
        ],
    ]


def test_each_number_leads_to_where_the_same_number_is_made(client, paid):
    """Year → institution and year → plan carry the same sums; plan → decision carries the same commitment."""
    year = section(client.get(YEAR), "money")
    (institutions, plans), links = tables(year), dict(year.links())

    path, _hash, anchor = links["آموزشگاه"].partition("#")
    there = shown(client.get(path)).one("table", id=anchor)
    assert [cell.text for cell in there.all("tr")[-1].all("td")][1:4] == institutions[1][1:4]
    path, _hash, anchor = links["برنامه یکم"].partition("#")
    plan = section(client.get(path), anchor)
    assert tables(plan)[0][-1][2:5] == plans[1][1:4]
    decision = section(client.get(dict(plan.links())["۱۴۰۳/۰۱-۰۱"]), "money")
    assert "شرکت: ۱٬۰۰۰ ریال نقدی" in decision.text
    assert "جمع: ۱٬۵۰۰ ریال." in decision.text


def test_every_link_of_the_money_blocks_leads_somewhere(client, paid):
    for page in [
        YEAR,
        SHAHRIVAR,
        PLAN,
        f"/en{PLAN}",
        "/council/institutions/school/",
        "/council/decisions/1403-01-01/",
    ]:
        for words, address in section(client.get(page), "money").links():
            path, _hash, anchor = address.partition("#")
            target = client.get(path)
            assert target.status_code == 200, (page, words, address)
            assert not anchor or shown(target).all(id=anchor), (page, words, address)


def test_a_proposal_shows_its_pledges_to_those_who_read_them_only(client, paid, council_member):
    proposal = build.decision()
    Funding.objects.filter(pk=paid.pledge.pk).update(decision=proposal)
    nobody = client.get(YEAR).wsgi_request.user

    [panel] = proposal_panels.of(proposal, council_member)
    assert panel["template"] == "reports/proposal_money.html"
    assert [row["amount"] for row in panel["context"]["rows"]] == ["۷۰۰ ریال"]
    assert proposal_panels.of(proposal, nobody) == []
    assert decision_panels.of(proposal, council_member) == []
    assert proposal_panels.of(Decision.objects.get(pk=paid.decision.pk), council_member) == []


def test_the_file_has_a_row_for_each_commitment(client, paid, council_member):
    response = client.get("/progress/1403/money.csv?as_of=1403-06-31")
    english = client.get("/en/progress/1403/money.csv")
    client.force_login(council_member)
    with_pledges = rows(client.get("/en/progress/1403/money.csv"))

    assert response.headers["Content-Disposition"] == 'attachment; filename="money-1403-1403-06-31.csv"'
    assert rows(response) == [
        ["برنامه عمل", "عنوان", "نهاد", "نوع", "موضوع", "تعهدشده به ریال", "مصوب به ریال", "پرداخت‌شده به ریال",
         "مصوبه", "در تاریخ"],
        ["1", "برنامه یکم", "شرکت", "نقدی", "خرید تجهیزات", "1000", "1000", "300", "1403/01-01", "1403-06-31"],
        ["1", "برنامه یکم", "آموزشگاه", "غیرنقدی", "", "500", "500", "0", "1403/01-01", "1403-06-31"],
    ]  # fmt: skip
    assert rows(english)[1] == [
        "1", "Plan one", "Company", "in cash", "خرید تجهیزات", "1000", "1000", "700", "1403/01-01", "2024-12-20",
    ]  # fmt: skip
    assert (len(rows(english)), with_pledges[-1][5:9]) == (4, ["700", "", "", ""])


def rows(response):
    return list(csv.reader(StringIO(response.content.decode().removeprefix("\ufeff"))))


def test_a_bad_day_of_the_file_is_refused_and_no_year_is_not_found(client, paid):
    assert client.get("/progress/1403/money.csv?as_of=1402-01-01").status_code == 400
    assert client.get("/progress/1390/money.csv").status_code == 404


def test_names_and_notes_never_become_a_formula(client, paid):
    Funding.objects.filter(pk=paid.cash.pk).update(subject="=1+1")

    assert rows(client.get("/progress/1403/money.csv"))[1][4] == "'=1+1"


def test_a_sample_is_marked_on_the_page_and_in_the_file(client, supervisor):
    made = small_year(supervisor=supervisor, is_sample=True)
    build.funding(made.one, approved=5, pledged=5, decision=made.decision, institution=made.one.lead)

    for path in (YEAR, PLAN, "/council/institutions/host/", "/council/decisions/1403-01-01/"):
        assert section(client.get(path), "money").all("span", class_="mark"), path
    assert [row[-1] for row in rows(client.get("/progress/1403/money.csv"))] == ["نمونه", "بله"]


def test_visits_stand_in_the_story_the_reports_and_a_list_of_their_own(client, supervisor):
    made = small_year(supervisor=supervisor)
    visit = build.visit([made.one], visited_on=day(5, 5), findings="کارگاه برپا بود.", findings_en="It was there.")
    build.verification(made.waiting, percent=70, by=supervisor, visit=visit, at=at(day(5, 6)), reason="یک سند کم بود.")

    page = shown(client.get(PLAN))

    listed = page.one("section", id="visits")
    assert listed.text == "بازدیدهای نظارتی ۵ مرداد ۱۴۰۳ یک گزارش این برنامه در آن بررسی شد. کارگاه برپا بود."
    link = ("در بازدید ۵ مرداد ۱۴۰۳", f"#visit-{visit.pk}")
    story = page.one("section", id="story")
    assert link in story.links()
    assert ("کارگاه برپا بود.", f"#visit-{visit.pk}") in story.links()
    assert link in page.one("tr", id=f"entry-{made.waiting.pk}").links()
    assert link not in page.one("tr", id=f"entry-{made.verified.pk}").links()
    assert "at the visit of 26 July 2024" in shown(client.get(f"/en{PLAN}")).one("section", id="entries").text


def test_a_return_at_a_visit_says_so_in_the_story(client, supervisor):
    made = small_year(supervisor=supervisor)
    visit = build.visit([made.one], visited_on=day(5, 5))
    build.verification(
        made.waiting, "returned", by=supervisor, visit=visit, at=at(day(5, 6)), reason="سندی پیوست نیست."
    )

    story = shown(client.get(PLAN)).one("section", id="story")

    assert ("در بازدید ۵ مرداد ۱۴۰۳", f"#visit-{visit.pk}") in story.links()


@pytest.mark.parametrize(("is_public", "links"), [(True, 1), (False, 0)])
def test_the_file_of_a_visit_is_a_link_only_where_it_may_be_opened(client, supervisor, is_public, links):
    made = small_year(supervisor=supervisor)
    file = store_file(SimpleUploadedFile("بازدید.txt", b"seen"), by=supervisor)
    build.visit([made.one], file=file, is_file_public=is_public)

    part = shown(client.get(PLAN)).one("section", id="visits")
    assert len(part.links()) == links
    assert ("غیرعمومی" in part.text) is not is_public
    client.force_login(supervisor)
    assert part.links() or shown(client.get(PLAN)).one("section", id="visits").links()


def test_the_sums_of_many_rows_are_exact():
    lines = [
        money.Line(funding=Funding(kind=kind), pledged=10**16, approved=10**16, paid=10**16 - 1)
        for kind in ("cash", "in_kind", "in_kind")
    ]

    assert money.Sums.of(lines) == money.Sums(3 * 10**16, 3 * 10**16, 3 * 10**16 - 3, 10**16 - 1, 2 * 10**16 - 2)
