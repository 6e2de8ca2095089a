"""Staff close a round of returns while firms file and correct, on a real server with several processes."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.urls import reverse

from filing.models import StateChange
from members.aggregates import measured, moved
from members.models import FirmReturn, ReturnRound
from members.services import returns
from tests import build
from tests.members import build_firms

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
YEARS = (1401, 1402, 1403, 1404)
FIRMS = 12  # half of them have filed before and correct
WOMEN, FIRST, CORRECTED, NEW = 4, 10, 30, 20


@pytest.fixture
def firms(portal):
    """Firms of one section, so that all of them move the same sums; each with its session."""
    section, rows = build_firms.section(), []
    for _number in range(FIRMS):
        firm, person = build_firms.firm(sections=[section]), build.user()
        build_firms.representative(firm, person)
        rows.append((firm, portal.session(person)))
    return rows


def standing(place, status):
    """The staff that stands in a firm's return after it was answered so; None where there is no return."""
    if status == 302:
        return NEW if place % 2 else CORRECTED
    return None if place % 2 else FIRST


def filing(firm, session, year, **changes):
    typed = {"sales_band": "over_200", "exports": 0, "local_sales": 1_000, "women": WOMEN, "graduates": 6}
    path = reverse("members:firm_return", args=[firm.tracking_code, year])
    return partial(session.post, path, typed | changes)


def closing(session, opened):
    return partial(session.post, reverse("admin:members_returnround_change", args=[opened.pk]), {"act": "close"})


def at_once(jobs):
    """The answers in the order of the jobs, all sent together."""
    with ThreadPoolExecutor(len(jobs)) as crowd:
        return list(crowd.map(lambda job: job(), jobs))


def book(year):
    """What happened to the round and its returns, in the order in which it was written."""
    rows = StateChange.objects.filter(object_key__endswith=str(year)).order_by("pk")
    return list(rows.values_list("new", flat=True))


def test_what_was_acknowledged_stands_in_the_sums_and_nothing_is_filed_after_the_close(portal, firms, staff):
    official = portal.session(staff)
    for year in YEARS:
        opened = build_firms.return_round(build.year(year))
        for firm, _session in firms[::2]:
            build_firms.firm_return(firm, opened.year, staff=FIRST, women=WOMEN)
        jobs = [
            filing(firm, session, year, staff=NEW if place % 2 else CORRECTED, seen_version="" if place % 2 else 1)
            for place, (firm, session) in enumerate(firms)
        ]

        answers = at_once([*jobs[: FIRMS // 2], closing(official, opened), *jobs[FIRMS // 2 :]])

        closed = answers.pop(FIRMS // 2)
        assert closed.status == 302
        assert {answer.status for answer in answers} <= {302, 422}
        expected = [standing(place, answer.status) for place, answer in enumerate(answers)]
        found = dict(FirmReturn.objects.filter(year__year=year).values_list("firm", "staff"))
        assert [found.get(firm.pk) for firm, _session in firms] == expected
        opened = ReturnRound.objects.get(pk=opened.pk)
        assert opened.sums == returns.summed_anew(opened)
        filed = [staff_now for staff_now in expected if staff_now]
        assert sum(amounts[1] for amounts in opened.sums.values()) == sum(filed)
        assert sum(amounts[0] for amounts in opened.sums.values()) == len(filed)
        assert book(year)[-1] == "closed"


def test_without_the_lock_sums_are_lost_and_a_return_comes_after_the_close(staff):
    """The negative control: two firms read an open round, it is closed, both write what they worked out."""
    opened = build_firms.return_round(build.year(1403))
    seen = [ReturnRound.objects.get(pk=opened.pk) for _number in range(2)]

    returns.close_round(return_round=opened, by=staff)
    for mine in seen:
        returns.require_open(mine)
        filed = FirmReturn(firm=build_firms.firm(), year=opened.year)
        filed = returns.write_return(filed, build_firms.figures(), [], by=staff)
        mine.sums = moved(mine.sums, filed.cell, measured(filed), 1)
        mine.save(update_fields=["sums"])

    opened.refresh_from_db()
    assert (opened.is_open, FirmReturn.objects.count()) == (False, 2)
    assert opened.sums == {"/small": [1, 10, 4, 6, 0, 0, 0]}
