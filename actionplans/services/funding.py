"""Money on its way: a pledge is put to the council, approved by its decision, and paid in parts."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.models import Funding, Payment, PaymentReversal
from council.models import Decision, ProgramYear
from council.services import lock, raise_version
from filing.models import StoredFile
from filing.services import record_change
from filing.uploads import store_file
from persian.digits import localised

PLEDGED, PROPOSED, APPROVED = "pledged", "proposed", "approved"
RECORDED, REVERSED = "recorded", "reversed"


@transaction.atomic
def propose_funding(*, funding, decision, by):
    """Tie a pledge to the proposed decision that is to approve it. Raises ValidationError."""
    meeting, decision = lock(decision)
    if decision.state != Decision.State.PROPOSED:
        raise ValidationError(
            _("Only a proposed decision takes commitments; this one is %(state)s.")
            % {"state": decision.get_state_display()}
        )
    funding = held(funding)
    require_open(funding)
    if funding.decision_id is not None and funding.decision.state == Decision.State.PROPOSED:
        raise ValidationError(_("%(funding)s waits for another decision already.") % {"funding": funding})
    tie(funding, decision)
    raise_version(meeting)
    record_change(funding, by=by, old=PLEDGED, new=PROPOSED)
    return funding


@transaction.atomic
def withdraw_funding(*, funding, by):
    """Take a commitment off the decision it was proposed for; it is only pledged again. Raises ValidationError."""
    tied = Decision.objects.filter(fundings=funding.pk).first()
    meeting, decision = lock(tied) if tied else (None, None)
    funding = held(funding)
    if funding.approved is not None or (decision and decision.state == Decision.State.ADOPTED):
        raise ValidationError(_("The decision was adopted: only a later decision can change it."))
    if funding.decision_id is None:
        raise ValidationError(_("%(funding)s is on no decision.") % {"funding": funding})
    if funding.decision != decision:
        raise ValidationError(_("%(funding)s was put on another decision meanwhile.") % {"funding": funding})
    tie(funding, None)
    raise_version(meeting)
    record_change(funding, by=by, old=PROPOSED, new=PLEDGED)
    return funding


@transaction.atomic
def accept_fundings(decision, by):
    """The effect of adopting a decision: each of its commitments is approved as it was pledged.

    The years are held before the commitments, as the plans' effect does. A refusal means that nothing is adopted.
    """
    rows = list(decision.fundings.values_list("pk", "plan__year"))
    list(ProgramYear.objects.select_for_update().filter(pk__in={year for _pk, year in rows}).order_by("pk"))
    for funding in held_all(pk__in=[pk for pk, _year in rows]):
        accept_funding(funding=funding, decision=decision, by=by)


@transaction.atomic
def accept_funding(*, funding, decision, by):
    """Approve one commitment by its adopted decision. Raises ValidationError."""
    funding = held(funding)
    if decision.state != Decision.State.ADOPTED or funding.decision_id != decision.pk:
        raise ValidationError(_("The decision is not adopted."))
    require_open(funding)
    if funding.plan.approved_by_id is None:
        raise ValidationError(
            _("%(plan)s is not approved: commitments are approved together with their plan or after it.")
            % {"plan": funding.plan}
        )
    funding.approved = funding.pledged
    funding.row_version += 1
    funding.full_clean()
    funding.save(update_fields=["approved", "row_version"])
    record_change(funding, by=by, old=PROPOSED, new=APPROVED, why=decision.number)
    return funding


@transaction.atomic
def record_payment(*, funding, amount, paid_on, by, note="", file=None):
    """Record what was paid of an approved commitment, in whole rials; ``file``: an upload or a stored file.

    The commitment is held, so that payments at once never exceed what was approved. Raises ValidationError keyed by
    field. Not guarded against being sent twice: that is the page's.
    """
    funding = held(funding)
    payment = Payment(funding=funding, amount=amount, paid_on=paid_on, note=note, recorded_by=by)
    payment.full_clean()
    payment.file = kept(file, by)
    payment.save(force_insert=True)
    record_change(payment, by=by, old="", new=RECORDED)
    return payment


@transaction.atomic
def reverse_payment(*, payment, reason, by):
    """Take a mistaken payment out of every sum, with the reason; what is right is recorded anew."""
    funding = held(payment.funding)
    if PaymentReversal.objects.filter(payment=payment, payment__funding=funding).exists():
        raise ValidationError(_("This payment is reversed already."))
    reversal = PaymentReversal(payment=payment, reason=reason, by=by)
    reversal.full_clean()
    reversal.save(force_insert=True)
    record_change(payment, by=by, old=RECORDED, new=REVERSED, why=reversal.reason)
    return reversal


def held_all(**which):
    """Commitments, locked in one order, each with its plan, year and decision."""
    rows = Funding.objects.select_for_update(of=("self",)).select_related("plan__year", "decision", "institution")
    return list(rows.filter(**which).order_by("pk"))


def held(funding):
    return held_all(pk=funding.pk)[0]


def require_open(funding):
    """A commitment may be proposed and approved once, while its year is not closed."""
    if funding.plan.year.state == ProgramYear.State.CLOSED:
        raise ValidationError(_("The year %(year)s is closed.") % {"year": localised(funding.plan.year.year)})
    if funding.approved is not None:
        raise ValidationError(_("%(funding)s is approved already.") % {"funding": funding})


def tie(funding, decision):
    """Whoever edits the commitment meanwhile sees that it moved on."""
    funding.decision = decision
    funding.row_version += 1
    funding.save(update_fields=["decision", "row_version"])


def kept(file, by):
    """The file as it is kept; its refusal stands at the field ``file``."""
    if file is None or isinstance(file, StoredFile):
        return file
    try:
        return store_file(file, by=by)
    except ValidationError as refusal:
        raise ValidationError({"file": refusal.messages}) from refusal
