"""The sample's calls and ideas: written as rows in the state that the file gives, without letters, marked as sample."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from actionplans.models import ActionPlan, Activity
from council.models import Section
from filing.services import record_change
from ideas.models import QUESTIONS, Idea, IdeaCall, IdeaProposal, IdeaScore
from ideas.services.scoring import FEWEST
from members.models import Firm
from persian.jalali import today

State = Idea.State
SCREENED_AFTER, SCORED_AFTER, REJECTED_AFTER, CONVERTED_AFTER = (dt.timedelta(days=days) for days in (4, 18, 6, 9))
REVEALED = (State.SCORED, State.SHORTLISTED, State.ADOPTED, State.CONVERTED)
DECIDED = (State.ADOPTED, State.CONVERTED)
WAY = {
    State.SUBMITTED: [],
    State.ASKED: [State.ASKED],
    State.SCREENED: [State.SCREENED],
    State.SCORED: [State.SCREENED, State.SCORED],
    State.SHORTLISTED: [State.SCREENED, State.SCORED, State.SHORTLISTED],
    State.ADOPTED: [State.SCREENED, State.SCORED, State.SHORTLISTED, State.ADOPTED],
    State.CONVERTED: [State.SCREENED, State.SCORED, State.SHORTLISTED, State.ADOPTED, State.CONVERTED],
}


@dataclass
class Loading:
    """What the ideas of one load share: calls and firms by key, sections by their order, the account that acted."""

    context: object
    by: object
    calls: dict = field(default_factory=dict)
    firms: dict = field(default_factory=dict)
    sections: dict = field(default_factory=dict)


def load_sample(data, *, context):
    """The calls and ideas of all files. Raises DataFileError."""
    calls = [pair for file in data for pair in file.rows("idea_call")]
    ideas = [pair for file in data for pair in file.rows("idea")]
    if not calls and not ideas:
        return
    loading = Loading(context, by=context.account((calls or ideas)[0][0], "facilitator"))
    loading.firms = {firm.slug: firm for firm in Firm.objects.filter(is_sample=True)}
    loading.sections = {section.order: section for section in Section.objects.all()}
    for place, row in calls:
        load_call(place, row, loading)
    for place, row in ideas:
        load_idea(place, row, loading)


def load_call(place, row, loading):
    if len(row["weights"]) != len(QUESTIONS):
        raise place.at("weights").refuse(_("Give four weights: feasibility, effect, cost, fit."))
    call = IdeaCall(
        opens_on=one_day(place, row, "opens"),
        closes_on=one_day(place, row, "closes"),
        is_sample=True,
        **{name: row[name] for name in ("slug", "title", "title_en", "text", "text_en") if name in row},
        **{f"weight_{name}": weight for name, weight in zip(QUESTIONS, row["weights"], strict=True)},
    )
    loading.context.save(place, call)
    call.sections.set(sections_of(place, row, loading))
    loading.calls[call.slug] = call


def one_day(place, row, name):
    """A day that is named, or counted from the day of loading."""
    if f"{name}_on" in row:
        return row[f"{name}_on"]
    if f"{name}_in" in row:
        return today() + dt.timedelta(days=row[f"{name}_in"])
    raise place.at(f"{name}_on").refuse(_("This key is missing."))


def sections_of(place, row, loading):
    return [one_of(place.at("sections"), loading.sections, order) for order in row.get("sections", [])]


def one_of(place, known, key):
    """The row with this key; None for no key. Raises DataFileError."""
    if key is not None and key not in known:
        raise place.refuse(_("There is nothing with the key «%(key)s».") % {"key": key})
    return known.get(key)


def noon(day):
    """Noon in Tehran of a day: when a loaded event took place."""
    return dt.datetime.combine(day, dt.time(8, 30), tzinfo=dt.UTC)


def load_idea(place, row, loading):
    """One idea in its state, with its scores, its proposal and its lines in the book."""
    submitted = noon(one_day(place, row, "submitted"))
    idea = Idea(
        title=row["title"],
        problem=row["problem"],
        solution=row["solution"],
        expected_effect=row["effect"],
        call=one_of(place.at("call"), loading.calls, row.get("call")),
        firm=one_of(place.at("firm"), loading.firms, row.get("firm")),
        name=row.get("name", ""),
        contact=row.get("email", ""),
        is_named=row.get("named", False),
        submitted_at=submitted,
        is_sample=True,
        **{name: row[name] for name in ("question", "answer", "reason") if name in row},
    )
    idea.state = row["state"]
    give_times(place, row, idea, loading)
    give_plan(place, row, idea)
    loading.context.save(place, idea)
    idea.sections.set(sections_of(place, row, loading))
    give_scores(place, row, idea, loading)
    give_proposal(row, idea)
    tell_way(row, idea, loading)


def give_times(place, row, idea, loading):
    """When it was screened, scored and decided; the decision is one of the sample's that was adopted."""
    if idea.state in REVEALED or idea.state == State.SCREENED or "scores" in row:
        idea.screened_at = idea.submitted_at + SCREENED_AFTER
    if idea.state in REVEALED or (idea.state == State.REJECTED and "scores" in row):
        idea.scored_at = idea.submitted_at + SCORED_AFTER
    if "decision" in row:
        idea.decision = loading.context.decision(place.at("decision"), row["decision"])
        idea.agenda_item, idea.decided_at = idea.decision.agenda_item, noon(idea.decision.adopted_on)
    elif idea.state in DECIDED:
        raise place.at("decision").refuse(_("This key is missing."))
    elif idea.state == State.REJECTED:
        idea.decided_at = (idea.scored_at or idea.submitted_at) + REJECTED_AFTER


