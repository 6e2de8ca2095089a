"""The supervisor's scores. Never edited: a correction is a new assessment of the same day."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from filing.services import record_change
from handover.models import Assessment, AssessmentEvidence, Criterion

ASSESS = "handover.assess_criterion"
NOT_ASSESSED = "not assessed"
PRIVATE, PUBLIC = "private", "public"


@transaction.atomic
def assess(*, criterion, as_of, score, note, by, evidence=()):
    """Score a criterion for a day. ``evidence``: pairs of a stored file and its caption. Gives the assessment.

    The criterion is held, so that of two assessments at once the later is the newest, and both are kept. Raises
    PermissionDenied for everybody but the supervisor, ValidationError keyed by field.
    """
    if not by.has_perm(ASSESS):
        raise PermissionDenied(_("Only the technical supervisor assesses the criteria."))
    held = Criterion.objects.select_for_update().get(pk=criterion.pk)
    made = Assessment(criterion=held, as_of=as_of, score=score, note=note, by=by)
    made.full_clean()
    before = held.assessments.order_by("-as_of", "-pk").values_list("score", flat=True).first()
    made.save(force_insert=True)
    for file, caption in evidence:
        add_evidence(made, file, caption, by=by)
    record_change(made, by=by, old=NOT_ASSESSED if before is None else str(before), new=str(made.score), why=made.note)
    return made


def add_evidence(assessment, file, caption, *, by):
    """A file behind an assessment, private until it is released."""
    row = AssessmentEvidence(assessment=assessment, file=file, caption=caption or file.name, added_by=by)
    row.full_clean()
    row.save(force_insert=True)
    return row


@transaction.atomic
def release_evidence(*, evidence, is_public, by):
    """Show a file to everybody, or take it back; caption and hash are public either way."""
    held = AssessmentEvidence.objects.select_for_update(of=("self",)).select_related("assessment__criterion", "file")
    held = held.get(pk=evidence.pk)
    if held.is_public == is_public:
        raise ValidationError(_("Somebody else changed this in the meantime. Look at it again."))
    held.is_public = is_public
    held.save(update_fields=["is_public"])
    old, new = (PRIVATE, PUBLIC) if is_public else (PUBLIC, PRIVATE)
    record_change(held, by=by, old=old, new=new)
    return held
