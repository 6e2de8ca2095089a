"""Days in admin: typed and shown Jalali, and lists filtered by a Jalali year."""

import datetime as dt

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import translation

from council.models import AgendaItem, Meeting
from filing.models import StateChange
from persian.admin import JalaliModelAdmin, jalali_year_filter
from persian.forms import JalaliDateTimeField
from persian.widgets import JalaliDateTimeInput
from post.models import Message
from tests import build

ADD = "admin:council_meeting_add"
NO_ROWS = {
    f"{prefix}-{name}_FORMS": "0" for prefix in ("agenda", "attendances", "attendance") for name in ("TOTAL", "INITIAL")
}


def chosen(field, value, model, rf, user):
    """The filter as admin makes it, for ``?<field>_year=value``."""
    request = rf.get("/")
    request.user = user
    return jalali_year_filter(field)(request, {f"{field}_year": [value]}, model, admin.site._registry[model])


@pytest.fixture
def two_meetings(db):
    build.meeting(1, held_on=dt.date(2024, 3, 20))  # 1 Farvardin 1403
    build.meeting(2, held_on=dt.date(2024, 3, 19))  # 29 Esfand 1402


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        ("1403", [1]),
        ("۱۴۰۲", [2]),
        ("1399", []),
        ("abc", [1, 2]),
        ("", [1, 2]),
        ("²", [1, 2]),
        ("9" * 30, [1, 2]),
        ("0014030000", [1, 2]),
        ("1299", [1, 2]),
        ("-1", [1, 2]),
        ("\x00", [1, 2]),
    ],
)
def test_a_list_is_filtered_by_the_jalali_year_of_a_day(two_meetings, value, numbers, rf, staff):
    made = chosen("held_on", value, Meeting, rf, staff)

    assert made.lookup_choices == [("1403", "۱۴۰۳"), ("1402", "۱۴۰۲")]
    found = made.queryset(rf.get("/"), Meeting.objects.order_by("number"))
    assert list(found.values_list("number", flat=True)) == numbers


def test_the_year_of_another_table_filters_too(two_meetings, rf, staff):
    item = build.agenda_item(Meeting.objects.get(number=2))
    made = chosen("meeting__held_on", "1402", AgendaItem, rf, staff)

    assert made.lookup_choices == [("1402", "۱۴۰۲")]
    assert list(made.queryset(rf.get("/"), AgendaItem.objects.all())) == [item]


@pytest.mark.django_db
def test_the_year_of_a_moment_ends_at_midnight_in_tehran(rf, staff):
    old = dt.datetime(2025, 3, 20, 20, 29, 58, tzinfo=dt.UTC)  # 23:59:58 of 30 Esfand 1403
    new = dt.datetime(2025, 3, 20, 20, 30, 3, tzinfo=dt.UTC)  # Nowruz 1404
    for key, at in [("old", old), ("new", new)]:
        StateChange.objects.bulk_create([StateChange(model="x", object_key=key, at=at)])
    made = chosen("at", "1404", StateChange, rf, staff)

    assert made.lookup_choices == [("1404", "۱۴۰۴"), ("1403", "۱۴۰۳")]
    assert [one.object_key for one in made.queryset(rf.get("/"), StateChange.objects.all())] == ["new"]


@pytest.mark.django_db
def test_the_year_filter_of_an_empty_table_offers_nothing(rf, staff):
    assert chosen("held_on", "1403", Meeting, rf, staff).lookup_choices == []


def test_a_list_shows_jalali_days_and_its_filter(two_meetings, client, facilitator):
    client.force_login(facilitator)
    page = client.get(reverse("admin:council_meeting_changelist"), {"held_on_year": "1403"}).text
    assert ("۱ فروردین ۱۴۰۳" in page, "۲۹ اسفند ۱۴۰۲" in page, '<a href="?held_on_year=1402">۱۴۰۲</a>' in page) == (
        True,
        False,
        True,
    )
    with translation.override("en"):
        page = client.get(reverse("admin:council_meeting_changelist"), {"held_on_year": "1403"}).text
    assert "20 March 2024" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "typed", "message"),
    [
        ("fa", "1403/13/01", "ماه ۱۳ وجود ندارد؛ ماه‌ها از ۱ تا ۱۲ هستند."),
        ("fa", "۱۴۰۴/۱۲/۳۰", "اسفند ۱۴۰۴ تنها ۲۹ روز دارد؛ روز ۳۰ ندارد."),
        ("en", "2024-02-30", "February 2024 has 29 days; there is no day 30."),
    ],
)
def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(client, facilitator, language, typed, message):
    client.force_login(facilitator)
    with translation.override(language):
        response = client.post(reverse(ADD), {"held_on": typed, "starts_at": "۱۴:۷۵"} | NO_ROWS)

    form = response.context["adminform"].form
    assert form.errors["held_on"] == [message]
    assert list(form.errors["starts_at"]) != []
    assert f'value="{typed}"' in response.text
    assert 'value="۱۴:۷۵"' in response.text
    assert Meeting.objects.count() == 0


@pytest.mark.django_db
def test_days_and_times_typed_in_any_digits_are_saved(client, facilitator):
    client.force_login(facilitator)
    data = {"year": build.year(1403).pk, "number": "۱", "call": "1", "held_on": "١٤٠٣.٢.٢٦", "starts_at": "۹:۳۰"}
    client.post(reverse(ADD), data | NO_ROWS)

    assert list(Meeting.objects.values_list("held_on", "starts_at")) == [(dt.date(2024, 5, 15), dt.time(9, 30))]


@pytest.mark.parametrize("base", [admin.ModelAdmin, admin.TabularInline, admin.StackedInline])
def test_the_mixin_gives_moments_their_field_in_forms_and_inlines(base, rf):
    desk = type("Desk", (JalaliModelAdmin, base), {"model": Message})(Message, admin.site)

    field = desk.formfield_for_dbfield(Message._meta.get_field("next_try_at"), rf.get("/"))

    assert (type(field), type(field.widget)) == (JalaliDateTimeField, JalaliDateTimeInput)
