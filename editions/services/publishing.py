"""Publishing: an edition is put to the council and becomes public by the decision's adoption."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from council.models import Decision, ProgramYear
from council.services import lock, raise_version
from editions.models import YearEdition
from editions.sums import sha256_of
from filing.services import record_change

State = YearEdition.State


@transaction.atomic
def propose_edition(*, edition, decision, by):
    """Tie a frozen edition to a proposed decision; adopting it publishes the edition. Raises ValidationError.

    A decision publishes one edition: one that was tied to it before is taken off.
    """
    meeting, decision = lock(decision)
    if decision.state != Decision.State.PROPOSED:
        text = _("Only a proposed decision publishes an edition; this one is %(state)s.")
        raise ValidationError(text % {"state": decision.get_state_display()}, code="decision")
    edition = lock_edition(edition)
    if edition.state != State.FROZEN:
        text = _("Only a frozen edition is put to the council; this one is %(state)s.")
        raise ValidationError(text % {"state": edition.get_state_display()}, code="state")
    held_by = edition.decision
    if held_by is not None and held_by.pk != decision.pk and held_by.state == Decision.State.PROPOSED:
        raise ValidationError(_("The edition waits for another proposed decision. Take it off there first."))
    for other in lock_tied(decision):
        if other.pk != edition.pk:
            take_off(other, decision, by=by)
    edition.decision = decision
    edition.save(update_fields=["decision"])
    raise_version(meeting)
    record_change(edition, by=by, old=State.FROZEN, new=State.FROZEN, why=f"proposed: {decision.key}")
    return edition


@transaction.atomic
def withdraw_edition(*, edition, decision, by):
    """Take an edition off a decision that was not adopted. Raises ValidationError, also if it is not tied to it."""
    meeting, decision = lock(decision)
    edition = lock_edition(edition)
    if edition.state != State.FROZEN or decision.state == Decision.State.ADOPTED:
        raise ValidationError(_("The decision was adopted: only a later decision can change it."))
    if edition.decision_id != decision.pk:
        raise ValidationError(_("The edition is not tied to this decision any more."))
    take_off(edition, decision, by=by)
    raise_version(meeting)


def take_off(edition, decision, *, by):
    edition.decision = None
    edition.save(update_fields=["decision"])
    record_change(edition, by=by, old=State.FROZEN, new=State.FROZEN, why=f"withdrawn: {decision.key}")


@transaction.atomic
def run_publication(decision, by):
    """The effect of adopting a decision: its edition is published. One query for a decision that publishes nothing.

    The year's row is held first: of two publications at once the second sees what the first one published.
    """
    waiting = YearEdition.objects.filter(decision=decision, state=State.FROZEN)
    for year in hold_years(waiting.values("year")):
        for edition in waiting.select_for_update(of=("self",)).select_related("year").filter(year=year):
            publish(edition, decision, by=by)


def hold_years(pks):
    """These years, their rows held until the transaction ends."""
    return list(ProgramYear.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))


def publish(edition, decision, *, by, at=None):
    """Make a frozen edition public by an adopted decision; it takes the place of the year's edition before it.

    Refuses an edition whose document was changed, and one that is older than what is published already. ``at`` is for
    loading past records; else it is now.
    """
    if sha256_of(edition.document) != edition.sha256:
        raise ValidationError(_("The document of the edition was changed: run verify_editions first."))
    published = YearEdition.objects.select_for_update(of=("self",)).select_related("year")
    earlier = published.filter(year=edition.year, state=State.PUBLISHED).first()
    if earlier is not None and earlier.number > edition.number:
        raise ValidationError(_("A later edition of this year is published already."))
    at = at or timezone.now()
    if earlier is not None:
        move(earlier, State.SUPERSEDED, by=by, why=edition.key, at=at)
    edition.decision, edition.published_at = decision, at
    move(edition, State.PUBLISHED, by=by, why=decision.number, at=at)


def move(edition, state, *, by, why, at):
    old, edition.state = edition.state, state
    edition.save(update_fields=["state", "decision", "published_at"])
    record_change(edition, by=by, old=old, new=state, why=why, at=at)


def lock_tied(decision):
    """The frozen editions that this decision is to publish: one, or none."""
    rows = YearEdition.objects.select_for_update(of=("self",)).select_related("year")
    return list(rows.filter(decision=decision, state=State.FROZEN))


def lock_edition(edition):
    rows = YearEdition.objects.select_for_update(of=("self",)).select_related("year", "decision")
    return rows.get(pk=edition.pk)
