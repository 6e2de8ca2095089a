"""Who may score an idea, what they see of each other, and what their grades say together."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from filing.models import StateChange
from ideas import services
from ideas.models import EQUAL, Idea, IdeaScore
from ideas.results import result_of
from tests.ideas import build_ideas
from tests.members import build_firms

pytestmark = pytest.mark.django_db
GRADES = {"feasibility": 4, "effect": 5, "cost": 3, "fit": 2}


@pytest.fixture
def idea():
    return build_ideas.idea(state="screened")


def code_of(refusal):
    return refusal.value.error_list[0].code


def test_two_scorers_are_asked_and_the_second_answer_reveals_both(idea, council_member, supervisor, facilitator):
    services.assign_scorers(idea=idea, scorers=[council_member, supervisor], by=facilitator)
    services.give_score(idea=idea, by=council_member, grades=GRADES, comment="خوب")
    before = Idea.objects.get(pk=idea.pk)
    services.give_score(idea=idea, by=supervisor, grades=GRADES | {"effect": 2})
    after = Idea.objects.get(pk=idea.pk)

    assert (before.state, before.is_revealed) == ("screened", False)
    assert (after.state, after.is_revealed) == ("scored", True)
    assert list(after.scores.values_list("is_final", flat=True)) == [True, True]
    book = StateChange.objects.filter(model="ideas.idea", object_key=str(idea.pk)).values_list("old", "new", "by")
    assert list(book) == [("screened", "scored", supervisor.pk)]


def test_nobody_reads_a_figure_of_another_before_all_are_in(idea, council_member, supervisor, facilitator, staff):
    services.assign_scorers(idea=idea, scorers=[council_member, supervisor], by=facilitator)
    services.give_score(idea=idea, by=council_member, grades=GRADES)

    def seen(user):
        return set(IdeaScore.objects.visible_to(user).values_list("scorer", flat=True))

    assert [seen(user) for user in (supervisor, facilitator, staff)] == [{supervisor.pk}, set(), set()]
    assert seen(council_member) == {council_member.pk}
    services.give_score(idea=idea, by=supervisor, grades=GRADES)
    both = {council_member.pk, supervisor.pk}
    assert [seen(user) for user in (council_member, supervisor, facilitator, staff)] == [both] * 4


def test_a_firm_and_a_stranger_never_read_scores(council_member, supervisor, firm_a, client):
    firm = build_firms.firm()
    build_firms.representative(firm, firm_a)
    idea = build_ideas.idea(state="scored", firm=firm)
    build_ideas.score(idea, council_member, (1, 2, 3, 4), is_final=True)

    assert list(IdeaScore.objects.visible_to(firm_a)) == []


def test_one_scorer_alone_is_too_few(idea, council_member, facilitator):
    with pytest.raises(ValidationError) as refusal:
        services.assign_scorers(idea=idea, scorers=[council_member], by=facilitator)

    assert code_of(refusal) == "few"
    assert idea.scores.count() == 0


def test_a_third_scorer_may_be_asked_alone(idea, council_member, supervisor, staff, facilitator):
    services.assign_scorers(idea=idea, scorers=[council_member, supervisor], by=facilitator)
    services.assign_scorers(idea=idea, scorers=[supervisor, staff], by=facilitator)

    assert idea.scores.count() == 3


def test_who_has_no_right_to_score_is_not_asked(idea, firm_b, council_member, facilitator):
    with pytest.raises(ValidationError) as refusal:
        services.assign_scorers(idea=idea, scorers=[council_member, firm_b], by=facilitator)

    assert code_of(refusal) == "role"


@pytest.mark.parametrize("tie", ["account", "address"])
def test_the_author_neither_is_asked_nor_scores(council_member, supervisor, facilitator, tie):
    by = {"user": council_member} if tie == "account" else {"contact": council_member.email}
    idea = build_ideas.idea(state="screened", **by)
    with pytest.raises(ValidationError) as asking:
        services.assign_scorers(idea=idea, scorers=[council_member, supervisor], by=facilitator)
    build_ideas.score(idea, council_member)
    with pytest.raises(ValidationError) as scoring:
        services.give_score(idea=idea, by=council_member, grades=GRADES)

    assert code_of(asking) == code_of(scoring) == "conflict"
    assert scoring.value.messages == ["این ایده از خود شماست؛ دیگران درباره آن داوری می‌کنند."]
    assert idea.scores.get().given_at is None


@pytest.mark.parametrize("has_left", [False, True])
def test_who_acts_or_acted_for_the_firm_does_not_score(council_member, has_left):
    firm = build_firms.firm()
    row = build_firms.representative(firm, council_member)
    if has_left:
        type(row).objects.update(left_at=row.joined_at)
    idea = build_ideas.idea(state="screened", firm=firm)
    build_ideas.score(idea, council_member)

    with pytest.raises(ValidationError) as refusal:
        services.give_score(idea=idea, by=council_member, grades=GRADES)

    assert code_of(refusal) == "conflict"


def test_the_representative_of_another_firm_scores(council_member):
    build_firms.representative(build_firms.firm(), council_member)
    idea = build_ideas.idea(state="screened", firm=build_firms.firm())
    build_ideas.score(idea, council_member)

    services.give_score(idea=idea, by=council_member, grades=GRADES)

    assert idea.scores.get().effect == 5


def test_a_declared_conflict_takes_the_figures_back_and_bars_new_ones(idea, council_member, supervisor, facilitator):
    services.assign_scorers(idea=idea, scorers=[council_member, supervisor], by=facilitator)
    services.give_score(idea=idea, by=council_member, grades=GRADES, comment="نظر")
    services.declare_conflict(idea=idea, by=council_member, conflict="شریک صاحب ایده‌ام")
    row = idea.scores.get(scorer=council_member)
    with pytest.raises(ValidationError) as refusal:
        services.give_score(idea=idea, by=council_member, grades=GRADES)

    assert (row.effect, row.comment, row.given_at, row.conflict) == (None, "", None, "شریک صاحب ایده‌ام")
    assert code_of(refusal) == "conflict"
    assert not Idea.objects.visible_to(council_member).filter(pk=idea.pk).exists()


def test_after_a_conflict_one_answer_does_not_reveal(idea, council_member, supervisor, staff, facilitator):
    services.assign_scorers(idea=idea, scorers=[council_member, supervisor], by=facilitator)
    services.declare_conflict(idea=idea, by=council_member, conflict="شریک")
    services.give_score(idea=idea, by=supervisor, grades=GRADES)
    alone = Idea.objects.get(pk=idea.pk).state
    services.assign_scorers(idea=idea, scorers=[staff], by=facilitator)
    services.give_score(idea=idea, by=staff, grades=GRADES)

    assert (alone, Idea.objects.get(pk=idea.pk).state) == ("screened", "scored")


def test_a_conflict_of_the_last_one_missing_reveals_the_others(idea, council_member, supervisor, staff, facilitator):
    services.assign_scorers(idea=idea, scorers=[council_member, supervisor, staff], by=facilitator)
    services.give_score(idea=idea, by=council_member, grades=GRADES)
    services.give_score(idea=idea, by=supervisor, grades=GRADES)
    services.declare_conflict(idea=idea, by=staff, conflict="همکار")

    assert Idea.objects.get(pk=idea.pk).state == "scored"


def test_who_was_not_asked_does_not_score(idea, council_member):
    with pytest.raises(ValidationError) as refusal:
        services.give_score(idea=idea, by=council_member, grades=GRADES)

    assert code_of(refusal) == "not_asked"


def test_a_score_is_mended_before_and_never_after_the_reveal(idea, council_member, supervisor, facilitator):
    services.assign_scorers(idea=idea, scorers=[council_member, supervisor], by=facilitator)
    services.give_score(idea=idea, by=council_member, grades=GRADES)
    services.give_score(idea=idea, by=council_member, grades=GRADES | {"fit": 5})
    services.give_score(idea=idea, by=supervisor, grades=GRADES)
    for late in (
        lambda: services.give_score(idea=idea, by=council_member, grades=GRADES | {"fit": 1}),
        lambda: services.declare_conflict(idea=idea, by=council_member, conflict="دیر"),
        lambda: services.drop_scorer(score=idea.scores.get(scorer=council_member), by=facilitator),
        lambda: services.assign_scorers(idea=idea, scorers=[facilitator], by=facilitator),
    ):
        with pytest.raises(ValidationError) as refusal:
            late()
        assert code_of(refusal) == "revealed"

    assert idea.scores.get(scorer=council_member).fit == 5


def test_the_database_itself_refuses_to_change_a_final_score(idea, council_member):
    row = build_ideas.score(idea, council_member, (1, 2, 3, 4), is_final=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        IdeaScore.objects.filter(pk=row.pk).update(effect=5)
    mended = build_ideas.score(build_ideas.idea(state="screened"), council_member, (1, 2, 3, 4))
    IdeaScore.objects.filter(pk=mended.pk).update(effect=5)

    assert IdeaScore.objects.get(pk=row.pk).effect == 2
    assert IdeaScore.objects.get(pk=mended.pk).effect == 5


@pytest.mark.parametrize("grade", [0, 6, None, "3"])
def test_a_grade_outside_1_to_5_is_refused_at_its_question(idea, council_member, grade):
    build_ideas.score(idea, council_member)
    with pytest.raises(ValidationError) as refusal:
        services.give_score(idea=idea, by=council_member, grades=GRADES | {"cost": grade})

    assert list(refusal.value.error_dict) == ["cost"]


@pytest.mark.parametrize(
    "fields",
    [
        {"effect": 3},
        {"feasibility": 6, "effect": 3, "cost": 3, "fit": 3, "given_at": "2026-01-01T00:00Z"},
        {"has_conflict": True},
        {"is_final": True},
    ],
)
def test_the_database_refuses_half_a_score(idea, council_member, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        IdeaScore.objects.create(idea=idea, scorer=council_member, **fields)


def test_nobody_is_asked_twice_about_an_idea(idea, council_member):
    build_ideas.score(idea, council_member)
    with pytest.raises(IntegrityError), transaction.atomic():
        build_ideas.score(idea, council_member)


def test_who_has_answered_is_not_dropped_and_two_remain(idea, council_member, supervisor, staff, facilitator):
    services.assign_scorers(idea=idea, scorers=[council_member, supervisor, staff], by=facilitator)
    services.give_score(idea=idea, by=staff, grades=GRADES)
    rows = {row.scorer_id: row for row in idea.scores.all()}
    with pytest.raises(ValidationError) as given:
        services.drop_scorer(score=rows[staff.pk], by=facilitator)
    services.drop_scorer(score=rows[council_member.pk], by=facilitator)
    with pytest.raises(ValidationError) as few:
        services.drop_scorer(score=rows[supervisor.pk], by=facilitator)

    assert (code_of(given), code_of(few)) == ("given", "few")
    assert idea.scores.count() == 2


def test_the_weighted_mean_and_the_spread_are_worked_out_by_hand():
    one = IdeaScore(feasibility=5, effect=4, cost=2, fit=3)
    other = IdeaScore(feasibility=3, effect=1, cost=2, fit=4)
    weights = {"feasibility": Decimal(40), "effect": Decimal(30), "cost": Decimal(20), "fit": Decimal(10)}
    result = result_of([one, other], weights)

    assert [(line.mean, line.spread) for line in result.lines] == [
        (4, 2),
        (Decimal("2.5"), 3),
        (2, 0),
        (Decimal("3.5"), 1),
    ]
    assert (result.mean, result.spread, result.count) == (Decimal("3.10"), 3, 2)
    assert result_of([one], EQUAL).mean == Decimal("3.5")
    assert result_of([], EQUAL) is None
