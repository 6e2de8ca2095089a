"""An idea's way from its submission to a plan: what may follow what, who is told, what the council does."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from council.models import Decision, Meeting
from council.services import adopt_decision, settle_decision
from filing.models import StateChange
from ideas import services
from ideas.models import Idea, IdeaCall, IdeaProposal
from post.models import Message
from tests import build
from tests.ideas import build_ideas
from tests.members import build_firms

pytestmark = pytest.mark.django_db


def code_of(refusal):
    return refusal.value.error_list[0].code


def fresh(idea):
    return Idea.objects.get(pk=idea.pk)


def letters(idea):
    return list(Message.objects.filter(key__startswith=f"idea/{idea.pk}/").order_by("pk").values_list("to", "subject"))


@pytest.fixture
def meeting():
    """Held, with a quorum: one seat that is there."""
    build.rule()
    at = build.meeting()
    build.attendance(at, build.seat())
    return at


def proposed(meeting):
    return build.decision(build.agenda_item(meeting), by_consensus=True)


def test_screening_passes_asks_and_rejects(facilitator):
    idea = build_ideas.idea(contact="a@example.org")
    services.ask_submitter(idea=idea, by=facilitator, question="هزینه چقدر است؟")
    asked = fresh(idea)
    services.answer_question(idea=idea, answer="صد میلیون ریال")
    services.pass_screening(idea=idea, by=facilitator)

    assert (asked.state, asked.question) == ("asked", "هزینه چقدر است؟")
    assert (fresh(idea).state, fresh(idea).answer) == ("screened", "صد میلیون ریال")
    assert letters(idea) == [("a@example.org", f"پرسشی درباره ایده شما: {idea.title}")]
    other = build_ideas.idea(contact="b@example.org")
    services.reject_idea(idea=other, by=facilitator, reason="پیش از این اجرا شده است.")
    assert (fresh(other).state, fresh(other).reason) == ("rejected", "پیش از این اجرا شده است.")
    body = Message.objects.get(to="b@example.org").body
    assert "پیش از این اجرا شده است." in body
    assert other.code in body
    line = StateChange.objects.get(model="ideas.idea", object_key=str(other.pk))
    assert (line.old, line.new, line.by, line.why) == ("submitted", "rejected", facilitator, "")


@pytest.mark.parametrize("act", ["reject", "ask", "answer"])
def test_nothing_is_rejected_asked_or_answered_without_words(facilitator, act):
    idea = build_ideas.idea(state="asked" if act == "answer" else "submitted")
    with pytest.raises(ValidationError) as refusal:
        {
            "reject": lambda: services.reject_idea(idea=idea, by=facilitator, reason=" \n"),
            "ask": lambda: services.ask_submitter(idea=idea, by=facilitator, question=""),
            "answer": lambda: services.answer_question(idea=idea, answer=" "),
        }[act]()

    assert list(refusal.value.error_dict) == [{"reject": "reason", "ask": "question", "answer": "answer"}[act]]
    assert Message.objects.count() == 0


def test_nobody_screens_their_own_idea_or_that_of_their_firm(facilitator, staff):
    own = build_ideas.idea(user=facilitator)
    firm = build_firms.firm()
    build_firms.representative(firm, facilitator)
    of_firm = build_ideas.idea(firm=firm)
    for idea in (own, of_firm):
        for act in (
            lambda idea: services.pass_screening(idea=idea, by=facilitator),
            lambda idea: services.reject_idea(idea=idea, by=facilitator, reason="دلیل"),
            lambda idea: services.ask_submitter(idea=idea, by=facilitator, question="چه؟"),
        ):
            with pytest.raises(ValidationError) as refusal:
                act(idea)
            assert code_of(refusal) == "conflict"
        services.pass_screening(idea=idea, by=staff)


STATES = Idea.State.values
ACTS = {
    "screened": lambda idea, by: services.pass_screening(idea=idea, by=by),
    "asked": lambda idea, by: services.ask_submitter(idea=idea, by=by, question="چه؟"),
    "rejected": lambda idea, by: services.reject_idea(idea=idea, by=by, reason="دلیل"),
}


@pytest.mark.parametrize(
    ("target", "allowed"),
    [("screened", {"submitted"}), ("asked", {"submitted"}), ("rejected", {"submitted", "asked", "scored"})],
)
def test_an_act_is_possible_from_its_states_and_from_no_other(facilitator, target, allowed):
    possible = set()
    for state in STATES:
        idea = build_ideas.idea(state=state)
        try:
            ACTS[target](idea, facilitator)
            possible.add(state)
        except ValidationError:
            assert fresh(idea).state == state

    assert possible == allowed


def test_the_council_adopts_and_the_submitter_is_told(meeting, facilitator):
    idea = build_ideas.idea(state="scored", contact="c@example.org")
    decision = proposed(meeting)
    services.shortlist_idea(idea=idea, agenda_item=decision.agenda_item, by=facilitator)
    services.propose_ideas(decision=decision, ideas=[idea], act="adopt", by=facilitator)
    adopt_decision(decision=decision, by=facilitator)

    assert (fresh(idea).state, fresh(idea).decision, fresh(idea).agenda_item) == (
        "adopted", decision, decision.agenda_item,
    )  # fmt: skip
    assert letters(idea) == [("c@example.org", f"شورا ایده شما را تصویب کرد: {idea.title}")]
    book = StateChange.objects.filter(model="ideas.idea", object_key=str(idea.pk)).order_by("pk")
    assert list(book.values_list("new", "why")) == [
        ("shortlisted", decision.agenda_item.title),
        ("adopted", Decision.objects.get(pk=decision.pk).number),
    ]


def test_the_council_does_not_take_it_up_with_the_reason_of_the_proposal(meeting, facilitator):
    idea = build_ideas.idea(state="shortlisted", contact="d@example.org")
    decision = proposed(meeting)
    services.propose_ideas(decision=decision, ideas=[idea], act="reject", reason="بودجه ندارد.", by=facilitator)
    adopt_decision(decision=decision, by=facilitator)

    assert (fresh(idea).state, fresh(idea).reason, fresh(idea).decision) == ("rejected", "بودجه ندارد.", decision)
    assert "بودجه ندارد." in Message.objects.get(to="d@example.org").body


def test_a_rejecting_proposal_needs_its_reason(meeting, facilitator):
    idea = build_ideas.idea(state="shortlisted")
    with pytest.raises(ValidationError) as refusal:
        services.propose_ideas(decision=proposed(meeting), ideas=[idea], act="reject", by=facilitator)
    with pytest.raises(IntegrityError), transaction.atomic():
        build_ideas.proposal(idea, act="reject")

    assert list(refusal.value.error_dict) == ["reason"]


def test_a_deferred_decision_keeps_the_idea_shortlisted_for_another(meeting, facilitator):
    idea = build_ideas.idea(state="shortlisted")
    decision = proposed(meeting)
    services.propose_ideas(decision=decision, ideas=[idea], act="adopt", by=facilitator)
    settle_decision(decision=decision, state="deferred", by=facilitator)
    kept = fresh(idea).state
    again = proposed(meeting)
    services.propose_ideas(decision=again, ideas=[idea], act="adopt", by=facilitator)
    adopt_decision(decision=again, by=facilitator)

    assert (kept, fresh(idea).state) == ("shortlisted", "adopted")


def test_what_the_council_turned_down_is_rejected_with_words_for_the_submitter(meeting, facilitator):
    idea = build_ideas.idea(state="shortlisted")
    decision = proposed(meeting)
    services.propose_ideas(decision=decision, ideas=[idea], act="adopt", by=facilitator)
    with pytest.raises(ValidationError) as early:
        services.reject_idea(idea=idea, by=facilitator, reason="دلیل")
    settle_decision(decision=decision, state="rejected", by=facilitator)
    waiting = list(Idea.objects.turned_down())
    services.reject_idea(idea=idea, by=facilitator, reason="شورا نپذیرفت.")

    assert code_of(early) == "council"
    assert waiting == [idea]
    assert fresh(idea).state == "rejected"
    assert list(Idea.objects.turned_down()) == []


def test_what_the_council_turned_down_stays_on_its_decision(meeting, facilitator):
    idea = build_ideas.idea(state="shortlisted")
    decision = proposed(meeting)
    [proposal] = services.propose_ideas(decision=decision, ideas=[idea], act="adopt", by=facilitator)
    settle_decision(decision=decision, state="rejected", by=facilitator)
    with pytest.raises(ValidationError) as refusal:
        services.withdraw_proposal(proposal=proposal, by=facilitator)

    assert code_of(refusal) == "decided"
    assert list(Idea.objects.turned_down()) == [idea]


def test_an_idea_stands_on_one_open_proposal_only(meeting, facilitator):
    idea = build_ideas.idea(state="shortlisted")
    decision = proposed(meeting)
    [proposal] = services.propose_ideas(decision=decision, ideas=[idea], act="adopt", by=facilitator)
    other = proposed(meeting)
    for act in (
        lambda: services.propose_ideas(decision=other, ideas=[idea], act="adopt", by=facilitator),
        lambda: services.shortlist_idea(idea=idea, agenda_item=other.agenda_item, by=facilitator),
        lambda: services.leave_shortlist(idea=idea, by=facilitator),
    ):
        with pytest.raises(ValidationError) as refusal:
            act()
        assert code_of(refusal) == "proposed"
    services.withdraw_proposal(proposal=proposal, by=facilitator)
    services.leave_shortlist(idea=idea, by=facilitator, why="به جلسه بعد نرسید")

    assert (fresh(idea).state, fresh(idea).agenda_item) == ("scored", None)


def test_only_shortlisted_ideas_go_to_a_proposed_decision(meeting, facilitator):
    scored = build_ideas.idea(state="scored")
    with pytest.raises(ValidationError) as not_shortlisted:
        services.propose_ideas(decision=proposed(meeting), ideas=[scored], act="adopt", by=facilitator)
    with pytest.raises(ValidationError):
        services.propose_ideas(
            decision=build.adopted_decision(),
            ideas=[build_ideas.idea(state="shortlisted")],
            act="adopt",
            by=facilitator,
        )
    with pytest.raises(ValidationError):
        services.propose_ideas(decision=proposed(meeting), ideas=[], act="adopt", by=facilitator)

    assert code_of(not_shortlisted) == "wrong_state"
    assert IdeaProposal.objects.count() == 0


def test_an_idea_goes_on_an_open_agenda_item_that_asks_for_a_decision(facilitator):
    idea = build_ideas.idea(state="scored")
    closed = build.agenda_item(build.meeting(state=Meeting.State.PUBLISHED))
    report = build.agenda_item(build.meeting(), kind="report")
    for item in (closed, report):
        with pytest.raises(ValidationError):
            services.shortlist_idea(idea=idea, agenda_item=item, by=facilitator)

    assert fresh(idea).state == "scored"


def test_adopting_is_refused_as_a_whole_when_an_idea_is_no_longer_shortlisted(meeting, facilitator):
    good, gone = build_ideas.idea(state="shortlisted"), build_ideas.idea(state="shortlisted")
    decision = proposed(meeting)
    services.propose_ideas(decision=decision, ideas=[good, gone], act="adopt", by=facilitator)
    Idea.objects.filter(pk=gone.pk).update(state="scored")
    with pytest.raises(ValidationError):
        adopt_decision(decision=decision, by=facilitator)

    assert (fresh(good).state, Decision.objects.get(pk=decision.pk).state) == ("shortlisted", "proposed")


def test_an_adopted_idea_becomes_a_draft_plan_that_it_points_to(facilitator):
    year = build.year()
    build.plan(number=4, year=year)
    section = build_firms.section()
    idea = build_ideas.idea(state="adopted", title="بازار مشترک", solution="راه", expected_effect="اثر")
    idea.sections.set([section])
    plan = services.convert_to_plan(idea=idea, year=year, by=facilitator)

    assert (plan.number, plan.title, plan.objective, plan.state) == (5, "بازار مشترک", "راه\n\nاثر", "draft")
    assert list(plan.sections.all()) == [section]
    assert (fresh(idea).state, fresh(idea).plan, fresh(idea).activity) == ("converted", plan, None)
    with pytest.raises(ValidationError):
        services.convert_to_plan(idea=idea, year=year, by=facilitator)
    assert year.plans.count() == 2


def test_an_adopted_idea_becomes_an_activity_of_a_draft_plan(facilitator):
    plan = build.plan(weight=Decimal(50))
    build.activity(plan)
    idea = build_ideas.idea(state="adopted", title="کارگاه")
    activity = services.convert_to_activity(idea=idea, plan=plan, by=facilitator)

    assert (activity.number, activity.title, activity.weight) == (2, "کارگاه", 0)
    assert (fresh(idea).state, fresh(idea).plan, fresh(idea).activity) == ("converted", plan, activity)


def test_a_conversion_is_refused_where_it_does_not_fit(facilitator):
    idea, early = build_ideas.idea(state="adopted"), build_ideas.idea(state="shortlisted")
    closed, year = build.year(1402, state="closed"), build.year()
    plan = build.plan(year=year)
    build.approve(plan)
    for act in (
        lambda: services.convert_to_plan(idea=idea, year=closed, by=facilitator),
        lambda: services.convert_to_activity(idea=idea, plan=plan, by=facilitator),
        lambda: services.convert_to_plan(idea=early, year=year, by=facilitator),
    ):
        with pytest.raises(ValidationError):
            act()

    assert (fresh(idea).plan, fresh(early).state, year.plans.count()) == (None, "shortlisted", 1)


@pytest.mark.parametrize(
    "fields",
    [
        {"firm": None},
        {"state": "rejected", "reason": ""},
        {"state": "adopted", "scored_at": "2026-01-01T00:00Z"},
        {"state": "scored"},
        {"state": "converted", "scored_at": "2026-01-01T00:00Z"},
    ],
)
def test_the_database_refuses_a_row_that_its_state_forbids(fields):
    values = {"title": "ت", "problem": "م", "solution": "ر", "expected_effect": "ا", "code": "X"}
    if "firm" not in fields:
        values |= {"name": "ن", "contact": "x@example.org"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.create(**(values | fields))


@pytest.mark.parametrize("weights", [(25, 25, 25, 24), (25, 25, 25, 26), (120, -20, 0, 0)])
def test_weights_that_do_not_sum_to_100_are_refused_by_the_form_and_the_database(weights):
    names = ("weight_feasibility", "weight_effect", "weight_cost", "weight_fit")
    fields = dict(zip(names, map(Decimal, weights), strict=True))
    call = build_ideas.call()
    for name, value in fields.items():
        setattr(call, name, value)
    with pytest.raises(ValidationError):
        call.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        IdeaCall.objects.filter(pk=call.pk).update(**fields)


@pytest.mark.parametrize("weights", ["33.34 23.33 33.33 10.00", "0.01 0.02 0.03 99.94", "100 0 0 0"])
def test_weights_in_hundredths_sum_to_100_on_either_engine(weights):
    names = ("weight_feasibility", "weight_effect", "weight_cost", "weight_fit")
    call = build_ideas.call(**dict(zip(names, map(Decimal, weights.split()), strict=True)))
    call.full_clean()


def test_weights_stand_once_somebody_has_scored_by_them(council_member):
    call = build_ideas.call()
    idea = build_ideas.idea(state="screened", call=call)
    call.weight_effect, call.weight_cost = Decimal(30), Decimal(20)
    call.full_clean()
    build_ideas.score(idea, council_member, (1, 2, 3, 4))
    with pytest.raises(ValidationError) as refusal:
        call.full_clean()

    assert list(refusal.value.error_dict) == ["weight_fit"]


def test_a_call_ends_after_it_begins():
    call = build_ideas.call()
    call.closes_on = call.opens_on - dt.timedelta(days=1)
    with pytest.raises(ValidationError) as refusal:
        call.full_clean()

    assert "closes_on" in refusal.value.error_dict
