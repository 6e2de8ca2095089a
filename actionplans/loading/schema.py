"""What the files of a sample year may say about plans and their progress."""

from django.utils.translation import gettext as _

from actionplans.models import ActionPlan, Funding, Indicator, PlanProposal
from council.loading import files


def targets(value):
    """New targets by the numbers of the plan's indicators."""
    if not isinstance(value, dict) or not all(number.isdecimal() for number in value):
        raise ValueError(_("A table of indicator numbers and targets is expected here."))
    return {number: files.amount(target) for number, target in value.items()}


ACTIVITY = {
    "title": files.text,
    "title_en?": files.text,
    "weight": files.amount,
    "start?": files.day,
    "finish": files.day,
    "milestone?": files.yes,
    "done_when?": files.text,
    "done_when_en?": files.text,
}
INDICATOR = {
    "measure?": files.text,
    "title": files.text,
    "title_en?": files.text,
    "level?": files.one_of(Indicator.Level),
    "unit": files.text,
    "unit_en?": files.text,
    "direction?": files.one_of(Indicator.Direction),
    "baseline_value?": files.amount,
    "baseline_on?": files.day,
    "target": files.amount,
}
PLAN = {
    "number": files.whole,
    "title": files.text,
    "title_en?": files.text,
    "objective?": files.text,
    "objective_en?": files.text,
    "from_source?": files.text,
    "pillar?": files.one_of(ActionPlan.Pillar),
    "sections?": [files.whole],
    "lead?": files.text,
    "partners?": [files.text],
    "contact?": files.text,
    "weight": files.amount,
    "approved_by": files.text,
    "activity": [ACTIVITY],
    "indicator?": [INDICATOR],
}
# In an act an activity that stays is named by its number, and what is not said of it stays as it was.
ACT = {
    "decision": files.text,
    "act": files.one_of(PlanProposal.Act),
    "plan": files.whole,
    "weight?": files.amount,
    "stopped_on?": files.day,
    "activity?": [{"number?": files.whole} | {f"{name.rstrip('?')}?": rule for name, rule in ACTIVITY.items()}],
    "targets?": targets,
}
EVIDENCE = {"file": files.text, "caption": files.text, "public?": files.flag}
ENTRY = {
    "on": files.day,
    "percent": files.amount,
    "text?": files.text,
    "fall?": files.text,
    "obstacle?": files.text,
    "action?": files.text,
    "verified?": files.amount,
    "reason?": files.text,
    "returned?": files.text,
    "waiting?": files.yes,
    "evidence?": [EVIDENCE],
}
READING = {
    "on": files.day,
    "value": files.amount,
    "note?": files.text,
    "verified?": files.amount,
    "reason?": files.text,
    "returned?": files.text,
    "waiting?": files.yes,
    "evidence?": [EVIDENCE],
}
PAYMENT = {
    "on": files.day,
    "amount": files.whole,
    "note?": files.text,
    "file?": files.text,
    "reversed?": files.text,
}
# Amounts are whole rials. Without a decision it is a pledge that waits for the council.
FUNDING = {
    "plan": files.whole,
    "institution": files.text,
    "kind?": files.one_of(Funding.Kind),
    "subject?": files.text,
    "subject_en?": files.text,
    "amount": files.whole,
    "on?": files.day,
    "decision?": files.text,
    "payment?": [PAYMENT],
}
VISIT = {
    "on": files.day,
    "plans": [files.whole],
    "findings": files.text,
    "findings_en?": files.text,
    "file?": files.text,
    "public?": files.flag,
}
SCHEMA = {
    "plan?": [PLAN],
    "act?": [ACT],
    "funding?": [FUNDING],
    "visit?": [VISIT],
    "visits?": [files.day],
    "progress?": [{"activity": files.text, "entries": [ENTRY]}],
    "reading?": [{"indicator": files.text, "values": [READING]}],
    "locked_months?": files.whole,
    "closed?": files.yes,
}
