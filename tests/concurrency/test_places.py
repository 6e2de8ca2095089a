"""The doors of a course at once, on a real server with four processes: never oversold, nobody twice, in order.

Run with ``--log-cli-level=INFO`` each race says how many of what it met, and how long an answer took.
"""

import logging
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import zip_longest

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.contact_codes import new_code
from accounts.roles import STAFF
from tests import build
from tests.live import LivePortal
from tests.members import build_firms
from tests.trainings import build_trainings as make
from trainings.importing.checking import Person
from trainings.importing.views import signed
from trainings.models import Course, Enrolment, EnrolmentRequest, Learner

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
logger = logging.getLogger(__name__)
State = Enrolment.State
OVERSOLD = next(row for row in Course._meta.constraints if row.name == "course_never_oversold")


def at_once(jobs):
    """The answers in the order of the jobs, all sent together; 95 of 100 came within the seconds that are logged."""

    def timed(job):
        begun = time.monotonic()
        return job(), time.monotonic() - begun

    with ThreadPoolExecutor(len(jobs)) as crowd:
        met = list(crowd.map(timed, jobs))
    waits = sorted(seconds for _answer, seconds in met)
    statuses = Counter(answer.status for answer, _seconds in met)
    logger.info("%s: %s, p95 %.2f s", connection.vendor, dict(statuses), waits[int(len(waits) * 0.95)])
    answers = [answer for answer, _seconds in met]
    refusals = [re.findall(r'class="err"[^>]*>([^<]+)', answer.text) for answer in answers if answer.status == 422]
    logger.info("refused: %s", refusals[:5])
    return answers


@pytest.fixture
def desk(groups):
    """Somebody of staff."""
    person = build.user(is_staff=True)
    person.groups.add(groups[STAFF])
    return person


def statuses(answers):
    return {answer.status for answer in answers}


def through_the_public_code(portal, course, count):
    """People who have typed their name and hold the code that was sent to them."""
    jobs = []
    for number in range(count):
        asked = EnrolmentRequest.objects.create(
            course=course, full_name=f"عمومی {number}", contact=f"public{number}@example.org"
        )
        path = reverse("trainings:enrol_code", args=[course.slug, asked.pk])
        jobs.append(partial(send_code, portal.session(), path, new_code(asked)))
    return jobs


def send_code(session, path, code):
    """The counter of guesses may turn a crowd of one network away for a moment: then the code is sent once more."""
    answer = session.post(path, {"code": code})
    return session.post(path, {"code": code}) if answer.status == 422 else answer


def through_a_firm(portal, course, count, at_a_time=1, firms=5):
    """Firms that send ``count`` people, each post with a few."""
    made = [build_firms.firm() for _number in range(firms)]
    people = [build_firms.representative(firm).user for firm in made]
    jobs = []
    for start in range(0, count, at_a_time):
        firm, person = made[start % firms], people[start % firms]
        data = {"key": f"page-{start}"}
        for row in range(1, at_a_time + 1):
            data[f"row-{row}-full_name"] = f"کارمند {start} {row}"
        path = reverse("trainings:firm_course", args=[firm.tracking_code, course.slug])
        jobs.append(partial(portal.session(person).post, path, data))
    return jobs


def desk_job(portal, desk, course, **data):
    path = reverse("admin:trainings_course_desk", args=[course.pk])
    return partial(portal.session(desk).post, path, data)


def through_the_desk(portal, desk, course, count):
    people = [{"full_name": f"نفر {number}", "contact": f"desk{number}@example.org"} for number in range(count)]
    return [desk_job(portal, desk, course, act="enrol", **person) for person in people]


def through_a_file(portal, desk, course, count):
    """A spreadsheet whose preview was seen: its people are enrolled by one post."""
    people = [Person(number, f"ردیف {number}", f"file{number}@example.org", None) for number in range(count)]
    path = reverse("admin:trainings_course_import", args=[course.pk])
    return [partial(portal.session(desk).post, path, {"rows": signed(people, course, desk)})]


def states(course):
    """How many stand how, and the places taken."""
    course.refresh_from_db()
    return Counter(course.enrolments.values_list("state", flat=True)), course.taken


def mixed(jobs):
    """The doors take turns."""
    return [job for some in zip_longest(*jobs) for job in some if job]


def one_by_one(portal, desk, course):
    """150 people: 50 by the public code, 50 sent by firms two at a time, 50 at the desk."""
    return [
        through_the_public_code(portal, course, 50),
        through_a_firm(portal, course, 50, at_a_time=2),
        through_the_desk(portal, desk, course, 50),
    ]


def all_doors(portal, desk, course):
    """200 people: those who come one by one, and 50 in one file."""
    return mixed([*one_by_one(portal, desk, course), through_a_file(portal, desk, course, 50)])


