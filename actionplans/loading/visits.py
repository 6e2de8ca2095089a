"""The supervisor's visits of a sample year."""

from django.utils.translation import gettext as _

from actionplans.loading.files import kept_file
from actionplans.loading.times import moment
from actionplans.models import ActionPlan, SupervisionVisit
from actionplans.services.progress import RECORDED
from filing.services import record_change


def load_visits(data, year, stored, context):
    """Every ``[[visit]]`` of the files; gives them by day, each with its plans read. Raises DataFileError."""
    plans = {plan.number: plan for plan in ActionPlan.objects.approved().filter(year=year)}
    for file in data:
        for place, row in file.rows("visit"):
            load_visit(place, row, year, plans, stored, context)
    return {visit.visited_on: visit for visit in SupervisionVisit.objects.filter(year=year).prefetch_related("plans")}


def load_visit(place, row, year, plans, stored, context):
    by, at = context.account(place, "supervisor"), moment(row["on"], place.key)
    unknown = [number for number in row["plans"] if number not in plans]
    if unknown or not row["plans"]:
        raise place.at("plans").refuse(_("A visit sees approved plans of one year."))
    visit = SupervisionVisit(
        year=year,
        visited_on=row["on"],
        findings=row["findings"],
        findings_en=row.get("findings_en", ""),
        file=kept_file(place.at("file"), row["file"], stored, context) if "file" in row else None,
        is_file_public=row.get("public", False),
        by=by,
        at=at,
    )
    context.save(place, visit).plans.set([plans[number] for number in row["plans"]])
    record_change(visit, by=by, old="", new=RECORDED, at=at)
