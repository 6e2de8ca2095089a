"""Two desks, one month: whoever is second sees the first one's value; the same post twice writes once."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from actionplans.models import ProgressEntry, Verification
from tests import build
from tests.actionplans.build_desk import PROGRESS, SHAHRIVAR_31, VERIFY, address, approved_plan, row

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

AT_ONCE = 8


def at_once(posts):
    """Send all posts at the same time, each (session, path, data); gives the answers in order."""
    with ThreadPoolExecutor(len(posts)) as pool:
        return list(pool.map(lambda post: post[0].post(*post[1:]), posts))


def page(key, *rows):
    data = {"act": "save", "key": key, "year": "1403", "as_of": "1403/06/31", "show": "all"}
    for one in rows:
        data |= one
    return data


def test_of_many_desks_that_save_one_activity_at_once_one_wins_and_the_others_are_asked(portal, person_in):
    _plan, activities = approved_plan("50", "50")
    people = [person_in("facilitator"), person_in("staff")]
    sessions = [portal.session(people[number % 2]) for number in range(AT_ONCE)]
    values = [60 + number for number in range(AT_ONCE)]

    answers = at_once(
        [
            (session, address(PROGRESS), page(f"key {value}", *(row(one, str(value)) for one in activities)))
            for session, value in zip(sessions, values, strict=True)
        ]
    )

    assert sorted(answer.status for answer in answers) == [200] * (AT_ONCE - 1) + [302]
    assert sum("در این میان" in answer.text for answer in answers) == AT_ONCE - 1
    assert [one.entries.count() for one in activities] == [1, 1]
    assert len(set(ProgressEntry.objects.values_list("percent", flat=True))) == 1


def test_the_same_post_many_times_at_once_writes_once(portal, person_in):
    _plan, (activity,) = approved_plan()
    facilitator = person_in("facilitator")
    post = page("one key", row(activity, "60", narrative="یک بار"))

    answers = at_once([(portal.session(facilitator), address(PROGRESS), post) for _number in range(AT_ONCE)])

    assert {answer.status for answer in answers} == {302}
    assert list(activity.entries.values_list("percent", flat=True)) == [Decimal("60.00")]


def test_of_many_supervisors_at_once_one_decides(portal, person_in, groups):
    _plan, (activity,) = approved_plan()
    entry = build.entry(activity, Decimal("60"), as_of=SHAHRIVAR_31)
    supervisors = [build.user(is_staff=True) for _number in range(AT_ONCE)]
    for one in supervisors:
        one.groups.add(groups["technical supervisor"])
    data = {"act": "confirm", "year": "1403", "key": "k", "chosen": f"e{entry.pk}", f"e{entry.pk}-decision": "v"}

    answers = at_once([(portal.session(one), address(VERIFY), data) for one in supervisors])

    assert sorted(answer.status for answer in answers) == [200] * (AT_ONCE - 1) + [302]
    assert Verification.objects.filter(entry=entry).count() == 1