def test_of_two_hundred_through_all_doors_at_once_fifty_have_a_place_and_the_others_wait(portal, desk):
    build.cluster()
    course = make.course(seats=50)

    answers = at_once(all_doors(portal, desk, course))

    assert statuses(answers) == {302}
    assert states(course) == (Counter({"confirmed": 50, "waiting": 150}), 50)
    assert list(course.enrolments.order_by("number").values_list("number", flat=True)) == list(range(1, 201))
    assert set(course.enrolments.filter(state="confirmed").values_list("number", flat=True)) == set(range(1, 51))
    assert (Learner.objects.count(), course.enrolments.values("learner").distinct().count()) == (200, 200)


@pytest.fixture
def unguarded(transactional_db, groups, tmp_path):
    """The same portal without the lock, the conditional UPDATE and the CHECK."""
    on_postgres = connection.vendor == "postgresql"
    if on_postgres:
        with connection.schema_editor() as editor:
            editor.remove_constraint(Course, OVERSOLD)
    server = LivePortal(tmp_path, app="tests.unguarded.apps.UnguardedConfig")
    try:
        yield server.start()
    finally:
        server.stop()
        Course.objects.update(taken=0)
        if on_postgres:
            with connection.schema_editor() as editor:
                editor.add_constraint(Course, OVERSOLD)


def test_without_the_guards_the_same_crowd_oversells(unguarded, desk):
    """The negative control. SQLite has one writer at a time: there the guard is the engine's own.

    Without the file, which would take all places at once and leave nothing to oversell when it came first.
    """
    build.cluster()
    course = make.course(seats=50)

    at_once(mixed(one_by_one(unguarded, desk, course)))

    sold = course.enrolments.filter(state="confirmed").count()
    logger.info("%s: %s of 50 sold without the guards", connection.vendor, sold)
    assert sold > 50 if connection.vendor == "postgresql" else sold == 50


def test_the_guards_are_back_after_the_control():
    course = make.course(seats=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Course.objects.filter(pk=course.pk).update(taken=2)


def test_one_person_who_is_sent_twenty_times_at_once_has_one_place(portal, desk):
    build.cluster()
    course, firm = make.course(seats=50), build_firms.firm()
    by = build_firms.representative(firm).user
    who = {"full_name": "سارا کریمی", "contact": "sara@example.org"}
    asked = EnrolmentRequest.objects.create(course=course, **who)
    code_page = reverse("trainings:enrol_code", args=[course.slug, asked.pk])
    firm_page, code = reverse("trainings:firm_course", args=[firm.tracking_code, course.slug]), new_code(asked)
    row = {f"row-1-{name}": value for name, value in who.items()}

    answers = at_once(
        mixed([
            [partial(portal.session().post, code_page, {"code": code}) for _time in range(5)],
            [partial(portal.session(by).post, firm_page, row | {"key": "one"}) for _time in range(5)],
            [partial(portal.session(by).post, firm_page, row | {"key": f"own-{time}"}) for time in range(5)],
            [desk_job(portal, desk, course, act="enrol", **who) for _time in range(5)],
        ])
    )  # fmt: skip

    assert statuses(answers) <= {302, 422}
    assert states(course) == (Counter({"confirmed": 1}), 1)
    assert (Learner.objects.get().email, course.last_number) == ("sara@example.org", 1)


def test_a_crowd_that_cancels_joins_and_is_promoted_at_once_keeps_the_order(portal, desk):
    build.cluster()
    course = make.course(seats=30)
    inside = [make.enrolment(course) for _person in range(30)]
    waiting = [make.enrolment(course, state=State.WAITING) for _person in range(20)]
    promoted = waiting[-10:]

    answers = at_once([
        *(desk_job(portal, desk, course, act="withdraw", enrolment=row.pk) for row in inside),
        *through_the_desk(portal, desk, course, 30),
        *through_a_firm(portal, course, 30),
        *(desk_job(portal, desk, course, act="promote", enrolment=row.pk) for row in promoted),
    ])  # fmt: skip

    assert statuses(answers) <= {302, 422}
    found, taken = states(course)
    assert (found["withdrawn"], found["confirmed"] + found["offered"], taken) == (30, 30, 30)
    assert (found.total(), found["waiting"]) == (110, 50)
    held = course.enrolments.holding().exclude(pk__in=[row.pk for row in promoted]).values_list("number", flat=True)
    assert max(held) < min(course.enrolments.waiting().values_list("number", flat=True))
    assert course.enrolments.live().values("learner").distinct().count() == 80


def test_places_that_come_and_go_while_people_enrol_are_never_oversold(portal, desk):
    build.cluster()
    course = make.course(seats=10)

    answers = at_once([
        *through_the_desk(portal, desk, course, 30),
        *through_a_firm(portal, course, 30),
        *(desk_job(portal, desk, course, act="seats", seats=seats) for seats in (15, 12, 20, 8, 25, 5, 30, 11, 18, 9)),
    ])  # fmt: skip

    assert statuses(answers) <= {302, 422}
    found, taken = states(course)
    assert taken == found["confirmed"] + found["offered"] == course.seats
    assert (found["waiting"], course.last_number) == (60 - taken, 60)
    held = course.enrolments.holding().values_list("number", flat=True)
    assert set(held) == set(range(1, taken + 1))
