"""Who must not judge an idea: barred from every act about it and from its grades, at each door."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.roles import COUNCIL_MEMBER
from filing.models import StoredFile
from ideas import services
from ideas.models import Idea, IdeaAttachment, IdeaProposal, IdeaScore
from ideas.services.conflicts import barred_people, conflict_of
from tests import build
from tests.ideas import build_ideas
from tests.members import build_firms
from tests.reports.shown import shown

pytestmark = pytest.mark.django_db
MOBILE = "+989161234567"


def desk(idea):
    return f"/admin/ideas/idea/{idea.pk}/desk/"


def code_of(refusal):
    return refusal.value.error_list[0].code


def tied(tie, person, state="screened"):
    """An idea that this person must not judge; ``other`` and ``unproved`` tie nobody."""
    if tie in ("representative", "former", "other"):
        firm = build_firms.firm()
        row = build_firms.representative(build_firms.firm() if tie == "other" else firm, person)
        if tie == "former":
            type(row).objects.update(left_at=timezone.now())
        return build_ideas.idea(state=state, firm=firm)
    if tie in ("mobile", "unproved"):
        person.mobile, person.is_mobile_verified = MOBILE, tie == "mobile"
        person.save()
        return build_ideas.idea(state=state, contact=MOBILE)
    by = {"account": {"user": person}, "address": {"contact": person.email}}.get(tie, {})
    idea = build_ideas.idea(state=state, **by)
    if tie == "declared":
        build_ideas.score(idea, person, has_conflict=True, conflict="شریک")
    return idea


@pytest.mark.parametrize(
    ("tie", "is_barred"),
    [
        ("account", True), ("address", True), ("mobile", True), ("representative", True), ("former", True),
        ("declared", True), ("unproved", False), ("other", False), ("none", False),
    ],
)  # fmt: skip
def test_a_conflict_is_found_from_the_idea_and_from_the_person(council_member, tie, is_barred):
    idea = tied(tie, council_member)
    build_ideas.idea(user=build.user())

    assert bool(conflict_of(idea, council_member)) is is_barred
    assert list(barred_people(idea)) == ([council_member] if is_barred else [])
    assert list(Idea.objects.barred_to(council_member)) == ([idea] if is_barred else [])


@pytest.fixture
def proposed():
    build.rule()
    return build.decision(build.agenda_item(build.meeting()), by_consensus=True)


ACTS = {
    "assign": ("screened", lambda idea, at, by, people: services.assign_scorers(idea=idea, scorers=people, by=by)),
    "drop": ("screened", lambda idea, at, by, people: services.drop_scorer(score=idea.scores.first(), by=by)),
    "shortlist": ("scored", lambda idea, at, by, people: services.shortlist_idea(idea=idea, agenda_item=at, by=by)),
    "leave": ("shortlisted", lambda idea, at, by, people: services.leave_shortlist(idea=idea, by=by)),
    "propose": (
        "shortlisted",
        lambda idea, at, by, people: services.propose_ideas(
            decision=at.decisions.get(), ideas=[idea], act="adopt", by=by
        ),
    ),
    "withdraw": (
        "shortlisted",
        lambda idea, at, by, people: services.withdraw_proposal(proposal=idea.proposals.get(), by=by),
    ),
}


@pytest.mark.parametrize("tie", ["address", "representative"])
@pytest.mark.parametrize("act", ACTS)
def test_whoever_must_not_judge_an_idea_moves_it_nowhere(
    proposed, facilitator, staff, council_member, supervisor, act, tie
):
    state, run = ACTS[act]
    idea = tied(tie, facilitator, state)
    for number in range(3 if act == "drop" else 0):
        build_ideas.score(idea, build.user(email=f"s{number}@example.org"))
    if act == "withdraw":
        build_ideas.proposal(idea, proposed)
    before = IdeaScore.objects.count(), IdeaProposal.objects.count()
    with pytest.raises(ValidationError) as refusal:
        run(idea, proposed.agenda_item, facilitator, [council_member, supervisor])

    assert code_of(refusal) == "conflict"
    assert (IdeaScore.objects.count(), IdeaProposal.objects.count()) == before
    assert Idea.objects.get(pk=idea.pk).state == state
    run(idea, proposed.agenda_item, staff, [council_member, supervisor])


def test_the_desk_tells_an_author_neither_grades_nor_scorers_and_offers_no_act(
    client, facilitator, staff, council_member, supervisor
):
    idea = build_ideas.idea(state="scored", contact=facilitator.email)
    for person, grades in ((council_member, (4, 4, 4, 4)), (supervisor, (2, 4, 4, 4))):
        person.full_name = f"داور {person.pk}"
        person.save()
        build_ideas.score(idea, person, grades, is_final=True, comment="نظر پنهان")
    seen = {}
    for name, person in (("author", facilitator), ("other", staff)):
        client.force_login(person)
        page, table = client.get(desk(idea)).text, client.get("/admin/ideas/idea/").text
        secrets = ("نظر پنهان", f"داور {supervisor.pk}", "۳٫۷۵", 'value="shortlist"', 'value="reject"')
        seen[name] = ([secret in page for secret in secrets], "۳٫۷۵" in table)
    client.force_login(facilitator)
    refused = client.post(desk(idea), {"act": "reject", "reason": "دلیل"})

    assert seen == {"author": ([False] * 5, False), "other": ([True] * 5, True)}
    assert refused.status_code == 422
    assert "نظر پنهان" not in refused.text
    assert "این ایده از خود شماست" in refused.text


def test_grades_are_for_who_may_judge_the_idea(facilitator, staff, council_member):
    firm = build_firms.firm()
    build_firms.representative(firm, facilitator)
    idea = build_ideas.idea(state="scored", firm=firm)
    row = build_ideas.score(idea, council_member, (1, 2, 3, 4), is_final=True)

    assert list(IdeaScore.objects.visible_to(facilitator)) == []
    assert list(IdeaScore.objects.visible_to(staff)) == [row]


def test_an_author_still_forgets_a_person_and_makes_the_plan(client, facilitator):
    idea = build_ideas.idea(state="adopted", user=facilitator)
    client.force_login(facilitator)
    page = client.get(desk(idea)).text

    assert [f'value="{act}"' in page for act in ("plan", "activity", "erase")] == [True] * 3


def test_only_ideas_of_others_are_offered_to_be_put_to_the_council(client, facilitator, proposed):
    own, other = build_ideas.idea(state="shortlisted", user=facilitator), build_ideas.idea(state="shortlisted")
    client.force_login(facilitator)
    page = f"/admin/ideas/idea/propose/{proposed.pk}/"
    offered = {box.attributes["value"] for box in shown(client.get(page)).all("input", name="ideas")}
    refused = client.post(page, {"ideas": [own.pk], "act": "adopt"})

    assert offered == {str(other.pk)}
    assert refused.status_code == 422
    assert IdeaProposal.objects.count() == 0


def test_a_declared_conflict_is_never_dropped(client, facilitator, council_member, supervisor, staff):
    idea = build_ideas.idea(state="screened")
    for person in (supervisor, staff):
        build_ideas.score(idea, person)
    row = build_ideas.score(idea, council_member, has_conflict=True, conflict="شریک")
    with pytest.raises(ValidationError) as refusal:
        services.drop_scorer(score=row, by=facilitator)
    client.force_login(facilitator)
    page = shown(client.get(desk(idea)))

    assert code_of(refusal) == "declared"
    assert idea.scores.filter(pk=row.pk).exists()
    assert row.pk not in {int(box.attributes["value"]) for box in page.all("input", name="score")}
    assert str(council_member.pk) not in {box.attributes["value"] for box in page.all("input", name="scorers")}


def test_whoever_declared_a_conflict_reads_the_idea_no_more_when_it_is_before_the_council(
    client, council_member, supervisor
):
    idea = tied("declared", council_member, "shortlisted")
    file = StoredFile.objects.create(sha256="0" * 64, name="a.pdf", content_type="application/pdf", size=1)
    IdeaAttachment.objects.create(idea=idea, file=file)
    seen = {
        person: (
            Idea.objects.visible_to(person).filter(pk=idea.pk).exists(),
            IdeaAttachment.objects.visible_to(person).exists(),
        )
        for person in (council_member, supervisor)
    }
    client.force_login(council_member)

    assert seen == {council_member: (False, False), supervisor: (True, True)}
    assert client.get(f"/ideas/scoring/{idea.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_the_desk_asks_as_often_for_five_possible_scorers_as_for_one(
    client, facilitator, groups, django_assert_num_queries, count
):
    idea = build_ideas.idea(state="screened")
    for number in range(count):
        build.user(email=f"scorer{number}@example.org").groups.add(groups[COUNCIL_MEMBER])
    client.force_login(facilitator)
    client.get(desk(idea))
    with django_assert_num_queries(
        15
    ):  # frame 5, idea, its conflict 3, sections, files, asked, grades, proposals, form
        page = client.get(desk(idea))
    assert page.text.count('name="scorers"') == count + 1
