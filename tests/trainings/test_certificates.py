"""Certificates: for who attended enough, once, frozen, and revoked with a reason."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from council.documents.canonical import digest
from filing.models import StateChange
from persian.codes import ALPHABET, canonical_code
from post.models import Message
from tests import build
from tests.trainings import build_trainings
from tests.trainings.certifying import certificate, ended_course, taught
from trainings.models import Certificate, Course, Enrolment, SessionAttendance
from trainings.services.certificates import issue_certificate, revoke_certificate
from trainings.services.learners import erase_learner

pytestmark = pytest.mark.django_db
State = Enrolment.State


def refused(enrolment):
    with pytest.raises(ValidationError) as caught:
        issue_certificate(enrolment=enrolment, by=build.user())
    assert not Certificate.objects.exists()
    assert not Message.objects.exists()
    return caught.value.code


def test_who_completed_gets_a_certificate_that_says_what_was_true():
    course = ended_course()
    made = issue_certificate(enrolment=taught(course, attended=3), by=build.user())

    assert made.payload == {
        "format": 1,
        "host": "portal.example",
        "code": made.code,
        "cluster": {"name": "خوشه آزمایشی", "name_en": "Test cluster"},
        "person": "زهرا کریمی",
        "course": {
            "title": "برنامه‌نویسی پایتون", "title_en": "Programming in Python", "kind": "ict", "hours": 16,
        },
        "provider": {"name": "مرکز آموزش آزمایشی", "name_en": "Test training centre"},
        "first_day": course.starts_on.isoformat(),
        "last_day": course.ends_on.isoformat(),
        "attended": 3,
        "sessions": 4,
        "issued_on": made.payload["issued_on"],
        "is_sample": False,
    }  # fmt: skip
    assert made.sha256 == digest(made.payload)
    line = StateChange.objects.get(model="trainings.certificate")
    assert (line.object_key, line.new, line.why) == (made.code, "issued", made.sha256)


def test_the_code_has_twenty_letters_of_thirty_that_none_can_mix_up():
    code = certificate().code

    assert re.fullmatch(f"([{ALPHABET}]{{4}}-){{4}}[{ALPHABET}]{{4}}", code)
    assert (len(ALPHABET), set(ALPHABET) & set("01ILOU")) == (30, set())
    assert 30**20 > 2**98
    assert canonical_code(code.lower().replace("-", " "), 5) == code


def test_twice_gives_the_same_one_and_one_letter():
    enrolment = taught(ended_course())
    one, two = (issue_certificate(enrolment=enrolment, by=build.user()) for _ in range(2))

    assert one == two
    assert Message.objects.filter(key=f"certificate/{one.code}").count() == Message.objects.count() == 1


def test_the_letter_has_the_check_address_and_the_own_courses():
    made = certificate()
    letter = Message.objects.get()

    assert (letter.to, letter.channel, letter.language) == (made.enrolment.learner.email, "mail", "fa")
    assert f"https://portal.example/certificates/{made.code}/" in letter.body
    assert f"https://portal.example/certificates/{made.code}/certificate.pdf" in letter.body
    assert "https://portal.example/trainings/mine/" in letter.body


def test_who_has_a_mobile_number_only_gets_a_short_message():
    made = certificate(mobile="+989123456789", language="en")
    letter = Message.objects.get()

    assert (letter.channel, letter.to, letter.subject) == ("sms", "+989123456789", "")
    assert letter.body == (
        f"Your certificate for «Programming in Python»: https://portal.example/en/certificates/{made.code}/"
    )


@pytest.mark.parametrize(
    ("state", "attended", "code"),
    [
        (State.FAILED, 2, "attendance"),
        (State.NO_SHOW, 0, "attendance"),
        (State.COMPLETED, 2, "attendance"),  # I16: counted anew, whatever the row says
        (State.COMPLETED, 0, "attendance"),
        (State.FAILED, 4, "state"),
        (State.CONFIRMED, 4, "state"),
        (State.WITHDRAWN, 4, "state"),
    ],
)
def test_nobody_gets_one_who_has_not_earned_it(state, attended, code):
    assert refused(taught(ended_course(), attended=attended, state=state)) == code


def test_a_list_that_is_corrected_after_the_course_counts():
    """The row still says «completed»; the lists say that one session is missing now."""
    enrolment = taught(ended_course(), attended=3)
    SessionAttendance.objects.filter(enrolment=enrolment, is_present=True).first().delete()

    assert refused(enrolment) == "attendance"


@pytest.mark.parametrize("state", [Course.State.RUNNING, Course.State.CANCELLED, Course.State.OPEN])
def test_no_course_gives_one_before_it_has_ended(state):
    enrolment = taught(ended_course())
    Course.objects.update(state=state, cancelled_because="بیماری" if state == Course.State.CANCELLED else "")

    assert refused(enrolment) == "course"


def test_who_was_removed_gets_none():
    enrolment = taught(ended_course())
    erase_learner(learner=enrolment.learner, by=None)

    assert refused(enrolment) == "removed"


def test_the_database_keeps_one_valid_certificate_an_enrolment():
    made = certificate()

    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(enrolment=made.enrolment, code="OTHER", payload=made.payload, sha256=made.sha256)


@pytest.mark.parametrize(
    "change",
    ["code = 'X'", "sha256 = 'X'", 'payload = \'{"person": "X"}\'', "enrolment_id = enrolment_id + 1"],
)
def test_the_database_keeps_what_was_printed(change):
    certificate()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE trainings_certificate SET {change}")  # noqa: S608  (the tests' own words)


def test_a_revocation_has_its_reason_its_line_and_no_way_back(staff):
    made = certificate()
    revoke_certificate(certificate=made, by=staff, why="  نام اشتباه بود. ")
    again = revoke_certificate(certificate=made, by=staff, why="دلیل دیگر")

    assert (again.revoked_because, again.revoked_by) == ("نام اشتباه بود.", staff)
    lines = StateChange.objects.filter(object_key=made.code).order_by("pk").values_list("old", "new", "why")
    assert list(lines) == [("", "issued", made.sha256), ("issued", "revoked", "نام اشتباه بود.")]
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.update(revoked_at=None, revoked_because="")


def test_after_a_revocation_a_new_one_has_another_code(staff):
    made = certificate()
    revoke_certificate(certificate=made, by=staff, why="نام اشتباه بود.")
    new = issue_certificate(enrolment=made.enrolment, by=staff)

    assert new.code != made.code
    assert Certificate.objects.valid().get() == new


def test_a_revocation_without_a_reason_is_refused(staff):
    made = certificate()

    with pytest.raises(ValidationError):
        revoke_certificate(certificate=made, by=staff, why="  ")
    assert Certificate.objects.valid().count() == 1


@pytest.mark.parametrize("role", ["facilitator", "supervisor", "council_member", "administrator", "firm_a"])
def test_only_staff_revoke(role, cast):
    made = certificate()

    with pytest.raises(PermissionDenied):
        revoke_certificate(certificate=made, by=cast[role], why="نام اشتباه بود.")
    assert Certificate.objects.valid().count() == 1


def test_the_firm_is_told_for_a_person_without_an_address(firm_a):
    course = ended_course()
    learner = build_trainings.learner("کارمند بی‌نشانی", user=build.user())
    made = taught(course, learner=learner)
    made.enrolled_by = firm_a
    made.save(update_fields=["enrolled_by"])

    issue_certificate(enrolment=made, by=build.user())

    assert Message.objects.get().to == firm_a.email
