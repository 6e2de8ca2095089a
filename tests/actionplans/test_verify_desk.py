"""The supervisor's desk: what waits, the review, and what is written then."""

import datetime as dt
from decimal import Decimal

import pytest

from actionplans.models import IndicatorReading, Verification
from filing.models import StateChange
from tests import build
from tests.actionplans.build_desk import (
    SHAHRIVAR_31,
    VERIFY,
    address,
    approved_plan,
    confirm,
    decide,
    evidence,
    waiting,
)

pytestmark = pytest.mark.django_db


def reading(plan, value="87", by=None):
    indicator = build.indicator(plan)
    return IndicatorReading.objects.create(
        indicator=indicator, value=Decimal(value), as_of=SHAHRIVAR_31, recorded_by=by or build.user()
    )


def verdicts():
    return list(Verification.objects.order_by("pk").values_list("verdict", "percent", "reason", "by"))


def items(response):
    return {item.prefix: item for item in response.context["items"]}


def test_the_oldest_entry_stands_first_with_plan_jump_and_evidence(client, supervisor):
    _plan, (first, second) = approved_plan("60", "40")
    build.entry(second, Decimal("30"), as_of=build.APPROVAL_DAY, verified=Decimal("28"))
    newer, older = waiting(first, "55"), waiting(second, "40")
    file = evidence(older)
    client.force_login(supervisor)

    response = client.get(address(VERIFY))

    shown = items(response)
    assert list(shown) == [f"e{newer.pk}", f"e{older.pk}"]
    item = shown[f"e{older.pk}"]
    assert (round(float(item.planned), 2), item.before, item.figure, item.jump) == (50.82, Decimal("28"), 40, 12)
    text = response.content.decode()
    assert f'href="/files/{file.file_id}/"' in text
    assert "۲۰۰ کیلوبایت" in text
    assert "(۱۲ واحد بیشتر)" in text


def test_the_same_number_of_queries_for_one_and_for_many(client, supervisor, django_assert_num_queries):
    plan, (activity,) = approved_plan("100")
    evidence(waiting(activity))
    reading(plan)
    client.force_login(supervisor)
    client.get(address(VERIFY))

    with django_assert_num_queries(15):
        client.get(address(VERIFY))
    for _number in range(3):
        plan, activities = approved_plan(*["10"] * 10)
        for one in activities:
            evidence(waiting(one))
        reading(plan)
    with django_assert_num_queries(15):
        client.get(address(VERIFY))


def test_verify_another_value_and_return_are_reviewed_and_then_written_together(client, supervisor):
    plan, (first, second, third) = approved_plan("50", "30", "20")
    build.entry(first, Decimal("30"), as_of=build.APPROVAL_DAY, verified=Decimal("28"))
    one, two, three, number = waiting(first, "45"), waiting(second, "60"), waiting(third, "70"), reading(plan)
    decisions = [
        (f"e{one.pk}", "v"),
        (f"e{two.pk}", "o", "۵۵٫۵", "یک جلسه مانده است."),
        (f"e{three.pk}", "r", "", "برگه حضور نیست."),
        (f"r{number.pk}", "v"),
    ]
    client.force_login(supervisor)

    review = decide(client, *decisions)

    text = review.content.decode()
    assert "با ثبت، ۳ مقدار تأیید می‌شود" in text
    assert "از ۲۸ به <strong>۴۵</strong>" in text
    assert "برای نخستین بار <strong>۵۵٫۵</strong>" in text
    assert [item.prefix for item in review.context["returned"]] == [f"e{three.pk}"]
    assert Verification.objects.count() == 1

    response = confirm(client, *decisions)

    assert (response.status_code, response.url) == (302, f"{address(VERIFY)}?year=1403")
    assert verdicts()[1:] == [
        ("verified", Decimal("45.00"), "", supervisor.pk),
        ("verified", Decimal("55.50"), "یک جلسه مانده است.", supervisor.pk),
        ("returned", None, "برگه حضور نیست.", supervisor.pk),
        ("verified", None, "", supervisor.pk),
    ]
    assert Verification.objects.get(reading=number).value == Decimal("87.00")
    assert StateChange.objects.filter(new__in=["verified", "returned"]).count() == 4
    assert "۴ نظر ثبت شد." in client.get(response.url).content.decode()


def test_the_review_writes_nothing_and_its_way_back_keeps_what_was_typed(client, supervisor):
    _plan, (activity,) = approved_plan()
    entry = waiting(activity)
    client.force_login(supervisor)
    review = decide(client, (f"e{entry.pk}", "o", "40", "دلیل من"))

    back = client.post(address(VERIFY), dict(review.context["carried"]) | {"act": "back", "year": "1403"})

    form = items(back)[f"e{entry.pk}"].form
    assert [form[name].value() for name in ("decision", "figure", "reason")] == ["o", "40", "دلیل من"]
    assert Verification.objects.count() == 0


def test_a_reading_may_be_returned_or_verified_with_another_value(client, supervisor):
    plan, _activities = approved_plan()
    one, two = reading(plan), reading(plan)
    client.force_login(supervisor)

    confirm(client, (f"r{one.pk}", "r", "", "شمارش ناقص است."), (f"r{two.pk}", "o", "1234.5", "سه تکراری."))

    assert list(Verification.objects.order_by("pk").values_list("reading", "verdict", "value", "reason")) == [
        (one.pk, "returned", None, "شمارش ناقص است."),
        (two.pk, "verified", Decimal("1234.50"), "سه تکراری."),
    ]


