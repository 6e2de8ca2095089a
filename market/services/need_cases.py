"""A need that was decided becomes one case of the procurement evidence, and each leads to the other."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from filing.services import record_change
from market.models import Need
from market.services.cases import file_case
from market.services.needs import lock_need


@transaction.atomic
def report_need(*, need, by, institution=None, **facts):
    """File the purchase as a case; gives it, submitted. ``facts`` as ``file_case`` takes them, without the filer.

    ``institution``: the buyer itself files it; None: the office of staff. One case of a need, under its lock.
    Raises ValidationError.
    """
    need = lock_need(need)
    if need.state != Need.State.DECIDED:
        text = _("The need is «%(state)s»: record what came of it first.")
        raise ValidationError(text % {"state": need.get_state_display()}, code="wrong_state")
    if need.case_id:
        raise ValidationError(_("This need is the case %(case)s already.") % {"case": need.case}, code="twice")
    case = file_case(by=by, institution=institution, buyer=need.institution, **facts)
    if need.is_sample and not case.is_sample:
        case.is_sample = True
        case.save(update_fields=["is_sample"])
    need.case = case
    need.save(update_fields=["case"])
    record_change(need, by=by, old=need.state, new=need.state, why=f"case {case.code}")
    return case
