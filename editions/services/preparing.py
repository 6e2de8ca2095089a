"""Before freezing: an edition is begun, and what freezing asks for is said."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.figures import default_day
from council.models import Decision, ProgramYear
from editions.models import EditionNote, YearEdition
from filing.services import record_change
from persian.digits import localised

State = YearEdition.State
TURNED_DOWN = (Decision.State.REJECTED, Decision.State.WITHDRAWN)


@transaction.atomic
def begin_edition(*, year, by, erratum="", erratum_en=""):
    """Begin the next edition of a year; the one in preparation, if there is one, with its erratum brought up to date.

    Every edition after the first says what it corrects, and nothing is corrected that may still be published. Raises
    ValidationError.
    """
    year = ProgramYear.objects.select_for_update().get(pk=year.pk)
    if year.state == ProgramYear.State.PLANNING and not year.reported_plan_count:
        text = _("The year %(year)s is still in planning: there is nothing to freeze yet.")
        raise ValidationError(text % {"year": localised(year.year)}, code="planning")
    edition = year.editions.filter(state=State.DRAFT).first()
    is_new = edition is None
    if is_new:
        newest = year.editions.select_related("decision").order_by("-number").first()
        require_decided(newest)
        edition = YearEdition(year=year, number=newest.number + 1 if newest else 1, begun_by=by)
    edition.erratum, edition.erratum_en = erratum, erratum_en
    edition.as_of = default_day(year)
    edition.full_clean(exclude=["decision"])
    edition.save()
    if is_new:
        record_change(edition, by=by, old="", new=State.DRAFT, why=edition.erratum)
    return edition


def require_decided(newest):
    """A frozen edition is corrected once it is published, or once the council would not publish it."""
    if newest is None or newest.state != State.FROZEN:
        return
    if newest.decision is None or newest.decision.state not in TURNED_DOWN:
        text = _("%(edition)s is frozen and not published: it can be corrected once the council has decided on it.")
        raise ValidationError(text % {"edition": newest}, code="unpublished")


@transaction.atomic
def write_note(*, edition, kind, subject, reason, corrective_action="", by):
    """Say why a report stands unverified, or why a plan is far behind and what is done about it. One note a subject."""
    edition = lock_draft(edition)
    note = edition.notes.filter(kind=kind, subject=subject).first()
    note = note or EditionNote(edition=edition, kind=kind, subject=subject)
    note.reason, note.corrective_action, note.by = reason, corrective_action, by
    note.full_clean()
    note.save()
    return note


@transaction.atomic
def drop_edition(*, edition, by):
    """Give up an edition that is not frozen, with its notes."""
    edition = lock_draft(edition)
    record_change(edition, by=by, old=State.DRAFT, new="dropped")
    edition.delete()


def lock_draft(edition):
    """The edition's row, held and ``renewed``. Raises ValidationError once it is frozen or given up."""
    held = YearEdition.objects.select_for_update(of=("self",)).select_related("year").filter(pk=edition.pk).first()
    if held is None:
        raise ValidationError(_("This edition was given up in the meantime. Begin it anew."), code="dropped")
    if held.is_frozen:
        text = _("This edition is frozen and never changes. What is wrong in it is corrected by a new edition.")
        raise ValidationError(text, code="frozen")
    return renewed(held)


def renewed(edition):
    """A draft, not written yet, with the day of its figures as of now: it is frozen as of the day of its freezing."""
    if not edition.is_frozen:
        edition.as_of = default_day(edition.year)
    return edition
