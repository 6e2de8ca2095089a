"""The criteria: taken from the default list, edited while they are open, confirmed by a decision."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from council.loading import DataFile, files
from council.models import Decision
from filing.services import record_change
from handover.models import Criterion

DEFAULTS = Path(__file__).resolve().parent.parent / "defaults" / "criteria.toml"
TO_CONFIRM, CONFIRMED = "to be confirmed", "confirmed"
SCHEMA = {
    "key": files.text,
    "text": files.text,
    "text_en?": files.text,
    "measure?": files.text,
    "measure_en?": files.text,
    "weight": files.amount,
    "must_have": files.flag,
    "threshold?": files.whole,
}


def default_rows():
    """The rows of the default list: pairs of the place in the file and the row. Reads the file, asks no database."""
    return DataFile(DEFAULTS, {"criterion": [SCHEMA]}).rows("criterion")


@transaction.atomic
def take_default_criteria(*, by):
    """Add those of the default criteria that are not there, all «to be confirmed by the council». Gives how many."""
    there = set(Criterion.objects.select_for_update().values_list("key", flat=True))
    order = Criterion.objects.aggregate(last=Max("order"))["last"] or 0
    made = 0
    for place, row in default_rows():
        if row["key"] in there:
            continue
        order += 1
        with place:
            add_criterion(Criterion(**{"threshold": None} | row, order=order, **default_source()), by=by)
        made += 1
    return made


def default_source():
    """Where the default criteria come from, in both languages of the portal."""
    words = {}
    for name, language in (("source", "fa"), ("source_en", "en")):
        with translation.override(language):
            words[name] = _("Default list of the portal; to be confirmed by the council")
    return words


def add_criterion(criterion, *, by):
    """Check and write a new criterion, with its line in the book."""
    criterion.full_clean()
    criterion.save(force_insert=True)
    record_change(criterion, by=by, old="", new=TO_CONFIRM, why=terms_of(criterion))
    return criterion


def terms_of(criterion):
    """What the book says of a criterion's terms, so that a threshold that was lowered can be found."""
    threshold = "-" if criterion.threshold is None else criterion.threshold
    return f"weight {criterion.weight}, must-have {'yes' if criterion.must_have else 'no'}, threshold {threshold}"


@transaction.atomic
def confirm_criteria(*, criteria, decision, by):
    """Note that an adopted decision confirmed these criteria as they stand. Raises ValidationError. Gives how many."""
    if decision.state != Decision.State.ADOPTED:
        raise ValidationError(_("Only an adopted decision confirms criteria: adopt it first."))
    held = list(Criterion.objects.select_for_update().filter(pk__in=[row.pk for row in criteria]).order_by("order"))
    if not held:
        raise ValidationError(_("Choose at least one criterion."))
    for criterion in held:
        if criterion.confirmed_by_id is not None:
            raise ValidationError(_("«%(criterion)s» is confirmed already.") % {"criterion": criterion})
    for criterion in held:
        criterion.confirmed_by = decision
        criterion.row_version += 1
        criterion.save(update_fields=["confirmed_by", "row_version"])
        record_change(criterion, by=by, old=TO_CONFIRM, new=CONFIRMED, why=f"{decision.number}: {terms_of(criterion)}")
    return len(held)


@transaction.atomic
def reopen_criterion(*, criterion, why, by):
    """Open a confirmed criterion for a change that the council is to confirm anew. Raises ValidationError."""
    if not why.strip():
        raise ValidationError({"why": _("Say why the criterion is opened again.")})
    held = Criterion.objects.select_for_update().get(pk=criterion.pk)
    if held.confirmed_by_id is None:
        raise ValidationError(_("«%(criterion)s» is open already.") % {"criterion": held})
    held.confirmed_by = None
    held.row_version += 1
    held.save(update_fields=["confirmed_by", "row_version"])
    record_change(held, by=by, old=CONFIRMED, new=TO_CONFIRM, why=why)
    return held
