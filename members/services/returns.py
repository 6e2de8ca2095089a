"""The yearly returns: a round is opened for a programme year, firms file and correct until it is closed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from council.models import Section
from filing.services import record_change
from members.aggregates import cell_of, measured, moved
from members.models import Firm, FirmReturn, ReturnRound
from members.services.states import lock_firm
from persian.jalali import today

OPEN, CLOSED = "open", "closed"
FILED, CORRECTED = "filed", "corrected"
FIGURES = ("staff", "women", "graduates", "sales_band", "exports", "local_sales")


class ReturnChangedError(ValidationError):
    """A colleague filed meanwhile; ``theirs`` is what stands now. Nothing was written."""

    def __init__(self, theirs):
        super().__init__(
            _("A colleague has filed this return while you were writing. See both, and send again what is right."),
            code="changed",
        )
        self.theirs = theirs


def lock_round(return_round):
    """The round's row, held to the end of the transaction: its sums, and whether it is open, do not move under us."""
    return ReturnRound.objects.select_for_update(of=("self",)).select_related("year").get(pk=return_round.pk)


def require_open(return_round):
    if not return_round.is_open:
        raise ValidationError(_("The returns of this year are closed; nothing was written."), code="closed")


@transaction.atomic
def open_round(*, year, due_on, by, is_sample=False, opened_on=None):
    """Call for the returns of a programme year, once. Raises ValidationError when it was, or is due too soon.

    ``opened_on`` is for loading past rounds; else it is today.
    """
    opened = ReturnRound(
        year=year, opened_on=opened_on or today(), due_on=due_on, opened_by=by, is_sample=is_sample or year.is_sample
    )
    opened.sections = names_of(Section.objects.all())
    opened.full_clean(exclude=["opened_by"])
    opened.save(force_insert=True)
    record_change(opened, by=by, old="", new=OPEN)
    return opened


@transaction.atomic
def move_due_day(*, return_round, due_on, by):
    """Give firms another last day; its reminders are sent anew. Raises ValidationError when the round is closed."""
    return_round = lock_round(return_round)
    require_open(return_round)
    old, return_round.due_on = return_round.due_on, due_on
    return_round.full_clean(exclude=["opened_by"])
    return_round.save(update_fields=["due_on"])
    record_change(return_round, by=by, old=f"due {old}", new=f"due {due_on}")
    return return_round


@transaction.atomic
def close_round(*, return_round, by, closed_on=None):
    """No return is filed or corrected any more. A filing on its way either comes first or is refused.

    Keeps how many firms were asked, because firms come and go. Raises ValidationError when it is closed already.
    """
    return_round = lock_round(return_round)
    require_open(return_round)
    return_round.closed_on = closed_on or today()
    return_round.asked = Firm.objects.active().count()
    return_round.save(update_fields=["closed_on", "asked"])
    record_change(return_round, by=by, old=OPEN, new=CLOSED)
    return return_round


@transaction.atomic
def file_return(*, firm, return_round, figures, by, seen_version=None, at=None):
    """File a firm's figures of the round's year, or correct them; gives the row and whether anything changed.

    ``figures`` by field name: people as numbers, money in whole rials. ``seen_version``: the version of the return that
    the person saw, None when there was none. The same figures again change nothing. The round's sums follow in the same
    transaction. Raises ReturnChangedError when a colleague filed meanwhile, ValidationError by field when a figure
    cannot be, or when the round is closed or the firm is not active.
    """
    return_round = lock_round(return_round)
    require_open(return_round)
    firm = lock_firm(firm)
    if firm.state != Firm.State.ACTIVE:
        raise ValidationError(_("Only active firms file a return."), code="not_active")
    filed = FirmReturn.objects.filter(firm=firm, year=return_round.year_id).first()
    if filed and all(getattr(filed, name) == figures[name] for name in FIGURES):
        return filed, False
    if filed and filed.row_version != seen_version:
        raise ReturnChangedError(filed)
    sums = moved(return_round.sums, filed.cell, measured(filed), -1) if filed else return_round.sums
    is_new = filed is None
    sections = list(firm.sections.all())
    filed = write_return(filed or FirmReturn(firm=firm, year=return_round.year), figures, sections, by=by, at=at)
    return_round.sums = moved(sums, filed.cell, measured(filed), 1)
    return_round.sections |= names_of(sections)
    return_round.save(update_fields=["sums", "sections"])
    record_change(filed, by=by, old="" if is_new else FILED, new=FILED if is_new else CORRECTED, at=at)
    return filed, True


def names_of(sections):
    """What ``ReturnRound.sections`` keeps of each."""
    return {str(row.pk): {"name": row.name, "name_en": row.name_en, "order": row.order} for row in sections}


def write_return(filed, figures, sections, *, by, at=None):
    """The row with its history. Where it counts is kept with it, so that a later profile does not move it."""
    for name in FIGURES:
        setattr(filed, name, figures[name])
    filed.cell = cell_of([section.pk for section in sections], filed.staff)
    filed.filed_by, filed.filed_at = by, at or timezone.now()
    filed.is_sample = filed.firm.is_sample
    filed.row_version += 1
    filed.full_clean(exclude=["filed_by"])
    filed.save()
    return filed


def summed_anew(return_round):
    """The round's sums worked out from the returns themselves: what a check, and the removal of the sample, compare."""
    sums = {}
    for filed in FirmReturn.objects.filter(year=return_round.year_id).order_by("pk"):
        sums = moved(sums, filed.cell, measured(filed), 1)
    return sums
