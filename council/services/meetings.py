"""The life of a meeting: called, held, minutes confirmed, published, or cancelled; and who is on its list."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from council.models import Attendance, Decision, Invitation, Meeting, Seat
from council.services.invitations import invite, require_callable, withdraw
from council.services.locks import raise_version
from council.services.minutes import freeze_minutes, frozen_line
from filing.services import record_change
from persian.jalali import today

Status = Attendance.Status


@transaction.atomic
def move_meeting(*, meeting, state, by, why=""):
    """Take a meeting to its next state: called, held, confirmed, published, or cancelled with a reason.

    Raises ValidationError when the step is not allowed now, and says what is missing.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("year").get(pk=meeting.pk)
    if state not in Meeting.TRANSITIONS[meeting.state]:
        raise ValidationError(
            _("The meeting is «%(old)s» and cannot become «%(new)s».")
            % {"old": meeting.get_state_display(), "new": Meeting.State(state).label}
        )
    require_ready(meeting, state, why)
    old, meeting.state = meeting.state, state
    meeting.row_version += 1  # who edits the meeting meanwhile sees that it moved on
    meeting.save(update_fields=["state", "row_version"])
    record_change(meeting, by=by, old=old, new=state, why=take_step(meeting, by=by, why=why))
    return meeting


def take_step(meeting, *, by, why):
    """What a step does besides, and what the book says of it.

    A call writes to the seats, cancelling a call takes it back; confirming freezes the minutes, with their hash in the
    book.
    """
    if meeting.state == Meeting.State.CALLED:
        invite(meeting)
    if meeting.state == Meeting.State.CANCELLED:
        withdraw(meeting, why)
    if meeting.state == Meeting.State.CONFIRMED and meeting.source_id is None:
        drop_stale(meeting)
        return frozen_line(freeze_minutes(meeting, by=by), why)
    return why


@transaction.atomic
def prefill_attendance(*, meeting):
    """Enter every seat in force on the day of the meeting that is not in the list yet, as not recorded.

    Nobody counts as present before somebody says so; an apology to the newest invitation is entered as one.
    Gives the number of new rows. Raises ValidationError.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not meeting.is_open:
        raise ValidationError(_("The minutes are closed: the attendance stands as it is."))
    seats = Seat.objects.in_force(meeting.held_on).filter(alternate_for__isnull=True)
    missing = seats.exclude(attendances__meeting=meeting).order_by("-is_voting", "pk")
    answers = dict(Invitation.objects.filter(meeting=meeting).order_by("round").values_list("seat", "answer"))
    rows = [Attendance(meeting=meeting, seat=seat, status=status_after(answers.get(seat.pk))) for seat in missing]
    Attendance.objects.bulk_create(rows)
    raise_version(meeting)
    return len(rows)


def status_after(answer):
    """What an answer to the invitation says before the meeting: only an apology is settled by it."""
    return Status.APOLOGY if answer == Invitation.Answer.APOLOGY else Status.UNRECORDED


def require_ready(meeting, state, why):
    """What a step asks for before it is taken."""
    if state == Meeting.State.CALLED:
        require_callable(meeting)
    if state == Meeting.State.HELD and meeting.held_on > today():
        raise ValidationError(_("The day of the meeting lies in the future."))
    if state == Meeting.State.CANCELLED and not why.strip():
        raise ValidationError(_("Say why the meeting is cancelled."))
    if state == Meeting.State.CONFIRMED:
        require_recorded(meeting)
    undecided = Decision.objects.filter(agenda_item__meeting=meeting, state=Decision.State.PROPOSED)
    if state == Meeting.State.CONFIRMED and undecided.exists():
        raise ValidationError(_("Adopt, reject, defer or withdraw every proposed decision first."))


def drop_stale(meeting):
    """Rows that were entered before the day was moved, of seats that nobody held then, say nothing about that day."""
    held = Seat.objects.in_force(meeting.held_on)
    stale = Attendance.objects.filter(meeting=meeting, status=Status.UNRECORDED, seat__isnull=False)
    stale.exclude(seat__in=held).delete()


def require_recorded(meeting):
    """Minutes that leave it open who was there are not confirmed: each seat of that day is said, or the row taken out.

    What a source reported stands as the source has it.
    """
    if meeting.source_id:
        return
    said = Attendance.objects.filter(meeting=meeting).exclude(status=Status.UNRECORDED).values("seat")
    held = Seat.objects.in_force(meeting.held_on)
    asked = held.filter(Q(alternate_for__isnull=True) | Q(attendances__meeting=meeting)).distinct()
    missing = asked.exclude(pk__in=said.filter(seat__isnull=False)).order_by("-is_voting", "pk")
    if missing:
        names = _(", ").join(f"{seat.shown_person} ({seat.get_role_display()})" for seat in missing)
        raise ValidationError(_("It is not recorded who of these was there: %(names)s.") % {"names": names})
