"""A firm files its yearly return: once, corrected until the round closes, by its own people, with nothing lost."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from filing.models import StateChange
from members.models import Firm, FirmReturn, ReturnRound
from members.services import returns
from persian.jalali import to_gregorian
from tests import build
from tests.members import build_firms
from tests.members.build_firms import figures

pytestmark = pytest.mark.django_db
DUE = to_gregorian(1404, 2, 31)


@pytest.fixture
def firm(firm_a):
    made = build_firms.firm(sections=[build_firms.section()])
    build_firms.representative(made, firm_a)
    return made


@pytest.fixture
def opened(firm, staff):
    with time_machine.travel(dt.datetime(2025, 4, 1, tzinfo=dt.UTC)):
        return returns.open_round(year=build.year(), due_on=DUE, by=staff)


def path(firm, year=1403):
    return reverse("members:firm_return", args=[firm.tracking_code, year])


TYPED = {
    "staff": "۱۲", "women": "٥", "graduates": "8", "sales_band": "1_to_10",
    "local_sales": "۲٬۵۰۰٬۰۰۰٬۰۰۰", "exports": "0", "seen_version": "",
}  # fmt: skip


def test_a_return_typed_in_digits_of_three_scripts_is_kept_and_counted(client, firm, opened, firm_a):
    client.force_login(firm_a)

    response = client.post(path(firm), TYPED)

    assert (response.status_code, response.headers["Location"]) == (302, path(firm))
    row = FirmReturn.objects.get()
    assert [getattr(row, name) for name in returns.FIGURES] == [12, 5, 8, "1_to_10", 0, 2_500_000_000]
    assert (row.filed_by, row.row_version) == (firm_a, 1)
    opened.refresh_from_db()
    section = firm.sections.get().pk
    assert opened.sums == {f"{section}/small": [1, 12, 5, 8, 0, 2_500_000_000, 0]}
    assert StateChange.objects.filter(object_key=f"{firm.tracking_code}/1403").values_list("old", "new").get() == (
        "",
        "filed",
    )


def test_a_correction_moves_the_sums_and_keeps_what_stood_before(client, firm, opened, firm_a):
    client.force_login(firm_a)
    client.post(path(firm), TYPED)

    client.post(path(firm), TYPED | {"staff": "۹", "seen_version": "1"})

    row = FirmReturn.objects.get()
    opened.refresh_from_db()
    assert (row.staff, row.row_version) == (9, 2)
    assert [version.staff for version in row.history.order_by("history_id")] == [12, 9]
    assert list(opened.sums) == [f"{firm.sections.get().pk}/micro"]
    assert opened.sums == returns.summed_anew(opened)
    assert client.get(path(firm)).content.decode().count("<details") == 2


def test_the_same_post_twice_files_once(client, firm, opened, firm_a):
    client.force_login(firm_a)
    client.post(path(firm), TYPED)

    again = client.post(path(firm), TYPED)

    assert again.status_code == 302
    assert FirmReturn.objects.get().history.count() == 1


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"women": "۱۳"}, ["women"]),
        ({"graduates": "13", "women": "13"}, ["graduates", "women"]),
        ({"staff": ""}, ["staff"]),
        ({"staff": "²"}, ["staff"]),
        ({"staff": "-1"}, ["staff"]),
        ({"staff": "9" * 30}, ["staff"]),
        ({"sales_band": "all"}, ["sales_band"]),
        ({"local_sales": "۱٬۵"}, ["local_sales"]),
        ({"exports": "7\0"}, ["exports"]),
        ({"exports": ""}, ["exports"]),
        ({"exports": "7500000001"}, ["sales_band"]),  # with 2.5 billion at home more than 10 billion
    ],
)
def test_a_wrong_figure_is_refused_at_its_field_and_what_was_typed_stays(client, firm, opened, firm_a, typed, fields):
    client.force_login(firm_a)

    response = client.post(path(firm), TYPED | typed)

    assert response.status_code == 422
    assert sorted(response.context["form"].errors) == sorted(fields)
    assert 'value="۲٬۵۰۰٬۰۰۰٬۰۰۰"' in response.content.decode() or "local_sales" in typed
    assert not FirmReturn.objects.exists()


def test_sales_up_to_the_top_of_the_band_are_taken(client, firm, opened, firm_a):
    client.force_login(firm_a)

    assert client.post(path(firm), TYPED | {"exports": "7,500,000,000"}).status_code == 302


def test_of_two_colleagues_the_second_sees_what_the_first_filed(client, firm, opened, firm_a):
    client.force_login(firm_a)
    returns.file_return(firm=firm, return_round=opened, figures=figures(staff=30), by=build.user())

    clash = client.post(path(firm), TYPED)

    assert clash.status_code == 422
    assert clash.context["theirs"].staff == 30
    assert FirmReturn.objects.get().staff == 30
    seen = clash.context["form"]["seen_version"].value()
    assert client.post(path(firm), TYPED | {"seen_version": seen}).status_code == 302
    assert FirmReturn.objects.get().staff == 12


def test_nobody_else_finds_the_return(client, firm, opened, firm_b, staff, council_member):
    left = build_firms.representative(firm, build.user())
    left.left_at = opened.year.start.isoformat() + "T00:00Z"
    left.save()

    for person in (firm_b, staff, council_member, left.user):
        client.force_login(person)
        assert (client.get(path(firm)).status_code, client.post(path(firm), TYPED).status_code) == (404, 404)
    client.logout()
    assert client.get(path(firm)).status_code == 302
    assert not FirmReturn.objects.exists()


@pytest.mark.parametrize("state", [Firm.State.SUSPENDED, Firm.State.LEFT, Firm.State.APPLIED])
def test_a_firm_that_is_not_active_cannot_file(client, firm, opened, firm_a, state):
    Firm.objects.filter(pk=firm.pk).update(state=state)
    client.force_login(firm_a)

    assert 'id="return"' not in client.get(path(firm)).content.decode()
    refused = client.post(path(firm), TYPED)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["__all__"]
    assert 'value="۱۲"' in refused.content.decode()
    assert not FirmReturn.objects.exists()


def test_after_the_round_is_closed_it_is_only_read(client, firm, opened, firm_a, staff):
    client.force_login(firm_a)
    client.post(path(firm), TYPED)
    returns.close_round(return_round=opened, by=staff)

    page = client.get(path(firm)).content.decode()
    refused = client.post(path(firm), TYPED | {"staff": "۱۱", "seen_version": "1"})

    assert 'id="return"' not in page
    assert "۲٬۵۰۰٬۰۰۰٬۰۰۰ ریال" in page
    assert refused.status_code == 422
    assert 'value="۱۱"' in refused.content.decode()
    assert FirmReturn.objects.get().staff == 12


def test_a_year_without_a_round_is_not_found(client, firm, firm_a):
    build.year()
    client.force_login(firm_a)

    assert client.get(path(firm)).status_code == 404
    assert client.get(path(firm, 10**12)).status_code == 404


def test_fields_that_are_not_asked_are_ignored(client, firm, opened, firm_a):
    other = build_firms.firm()
    client.force_login(firm_a)

    client.post(path(firm), TYPED | {"firm": other.pk, "is_sample": "1", "cell": "x/micro", "filed_by": "1"})

    row = FirmReturn.objects.get()
    assert (row.firm, row.is_sample, row.filed_by) == (firm, False, firm_a)


def test_a_round_is_opened_once_and_for_days_to_come(staff):
    year = build.year()
    with pytest.raises(ValidationError) as refusal:
        returns.open_round(year=year, due_on=dt.date(2020, 1, 1), by=staff)
    assert list(refusal.value.message_dict) == ["due_on"]

    returns.open_round(year=year, due_on=dt.date(2099, 1, 1), by=staff)
    with pytest.raises(ValidationError) as refusal:
        returns.open_round(year=year, due_on=dt.date(2099, 1, 1), by=staff)
    assert list(refusal.value.message_dict) == ["year"]


def test_closing_keeps_how_many_firms_were_asked_and_happens_once(firm, opened, staff):
    build_firms.firm(state=Firm.State.APPLIED)

    returns.close_round(return_round=opened, by=staff)

    assert ReturnRound.objects.get().asked == 1
    with pytest.raises(ValidationError):
        returns.close_round(return_round=opened, by=staff)
    with pytest.raises(ValidationError):
        returns.move_due_day(return_round=opened, due_on=dt.date(2099, 1, 1), by=staff)


def test_the_page_asks_the_same_number_of_questions_whatever_was_filed(
    client, firm, opened, firm_a, django_assert_num_queries
):
    client.force_login(firm_a)
    client.post(path(firm), TYPED)
    client.get(path(firm))

    for round_of_corrections in range(2):
        with django_assert_num_queries(9):
            client.get(path(firm))
        client.post(path(firm), TYPED | {"staff": "20", "seen_version": str(round_of_corrections + 1)})


def test_the_page_is_kept_by_nobody_and_shows_nothing_of_another_firm(client, firm, opened, firm_a):
    build_firms.return_round(build.year(1402))
    for year in (1402, 1403):
        build_firms.firm_return(year=build.year(year), staff=77)
    client.force_login(firm_a)

    response = client.get(path(firm))

    assert (response.context["filed"], response.context["before"]) == (None, None)
    assert {"no-store", "private"} <= set(response.headers["Cache-Control"].split(", "))


def test_a_figure_that_cannot_be_is_refused_by_the_service_too(firm, opened, firm_a):
    with pytest.raises(ValidationError):
        returns.file_return(firm=firm, return_round=opened, figures=figures(staff=3, women=4), by=firm_a)

    opened.refresh_from_db()
    assert (FirmReturn.objects.count(), opened.sums) == (0, {})