def test_many_are_verified_as_reported_after_the_review(client, supervisor):
    _plan, (first, second) = approved_plan("50", "50")
    entries = [waiting(first, "48"), waiting(second, "45")]
    for entry in entries:
        evidence(entry)
    client.force_login(supervisor)

    review = client.post(
        address(VERIFY), {"act": "bulk", "year": "1403", "pick": [f"e{entry.pk}" for entry in entries]}
    )

    assert [item.prefix for item in review.context["verified"]] == [f"e{entry.pk}" for entry in entries]
    confirm(client, *[(f"e{entry.pk}", "v") for entry in entries])
    assert [percent for _verdict, percent, _reason, _by in verdicts()] == [Decimal("48"), Decimal("45")]


def test_what_was_decided_but_not_reviewed_is_not_written(client, supervisor):
    _plan, (first, second) = approved_plan("50", "50")
    ticked, typed = waiting(first, "48"), waiting(second, "45")
    evidence(ticked)
    client.force_login(supervisor)
    data = {"act": "bulk", "year": "1403", "pick": f"e{ticked.pk}", f"e{typed.pk}-decision": "v"}

    review = client.post(address(VERIFY), data)
    sent = dict(review.context["carried"]) | {"act": "confirm", "year": "1403", "key": "k", "chosen": f"e{ticked.pk}"}
    client.post(address(VERIFY), sent)

    assert sent[f"e{typed.pk}-decision"] == "v"
    assert list(Verification.objects.values_list("entry", flat=True)) == [ticked.pk]


@pytest.mark.parametrize(
    ("percent", "before", "has_file", "flags"),
    [
        ("48", "40", True, []),
        ("48", "20", True, []),  # a jump of 28 points, but within the plan of 50.82
        ("55", "45", True, []),  # above the plan, but a jump of 10 points only
        ("55", "44.9", True, ["بیش از ۱۰ واحد جهش، بالاتر از برنامه‌ای؛ تنها تک‌به‌تک"]),
        ("48", "40", False, ["بدون مستند؛ تنها تک‌به‌تک"]),
        ("45", "48", True, ["کمتر از مقدار تأییدشده"]),
        ("40", "35", True, ["بیش از ۱۰ واحد عقب، بدون اقدام اصلاحی"]),
    ],
)
def test_only_plain_rows_are_ticked_for_many(client, supervisor, percent, before, has_file, flags):
    _plan, (activity,) = approved_plan()
    build.entry(activity, Decimal(before), as_of=build.APPROVAL_DAY, verified=Decimal(before))
    entry = waiting(activity, percent, fall_reason="—")
    if has_file:
        evidence(entry)
    client.force_login(supervisor)

    page = client.get(address(VERIFY))
    answer = client.post(address(VERIFY), {"act": "bulk", "year": "1403", "pick": [f"e{entry.pk}"]})

    assert items(page)[f"e{entry.pk}"].flags == flags
    assert (b'name="pick"' in page.content) == (not flags)
    assert ("carried" in answer.context) == (not flags)
    assert Verification.objects.count() == 1


def test_a_newer_report_of_the_same_activity_is_told(client, supervisor):
    _plan, (activity,) = approved_plan()
    old, new = waiting(activity, "40"), waiting(activity, "48")
    client.force_login(supervisor)

    shown = items(client.get(address(VERIFY)))

    assert [shown[f"e{one.pk}"].is_superseded for one in (old, new)] == [True, False]


def test_one_plan_can_be_looked_at_alone(client, supervisor):
    _one, (first,) = approved_plan("100", weight=Decimal("50"))
    _two, (second,) = approved_plan("100", weight=Decimal("50"))
    waiting(first)
    entry = waiting(second)
    client.force_login(supervisor)

    assert list(items(client.get(address(VERIFY), {"plan": "2"}))) == [f"e{entry.pk}"]


def test_an_empty_desk_says_what_will_stand_there(client, supervisor):
    approved_plan()
    client.force_login(supervisor)

    assert "تا آن را تأیید کنید یا بازگردانید" in client.get(address(VERIFY)).content.decode()


def test_english_shows_latin_digits_and_gregorian_days(client, supervisor):
    _plan, (activity,) = approved_plan()
    waiting(activity, "45.5")
    client.force_login(supervisor)

    text = client.get(address(VERIFY, "en")).content.decode()

    assert "for 21 September 2024" in text
    assert "(45.5 points more)" in text


def test_the_history_shows_every_entry_and_every_word_on_it(client, supervisor, django_assert_num_queries):
    _plan, (activity,) = approved_plan()
    entry = build.entry(activity, Decimal("60"), as_of=dt.date(2024, 6, 20), narrative="کار شد", returned="برگه نیست")
    build.verification(entry, percent=Decimal("55"), reason="برگه رسید")
    evidence(entry)
    client.force_login(supervisor)
    path = f"/admin/actionplans/activities/{activity.pk}/progress/"

    text = client.get(path).content.decode()

    for part in ["۶۰ درصد برای ۳۱ خرداد ۱۴۰۳", "کار شد", "برگه نیست", "تأییدشده: ۵۵ درصد", "برگه رسید", "برگه.pdf"]:
        assert part in text
    with django_assert_num_queries(10):
        client.get(path)
    assert client.get("/admin/actionplans/activities/999999999999999999999/progress/").status_code == 404
