"""The progress desk: a month of every activity on one page."""

from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actionplans.models import Evidence, ProgressEntry
from filing.models import StateChange, StoredFile
from persian.jalali import format_day
from tests import build
from tests.actionplans.build_desk import (
    PDF,
    PROGRESS,
    SHAHRIVAR_31,
    address,
    approved_plan,
    entries,
    line_of,
    problems,
    row,
    save,
)

pytestmark = pytest.mark.django_db


def test_a_whole_month_is_recorded_with_one_save(client, facilitator):
    _plan, (first, second, third) = approved_plan("50", "30", "20")
    client.force_login(facilitator)

    response = save(client, row(first, "۵۵", narrative="سه دوره برگزار شد."), row(second, "60.5"), row(third))

    assert response.status_code == 302
    assert response.url == f"{reverse(PROGRESS)}?year=1403&as_of=1403-06-31&show=all"
    assert list(ProgressEntry.objects.order_by("pk").values_list("activity", "as_of", "percent", "narrative")) == [
        (first.pk, SHAHRIVAR_31, Decimal("55.00"), "سه دوره برگزار شد."),
        (second.pk, SHAHRIVAR_31, Decimal("60.50"), ""),
    ]
    assert {entry.recorded_by for entry in ProgressEntry.objects.all()} == {facilitator}
    assert StateChange.objects.filter(model="actionplans.progressentry").count() == 2
    assert "۲ ردیف برای ۳۱ شهریور ۱۴۰۳ ثبت شد" in client.get(response.url).content.decode()


def test_the_page_shows_plan_last_verified_and_last_reported_beside_the_new_value(client, facilitator):
    plan, (activity,) = approved_plan("100", title="برنامه یک")
    build.entry(activity, Decimal("20"), as_of=build.APPROVAL_DAY, verified=Decimal("18"))
    build.entry(activity, Decimal("35"), as_of=SHAHRIVAR_31)
    client.force_login(facilitator)

    response = client.get(reverse(PROGRESS), {"as_of": "1403-06-31"})

    line = line_of(response, activity)
    assert (round(float(line.planned), 2), line.reported, line.verified) == (50.82, Decimal("35"), Decimal("18"))
    text = response.content.decode()
    assert "۵۰٫۸" in text
    assert "گزارش ۳۵، ۳۱ شهریور" in text
    assert str(plan.number) in "1"


def test_the_same_number_of_queries_for_one_and_for_many_activities(client, facilitator, django_assert_num_queries):
    approved_plan("100")
    client.force_login(facilitator)
    client.get(reverse(PROGRESS))

    with django_assert_num_queries(13):
        client.get(reverse(PROGRESS))
    for weights in [["40", "60"], ["10"] * 10]:
        _plan, activities = approved_plan(*weights)
        for activity in activities:
            build.entry(activity, Decimal("10"), verified=Decimal("5"))
            build.entry(activity, Decimal("20"), returned="مستند نیست")
    with django_assert_num_queries(13):
        client.get(reverse(PROGRESS))


@pytest.mark.parametrize("typed", ["۵۵٫۵", "٥٥.٥", "55.5", "55/5", " ۵۵٫۵٪ "])
def test_all_digits_and_separators_of_the_country_are_read(client, facilitator, typed):
    _plan, (activity,) = approved_plan()
    client.force_login(facilitator)

    save(client, row(activity, typed))

    assert entries(activity) == [Decimal("55.50")]


def test_unchanged_records_the_last_reported_value_for_the_new_day(client, facilitator):
    _plan, (activity,) = approved_plan()
    before = build.entry(activity, Decimal("60"), as_of=build.APPROVAL_DAY)
    client.force_login(facilitator)

    save(client, row(activity, seen=before.pk, same="on"))

    assert list(activity.entries.order_by("pk").values_list("as_of", "percent")) == [
        (build.APPROVAL_DAY, Decimal("60")),
        (SHAHRIVAR_31, Decimal("60")),
    ]


def test_unchanged_needs_something_to_stay_the_same(client, facilitator):
    _plan, (activity, other) = approved_plan("50", "50")
    before = build.entry(other, Decimal("60"), as_of=build.APPROVAL_DAY)
    client.force_login(facilitator)

    response = save(client, row(activity, same="on"), row(other, "70", before.pk, same="on"))

    assert problems(response) == {
        1: ["هنوز چیزی گزارش نشده است، پس «بی‌تغییر» معنا ندارد. مقدار را وارد کنید."],
        2: ["یا مقدار نو یا «بی‌تغییر»، نه هر دو."],
    }
    assert entries(activity) == []


def test_nothing_entered_records_nothing_and_says_so(client, facilitator):
    _plan, (activity,) = approved_plan()
    client.force_login(facilitator)

    response = save(client, row(activity))

    assert entries(activity) == []
    assert "چیزی وارد نشده بود" in client.get(response.url).content.decode()


def test_last_months_obstacle_stands_in_the_row_and_alone_is_no_entry(client, facilitator):
    _plan, (activity,) = approved_plan()
    texts = {"obstacle": "بودجه نرسید", "corrective_action": "پیگیری از استانداری"}
    before = build.entry(activity, Decimal("10"), as_of=SHAHRIVAR_31, **texts)
    client.force_login(facilitator)
    page = client.get(reverse(PROGRESS), {"as_of": "1403-06-31"}).content.decode()
    assert "بودجه نرسید" in page

    save(client, row(activity, seen=before.pk, **texts))
    assert entries(activity) == [Decimal("10")]

    save(client, row(activity, seen=before.pk, same="on", **texts))
    assert entries(activity) == [Decimal("10"), Decimal("10")]


