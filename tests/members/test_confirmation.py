"""Once a year: the letter, the link that confirms with one button, the mark, the hiding, the return."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from filing.models import StateChange
from members import confirmation_clock, confirmation_links
from members.confirmation_links import confirmation_token
from members.models import DirectoryEntry, Firm
from members.services.confirmation import confirm_firm
from persian.jalali import today
from post.models import Message
from tests import build
from tests.members import build_firms
from tests.members.test_directory_entry import counted

pytestmark = pytest.mark.django_db
YEAR = dt.timedelta(days=365)


def days(number):
    return dt.timedelta(days=number)


def firm_until(number, **fields):
    """A firm whose term ends in so many days (or ended, below zero), with one representative."""
    firm = build_firms.firm("شبکه کارون", confirmed_until=today() + days(number), **fields)
    person = build.user("مینا ناظری", email="mina@firm.example", mobile=None)
    build_firms.representative(firm, person)
    return firm, person


def letters():
    confirmation_clock.ask_for_confirmations()
    return list(Message.objects.order_by("pk"))


def link_in(message):
    return re.search(r"https://portal\.example(/\S+)", message.body)[1]


def on_day(monkeypatch, number):
    """The clock of this room goes by days."""
    day = today() + days(number)
    for module in ("members.confirmation_clock", "members.services.confirmation", "members.services.directory"):
        monkeypatch.setattr(f"{module}.today", lambda: day)


# The letter --------------------------------------------------------------------
@pytest.mark.parametrize(("left", "number"), [(31, 0), (30, 1), (1, 1), (0, 1), (-1, 1), (-180, 1), (-181, 0)])
def test_the_letter_goes_out_from_thirty_days_before_the_end_until_the_firm_is_hidden(left, number):
    firm_until(left)

    assert len(letters()) == number


def test_the_letter_names_the_firm_the_day_and_the_link_and_is_written_once():
    _firm, _person = firm_until(10)

    [letter] = letters()
    letters()

    assert (letter.channel, letter.to, letter.subject) == (
        "mail", "mina@firm.example", "آیا مشخصات شبکه کارون هنوز درست است؟",
    )  # fmt: skip
    assert "مینا ناظری" in letter.body
    assert "/members/confirm/" in link_in(letter)
    assert Message.objects.count() == 1


def test_every_thirty_days_there_is_one_newer_letter_not_all_that_were_missed(monkeypatch):
    """The term ends in thirty days: day 0, 30 … 180 after the first letter; a clock that stood still sends one."""
    firm_until(30)
    letters()

    for number, whole in ((29, 1), (30, 2), (31, 2), (150, 3), (151, 3)):
        on_day(monkeypatch, number)
        assert (number, len(letters())) == (number, whole)


def test_who_has_no_mail_address_is_sent_a_short_message():
    firm = build_firms.firm(confirmed_until=today())
    build_firms.representative(firm, build.user(email=None, mobile="+989121234567"))

    [letter] = letters()

    assert (letter.channel, letter.to, letter.subject) == ("sms", "+989121234567", "")


@pytest.mark.parametrize("gone", ["left", "inactive", "suspended"])
def test_nobody_else_is_written_to(gone):
    firm, person = firm_until(5)
    if gone == "left":
        person.representations.update(left_at=timezone.now())
    if gone == "inactive":
        type(person).objects.filter(pk=person.pk).update(is_active=False)
    if gone == "suspended":
        Firm.objects.filter(pk=firm.pk).update(state=Firm.State.SUSPENDED)

    assert letters() == []


def test_what_was_written_costs_two_queries_for_any_number_of_firms(django_assert_num_queries):
    for _number in range(3):
        build_firms.representative(build_firms.firm(confirmed_until=today()))
    letters()

    with django_assert_num_queries(2):
        confirmation_clock.ask_for_confirmations()


# The link ----------------------------------------------------------------------
def test_the_link_shows_the_profile_and_one_button_confirms_for_a_year(client):
    firm, person = firm_until(10, about="نصب شبکه")
    address = link_in(letters()[0])

    page = client.get(address)
    firm.refresh_from_db()
    assert (page.status_code, "نصب شبکه" in page.text, firm.confirmed_until) == (200, True, today() + days(10))

    assert client.post(address).headers["Location"] == address
    firm.refresh_from_db()
    assert firm.confirmed_until == today() + YEAR
    line = StateChange.objects.get(model="members.firm")
    assert (line.by, line.new) == (person, "confirmed")


def test_a_used_link_says_until_when_it_is_confirmed_and_does_nothing(client):
    firm, _person = firm_until(10)
    address = link_in(letters()[0])
    client.post(address)

    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 200
        assert "تأیید شده است. سپاسگزاریم" in answer.text
        assert '<form method="post"' not in answer.text
    firm.refresh_from_db()
    assert firm.row_version == 1


def test_a_link_older_than_thirty_days_is_refused(client, monkeypatch):
    firm, person = firm_until(10)
    token = confirmation_token(firm, person)
    monkeypatch.setattr(confirmation_links, "KEPT_FOR", dt.timedelta(seconds=-1))

    for answer in (client.get(f"/members/confirm/{token}/"), client.post(f"/members/confirm/{token}/")):
        assert (answer.status_code, "مهلت این پیوند گذشته است" in answer.text) == (410, True)
    firm.refresh_from_db()
    assert firm.confirmed_until == today() + days(10)


@pytest.mark.parametrize(
    "change", [lambda token: "9" + token, lambda token: token[:-1], lambda _token: "x", lambda _token: "1-1-1"]
)
def test_a_forged_link_is_not_found(client, change):
    firm, person = firm_until(10)

    answer = client.post(f"/members/confirm/{change(confirmation_token(firm, person))}/")

    assert (answer.status_code, "این پیوند کار نمی‌کند" in answer.text) == (404, True)
    firm.refresh_from_db()
    assert firm.confirmed_until == today() + days(10)


def test_who_acts_for_the_firm_no_longer_cannot_confirm(client):
    firm, person = firm_until(10)
    address = link_in(letters()[0])
    person.representations.update(left_at=timezone.now())

    assert client.post(address).status_code == 404
    firm.refresh_from_db()
    assert firm.confirmed_until == today() + days(10)


def test_a_firm_that_was_suspended_meanwhile_is_told_so(client):
    firm, _person = firm_until(10)
    address = link_in(letters()[0])
    Firm.objects.filter(pk=firm.pk).update(state=Firm.State.SUSPENDED)

    assert "تنها مشخصات بنگاه فعال را می‌توان تأیید کرد" in client.post(address).text


def test_the_page_of_a_link_is_kept_by_nobody(client):
    _firm, _person = firm_until(10)

    answer = client.get(link_in(letters()[0]))

    assert "no-store" in answer.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in answer.text


# The mark and the hiding ---------------------------------------------------------
def test_a_term_that_ends_is_marked_then_hidden_then_back_after_confirming(monkeypatch):
    firm, person = firm_until(0)

    def seen(number):
        on_day(monkeypatch, number)
        confirmation_clock.publish_what_expired()
        return list(DirectoryEntry.objects.values_list("is_stale", flat=True))

    assert [seen(number) for number in (0, 1, 180, 181)] == [[False], [True], [True], []]
    assert counted() == {}
    assert Firm.objects.filter(pk=firm.pk).exists()

    confirm_firm(firm=firm, by=person)

    assert list(DirectoryEntry.objects.values_list("is_stale", flat=True)) == [False]
    assert counted()[0, 0, "", ""] == 1


def test_a_run_without_anything_to_mark_takes_one_query(django_assert_num_queries, monkeypatch):
    for _number in range(3):
        firm_until(0) if not Firm.objects.exists() else build_firms.firm(confirmed_until=today())
    on_day(monkeypatch, 1)
    confirmation_clock.publish_what_expired()

    with django_assert_num_queries(1):
        confirmation_clock.publish_what_expired()


def test_the_clock_runs_both_jobs():
    firm, _person = firm_until(-1)
    DirectoryEntry.objects.update(is_stale=False)

    call_command("tick")

    assert DirectoryEntry.objects.get(pk=firm.pk).is_stale
    assert Message.objects.filter(key__startswith=f"firm-confirmation/{firm.pk}/").count() == 1


def test_confirming_twice_on_one_day_is_one_event():
    firm, person = firm_until(10)

    confirm_firm(firm=firm, by=person)
    confirm_firm(firm=firm, by=person)

    assert StateChange.objects.filter(model="members.firm").count() == 1


@pytest.mark.parametrize("state", [state for state in Firm.State if state != Firm.State.ACTIVE])
def test_only_an_active_firm_is_confirmed(state):
    firm = build_firms.firm(state=state)

    with pytest.raises(ValidationError):
        confirm_firm(firm=firm, by=build.user())
