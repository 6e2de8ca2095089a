"""Criteria: taken from a list, all to be confirmed by the council; scores are added, never edited."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from filing.append_only import AppendOnlyError
from filing.models import StateChange, StoredFile
from handover import services
from handover.models import Assessment, AssessmentEvidence, Criterion
from handover.standing import readiness
from persian.jalali import today
from tests import build
from tests.handover import build_handover as build_here

pytestmark = pytest.mark.django_db


def test_the_default_list_brings_ten_criteria_all_to_be_confirmed(staff):
    made = services.take_default_criteria(by=staff)

    rows = list(Criterion.objects.all())
    assert (made, len(rows), sum(row.weight for row in rows)) == (10, 10, Decimal(100))
    assert [row.order for row in rows] == list(range(1, 11))
    assert {row.confirmed_by for row in rows} == {None}
    assert [row.key for row in rows if row.threshold is None] == ["own-income"]
    assert {row.source_en for row in rows} == {"Default list of the portal; to be confirmed by the council"}
    assert StateChange.objects.filter(model="handover.criterion", new="to be confirmed", by=staff).count() == 10


def test_taking_the_list_again_adds_only_what_is_not_there(staff):
    build_here.criterion(key="manager", text="مدیر تمام‌وقت")

    assert services.take_default_criteria(by=staff) == 9
    assert services.take_default_criteria(by=staff) == 0
    assert Criterion.objects.get(key="manager").text == "مدیر تمام‌وقت"


def test_an_adopted_decision_confirms_and_from_then_on_the_terms_are_in_the_book(staff):
    row, decision = build_here.criterion(threshold=2), build.adopted_decision()

    assert services.confirm_criteria(criteria=[row], decision=decision, by=staff) == 1

    row.refresh_from_db()
    assert (row.confirmed_by, row.is_open, row.row_version) == (decision, False, 1)
    line = StateChange.objects.get(model="handover.criterion")
    assert (line.old, line.new) == ("to be confirmed", "confirmed")
    assert line.why == f"{decision.number}: weight 10.00, must-have yes, threshold 2"


def test_a_proposed_decision_confirms_nothing(staff):
    row = build_here.criterion()

    with pytest.raises(ValidationError, match="مصوبه"):
        services.confirm_criteria(criteria=[row], decision=build.decision(), by=staff)
    row.refresh_from_db()
    assert row.confirmed_by is None


def test_what_is_confirmed_is_not_confirmed_twice_and_opens_only_with_a_reason(staff):
    row = build_here.criterion(confirmed_by=build.adopted_decision())

    with pytest.raises(ValidationError):
        services.confirm_criteria(criteria=[row], decision=build.adopted_decision(), by=staff)
    with pytest.raises(ValidationError):
        services.reopen_criterion(criterion=row, why="  ", by=staff)

    services.reopen_criterion(criterion=row, why="شورا وزن را عوض کرد", by=staff)
    row.refresh_from_db()
    assert row.is_open
    assert StateChange.objects.get(model="handover.criterion").why == "شورا وزن را عوض کرد"


def test_the_supervisor_assesses_with_evidence_that_stays_private(supervisor):
    row = build_here.criterion(score=1)
    file = build_here.evidence(build_here.assessment(build_here.criterion(), 1)).file

    made = services.assess(
        criterion=row, as_of=today(), score=3, note="دو شبکه فعال", by=supervisor, evidence=[(file, "")]
    )

    proof = made.evidence.get()
    assert (made.by, proof.caption, proof.is_public) == (supervisor, file.name, False)
    line = StateChange.objects.get(model="handover.assessment")
    assert (line.object_key, line.old, line.new, line.why) == (f"{row.key}@{today()}#1", "1", "3", "دو شبکه فعال")


@pytest.mark.parametrize("role", ["facilitator", "staff", "administrator", "council_member", "firm_a"])
def test_nobody_but_the_supervisor_assesses(person_in, role):
    row = build_here.criterion()

    with pytest.raises(PermissionDenied):
        services.assess(criterion=row, as_of=today(), score=4, note="خوب است", by=person_in(role))
    assert Assessment.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"as_of": today() + dt.timedelta(days=1)}, "as_of"),
        ({"score": 5}, "score"),
        ({"score": -1}, "score"),
        ({"note": ""}, "note"),
    ],
)
def test_a_score_in_the_future_outside_the_scale_or_without_reason_is_refused(supervisor, wrong, field):
    given = {"as_of": today(), "score": 2, "note": "دیده شد"} | wrong

    with pytest.raises(ValidationError) as refused:
        services.assess(criterion=build_here.criterion(), by=supervisor, **given)

    assert list(refused.value.error_dict) == [field]
    assert Assessment.objects.count() == 0


def test_the_database_knows_the_scale_the_threshold_and_the_weight():
    for wrong in ({"threshold": 0}, {"threshold": 5}, {"weight": 0}, {"weight": 101}):
        with pytest.raises(IntegrityError), transaction.atomic():
            build_here.criterion(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        build_here.criterion(score=5)


def test_an_assessment_is_never_changed_and_evidence_only_released(staff):
    made = build_here.assessment(build_here.criterion(), 2)
    proof = build_here.evidence(made)

    with pytest.raises(AppendOnlyError):
        Assessment.objects.update(score=4)
    for rows, values in ((Assessment.objects, {"score": 4}), (AssessmentEvidence.objects, {"caption": "دیگر"})):
        row = rows.get()
        for name, value in values.items():
            setattr(row, name, value)
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save()

    services.release_evidence(evidence=proof, is_public=True, by=staff)
    proof.refresh_from_db()
    assert proof.is_public
    with pytest.raises(ValidationError):
        services.release_evidence(evidence=proof, is_public=True, by=staff)


def test_files_behind_an_assessment_are_for_those_who_read_the_plans(cast):
    made = build_here.evidence(build_here.assessment(build_here.criterion(), 2))
    people = {role: user or AnonymousUser() for role, user in cast.items()}

    seen = {role for role, user in people.items() if StoredFile.objects.visible_to(user).filter(pk=made.file_id)}

    assert seen == {"council_member", "supervisor", "facilitator", "staff", "administrator"}


def test_released_evidence_is_for_everybody():
    made = build_here.evidence(build_here.assessment(build_here.criterion(), 2), is_public=True)

    assert StoredFile.objects.visible_to(AnonymousUser()).filter(pk=made.file_id).exists()


# Readiness by hand: weights 30, 50, 20; scores 4, 2, none: (30×4 + 50×2 + 0) ÷ (4×100) = 55 percent.
def test_readiness_is_the_weighted_share_of_the_scores_of_the_day(django_assert_num_queries):
    build_here.criterion(score=4, weight=Decimal(30))
    half = build_here.criterion(score=2, weight=Decimal(50))
    build_here.criterion(weight=Decimal(20), must_have=False)
    build_here.assessment(half, 4, as_of=build_here.DAY + dt.timedelta(days=1))

    with django_assert_num_queries(1):
        found = readiness(build_here.DAY)

    assert (found.share, found.met, found.must_haves, found.all_met) == (Decimal(55), 1, 2, False)
    later = readiness(build_here.DAY + dt.timedelta(days=1))
    assert (later.share, later.met, later.all_met) == (Decimal(80), 2, True)


def test_before_the_first_score_readiness_is_nothing_and_without_criteria_it_is_none():
    assert (readiness(build_here.DAY).share, readiness(build_here.DAY).all_met) == (None, False)

    build_here.criterion(score=4)
    assert readiness(build_here.DAY - dt.timedelta(days=1)).share == 0


def test_a_later_score_of_an_earlier_day_does_not_take_the_place_of_a_newer_day():
    row = build_here.criterion(score=3)
    build_here.assessment(row, 1, as_of=build_here.DAY - dt.timedelta(days=30))

    assert Criterion.objects.with_newest(today()).get().score == 3


def test_without_a_threshold_no_score_meets_a_criterion():
    row = build_here.criterion(threshold=None)

    assert [row.is_met_by(score) for score in (None, 0, 4)] == [False, False, False]