def test_the_reason_of_a_returned_entry_stands_in_its_row(client, facilitator):
    _plan, (activity,) = approved_plan()
    build.entry(activity, Decimal("60"), as_of=SHAHRIVAR_31, returned="برگه حضور پیوست نیست.")
    client.force_login(facilitator)

    response = client.get(reverse(PROGRESS), {"as_of": "1403-06-31", "show": "returned"})

    assert line_of(response, activity).returned["why"] == "برگه حضور پیوست نیست."
    assert "برگه حضور پیوست نیست." in response.content.decode()
    assert line_of(response, activity).reported is None


@pytest.mark.parametrize(
    ("show", "numbers"), [("all", [1, 2, 3]), ("missing", [2]), ("returned", [2]), ("current", [2, 3])]
)
def test_the_page_shows_what_was_asked_for(client, facilitator, show, numbers):
    _plan, (done, returned, reported) = approved_plan("40", "40", "20")
    build.entry(done, Decimal("100"), as_of=build.APPROVAL_DAY, verified=Decimal("100"))
    build.entry(returned, Decimal("30"), as_of=SHAHRIVAR_31, returned="نه")
    build.entry(reported, Decimal("50"), as_of=SHAHRIVAR_31)
    client.force_login(facilitator)

    response = client.get(reverse(PROGRESS), {"as_of": "1403-06-31", "show": show})

    shown = [line.facts.number for _block, lines in response.context["blocks"] for line in lines]
    assert shown == numbers


def test_evidence_is_kept_with_its_entry(client, facilitator):
    _plan, (activity,) = approved_plan()
    client.force_login(facilitator)
    file = SimpleUploadedFile("برگه حضور.pdf", PDF, "application/pdf")

    response = save(client, row(activity, "60", evidence=file))

    assert response.status_code == 302
    assert list(Evidence.objects.values_list("entry__percent", "caption", "is_public", "added_by")) == [
        (Decimal("60"), "برگه حضور.pdf", False, facilitator.pk)
    ]
    assert line_of(client.get(response.url), activity).entry["files"] == 1


def test_a_stopped_plan_takes_no_more_entries(client, facilitator):
    plan, (activity,) = approved_plan()
    decision = build.adopted_decision()
    type(plan).objects.filter(pk=plan.pk).update(state="stopped", stopped_by=decision, stopped_on=build.APPROVAL_DAY)
    client.force_login(facilitator)

    save(client, row(activity, "60"))

    assert entries(activity) == []
    assert "ثبت بسته است" in client.get(reverse(PROGRESS)).content.decode()


@pytest.mark.parametrize(
    ("today", "shown"), [("2024-10-05", "1403-06-31"), ("2024-04-01", "1403-01-13"), ("2026-01-01", "1403-12-30")]
)
def test_the_usual_day_is_the_end_of_the_last_finished_month_or_today(client, facilitator, today, shown):
    approved_plan()
    with time_machine.travel(f"{today}T12:00+03:30", tick=False):
        client.force_login(facilitator)
        response = client.get(reverse(PROGRESS))

    assert format_day(response.context["sheet"].as_of, "iso") == shown


def test_a_year_in_planning_says_what_will_stand_here(client, facilitator):
    build.year(state="planning")
    client.force_login(facilitator)

    assert "هنوز در برنامه‌ریزی است" in client.get(reverse(PROGRESS)).content.decode()


def test_without_any_year_the_page_says_who_adds_it(client, facilitator):
    client.force_login(facilitator)

    assert "هنوز سالی" in client.get(reverse(PROGRESS)).content.decode()


@pytest.mark.parametrize("year", ["abc", "²", "1402", "9" * 30, "-1", "\0", "۱۴۰۲"])
def test_an_unknown_year_is_not_found(client, facilitator, year):
    build.year()
    client.force_login(facilitator)

    assert client.get(reverse(PROGRESS), {"year": year}).status_code == 404


@pytest.mark.parametrize("role", ["council_member", "supervisor", "administrator"])
def test_others_with_a_desk_may_not_record(client, cast, role):
    _plan, (activity,) = approved_plan()
    client.force_login(cast[role])

    assert client.get(reverse(PROGRESS)).status_code == 403
    assert save(client, row(activity, "60")).status_code == 403
    assert entries(activity) == []


@pytest.mark.parametrize("role", ["anonymous", "pending_firm", "firm_a"])
def test_people_without_a_desk_are_led_to_the_door(client, cast, role):
    _plan, (activity,) = approved_plan()
    if cast[role]:
        client.force_login(cast[role])

    response = save(client, row(activity, "60"))

    assert (response.status_code, response.url.split("?")[0]) == (302, "/admin/login/")
    assert entries(activity) == []


def test_english_shows_latin_digits_and_gregorian_days(client, staff):
    _plan, (activity,) = approved_plan("100", title_en="Plan one")
    build.entry(activity, Decimal("35.5"), as_of=SHAHRIVAR_31)
    client.force_login(staff)

    text = client.get(address(PROGRESS, "en"), {"as_of": "1403-06-31"}).content.decode()

    assert "reported 35.5, 21 September" in text
    assert "Plan one" in text
    assert StoredFile.objects.count() == 0
