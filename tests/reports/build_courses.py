"""Courses of plan 1 of 1403 whose counts are worked out by hand.

Course one (4 sessions, ends 20 Tir): Ali 4 of 4 completed, Bita 2 of 4 failed, Cyrus never came; firm A sent both.
Course two (2 sessions, ends 20 Mehr): Ali 2 of 2 completed, Dara 2 of 2 completed, of firm B; Eli waited in vain.
Course three (ends 20 Dey) is still running and counts nowhere; so does a course of plan 2 and a cancelled one.

Up to 31 Shahrivar: trained 2 (Ali, Bita), completed 1, firms 1, pass share 1 of 2 = 50.00.
Up to the year's end: trained 3 (Ali once, Bita, Dara), completed 2, firms 2, pass share 3 of 4 = 75.00.
Grades of the whole: 5, 4 after course one, 4, 2 after course two: too few answers of each course.
"""

from types import SimpleNamespace

from django.utils import timezone

from persian.jalali import today
from tests.members import build_firms
from tests.reports.build_year import day
from tests.trainings import build_trainings as make
from trainings.models import Certificate, Course, CourseFeedback, Enrolment

State = Enrolment.State


def ended(plan, last, sessions, state=Course.State.CLOSED, **fields):
    """A course of so many sessions, on the days up to ``last``."""
    days = [(last - today()).days - number for number in range(sessions)]
    return make.course(state=state, plan=plan, days=days, **fields)


def answer(enrolment, overall):
    grades = dict.fromkeys(CourseFeedback.QUESTIONS, 3) | {"overall": overall}
    return CourseFeedback.objects.create(enrolment=enrolment, kind=CourseFeedback.Kind.AFTER, **grades)


def certificate(enrolment, **fields):
    number = Certificate.objects.count() + 1
    return Certificate.objects.create(
        enrolment=enrolment, code=f"CODE-{number}", payload={"n": number}, sha256=f"{number:064d}", **fields
    )


def two_courses(one, two=None):
    """The courses of this module's first lines, for plan ``one``."""
    firm_a, firm_b = build_firms.firm(name="بنگاه الف"), build_firms.firm(name="بنگاه ب")
    ali, bita, cyrus, dara, eli = (make.learner(name) for name in ("علی", "بیتا", "کورش", "دارا", "الی"))
    first = ended(one, day(4, 20), 4, title="دوره یکم", slug="one")
    second = ended(one, day(7, 20), 2, title="دوره دوم", slug="two")
    in_first = [
        make.enrolment(first, ali, State.COMPLETED, firm=firm_a),
        make.enrolment(first, bita, State.FAILED, firm=firm_a),
        make.enrolment(first, cyrus, State.NO_SHOW),
    ]
    in_second = [
        make.enrolment(second, ali, State.COMPLETED, firm=firm_a),
        make.enrolment(second, dara, State.COMPLETED, firm=firm_b),
        make.enrolment(second, eli, State.LAPSED),
    ]
    make.enrolment(ended(one, day(10, 20), 1, state=Course.State.RUNNING, slug="three"), eli, State.COMPLETED)
    if two is not None:
        make.enrolment(ended(two, day(5, 20), 1, slug="other-plan"), eli, State.COMPLETED)
    for enrolment, grade in zip([*in_first[:2], *in_second[:2]], [5, 4, 4, 2], strict=True):
        answer(enrolment, grade)
    certificate(in_first[0])
    certificate(in_second[0])
    certificate(in_second[1], revoked_at=timezone.now(), revoked_because="خطا")
    return SimpleNamespace(first=first, second=second, in_first=in_first, in_second=in_second, cyrus=cyrus)
