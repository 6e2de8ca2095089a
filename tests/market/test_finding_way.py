"""A finding's way from being found to being closed, each step with what refuses it."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import override

from actionplans.models import ActionPlan, PlanProposal, Verification
from council import effects
from filing.models import StateChange
from market.findings.standing import gaps_addressed_in, gaps_closed_in
from market.models import Finding
from market.services import findings as services
from market.services.proofs import candidates_of, ready_to_close
from tests import build
from tests.actionplans import build_plans
from tests.market import build_findings as make

pytestmark = pytest.mark.django_db
State = Finding.State
MEHR_10 = dt.datetime(2024, 10, 1, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def english():
    with override("en"), time_machine.travel(MEHR_10, tick=False):
        yield


def refusal(act, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        act(*args, **kwargs)
    return " ".join(caught.value.messages)


def book(finding):
    return list(
        StateChange.objects.filter(model="market.finding", object_key=finding.key)
        .order_by("pk")
        .values_list("old", "new", "why")
    )


def test_the_whole_way_leaves_its_days_and_its_lines_in_the_book(facilitator):
    plan = make.approved_plan(4)
    row = Finding(kind="gap", title="کمبود", origin="study", source_text="مطالعه", identified_on=make.FOUND_ON)
    row = services.add_finding(finding=row, by=facilitator)
    services.accept_finding(finding=row, by=facilitator)
    services.link_plan(finding=row, plan=plan, by=facilitator, note="با دوره‌ها")
    proof = make.reading(plan)
    done = services.close_finding(finding=row, by=facilitator, reading=proof, note=" دوره برگزار شد ")

    done.refresh_from_db()
    assert (done.number, done.state, done.closing_reading, done.closing_note) == (
        1,
        State.CLOSED,
        proof,
        "دوره برگزار شد",
    )
    assert [done.accepted_on, done.addressed_on, done.closed_on] == [dt.date(2024, 10, 1)] * 3
    assert book(done) == [
        ("", "identified", ""),
        ("identified", "accepted", ""),
        ("accepted", "accepted", "plan linked: 1403/4"),
        ("accepted", "addressed", ""),
        ("addressed", "closed", "closed on: 1403/4/i1@2024-09-21#1"),
    ]


def test_numbers_go_on_from_the_last_one(facilitator):
    make.finding(number=7)
    row = Finding(kind="gap", title="کمبود", origin="study", source_text="مطالعه")
    assert services.add_finding(finding=row, by=facilitator).number == 8


def test_of_two_findings_at_once_each_gets_a_number_of_its_own(facilitator, monkeypatch):
    """The number that was read first is taken by somebody else before it is written."""
    make.finding(number=1)
    told, read = [{"last": 0}], type(Finding.objects.all()).aggregate
    monkeypatch.setattr(
        type(Finding.objects.all()), "aggregate", lambda rows, **wanted: told.pop() if told else read(rows, **wanted)
    )
    row = Finding(kind="gap", title="کمبود", origin="study", source_text="مطالعه")
    assert services.add_finding(finding=row, by=facilitator).number == 2
    assert told == []


# Accepting and rejecting ---------------------------------------------------------------------------------------------
def test_a_finding_is_rejected_only_with_a_reason(facilitator):
    row = make.finding()
    assert refusal(services.reject_finding, finding=row, by=facilitator, why="  ") == "Say why the finding is rejected."
    done = services.reject_finding(finding=row, by=facilitator, why="تکراری است")
    assert (done.state, done.rejected_on, done.rejected_because) == (State.REJECTED, dt.date(2024, 10, 1), "تکراری است")
    assert book(done) == [("identified", "rejected", "تکراری است")]


def test_what_was_rejected_is_not_accepted_afterwards(facilitator):
    row = make.finding(State.REJECTED)
    assert "«rejected» and cannot become «accepted»" in refusal(services.accept_finding, finding=row, by=facilitator)


def test_what_plans_remedy_is_not_rejected(facilitator):
    row, _plan = make.addressed()
    assert "Take them off first" in refusal(services.reject_finding, finding=row, by=facilitator, why="تکراری")


def test_nothing_is_accepted_twice(facilitator):
    row = make.finding(State.ACCEPTED)
    assert "cannot become «accepted»" in refusal(services.accept_finding, finding=row, by=facilitator)


# Plans ---------------------------------------------------------------------------------------------------------------
def test_a_draft_plan_is_linked_and_addresses_nothing_yet(facilitator):
    row = make.finding(State.ACCEPTED)
    services.link_plan(finding=row, plan=build.plan(), by=facilitator)
    row.refresh_from_db()
    assert (row.state, row.addressed_on, row.links.count()) == (State.ACCEPTED, None, 1)


def test_a_finding_that_has_its_plan_already_is_addressed_when_it_is_accepted(facilitator):
    row = make.finding()
    services.link_plan(finding=row, plan=make.approved_plan(), by=facilitator)
    assert Finding.objects.get().state == State.IDENTIFIED
    assert services.accept_finding(finding=row, by=facilitator).state == State.ADDRESSED


def test_adopting_the_decision_on_a_plan_addresses_what_it_remedies(facilitator):
    year = build_plans.planning_year()
    plan = build_plans.draft(year, "100")
    row, other = make.finding(State.ACCEPTED), make.finding(State.ACCEPTED)
    waits = make.finding()
    make.link(row, plan)
    make.link(waits, plan)
    decision = build_plans.decide(year, (plan, PlanProposal.Act.APPROVE, {}), by=facilitator)
    services.settle_decided_plans(decision, facilitator)
    states = dict(Finding.objects.values_list("number", "state"))
    assert states == {row.number: "addressed", other.number: "accepted", waits.number: "identified"}
    assert book(row) == [("accepted", "addressed", "1403/01-01")]


def test_the_effect_stands_behind_that_of_the_plans():
    names = list(effects._effects)
    assert names.index("findings") > names.index("plans")


def test_stopping_the_only_plan_gives_the_finding_back(facilitator):
    row, plan = make.addressed()
    decision = build.adopted_decision()
    build_plans.PlanProposal.objects.create(decision=decision, plan=plan, act="stop")
    ActionPlan.objects.filter(pk=plan.pk).update(state="stopped", stopped_by=decision, stopped_on=dt.date(2024, 9, 1))
    services.settle_decided_plans(decision, facilitator)
    row.refresh_from_db()
    assert (row.state, row.addressed_on) == (State.ACCEPTED, None)


def test_a_stopped_plan_is_not_linked(facilitator):
    row, plan = make.finding(State.ACCEPTED), make.approved_plan()
    ActionPlan.objects.update(state="stopped", stopped_by=plan.approved_by, stopped_on=dt.date(2024, 9, 1))
    assert "was stopped: it remedies nothing" in refusal(services.link_plan, finding=row, plan=plan, by=facilitator)


def test_a_plan_is_linked_once(facilitator):
    row, plan = make.addressed()
    assert refusal(services.link_plan, finding=row, plan=plan, by=facilitator) == "This plan is linked already."


def test_taking_the_last_approved_plan_off_makes_it_accepted_again(facilitator):
    row, plan = make.addressed()
    draft, second = build.plan(), make.approved_plan()
    make.link(row, draft)
    make.link(row, second)
    first_link = row.links.get(plan=plan)
    assert services.unlink_plan(link=first_link, by=facilitator).state == State.ADDRESSED
    left = services.unlink_plan(link=row.links.get(plan=second), by=facilitator)
    assert (left.state, left.addressed_on, list(left.plans.all())) == (State.ACCEPTED, None, [draft])
    assert "not linked any more" in refusal(services.unlink_plan, link=first_link, by=facilitator)


@pytest.mark.parametrize("state", [State.CLOSED, State.REJECTED])
def test_plans_of_what_is_over_stay(facilitator, state):
    if state == State.CLOSED:
        row, _proof = make.closed()
    else:
        row = make.finding(state)
        make.link(row, make.approved_plan())
    for act in (
        lambda: services.unlink_plan(link=row.links.get(), by=facilitator),
        lambda: services.link_plan(finding=row, plan=build.plan(), by=facilitator),
    ):
        assert ("Open it again first" in refusal(act)) == (state == State.CLOSED)
    assert row.links.count() == 1


# Closing -------------------------------------------------------------------------------------------------------------
def test_a_report_that_nobody_has_verified_closes_nothing(facilitator):
    row, plan = make.addressed()
    for proof in ({"reading": make.reading(plan, verified=False)}, {"entry": make.entry(plan, verified=False)}):
        assert refusal(services.close_finding, finding=row, by=facilitator, **proof) == (
            "The technical supervisor has not verified this report yet. Close the finding after that."
        )
    assert Finding.objects.get().state == State.ADDRESSED


def test_a_report_that_was_returned_closes_nothing(facilitator):
    row, plan = make.addressed()
    proof = make.reading(plan)
    make.give_back(proof)
    assert "returned this report" in refusal(services.close_finding, finding=row, by=facilitator, reading=proof)


def test_a_report_without_evidence_closes_nothing(facilitator):
    row, plan = make.addressed()
    for proof in ({"reading": make.reading(plan, evidence=False)}, {"entry": make.entry(plan, evidence=False)}):
        assert "No evidence is attached" in refusal(services.close_finding, finding=row, by=facilitator, **proof)


def test_a_report_of_another_plan_closes_nothing(facilitator):
    row, _plan = make.addressed()
    proof = make.reading(make.approved_plan())
    assert "is not linked to this finding" in refusal(
        services.close_finding, finding=row, by=facilitator, reading=proof
    )


def test_a_report_from_before_the_finding_closes_nothing(facilitator):
    row, plan = make.addressed(identified_on=dt.date(2024, 9, 22))
    assert "before the finding (22 September 2024)" in refusal(
        services.close_finding, finding=row, by=facilitator, reading=make.reading(plan)
    )


def test_one_report_closes_it_neither_none_nor_two(facilitator):
    row, plan = make.addressed()
    both = {"reading": make.reading(plan), "entry": make.entry(plan)}
    for proofs in ({}, both):
        assert "Choose the one report" in refusal(services.close_finding, finding=row, by=facilitator, **proofs)


@pytest.mark.parametrize(
    ("state", "words"),
    [(State.IDENTIFIED, "Accept it"), (State.ACCEPTED, "Link one first"), (State.REJECTED, "nothing to close")],
)
def test_what_no_plan_addresses_is_not_closed(facilitator, state, words):
    row, plan = make.finding(state), make.approved_plan()
    assert words in refusal(services.close_finding, finding=row, by=facilitator, reading=make.reading(plan))


def test_an_entry_closes_it_too(facilitator):
    row, plan = make.addressed()
    proof = make.entry(plan)
    done = services.close_finding(finding=row, by=facilitator, entry=proof)
    assert (done.closing_entry, done.closing_reading) == (proof, None)
    assert "closed already" in refusal(services.close_finding, finding=row, by=facilitator, entry=proof)


def test_what_could_close_it_is_offered_first_and_the_rest_says_what_it_lacks():
    row, plan = make.addressed()
    good_entry, good_reading = make.entry(plan), make.reading(plan)
    make.entry(plan, verified=False)
    make.entry(plan, evidence=False)
    make.reading(plan, as_of=dt.date(2024, 5, 31))
    make.give_back(make.reading(plan))
    make.reading(make.approved_plan())
    ready = [candidate.report for candidate in candidates_of(row) if not candidate.lacks]
    assert ready == [good_reading, good_entry]
    assert [candidate.lacks for candidate in candidates_of(row)] == [
        "", "", "returned by the supervisor", "from before the finding", "without evidence", "waits for the supervisor",
    ]  # fmt: skip


def test_what_may_be_closed_waits_in_the_list():
    row, plan = make.addressed()
    half = build.entry(plan.activities.get(), 50, verified=50)
    make.attach(entry=half)
    make.reading(plan, evidence=False)
    assert not ready_to_close().exists()
    make.reading(plan)
    assert list(ready_to_close()) == [row]


def test_a_complete_activity_and_a_falling_target_show_a_result_too():
    row, plan = make.addressed()
    falling, other = make.addressed()
    other.indicators.update(direction="down")
    make.reading(other)
    make.entry(plan)
    assert set(ready_to_close()) == {row, falling}
    other.indicators.update(target=99)
    assert list(ready_to_close()) == [row]


# What closed it was returned -----------------------------------------------------------------------------------------
def test_a_finding_whose_proof_was_returned_counts_no_more_and_is_opened_again(facilitator):
    row, proof = make.closed()
    year = proof.plan.year
    assert (gaps_closed_in(year).count(), Finding.objects.in_doubt().count()) == (1, 0)
    make.give_back(proof)
    assert (gaps_closed_in(year).count(), list(Finding.objects.in_doubt())) == (0, [row])
    assert "Say why" in refusal(services.reopen_finding, finding=row, by=facilitator, why=" ")
    again = services.reopen_finding(finding=row, by=facilitator, why="سند برگشت خورد")
    again.refresh_from_db()
    assert (again.state, again.closed_on, again.closing_reading) == (State.ADDRESSED, None, None)
    assert "Only a closed finding" in refusal(services.reopen_finding, finding=row, by=facilitator, why="باز")


def test_a_finding_that_is_opened_again_without_a_plan_left_is_accepted_only(facilitator):
    row, proof = make.closed()
    ActionPlan.objects.update(state="stopped", stopped_by=proof.plan.approved_by, stopped_on=dt.date(2024, 9, 22))
    again = services.reopen_finding(finding=row, by=facilitator, why="سند برگشت خورد")
    assert (again.state, again.addressed_on) == (State.ACCEPTED, None)


def test_a_proof_that_is_verified_anew_counts_again():
    row, proof = make.closed()
    make.give_back(proof)
    Verification.objects.create(reading=proof, verdict="verified", value=100, by=build.user())
    assert list(Finding.objects.closed()) == [row]


# Counting ------------------------------------------------------------------------------------------------------------
def test_the_year_counts_the_gaps_that_its_plans_closed_up_to_a_day():
    plan = make.approved_plan()
    make.closed(plan, closed_on=dt.date(2024, 8, 1))
    proof = make.entry(plan)
    row = make.finding(State.CLOSED, closing_entry=proof, closed_on=dt.date(2024, 9, 1))
    make.link(row, plan)
    make.closed(plan, kind="weakness")  # a weakness is no gap
    make.closed(make.approved_plan(year=build.year(1402)))  # on a plan of another year
    make.addressed(plan)
    year = plan.year
    assert gaps_closed_in(year).count() == 2
    assert gaps_closed_in(year, day=dt.date(2024, 8, 31)).count() == 1
    assert gaps_closed_in(build.year(1402)).count() == 1
    assert gaps_addressed_in(year).count() == 3
    assert gaps_addressed_in(year, day=dt.date(2024, 5, 31)).count() == 0


# What the database holds ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "broken",
    [
        {"state": "closed", "addressed_on": make.FOUND_ON, "accepted_on": make.FOUND_ON, "closed_on": make.FOUND_ON},
        {"closed_on": make.FOUND_ON},
        {"state": "accepted"},
        {"state": "addressed", "accepted_on": make.FOUND_ON},
        {"addressed_on": make.FOUND_ON},
        {"state": "rejected", "rejected_on": make.FOUND_ON},
        {"rejected_because": "تکراری"},
        {"source_text": ""},
    ],
)
def test_the_database_refuses_half_a_state(broken):
    with pytest.raises(IntegrityError):
        make.finding(**({"state": "identified"} | broken)) if "state" not in broken else Finding.objects.create(
            number=1, kind="gap", title="کمبود", origin="study", **({"source_text": "مطالعه"} | broken)
        )


def test_the_database_refuses_two_proofs_two_owners_and_a_number_twice():
    plan = make.approved_plan()
    proofs = {"closing_reading": make.reading(plan), "closing_entry": make.entry(plan)}
    owners = {"owner_seat": build.seat(), "owner_institution": build.institution()}
    for state, fields in ((State.CLOSED, proofs), (State.IDENTIFIED, owners)):
        row = Finding(number=50, state=state, kind="gap", title="کمبود", origin="study", source_text="م", **fields)
        if state == State.CLOSED:
            row.accepted_on = row.addressed_on = row.closed_on = make.FOUND_ON
        with pytest.raises(ValidationError):
            row.validate_constraints()
    make.finding(number=50)
    with pytest.raises(IntegrityError):
        make.finding(number=50)


def test_a_finding_is_not_of_tomorrow_and_an_agenda_item_is_of_a_meeting():
    row = Finding(
        number=1, kind="gap", title="کمبود", origin="study", source_text="م", identified_on=dt.date(2024, 10, 2)
    )
    row.agenda_item = build.agenda_item()
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    assert caught.value.message_dict == {
        "identified_on": ["The day lies in the future: write down what was found already."],
        "__all__": ["An agenda item belongs to what was found in a meeting."],
    }
