"""Reports of one purchase counted by several people at the same moment, on a real server with several processes."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.urls import reverse

from market.models import ProcurementCase
from market.services.cases import look_alikes, move
from tests.market import build_cases

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
State = ProcurementCase.State
ROUNDS, AT_ONCE = 3, 4


def reports(number, need):
    """So many reports of one purchase that wait for the decision; the office filed each."""
    return [build_cases.row(need_number=need, state=State.CHECKED) for _place in range(number)]


def counting(session, case):
    path = reverse("admin:market_procurementcase_change", args=[case.pk])
    return partial(session.post, path, {"act": "count", "seen": case.row_version})


def test_of_several_reports_of_one_purchase_counted_at_once_one_counts(portal, person_in):
    staff = person_in("staff")
    sessions = [portal.session(staff) for _place in range(AT_ONCE)]
    for turn in range(ROUNDS):
        cases = reports(AT_ONCE, f"1103{turn}")
        jobs = [counting(session, case) for session, case in zip(sessions, cases[:: (-1) ** turn], strict=True)]

        with ThreadPoolExecutor(AT_ONCE) as crowd:
            answers = list(crowd.map(lambda job: job(), jobs))

        assert sorted(answer.status for answer in answers) == [302, 422, 422, 422]
        assert ProcurementCase.objects.filter(need_number=f"1103{turn}", state=State.COUNTED).count() == 1


def test_without_the_lock_both_count(staff):
    """The negative control: each looks for a twin that counts before the other is written."""
    cases = reports(2, "1103")

    assert [look_alikes(case).filter(state=State.COUNTED).exists() for case in cases] == [False, False]
    for case in cases:
        case.decided_at = case.checked_at
        move(case, State.COUNTED, by=staff, fields=["decided_at"])

    assert ProcurementCase.objects.filter(need_number="1103", state=State.COUNTED).count() == 2
