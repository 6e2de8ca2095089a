"""Calling people to a meeting: who is written to, at which address, and what they get. The row of each call stays."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council.documents import calendar
from council.documents.addresses import absolute
from council.electorate import people_of
from council.models import Cluster, Invitation, Meeting, Seat
from council.services.locks import raise_version
from filing.services import record_change
from persian.digits import localised
from persian.jalali import format_day, today
from post.services import Attachment, send_later

SUBJECT_LENGTH = 200  # what the outbox keeps
CALENDAR = "text/calendar; method={}"


@dataclass(frozen=True)
class Letter:
    """A kind of letter: its templates' name, its subject, the subject of a later round, the method of its calendar."""

    name: str
    subject: str
    changed: str
    method: str


INVITATION = Letter(
    "invitation", gettext_lazy("Invitation: %(meeting)s"), gettext_lazy("Changed: %(meeting)s"), calendar.REQUEST
)
CANCELLATION = Letter("cancellation", gettext_lazy("Cancelled: %(meeting)s"), "", calendar.CANCEL)


@dataclass(frozen=True)
class Guest:
    """One person with the seats they hold on the day of the meeting."""

    seats: tuple

    @property
    def person(self):
        return self.seats[0].person

    @property
    def account(self):
        """The account that may be written to, if a seat has one that is in use."""
        return next((seat.user for seat in self.seats if seat.user and seat.user.is_active), None)

    @property
    def email(self):
        """The address of the account, else the one that was noted with a seat."""
        if self.account and self.account.email:
            return self.account.email
        return next((seat.email for seat in self.seats if seat.email), "")

    @property
    def mobile(self):
        return (self.account and self.account.mobile) or ""

    @property
    def language(self):
        return self.account.language if self.account else "fa"


def guests_of(meeting):
    """Everybody who holds a seat on the day of the meeting, alternates too: they may have to sit in. One query."""
    seats = Seat.objects.in_force(meeting.held_on).select_related("user", "alternate_for").order_by("pk")
    return [Guest(tuple(held)) for held in people_of(seats)]


def invite(meeting):
    """Write to everybody who holds a seat on that day, and record that they were invited. Gives how many people.

    Called inside the transaction that calls the meeting, under its lock. Who has no address is invited on paper: the
    row has no message. The messages are in the outbox of the same transaction.
    """
    called = last_round(meeting) + 1
    agenda, guests, now = list(meeting.agenda.all()), guests_of(meeting), timezone.now()
    for guest in guests:
        message = write_to(guest, meeting, INVITATION, called=called, now=now, agenda=agenda)
        for seat in guest.seats:
            Invitation.objects.create(
                meeting=meeting, seat=seat, round=called, person=seat.person, message=message, invited_at=now
            )
    return len(guests)


def last_round(meeting):
    """How often the meeting was called; 0 before the first time."""
    return meeting.invitations.aggregate(last=Max("round"))["last"] or 0


def withdraw(meeting, why):
    """Tell everybody who was invited last, if anybody was, that the meeting is cancelled.

    Called by the step that cancels it, under its lock.
    """
    rows = list(meeting.invitations.select_related("seat__user").order_by("pk"))
    last, now = max((row.round for row in rows), default=0), timezone.now()
    for held in people_of([row.seat for row in rows if row.round == last]):
        write_to(Guest(tuple(held)), meeting, CANCELLATION, called=last, now=now, why=why)


def write_to(guest, meeting, letter, *, called, now, agenda=(), why=""):
    """Put a mail with the calendar entry into the outbox, or a short message; None when neither can reach them.

    The language is the person's own.
    """
    with translation.override(guest.language):
        title = calendar.titles()(meeting)
        lines = [f"{localised(item.order)}. {item.shown_title}" for item in agenda]
        context = letter_context(meeting, guest, title) | {"is_changed": called > 1, "agenda": lines, "why": why}
        message = {"key": f"{letter.name}/{meeting.pk}/{called}/{guest.seats[0].pk}", "language": guest.language}
        if guest.email:
            words = letter.changed if called > 1 and letter.changed else letter.subject
            entry = calendar.letter_calendar(
                meeting,
                title=title,
                person=guest.person,
                email=guest.email,
                called=called,
                stamp=now,
                agenda=lines,
                method=letter.method,
            )
            return send_later(
                channel="mail",
                to=guest.email,
                subject=(words % {"meeting": title})[:SUBJECT_LENGTH],
                body=render_to_string(f"council/email/{letter.name}.txt", context),
                attachment=Attachment(f"meeting-{meeting.key}.ics", CALENDAR.format(letter.method), entry),
                **message,
            )
        if guest.mobile:
            short = render_to_string(f"council/email/{letter.name}_sms.txt", context)
            return send_later(channel="sms", to=guest.mobile, subject="", body=short, **message)
    return None


def letter_context(meeting, guest, title):
    """The facts that every letter and short message names, in the language that is active."""
    return {
        "person": guest.seats[0].shown_person,
        "alternate_for": next((seat.alternate_for for seat in guest.seats if seat.alternate_for_id), None),
        "meeting": title,
        "day": format_day(meeting.held_on),
        "time": localised(meeting.starts_at.strftime("%H:%M")) if meeting.starts_at else "",
        "place": meeting.place,
        "url": absolute("council:meeting_detail", meeting.key),
        "cluster": Cluster.objects.first(),
    }


def require_callable(meeting):
    """What an invitation has to say, and that it comes before the day. Raises ValidationError."""
    if not meeting.agenda.exists():
        raise ValidationError(_("Enter at least one agenda item before the meeting is called."))
    if meeting.held_on < today():
        raise ValidationError(
            _("The day of the meeting is over. Correct the day; a meeting that took place is recorded as held."),
            code="past",
        )
    if meeting.starts_at is None:
        raise ValidationError(_("Enter the time at which the meeting begins: the invitation names it."))
    if not meeting.place:
        raise ValidationError(_("Enter the place of the meeting: the invitation names it."))


@transaction.atomic
def call_again(*, meeting, by, seen=None, why=""):
    """Send the invitation of a called meeting once more, as it stands now: its day, time or place has changed.

    Everybody who holds a seat on the day gets the new round; calendars replace the old entry. ``seen``: the round that
    the page showed, so that a button that was pressed twice writes once. Gives the meeting. Raises ValidationError.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("year").get(pk=meeting.pk)
    if meeting.state != Meeting.State.CALLED:
        raise ValidationError(
            _("The meeting is «%(state)s»: only a called meeting is called again.")
            % {"state": meeting.get_state_display()}
        )
    require_callable(meeting)
    if seen is not None and seen != last_round(meeting):
        raise ValidationError(_("The invitation was sent again already."), code="sent")
    invite(meeting)
    raise_version(meeting)
    record_change(meeting, by=by, old=meeting.state, new=meeting.state, why=why or "called again")
    return meeting
