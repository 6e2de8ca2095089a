"""The line at the foot: one sentence becomes a remark, a proposal, an action item, an item or a note."""

import pytest
from django.urls import reverse

from council.models import ActionItem, AgendaItem, Decision, Remark
from persian.jalali import to_gregorian
from tests.council.editing import type_line

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "key", "text"),
    [
        ("صمت: همکاری می‌کنیم", "imt", "همکاری می‌کنیم"),
        ("استانداري: تأکید شد", "gov", "تأکید شد"),
        ("فنی و حرفه‌ای: آماده‌ایم", "tvto", "آماده‌ایم"),
    ],
)
def test_the_name_of_an_institution_makes_a_remark(desk, table, typed, key, text):
    type_line(desk, table, typed)

    assert list(Remark.objects.values_list("institution__key", "text")) == [(key, text)]


def test_a_second_remark_of_one_institution_follows_the_first(desk, table):
    type_line(desk, table, "صمت: یک")
    type_line(desk, table, "صمت: دو")

    assert Remark.objects.get().text == "یک\nدو"


def test_the_word_decision_makes_a_proposal_also_by_consensus(desk, table):
    type_line(desk, table, "مصوبه: کارگروه بر پا شود")
    type_line(desk, table, "مصوبه به اجماع: گزارش پذیرفته شد")

    assert list(Decision.objects.order_by("pk").values_list("text", "by_consensus")) == [
        ("کارگروه بر پا شود", False),
        ("گزارش پذیرفته شد", True),
    ]


@pytest.mark.parametrize(
    ("typed", "owner", "due"),
    [
        ("پیگیری نایل ۱۵ تیر: فهرست", "محمود نایل", to_gregorian(1403, 4, 15)),
        ("پیگیری نایل تا ۱۴۰۳/۰۵/۰۱: فهرست", "محمود نایل", to_gregorian(1403, 5, 1)),
        ("پیگیری استانداری ۱ فروردین: فهرست", "استانداری خوزستان", to_gregorian(1404, 1, 1)),
        ("پیگیری صمت: فهرست", "اداره کل صنعت، معدن و تجارت", None),
        ("action نایل 15 Tir: فهرست", "محمود نایل", to_gregorian(1403, 4, 15)),
    ],
)
def test_the_word_action_names_owner_and_last_day(desk, table, typed, owner, due):
    type_line(desk, table, typed)

    item = ActionItem.objects.get()
    name = item.seat.person if item.seat else item.institution.name
    assert (item.text, name, item.due_on) == ("فهرست", owner, due)


def test_the_word_item_makes_an_item_and_anything_else_is_a_note(desk, table):
    type_line(desk, table, "بند: دیدگاه نهادها")
    type_line(desk, table, "ساعت ۹: گزارش داده شد")

    assert list(AgendaItem.objects.order_by("order").values_list("title", "text")) == [
        ("بند یک", "ساعت ۹: گزارش داده شد"),
        ("دیدگاه نهادها", ""),
    ]


@pytest.mark.parametrize(
    ("typed", "kind", "reason"),
    [
        ("", "auto", "پس از دونقطه چیزی بنویسید."),
        ("پیگیری ناشناس: کاری", "auto", "میان واژه و دونقطه، یک مسئول نام ببرید؛ مانند «پیگیری استانداری ۱۵ تیر: …»."),
        ("سخنی بی‌نام", "rem", "با نام نهاد و دونقطه آغاز کنید؛ مانند «صمت: …»."),
    ],
)
def test_a_line_that_is_not_complete_is_kept_with_what_to_add(desk, table, typed, kind, reason):
    response = type_line(desk, table, typed, kind)

    assert (response.context["refusals"], response.context["quick"]) == ([reason], typed)
    assert (Remark.objects.count(), ActionItem.objects.count()) == (0, 0)


def test_what_is_understood_is_said_before_it_is_added(desk, table):
    address = reverse("admin:council_meeting_understand", args=[table.pk])

    assert desk.post(address, {"c-text": "پیگیری نایل ۱۵ تیر: x"}).json() == {
        "words": "پیگیری، محمود نایل، ۱۵ تیر ۱۴۰۳"
    }
    assert desk.post(address, {"c-text": "صمت: x"}).json() == {"words": "نظر، اداره کل صنعت، معدن و تجارت"}
    assert (Remark.objects.count(), ActionItem.objects.count()) == (0, 0)


def test_after_a_new_item_the_work_goes_on_at_the_first_that_is_open(desk, table):
    """An item that is dealt with does not stay the one in work, else the next proposal would land on it."""
    table.agenda.update(state="done")

    response = type_line(desk, table, "بند: دیدگاه نهادها")

    (current,) = [line.item.title for line in response.context["board"].items if line.is_current]
    assert current == "دیدگاه نهادها"
