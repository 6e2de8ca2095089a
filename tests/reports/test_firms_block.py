"""The sums of the firms on the yearly page, their own page, in the file, at home: the same figures, the same hidden."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from members.models import Firm, ReturnRound
from members.services import returns
from tests import build
from tests.members import build_firms
from tests.reports.build_year import small_year

pytestmark = pytest.mark.django_db
YEAR, FIRMS, FILE = "/progress/1403/", "/progress/1403/firms/", "/progress/1403/firms.csv"


def file_many(year=None, scale=1, **fields):
    """Six returns by hand. Section 1: 5, 8, 20, 30 people; section 2: 20, 30, 40; none: 12.

    Micro 5, 8 are two firms, so that they are hidden with the next smallest: medium has none, small has four.
    People 115, women 6 × 2 = 12, graduates 6 × 3 = 18; all in the year 1403 unless told otherwise.
    """
    one, two = build_firms.section(1, "نرم‌افزار", name_en="Software"), build_firms.section(2, "سخت‌افزار")
    for staff, sections in [(5, [one]), (8, [one]), (20, [one, two]), (30, [one, two]), (40, [two]), (12, [])]:
        firm = build_firms.firm(sections=sections, **fields)
        build_firms.firm_return(firm, year, staff=staff * scale, women=2, graduates=3, local_sales=10, exports=1)


def figures_of(response):
    return response.context["firms"]


def test_the_yearly_page_shows_totals_and_hides_what_is_of_few(client):
    small_year()
    file_many()

    block = figures_of(client.get(YEAR))

    total = block["total"]
    assert [total[name] for name in ("staff", "women", "graduates", "firms")] == ["۱۱۵", "۱۲", "۱۸", "۶"]
    assert (total["local_sales"]["exact"], total["exports"]["exact"]) == ("۶۰ ریال", "۶ ریال")
    assert total["women_share"] == "۱۰٫۴ درصد"  # 12 of 115
    rows = {str(row["name"]).split(":")[0]: row["cells"] for row in block["sizes"]}
    assert [row["is_hidden"] for row in block["sizes"]] == [True, True, False, False]
    assert list(rows.values())[2] == ["۰", "۰", "۰", "۰"]


def test_the_table_of_sections_is_not_additive_and_hides_a_complement_of_one(client):
    """Section 1: 4 firms, section 2: 3, none: 1, of 6. Worked out by hand:

    «none» is one firm: hidden, with the next smallest, section 2. The total minus section 1 is then two firms (40 and
    12): section 1 is hidden too.
    """
    small_year()
    file_many()

    block = figures_of(client.get(YEAR))

    assert [row["is_hidden"] for row in block["sections"]] == [True, True, True]
    assert block["has_hidden"]


def test_every_page_and_the_file_show_the_same(client):
    small_year()
    file_many()
    for _number in range(9):  # three firms or more in every section, and none alone
        build_firms.firm_return(
            build_firms.firm(sections=[build_firms.section(1), build_firms.section(2)]), staff=4, women=0, graduates=0
        )

    pages = [figures_of(client.get(path)) for path in (YEAR, FIRMS)]
    assert pages[0] == pages[1]
    lines = list(csv.reader(StringIO(client.get(FILE).content.decode("utf-8-sig"))))
    assert lines[1][:8] == ["مجموع", "", "15", "151", "12", "18", "6", "60"]
    shown = [[cell.replace("٬", "") for cell in row["cells"]] for row in [*pages[0]["sizes"], *pages[0]["sections"]]]
    latin = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
    assert [[cell.translate(latin) for cell in row] for row in shown] == [line[2:6] for line in lines[2:]]


def test_the_change_to_the_year_before_is_told_when_both_are_shown(client):
    small_year()
    file_many(build.year(1402, state="closed"))
    assert figures_of(client.get("/progress/1402/"))["total"]["changes"]["staff"] == ""
    file_many(scale=2)

    changes = figures_of(client.get(YEAR))["total"]["changes"]

    assert changes["staff"] == "۱۱۵ بیشتر از سال پیش"
    assert changes["women"] == "به اندازه سال پیش"


def test_under_five_firms_nothing_is_shown_not_even_how_many(client):
    small_year()
    for _number in range(4):
        build_firms.firm_return(staff=77)

    page, home = client.get(YEAR), client.get("/").content.decode()

    block = figures_of(page)
    assert (block["total"], "پنج" in block["too_few"]) == (None, True)
    assert "۷۷" not in page.content.decode()
    assert 'id="firms"' not in home
    assert client.get(FILE).content.decode("utf-8-sig").count("\n") == 1
    assert "۴ " not in client.get(FIRMS).content.decode().partition("<main")[2].partition("made")[0]


def test_without_a_return_the_yearly_page_says_nothing(client):
    small_year()

    assert figures_of(client.get(YEAR)) is None
    assert "گردآوری نشده" in client.get(FIRMS).content.decode()
    build_firms.return_round()
    assert "هنوز" in client.get(FIRMS).content.decode()
    assert client.get("/progress/1399/firms/").status_code == 404


def test_the_page_moves_with_a_return_and_so_does_its_tag(client):
    small_year()
    file_many()
    tag = client.get(YEAR).headers["ETag"]

    build_firms.firm_return(staff=9)

    changed = client.get(YEAR, headers={"If-None-Match": tag})
    assert (changed.status_code, figures_of(changed)["total"]["staff"]) == (200, "۱۲۴")


def test_how_many_were_asked_is_counted_while_open_and_kept_when_closed(client, staff):
    small_year()
    file_many()
    build_firms.firm()
    assert "۷" in client.get(FIRMS).context["asked"]
    returns.close_round(return_round=ReturnRound.objects.get(), by=staff)

    Firm.objects.update(state=Firm.State.LEFT)

    assert "۷" in client.get(FIRMS).context["asked"]


def test_a_later_profile_does_not_move_a_year(client):
    small_year()
    file_many()
    before = figures_of(client.get(FIRMS))

    for firm in Firm.objects.all():
        firm.sections.clear()
        firm.size = "large"
        firm.save()

    assert figures_of(client.get(FIRMS)) == before


@pytest.mark.parametrize("path", [YEAR, FIRMS, "/", "/en/progress/1403/firms/"])
def test_sums_of_a_sample_bear_its_mark(client, path):
    small_year()
    file_many(is_sample=True)

    page = client.get(path)

    assert "نمونه" in page.content.decode() or "Sample" in page.content.decode()
    assert page.context["sample"] is True
    assert client.get(FILE).content.decode("utf-8-sig").splitlines()[1].endswith("بله")


@pytest.mark.parametrize("firms", [6, 12])
def test_the_pages_ask_the_same_number_of_questions_for_twice_the_firms(client, django_assert_num_queries, firms):
    small_year()
    for _half in range(firms // 6):
        file_many()

    for path, queries in [(YEAR, 8), (FIRMS, 3), (FILE, 1), ("/", 11)]:
        with django_assert_num_queries(queries):
            assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", [FIRMS, FILE, "/en/progress/1403/firms/"])
def test_the_firms_pages_may_be_kept(client, path):
    small_year()
    file_many()

    response = client.get(path)

    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert client.get(path, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
    assert client.post(path).status_code == 405


def test_the_address_of_the_page_is_stable():
    assert reverse("reports:year_firms", args=[1403]) == FIRMS