def give_plan(place, row, idea):
    """The plan, or the activity of one, that a converted idea became: of the sample's own."""
    if idea.state != State.CONVERTED:
        return
    year, _slash, number = row.get("plan", "").partition("/")
    plans = ActionPlan.objects.filter(is_sample=True)
    is_key = year.isdecimal() and number.isdecimal()
    idea.plan = plans.filter(year__year=year, number=number).first() if is_key else None
    if idea.plan is None:
        raise place.at("plan").refuse(_("There is nothing with the key «%(key)s».") % {"key": row.get("plan", "")})
    if "activity" in row:
        idea.activity = Activity.objects.filter(plan=idea.plan, number=row["activity"]).first()
        if idea.activity is None:
            text = _("There is nothing with the key «%(key)s».")
            raise place.at("activity").refuse(text % {"key": row["activity"]})
    idea.converted_at = idea.decided_at + CONVERTED_AFTER


def give_scores(place, row, idea, loading):
    """``by`` names a sample account; grades are feasibility, effect, cost, fit."""
    count = 0
    for at, score in place.each(row, "scores"):
        grades = score.get("grades")
        if grades is not None and len(grades) != len(QUESTIONS):
            raise at.at("grades").refuse(_("Give four grades: feasibility, effect, cost, fit."))
        made = IdeaScore(
            idea=idea,
            scorer=loading.context.account(at.at("by"), score["by"]),
            comment=score.get("comment", ""),
            has_conflict="conflict" in score,
            conflict=score.get("conflict", ""),
            assigned_at=idea.screened_at,
            given_at=idea.screened_at + dt.timedelta(days=5) if grades else None,
            is_final=bool(grades) and idea.is_revealed,
            **dict(zip(QUESTIONS, grades or [], strict=False)),
        )
        loading.context.save(at, made)
        count += grades is not None
    if idea.is_revealed and count < FEWEST:
        raise place.at("scores").refuse(_("A scored idea has the grades of at least two people."))


def give_proposal(row, idea):
    """What stands on the page of the decision."""
    if idea.decision_id:
        act = row.get("act", IdeaProposal.Act.ADOPT)
        reason = idea.reason if act == IdeaProposal.Act.REJECT else ""
        IdeaProposal.objects.create(decision=idea.decision, idea=idea, act=act, reason=reason)


def tell_way(row, idea, loading):
    """The lines of the book, from the submission to the state that the file gives."""
    record_change(idea, by=None, old="", new=State.SUBMITTED, at=idea.submitted_at)
    way = WAY.get(idea.state)
    if way is None:  # not taken up: at screening, after scoring, or by the council
        way = [State.SCREENED, State.SCORED] if idea.scored_at else []
        way = [*way, *([State.SHORTLISTED] if idea.decision_id else []), State.REJECTED]
    times = {
        State.ASKED: idea.submitted_at + SCREENED_AFTER,
        State.SCREENED: idea.screened_at,
        State.SCORED: idea.scored_at,
        State.SHORTLISTED: idea.scored_at,
        State.ADOPTED: idea.decided_at,
        State.REJECTED: idea.decided_at,
        State.CONVERTED: idea.converted_at,
    }
    for old, new in zip([State.SUBMITTED, *way], way, strict=False):
        record_change(idea, by=loading.by, old=old, new=new, at=times[new])
