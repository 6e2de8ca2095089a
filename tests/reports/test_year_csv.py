"""The live figures as a file for spreadsheets."""

import csv
from io import StringIO

import pytest

from actionplans.models import ActionPlan, BaselineActivity
from tests import build
from tests.reports.build_year import small_year

pytestmark = pytest.mark.django_db
CSV = "/progress/1403/report.csv?as_of=1403-06-31"


def rows(response):
    text = response.content.decode()
    assert text[0] == "\ufeff"
    return list(csv.reader(StringIO(text[1:])))


def test_every_plan_and_activity_has_a_row_in_persian(client):
    small_year()

    response = client.get(CSV)

    assert rows(response) == [
        ["برنامه عمل", "فعالیت", "عنوان", "وزن", "درصد برنامه‌ای", "درصد گزارش‌شده", "درصد تأییدشده", "وضعیت",
         "در تاریخ"],
        ["1", "", "برنامه یکم", "60.00", "100.00", "40.00", "15.00", "عقب‌تر از برنامه", "1403-06-31"],
        ["1", "1", "کار پیوسته", "50.00", "100.00", "80.00", "30.00", "", "1403-06-31"],
        ["1", "2", "نقطه پایان", "50.00", "100.00", "", "", "", "1403-06-31"],
        ["2", "", "برنامه دوم", "40.00", "0.00", "", "", "شروع‌نشده", "1403-06-31"],
        ["2", "1", "فعالیت آزمایشی 1", "100.00", "0.00", "", "", "", "1403-06-31"],
    ]  # fmt: skip
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="progress-1403-1403-06-31.csv"'


def test_the_english_file_has_english_heads_titles_and_days(client):
    small_year()

    found = rows(client.get(f"/en{CSV}"))

    assert found[:2] == [
        ["Action plan", "Activity", "Title", "Weight", "Planned percent", "Reported percent", "Verified percent",
         "Status", "As of"],
        ["1", "", "Plan one", "60.00", "100.00", "40.00", "15.00", "Behind plan", "2024-09-21"],
    ]  # fmt: skip
    assert [row[2] for row in found[2:]] == ["کار پیوسته", "The end", "برنامه دوم", "فعالیت آزمایشی 1"]


def test_a_sample_says_so_in_every_row(client):
    small_year(is_sample=True)

    found = rows(client.get(CSV))

    assert [row[-1] for row in found] == ["نمونه", "بله", "بله", "بله", "بله", "بله"]


def test_a_plan_that_is_no_sample_says_so_beside_one_that_is(client):
    made = small_year(is_sample=True)
    ActionPlan.objects.filter(pk=made.two.pk).update(is_sample=False)

    assert [row[-1] for row in rows(client.get(CSV))] == ["نمونه", "بله", "بله", "بله", "خیر", "خیر"]


@pytest.mark.parametrize("title", ["=1+1", "+x", "-x", "@x", "＝1", "＠x"])
def test_no_cell_is_a_formula(client, title):
    plan = build.plan(1, title=title)
    build.activity(plan, title=title)
    build.approve(plan)

    assert [row[2] for row in rows(client.get(CSV))[1:]] == [f"'{title}", f"'{title}"]
    assert BaselineActivity.objects.get().title == title


def test_a_draft_is_in_no_file(client, staff):
    small_year()
    build.plan(3, title="پیش‌نویس")
    client.force_login(staff)

    assert len(rows(client.get(CSV))) == 6


def test_a_year_without_plans_gives_the_heads_alone(client):
    build.year(1402, state="planning")

    assert len(rows(client.get("/progress/1402/report.csv"))) == 1
