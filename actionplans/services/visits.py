"""Recording the supervisor's visits."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.models import ActionPlan, SupervisionVisit
from actionplans.services.funding import kept
from actionplans.services.progress import RECORDED, hold_year
from filing.services import record_change


@transaction.atomic
def record_visit(*, year, visited_on, plans, findings, by, findings_en="", file=None, is_file_public=False):
    """Record a visit to approved plans of a running year; ``file``: an upload or a stored file.

    Raises ValidationError keyed by field. Not guarded against being sent twice: that is the page's.
    """
    hold_year(year.pk)
    visit = SupervisionVisit(
        year=type(year).objects.get(pk=year.pk),
        visited_on=visited_on,
        findings=findings,
        findings_en=findings_en,
        is_file_public=is_file_public,
        by=by,
    )
    visit.full_clean()
    seen = seen_plans(year, plans)
    visit.file = kept(file, by)
    visit.save(force_insert=True)
    visit.plans.set(seen)
    record_change(visit, by=by, old="", new=RECORDED)
    return visit


def seen_plans(year, plans):
    """The plans as they stand now: at least one, all of the year, all approved."""
    keys = {plan.pk for plan in plans}
    if not keys:
        raise ValidationError({"plans": _("Choose at least one plan.")})
    found = list(ActionPlan.objects.approved().filter(year=year, pk__in=keys).order_by("number"))
    if len(found) != len(keys):
        raise ValidationError({"plans": _("A visit sees approved plans of one year.")})
    return found
