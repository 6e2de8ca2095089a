"""One row a person: found by account, address or firm; nobody is taken for another; removed for good."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from accounts.personal_data import pseudonymise_user
from post.models import Message
from tests import build
from tests.members import build_firms
from tests.trainings import build_trainings as make
from trainings.links import find_learner, learner_token
from trainings.models import Certificate, Course, CourseFeedback, Enrolment, EnrolmentRequest, Learner
from trainings.services import learners
from trainings.services.learners import erase_learner, learner_of
from trainings.services.places import enrol, withdraw

pytestmark = pytest.mark.django_db


def row(learner):
    learner.refresh_from_db()
    return learner.full_name, learner.email, learner.mobile, learner.user, learner.added_by_firm


def test_an_address_in_any_writing_is_one_person_whose_name_stays():
    first = learner_of(full_name="سارا  كريمي", contact=" Sara@Example.ORG ")
    again = learner_of(full_name="نام دیگر", contact="sara@example.org")
    by_mobile = learner_of(full_name="علی", contact="۰۹۱۶ ۱۱۱ ۲۲۳۳")

    assert again == first
    assert learner_of(full_name="علی", contact="+989161112233") == by_mobile
    assert row(first) == ("سارا کریمی", "sara@example.org", None, None, None)
    assert row(by_mobile) == ("علی", None, "+989161112233", None, None)


@pytest.mark.parametrize("contact", ["ali", "ali(at)example.org", "a@b", "12345", "0912"])
def test_what_is_no_address_is_refused_and_not_left_out(contact):
    with pytest.raises(ValidationError):
        learner_of(full_name="علی", contact=contact, firm=build_firms.firm())

    assert not Learner.objects.exists()


def test_who_cannot_be_reached_at_all_is_refused_in_words():
    with pytest.raises(ValidationError) as caught:
        learner_of(full_name="علی")

    assert list(caught.value.message_dict) == ["email"]


def test_a_name_is_needed():
    with pytest.raises(ValidationError) as caught:
        learner_of(full_name=" ", contact="a@example.org")

    assert list(caught.value.message_dict) == ["full_name"]


def test_a_signed_in_person_is_their_account_with_its_confirmed_addresses():
    user = build.user("رضا", email="reza@example.org", mobile="09121112233", language="en")

    made = learner_of(full_name="رضا", user=user)

    assert row(made) == ("رضا", "reza@example.org", "+989121112233", user, None)
    assert made.language == "en"
    assert learner_of(full_name="رضا", contact="other@example.org", user=user) == made
    assert learner_of(full_name="هر کس", contact="reza@example.org") == made


def test_a_signed_in_person_owns_what_was_enrolled_under_their_address():
    before = learner_of(full_name="رضا", contact="reza@example.org")
    user = build.user("رضا", email="reza@example.org")

    assert learner_of(full_name="رضا", user=user) == before
    assert row(before)[3] == user


def test_nobody_is_taken_for_the_owner_of_another_account_who_has_the_address():
    owner = learner_of(full_name="مالک", contact="shared@example.org", user=build.user())
    other = build.user("دیگری", email="other@example.org")

    made = learner_of(full_name="دیگری", contact="shared@example.org", user=other)

    assert row(made) == ("دیگری", None, None, other, None)
    assert (row(owner)[1], owner.user) == ("shared@example.org", owner.user)
    assert made != owner


def test_the_account_goes_before_the_address_of_somebody_without_an_account():
    mine = learner_of(full_name="من", user=build.user(email="me@example.org"))
    other = learner_of(full_name="دیگری", contact="other@example.org")

    assert learner_of(full_name="من", contact="other@example.org", user=mine.user) == mine
    assert row(other)[3] is None


def test_an_address_is_tied_to_the_account_that_confirmed_it():
    user = build.user(email="known@example.org", mobile="09121112233")

    assert learner_of(full_name="آشنا", contact="known@example.org").user == user
    assert learner_of(full_name="آشنا", contact="09121112233").user is None  # the account has its learner already


@pytest.mark.parametrize("contact", ["claimed@example.org", "09121112233"])
def test_an_account_that_only_claims_an_address_sees_nothing_of_it(contact):
    claimer = build.user(email="claimed@example.org", mobile="09121112233")
    claimer.emailaddress_set.update(verified=False)
    get_user_model().objects.filter(pk=claimer.pk).update(is_mobile_verified=False)

    assert learner_of(full_name="قربانی", contact=contact).user is None
    claimer.refresh_from_db()
    assert row(learner_of(full_name="مدعی", user=claimer)) == ("مدعی", None, None, claimer, None)


def test_a_firm_s_person_without_an_address_is_known_by_name_in_that_firm_only():
    firm, other = build_firms.firm(), build_firms.firm()

    first = learner_of(full_name="علی رضایی", firm=firm)

    assert learner_of(full_name="علی  رضايي", firm=firm) == first
    assert learner_of(full_name="علی رضایی", firm=other) != first
    assert learner_of(full_name="علی رضایی", contact="ali@example.org", firm=firm) != first
    assert row(first) == ("علی رضایی", None, None, None, firm)


def test_the_same_person_at_the_same_moment_is_one(monkeypatch):
    """The other door wrote between the look and the write: the unique address decides, and its row is taken."""
    there, looks = make.learner(email="race@example.org"), iter([None])
    look = learners.find_learner_row
    monkeypatch.setattr(learners, "find_learner_row", lambda **who: next(looks, None) or look(**who))
    monkeypatch.setattr(Learner.objects, "filter", lambda **kwargs: Learner.objects.none())

    assert learner_of(full_name="همان", contact="race@example.org") == there


def test_a_person_is_removed_and_their_places_pass_on():
    build.cluster()
    course, over = make.course(seats=1), make.course("closed", days=(-2, -1))
    person = learner_of(full_name="سارا کریمی", contact="sara@example.org")
    mine = enrol(course=course, learner=person, door="public")
    next_one = enrol(course=course, learner=make.learner(), door="public")
    done = make.enrolment(over, person, Enrolment.State.COMPLETED)
    certificate = Certificate.objects.create(enrolment=done, code="C1", payload={"name": "سارا"}, sha256="0" * 64)
    thought = CourseFeedback.objects.create(
        enrolment=done, kind="after", content=5, teaching=5, organisation=5, usefulness=5, overall=4, comment="من سارا"
    )
    EnrolmentRequest.objects.create(course=course, full_name="سارا", contact="sara@example.org")

    erase_learner(learner=person, by=build.user())

    for thing in (mine, next_one, done, certificate, thought, person):
        thing.refresh_from_db()
    number = str(person.pk).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert person.full_name.endswith(number)
    assert (person.email, person.mobile, person.wants_letters) == (
        f"removed-learner-{person.pk}@removed.invalid", None, False,
    )  # fmt: skip
    assert (mine.state, next_one.state, done.state) == ("withdrawn", "offered", "completed")
    assert (certificate.payload, certificate.sha256, thought.comment, thought.overall) == ({}, "0" * 64, "", 4)
    assert not EnrolmentRequest.objects.exists()
    letters = Message.objects.filter(key__startswith=f"enrolment/{mine.pk}/")
    assert set(letters.values_list("to", "subject", "body", "state")) == {(person.email, "", "", "failed")}
    assert "سارا" not in person.sort_text


def test_removing_an_account_removes_its_learner():
    user = build.user("رضا محمدی", email="reza@example.org")
    person = learner_of(full_name="رضا محمدی", user=user)

    pseudonymise_user(user=user, by=build.user())

    person.refresh_from_db()
    assert (person.email, "رضا" in person.full_name) == (f"removed-learner-{person.pk}@removed.invalid", False)


def test_a_removed_person_is_told_nothing_at_an_address_that_nobody_has():
    build.cluster()
    course = make.course("running", days=(-1, 1), seats=2)
    mine = make.enrolment(course, make.learner("سارا", email="sara@example.org"))
    erase_learner(learner=mine.learner, by=None)

    withdraw(enrolment=mine)

    assert Message.objects.count() == 0


def test_letters_come_in_the_language_of_who_enrolled():
    with translation.override("en"):
        assert learner_of(full_name="Sara", contact="sara@example.org").language == "en"
    assert timezone.is_aware(Learner.objects.get().created_at)


def test_removing_an_account_removes_who_was_enrolled_by_its_addresses_too():
    sent = learner_of(full_name="رضا محمدی", contact="reza@example.org", firm=build_firms.firm())
    user = build.user("رضا محمدی", email="reza@example.org")
    assert sent.user is None

    pseudonymise_user(user=user, by=build.user())

    assert "رضا" not in row(sent)[0]


def test_a_removed_person_with_an_account_begins_anew():
    person = learner_of(full_name="رضا محمدی", user=build.user("رضا محمدی", email="reza@example.org"))
    user = person.user

    erase_learner(learner=person, by=build.user())

    assert row(person)[3] is None
    assert learner_of(full_name="رضا محمدی", user=user) != person


def test_letters_to_a_firm_lose_the_name_and_it_is_told_nothing_more_of_the_number():
    build.cluster()
    firm, by = build_firms.firm(), build.user(email="firm@example.org")
    course = make.course(seats=2)
    person = learner_of(full_name="سارا کریمی", firm=firm)
    mine = enrol(course=course, learner=person, door="firm", firm=firm, by=by)
    link = learner_token(person)
    assert "سارا" in Message.objects.get(to="firm@example.org").body
    Course.objects.filter(pk=course.pk).update(state="running")

    erase_learner(learner=person, by=None)
    withdraw(enrolment=mine)

    assert list(Message.objects.values_list("to", "body", "state")) == [("firm@example.org", "", "failed")]
    assert find_learner(link) is None
