"""Who comes onto the council by a decision: the seat opens with its adoption, the one that it replaces ends."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from council.models import Decision, Seat
from council.services.locks import lock, raise_version
from filing.services import record_change
from persian.jalali import format_day


@transaction.atomic
def propose_election(*, election, by):
    """Tie a person to a proposed decision that is to put them on a seat. Raises ValidationError at the field."""
    meeting, decision = lock(election.decision)
    if decision.state != Decision.State.PROPOSED:
        raise ValidationError(_("Only a proposed decision can elect somebody."))
    election.full_clean()
    election.save()
    raise_version(meeting)
    return election


@transaction.atomic
def withdraw_election(*, election, by):
    """Take a person off a decision that was not adopted."""
    meeting, decision = lock(election.decision)
    if decision.state == Decision.State.ADOPTED:
        raise ValidationError(_("The decision was adopted: only a later decision can change it."))
    election.delete()
    raise_version(meeting)


def run_elections(decision, by):
    """Effect of adopting a decision: each election opens its seat. A refusal means that nothing is adopted.

    The seats are locked, so of two decisions that elect a chair at once the second sees the first one's seat.
    """
    elections = list(decision.seat_elections.select_related("institution", "user").order_by("pk"))
    if not elections:
        return
    list(Seat.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    for election in elections:
        open_seat(election, decision, by)


def open_seat(election, decision, by):
    day = election.first_day(decision.adopted_on)
    end_replaced(election, day, decision, by)
    election.require_free(day)
    seat = Seat(
        role=election.role,
        person=election.person,
        person_en=election.person_en,
        institution=election.institution,
        user=election.user,
        is_voting=election.is_voting,
        valid_from=day,
        elected_by=decision,
        is_sample=decision.is_sample,
    )
    seat.full_clean()
    seat.save()
    record_change(seat, by=by, old="", new="elected", why=decision.number)


def end_replaced(election, day, decision, by):
    """The seat that is taken over ends the day before; it must still be held, and have begun before."""
    if election.replaces_id is None:
        return
    seat = Seat.objects.get(pk=election.replaces_id)
    if seat.valid_to is not None and seat.valid_to < day:
        raise ValidationError(_("The seat of %(person)s has ended already.") % {"person": seat.shown_person})
    if seat.valid_from >= day:
        raise ValidationError(
            _("The seat of %(person)s begins on %(day)s: it can be taken over from a later day on.")
            % {"person": seat.shown_person, "day": format_day(seat.valid_from)}
        )
    seat.valid_to = day - dt.timedelta(days=1)
    seat.row_version += 1
    seat.save(update_fields=["valid_to", "row_version"])
    record_change(seat, by=by, old="held", new="ended", why=decision.number)
