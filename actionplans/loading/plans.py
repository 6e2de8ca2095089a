"""The plans of sample years: drafted, tied to the decisions of the council's files, approved, amended and stopped."""

from collections import defaultdict

from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.loading.money import accept_by_earlier, load_payments, load_pledges, tie_money
from actionplans.loading.progress import load_progress
from actionplans.models import ActionPlan, Activity, Indicator, PlanProposal
from actionplans.services import approve_plan, approve_year, close_year, propose_plans, start_year
from actionplans.services.proposals import move_plan
from council.loading import settle, year_of
from council.models import ProgramYear, Section
from persian.digits import localised

OWN = ["number", "title", "title_en", "objective", "objective_en", "from_source", "pillar", "contact", "weight"]
OF_A_YEAR = ("plan", "act", "progress", "reading", "funding", "visit")
Act, State = PlanProposal.Act, ActionPlan.State


@transaction.atomic
def load(data, *, context):
    """Each year in its order: plans, decisions, entries, and its close if the files say so. Raises DataFileError."""
    by_year = defaultdict(list)
    for file in data:
        if "year" in file.content or any(name in file.content for name in OF_A_YEAR):
            by_year[year_of(file)].append(file)
    for year in sorted(by_year, key=lambda year: year.year):
        load_year(year, by_year[year], context)


def load_year(year, data, context):
    by = context.account(data[0], "facilitator")
    plans = {}
    for file in data:
        for place, row in file.rows("plan"):
            plans[row["number"]] = (place, row, load_plan(place, row, year, context))
    acts = acts_by_decision(data, context)
    pledges = load_pledges(data, plans, context)
    last = year_place(data)
    approve_by_earlier(plans, context, by)
    accept_by_earlier(pledges, context, by)
    start_when_approved(year, plans, last, by)
    for motion in context.motions:
        if motion.year == year:
            tie(motion, plans, acts, by)
            tie_money(motion, pledges, by)
            settle(motion, context=context)
            start_when_approved(year, plans, last, by)
    if plans and ProgramYear.objects.get(pk=year.pk).state == ProgramYear.State.PLANNING:
        raise last.refuse(_("The year %(year)s has plans that no decision approves.") % {"year": localised(year.year)})
    load_payments(pledges, context)
    load_progress(year, data, context)
    if any(file.content.get("closed") for file in data):
        with last:
            close_year(year=year, by=context.accounts["staff"])


def year_place(data):
    """Where a refusal about the whole year belongs: the plans of the first file that has some."""
    return next((file.at("plan") for file in data if "plan" in file.content), data[0])


def load_plan(place, row, year, context):
    """A draft with its activities and indicators, numbered in their order."""
    values = {name: row[name] for name in OWN if name in row}
    lead = context.institution(place.at("lead"), row.get("lead"))
    plan = context.save(place, ActionPlan(year=year, lead=lead, is_sample=True, **values))
    plan.sections.set([section(at, order) for at, order in place.each(row, "sections")])
    plan.partners.set([context.institution(at, key) for at, key in place.each(row, "partners")])
    for number, (at, activity) in enumerate(place.each(row, "activity"), 1):
        context.save(at, Activity(plan=plan, number=number, **activity_values(activity)))
    for number, (at, indicator) in enumerate(place.each(row, "indicator"), 1):
        context.save(at, Indicator(plan=plan, number=number, **indicator))
    return plan


def section(place, order):
    found = Section.objects.filter(order=order).first()
    if found is None:
        raise place.refuse(_("There is no section with the number %(number)s.") % {"number": localised(order)})
    return found


def activity_values(row):
    """The model's values of an activity; a milestone is one day."""
    values = {name: value for name, value in row.items() if name not in ("milestone", "number")}
    if row.get("milestone"):
        values["profile"] = Activity.Profile.MILESTONE
    if "finish" in values:
        values.setdefault("start", values["finish"]) if "number" not in row else None
    return values


def approve_by_earlier(plans, context, by):
    """Plans that name a decision which was adopted before this load, such as the one that the source reports."""
    keys = {motion.key for motion in context.motions}
    for place, row, plan in plans.values():
        if row["approved_by"] not in keys:
            decision = context.decision(place.at("approved_by"), row["approved_by"])
            with place.at("activity"):
                move_plan(plan, State.PROPOSED, by=by)
                approve_plan(proposal=PlanProposal.objects.create(decision=decision, plan=plan), by=by)


def start_when_approved(year, plans, place, by):
    """Once all its plans are approved the year is too, and it runs."""
    year.refresh_from_db()
    drafts = ActionPlan.objects.filter(year=year, approved_by__isnull=True, is_sample=True)
    if plans and year.state == ProgramYear.State.PLANNING and not drafts.exists():
        with place:
            approve_year(year=year, by=by)
            start_year(year=year, by=by)
        year.refresh_from_db()


def acts_by_decision(data, context):
    """(place, row) of each act by the key of its decision; an act on no decision is refused."""
    keys, acts = {motion.key for motion in context.motions if motion.key}, defaultdict(list)
    for file in data:
        for place, row in file.rows("act"):
            if row["decision"] not in keys:
                reason = _("There is no decision with the key «%(key)s».")
                raise place.at("decision").refuse(reason % {"key": row["decision"]})
            acts[row["decision"]].append((place, row))
    return acts


def tie(motion, plans, acts, by):
    """Tie to a proposed decision the plans that it approves, amends or stops."""
    approved = [(place, plan) for place, row, plan in plans.values() if row["approved_by"] == motion.key != ""]
    for place, plan in approved:
        with place.at("activity"):
            propose_plans(decision=motion.decision, plans=[plan], by=by)
    for place, row in acts.get(motion.key, []):
        if row["plan"] not in plans:
            raise place.at("plan").refuse(_("The files have no plan with this number."))
        with place:
            plan = plans[row["plan"]][2]
            propose_plans(decision=motion.decision, plans=[plan], act=row["act"], payload=payload(row), by=by)


def payload(row):
    """The act as the proposal keeps it: JSON, days in ISO form, amounts as text."""
    said = {}
    if "weight" in row:
        said["weight"] = str(row["weight"])
    if "stopped_on" in row:
        said["stopped_on"] = row["stopped_on"].isoformat()
    if "targets" in row:
        said["targets"] = {number: str(target) for number, target in row["targets"].items()}
    if "activity" in row:
        said["activities"] = [json_row(activity) for activity in row["activity"]]
    return said


def json_row(activity):
    values = activity_values(activity)
    for name in ("start", "finish"):
        if name in values:
            values[name] = values[name].isoformat()
    if "weight" in values:
        values["weight"] = str(values["weight"])
    return values | {name: activity[name] for name in ("number",) if name in activity}
