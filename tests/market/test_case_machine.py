"""A case's way: filed, checked, counted or rejected, released; who may not, when, and what is written of it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from filing.models import StateChange
from filing.uploads import store_file
from market.models import ProcurementCase
from market.services.cases import (
    add_evidence,
    check_case,
    count_case,
    file_case,
    reject_case,
    release_case,
    rows_of_purchase,
)
from members.models import Firm
from persian.jalali import today
from post.models import Message
from tests import build
from tests.market import build_cases
from tests.members import build_firms
from tests.papers import PDF

pytestmark = pytest.mark.django_db
State = ProcurementCase.State


def checked(case, by, supply="yes", able=2, **facts):
    return check_case(case=case, by=by, seen=case.row_version, supply=supply, able_members=able, **facts)


def counted(case, by):
    case = checked(case, by)
    return count_case(case=case, by=by, seen=case.row_version)


def book(case):
    rows = StateChange.objects.filter(model="market.procurementcase", object_key=case.code).order_by("pk")
    return [(row.old, row.new, row.why) for row in rows]


def words(refused):
    return refused.value.message_dict if hasattr(refused.value, "error_dict") else refused.value.messages


def test_a_case_is_filed_checked_and_counted_and_the_book_tells_it(staff, firm_a):
    firm = build_firms.firm()
    build_firms.representative(firm, firm_a)
    case = build_cases.case(by=firm_a, firm=firm, buyer_name="شركت آب", need_number="۱۱۰۳-۰۰ ۷")

    assert (case.state, case.filer_key, case.buyer_key, case.need_number, case.quarter) == (
        "submitted", f"firm-{firm.pk}", "اب", "1103007", 14032,
    )  # fmt: skip
    case = counted(case, staff)

    assert (case.state, case.checked_by, case.able_members, case.decided_by) == ("counted", staff, 2, staff)
    assert book(case) == [("", "submitted", ""), ("submitted", "checked", "yes 2"), ("checked", "counted", "")]
    [letter] = Message.objects.all()
    assert (letter.to, letter.subject) == (firm_a.email, f"پرونده {case.code} شمرده شد")


def test_the_office_the_union_and_a_firm_are_filers_and_never_two_at_once(staff):
    firm, union = build_firms.firm(), build_cases.union()

    assert build_cases.case(by=staff).filer_key == "office"
    assert build_cases.case(by=staff, institution=union).filer_key == f"institution-{union.pk}"
    with pytest.raises(ValidationError):
        build_cases.case(by=staff, firm=firm, institution=union)


@pytest.mark.parametrize(
    ("wrong", "field", "text"),
    [
        ({"decided_on": None}, "decided_on", "آینده"),
        ({"reasons": []}, "reasons", "دست‌کم یک دلیل"),
        ({"amount": 0}, "__all__", "بزرگ‌تر از صفر"),
        ({"amount": 10**14 + 1}, "__all__", "بزرگ‌تر از صفر"),
        ({"buyer_name": "  "}, "buyer_name", ""),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(staff, wrong, field, text):
    if wrong == {"decided_on": None}:
        wrong = {"decided_on": today() + dt.timedelta(days=1)}

    with pytest.raises(ValidationError) as refused:
        build_cases.case(by=staff, **wrong)

    assert list(words(refused)) == [field]
    assert text in words(refused)[field][0]
    assert not ProcurementCase.objects.exists()


def test_today_is_no_future_and_what_stayed_here_needs_no_reason(staff):
    case = build_cases.case(by=staff, decided_on=today(), winner="local", reasons=[])

    assert list(case.reasons.all()) == []


def test_only_an_active_firm_files(firm_a):
    firm = build_firms.firm(state=Firm.State.SUSPENDED)

    with pytest.raises(ValidationError) as refused:
        build_cases.case(by=firm_a, firm=firm)

    assert words(refused) == {"firm": ["فقط شرکت‌های فعال پرونده می‌فرستند."]}


def test_a_rejection_gives_its_reason_to_the_union(staff):
    clerk = build.user(email="clerk@example.org")
    union = build_cases.union(user=clerk)
    case = checked(build_cases.case(by=clerk, institution=union), staff, supply="no", able=None)

    with pytest.raises(ValidationError) as refused:
        reject_case(case=case, by=staff, seen=case.row_version, reason="  ")
    assert list(words(refused)) == ["reason"]

    case = reject_case(case=case, by=staff, seen=case.row_version, reason="سند ندارد.")
    [letter] = Message.objects.all()
    assert (case.state, letter.to) == ("rejected", "clerk@example.org")
    assert "سند ندارد." in letter.body
    assert f"/market/cases/mine/{case.code}/" in letter.body


STEPS = {
    "check": checked,
    "count": lambda case, by: count_case(case=case, by=by, seen=case.row_version),
    "reject": lambda case, by: reject_case(case=case, by=by, seen=case.row_version, reason="نه"),
}


@pytest.mark.parametrize(
    ("state", "open_steps"),
    [("submitted", {"check"}), ("checked", {"count", "reject"}), ("counted", set()), ("rejected", set())],
)
def test_each_state_opens_exactly_its_steps(staff, state, open_steps):
    for step, take in STEPS.items():
        case = build_cases.row(state=state)
        if step in open_steps:
            assert take(case, staff).state != state
        else:
            with pytest.raises(ValidationError) as refused:
                take(case, staff)
            assert refused.value.code == "wrong_state"
            case.refresh_from_db()
            assert case.state == state


def test_who_comes_second_is_told_and_writes_nothing(staff, facilitator):
    case = build_cases.case()
    checked(case, facilitator, supply="no", able=None)

    with pytest.raises(ValidationError) as refused:
        checked(case, staff)

    case.refresh_from_db()
    assert (refused.value.code, case.checked_supply, case.checked_by) == ("changed", "no", facilitator)


def own_filed(staff):
    return build_cases.case(by=staff), {}


def own_firm(staff):
    firm = build_firms.firm()
    build_firms.representative(firm, staff, left_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    return build_cases.case(firm=firm), {}


def own_union(staff):
    return build_cases.case(institution=build_cases.union(user=staff)), {}


def own_buyer(staff):
    buyer = build_cases.union("خریدار", user=staff)
    return build_cases.case(buyer=buyer), {}


def own_buyer_found_later(staff):
    return build_cases.case(), {"buyer": build_cases.union("خریدار", user=staff)}


def own_seat(staff):
    union = build_cases.union()
    build.seat(user=staff, institution=union)
    return build_cases.case(institution=union), {}


@pytest.mark.parametrize(
    "make", [own_filed, own_firm, own_union, own_buyer, own_buyer_found_later, own_seat], ids=lambda made: made.__name__
)
def test_nobody_checks_what_is_their_own(staff, facilitator, make):
    case, found = make(staff)

    with pytest.raises(ValidationError) as refused:
        checked(case, staff, **found)
    assert refused.value.code == "own"

    case = checked(case, facilitator)
    for take in (STEPS["count"], STEPS["reject"]):
        if not found:
            with pytest.raises(ValidationError) as refused:
                take(case, staff)
            assert refused.value.code == "own"
    case.refresh_from_db()
    assert case.state == "checked"


def test_a_yes_says_how_many(staff):
    case = build_cases.case()

    with pytest.raises(ValidationError) as refused:
        checked(case, staff, able=None)
    assert list(words(refused)) == ["able_members"]

    assert checked(case, staff, supply="no", able=7).able_members is None


def test_the_same_need_counts_twice_only_when_somebody_says_it_is_another(staff):
    counted(build_cases.case(need_number="1103"), staff)
    twin = checked(build_cases.case(need_number="۱۱۰۳"), staff)
    free = checked(build_cases.case(), staff)

    with pytest.raises(ValidationError) as refused:
        count_case(case=twin, by=staff, seen=twin.row_version)
    assert list(words(refused)) == ["is_other"]

    assert count_case(case=twin, by=staff, seen=twin.row_version, is_other=True).state == "counted"
    assert count_case(case=free, by=staff, seen=free.row_version).state == "counted"


def test_who_counts_a_case_holds_every_report_of_the_purchase_in_one_order(monkeypatch, staff):
    """Two who count at once must meet: in another order each would wait for the other."""
    second, other = build_cases.case(need_number="1103"), build_cases.case(need_number="1104")
    case, free = checked(build_cases.case(need_number="۱۱۰۳"), staff), build_cases.case()
    held = []

    def look(which):
        held.append(rows_of_purchase(which))
        return held[-1]

    monkeypatch.setattr("market.services.cases.rows_of_purchase", look)
    count_case(case=case, by=staff, seen=case.row_version)

    [rows] = held
    assert (rows.query.select_for_update, rows.query.order_by, rows._result_cache) == (
        True, ("pk",), [second.pk, case.pk],
    )  # fmt: skip
    assert list(rows_of_purchase(free)) == [free.pk]
    assert other.pk not in rows


def released(case, by, **names):
    facts = {"names_buyer": False, "names_firm": False, "why": "رضایت کتبی"} | names
    return release_case(case=case, by=by, seen=case.row_version, **facts)


def test_names_are_released_only_of_what_counts_and_a_firm_only_if_it_agreed(staff):
    agreed = build_cases.case(firm=build_firms.firm(), firm_agrees=True)
    silent = counted(build_cases.case(firm=build_firms.firm()), staff)

    for case, names in ((agreed, {"names_buyer": True}), (silent, {"names_firm": True}), (silent, {"why": " "})):
        with pytest.raises(ValidationError):
            released(case, staff, **names)
    case = released(counted(agreed, staff), staff, names_buyer=True, names_firm=True)
    assert list(ProcurementCase.objects.released()) == [case]

    case = released(case, staff)
    assert list(ProcurementCase.objects.released()) == []
    assert [row[:2] for row in book(case)[-2:]] == [
        ("not released", "released: buyer, firm"), ("released: buyer, firm", "not released"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "columns",
    [
        {"names_buyer": True},
        {"names_buyer": True, "state": "checked", "decided_at": None},
        {"batch": 1, "state": "checked", "decided_at": None},
        {"rejected_because": "نه"},
        {"checked_supply": ""},
        {"checked_supply": "yes"},
        {"decided_at": None},
        {"amount": 0},
    ],
)
def test_the_database_holds_what_may_never_be(columns):
    case = build_cases.row()

    with pytest.raises(IntegrityError), transaction.atomic():
        ProcurementCase.objects.filter(pk=case.pk).update(**columns)


def test_a_firm_that_did_not_agree_is_not_named_by_the_database_either():
    case = build_cases.row(firm=build_firms.firm())

    with pytest.raises(IntegrityError), transaction.atomic():
        ProcurementCase.objects.filter(pk=case.pk).update(names_firm=True, released_at=case.decided_at)


def test_the_keys_follow_what_staff_found(staff):
    water = build.institution(name="آب و برق")
    case = checked(build_cases.case(buyer_name="اب و برق خوزستان"), staff, buyer=water)

    assert (case.buyer_key, case.shown_buyer) == (f"institution-{water.pk}", "آب و برق")


def test_a_case_of_a_need_keeps_its_buyer(staff):
    water = build.institution(name="آب و برق")
    facts = build_cases.facts(buyer=water)
    del facts["buyer_name"]

    assert file_case(by=staff, **facts).buyer_name == "آب و برق"


def test_papers_are_added_while_the_case_is_open(staff):
    case = build_cases.case()
    file = store_file(SimpleUploadedFile("سند.pdf", PDF), by=staff)
    add_evidence(case=case, file=file, by=staff)
    case = counted(case, staff)

    with pytest.raises(ValidationError):
        add_evidence(case=case, file=file, by=staff)
    assert case.evidence.count() == 1
