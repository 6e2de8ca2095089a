"""The progress desk says no: in the row that it is about, with what was typed, and without losing the other rows."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actionplans.models import Evidence, MonthLock, ProgressEntry
from filing.models import StoredFile
from tests import build
from tests.actionplans.build_desk import (
    PDF,
    PROGRESS,
    SHAHRIVAR_31,
    approved_plan,
    entries,
    line_of,
    problems,
    row,
    save,
)

pytestmark = pytest.mark.django_db

NUMBER = "عددی میان ۰ تا ۱۰۰ با حداکثر دو رقم اعشار بنویسید."
BOTH_BOXES = "بیش از ۱۰ واحد از برنامه عقب است؛ هر دو کادر را پر کنید."


def test_a_row_in_error_loses_neither_itself_nor_the_others(client, facilitator):
    _plan, (first, second, third) = approved_plan("50", "30", "20")
    client.force_login(facilitator)

    response = save(client, row(first, "60"), row(second, "۱۰۱", narrative="چهار جلسه"), row(third, "70"))

    assert response.status_code == 200
    assert [entries(one) for one in (first, second, third)] == [[Decimal("60")], [], [Decimal("70")]]
    assert problems(response) == {2: [NUMBER]}
    form = line_of(response, second).form
    assert (form["percent"].value(), form["narrative"].value()) == ("۱۰۱", "چهار جلسه")
    assert "۲ ردیف ثبت شد." in response.content.decode()
    assert line_of(response, first).form["percent"].value() is None
    assert line_of(response, first).reported == Decimal("60")


@pytest.mark.parametrize(
    "typed", ["abc", "-1", "100.01", "1e1", "NaN", "Infinity", "12.345", "²", "½", "1,5", "\u202e50", "9" * 400]
)
def test_what_is_no_percent_is_refused_in_its_row(client, facilitator, typed):
    _plan, (activity,) = approved_plan()
    client.force_login(facilitator)

    assert problems(save(client, row(activity, typed))) == {1: [NUMBER]}
    assert entries(activity) == []


def test_a_text_without_a_value_asks_for_the_value(client, facilitator):
    _plan, (activity,) = approved_plan()
    client.force_login(facilitator)

    response = save(client, row(activity, narrative="کار شد"))

    assert problems(response) == {1: ["مقدار نو را بنویسید یا «بی‌تغییر» را بزنید."]}


def test_more_than_ten_points_behind_the_plan_needs_obstacle_and_action(client, facilitator):
    _plan, (first, second) = approved_plan("50", "50")  # planned on 31 Shahrivar: 186 of 366 days, 50.82
    client.force_login(facilitator)

    response = save(client, row(first, "40.81"), row(second, "40.83"))

    assert problems(response) == {1: [BOTH_BOXES]}
    assert list(line_of(response, first).errors) == ["obstacle", "corrective_action"]
    assert entries(second) == [Decimal("40.83")]
    save(client, row(first, "40.81", obstacle="بودجه نرسید", corrective_action="نامه به استانداری"), key="two")
    assert list(first.entries.values_list("obstacle", "corrective_action")) == [("بودجه نرسید", "نامه به استانداری")]


def test_a_fall_asks_why_in_its_row(client, facilitator):
    _plan, (activity,) = approved_plan()
    before = build.entry(activity, Decimal("60"), as_of=build.APPROVAL_DAY)
    client.force_login(facilitator)

    response = save(client, row(activity, "55", before.pk))

    assert list(line_of(response, activity).errors) == ["fall_reason"]
    save(client, row(activity, "55", before.pk, fall_reason="پنج پرونده کنار گذاشته شد."), key="two")
    assert entries(activity) == [Decimal("60"), Decimal("55")]


@pytest.mark.parametrize(
    ("as_of", "refusal"),
    [
        ("1403/13/01", None),
        ("1402/12/30", None),
        ("nonsense", None),
        ("", None),
        ("9" * 20, None),
        ("1402/12/29", "این روز بیرون از سال برنامه"),
        ("1404/01/01", "این روز بیرون از سال برنامه"),
    ],
)
def test_a_day_that_cannot_be_keeps_all_that_was_typed(client, facilitator, as_of, refusal):
    _plan, (activity,) = approved_plan()
    client.force_login(facilitator)

    response = save(client, row(activity, "60", narrative="کار شد"), as_of=as_of)

    assert response.status_code == 200
    assert entries(activity) == []
    assert refusal is None or refusal in response.context["refusal"]
    assert response.context["refusal"]
    assert line_of(response, activity).form["percent"].value() == "60"


def test_tomorrow_cannot_be_reported(client, facilitator):
    _plan, (activity,) = approved_plan()

    with time_machine.travel("2024-09-21T12:00+03:30", tick=False):
        client.force_login(facilitator)
        response = save(client, row(activity, "60"), as_of="1403/07/01")

    assert "آینده" in response.context["refusal"]
    assert entries(activity) == []


def test_a_locked_month_names_the_first_open_day(client, facilitator, staff):
    plan, (activity,) = approved_plan()
    for month in (5, 6):
        MonthLock.objects.create(year=plan.year, month=month, by=staff)
    client.force_login(facilitator)

    response = save(client, row(activity, "60"))

    assert response.context["refusal"] == (
        "این ماه بسته است. نخستین روز باز ۱ مهر ۱۴۰۳ است؛ برای اصلاح ماه بسته، بخواهید باز شود."
    )
    assert entries(activity) == []
    assert line_of(response, activity).form["percent"].value() == "60"
    assert save(client, row(activity, "60"), as_of="1403/07/01", key="two").status_code == 302
    assert list(activity.entries.values_list("as_of", flat=True)) == [dt.date(2024, 9, 22)]


def test_a_month_that_is_locked_at_the_very_moment_is_refused_in_the_row(client, facilitator, staff, monkeypatch):
    plan, (activity,) = approved_plan()
    client.force_login(facilitator)
    monkeypatch.setattr("actionplans.desks.progress.day_refusal", lambda *_args: "")
    MonthLock.objects.create(year=plan.year, month=6, by=staff)

    response = save(client, row(activity, "60"))

    assert list(line_of(response, activity).errors) == ["__all__"]
    assert entries(activity) == []


def test_a_newer_entry_since_the_page_was_opened_shows_both_and_asks(client, facilitator, staff):
    _plan, (clash, other) = approved_plan("50", "50")
    old = build.entry(clash, Decimal("50"), as_of=build.APPROVAL_DAY)
    theirs = build.entry(clash, Decimal("62"), as_of=SHAHRIVAR_31, by=staff, narrative="از نادر")
    client.force_login(facilitator)

    response = save(client, row(clash, "65", old.pk), row(other, "60"))

    assert entries(other) == [Decimal("60")]
    assert entries(clash) == [Decimal("50"), Decimal("62")]
    line = line_of(response, clash)
    assert (line.conflict, line.typed, line.form["seen"].value()) == (theirs, "65", str(theirs.pk))
    text = response.content.decode()
    assert "مقدار ۶۲ درصد را ثبت کرده است" in text
    assert "نوشته شما: ۶۵" in text
    save(client, row(clash, "65", theirs.pk), key="two")
    assert entries(clash) == [Decimal("50"), Decimal("62"), Decimal("65")]


def test_the_same_post_twice_writes_once_and_refuses_twice(client, facilitator):
    _plan, (first, second, falling) = approved_plan("50", "30", "20")
    before = build.entry(falling, Decimal("60"), as_of=build.APPROVAL_DAY)
    client.force_login(facilitator)
    rows = [row(first, "60", narrative="یک"), row(second, "101"), row(falling, "55", before.pk)]

    answers = [save(client, *rows) for _time in range(2)]

    assert [list(problems(answer)) for answer in answers] == [[2, 3], [2, 3]]
    assert (entries(first), entries(falling)) == ([Decimal("60")], [Decimal("60")])


def test_the_same_page_sent_again_with_another_value_is_no_repetition(client, facilitator):
    _plan, (activity,) = approved_plan()
    client.force_login(facilitator)
    save(client, row(activity, "60"))

    response = save(client, row(activity, "70"))

    assert line_of(response, activity).conflict.percent == Decimal("60")
    assert entries(activity) == [Decimal("60")]


@pytest.mark.parametrize("key", ["", "k" * 5000, "\0", "\u202e", "²"])
def test_any_key_does(client, facilitator, key):
    _plan, (activity,) = approved_plan()
    client.force_login(facilitator)

    assert save(client, row(activity, "60"), key=key).status_code == 302
    assert entries(activity) == [Decimal("60")]


@pytest.mark.parametrize(
    ("name", "content"),
    [("page.html", b"<html>"), ("evil.pdf.exe", PDF), ("fake.pdf", b"MZ" * 40), ("empty.pdf", b"")],
)
def test_a_forbidden_file_is_refused_in_its_row(client, facilitator, name, content):
    _plan, (activity, other) = approved_plan("50", "50")
    client.force_login(facilitator)

    response = save(client, row(activity, "60", evidence=SimpleUploadedFile(name, content)), row(other, "70"))

    assert list(line_of(response, activity).errors) == ["evidence"]
    assert line_of(response, activity).errors["evidence"][0].startswith(f"{name}: ")
    assert (entries(activity), entries(other)) == ([], [Decimal("70")])
    assert Evidence.objects.count() == 0


def test_a_file_of_30_megabytes_is_refused_in_its_row(client, facilitator):
    _plan, (activity,) = approved_plan()
    client.force_login(facilitator)
    big = SimpleUploadedFile("big.pdf", PDF + b"0" * 30 * 1024 * 1024)

    response = save(client, row(activity, "60", evidence=big))

    assert list(line_of(response, activity).errors) == ["evidence"]
    assert entries(activity) == []


def test_a_chosen_file_waits_for_its_row_to_be_completed(client, facilitator):
    _plan, (activity,) = approved_plan()
    client.force_login(facilitator)
    response = save(client, row(activity, "101", evidence=SimpleUploadedFile("برگه.pdf", PDF)))
    ((token, file),) = line_of(response, activity).kept
    assert "نگه‌داشته‌شده: <bdi>برگه.pdf</bdi>" in response.content.decode()

    save(client, row(activity, "60", kept=token), key="two")

    assert list(Evidence.objects.values_list("entry__percent", "file")) == [(Decimal("60"), file.pk)]
    assert StoredFile.objects.count() == 1


def test_a_foreign_or_forged_file_is_not_attached(client, facilitator, staff):
    _plan, (activity,) = approved_plan()
    client.force_login(staff)
    response = save(client, row(activity, "101", evidence=SimpleUploadedFile("برگه.pdf", PDF)))
    ((token, _file),) = line_of(response, activity).kept
    client.force_login(facilitator)

    save(client, row(activity, "60", kept=[token, "forged", "²", "\0"]), key="two")

    assert entries(activity) == [Decimal("60")]
    assert Evidence.objects.count() == 0


HOSTILE = ["\0", "\u202eabc", "😀" * 10, "x" * 100_000, "²", "١٢", "<script>alert(1)</script>", "' OR 1=1 --"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "box", ["percent", "same", "narrative", "fall_reason", "obstacle", "corrective_action", "seen", "kept"]
)
def test_nothing_that_is_typed_breaks_the_page(client, facilitator, box, text):
    _plan, (activity,) = approved_plan()
    client.force_login(facilitator)
    boxes = {"percent": "60"} | {box: text}

    response = save(client, row(activity, **boxes))

    assert response.status_code in {200, 302}
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("name", ["as_of", "show", "act", "year"])
@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_the_address_breaks_the_page(client, facilitator, name, text):
    approved_plan()
    client.force_login(facilitator)

    assert client.get(reverse(PROGRESS), {name: text}).status_code in {200, 404}


def test_show_keeps_what_was_typed_and_writes_nothing(client, facilitator):
    _plan, (activity,) = approved_plan()
    client.force_login(facilitator)

    response = save(client, row(activity, "60"), act="show", as_of="1403/07/30")

    assert line_of(response, activity).form["percent"].value() == "60"
    assert line_of(response, activity).errors == {}
    assert ProgressEntry.objects.count() == 0
    assert save(client, row(activity), act="show", as_of="1403/07/30").url.endswith("as_of=1403-07-30&show=all")
