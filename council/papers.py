"""What a meeting to come still lacks: its agenda and proposals, its time and place, its invitations."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from council.models import AgendaItem, Decision, Meeting, Seat
from persian.jalali import today
from persian.numbers import number
from post.models import Message

State = Meeting.State


def next_meeting():
    """The nearest meeting from today on that is planned or called; None when there is none. One query."""
    coming = Meeting.objects.filter(state__in=[State.DRAFT, State.CALLED], held_on__gte=today())
    return coming.select_related("year").order_by("held_on", "pk").first()


def missing_papers(meeting, invitations=None):
    """In words, one for each that is missing; none of a meeting that was held or cancelled. Four queries at most.

    ``invitations``: those of the meeting with their messages, newest round first, where they are read already.
    """
    if meeting.state == State.DRAFT:
        return agenda_lacks(meeting) + draft_lacks(meeting)
    if meeting.state == State.CALLED:
        rows = read_invitations(meeting) if invitations is None else invitations
        return agenda_lacks(meeting) + invitations_lack(meeting, rows)
    return []


def read_invitations(meeting):
    return list(meeting.invitations.select_related("seat__institution", "message").order_by("-round", "pk"))


def agenda_lacks(meeting):
    proposed = Decision.objects.filter(agenda_item=OuterRef("pk"))
    items = list(meeting.agenda.annotate(has_proposal=Exists(proposed)).order_by("order", "pk"))
    if not items:
        return [_("The agenda is empty.")]
    return [
        _("Item %(number)s asks for a decision, but nothing is proposed yet.") % {"number": number(place)}
        for place, item in enumerate(items, 1)
        if item.kind == AgendaItem.Kind.DECISION and not item.has_proposal
    ]


def draft_lacks(meeting):
    words = [
        (meeting.starts_at is None, _("The time is not set.")),
        (not meeting.place, _("The place is not set.")),
        (True, _("The invitation is not sent: the meeting is not called yet.")),
    ]
    return [text for is_missing, text in words if is_missing]


def invitations_lack(meeting, rows):
    """What changed since the last call, who took a seat since, and whom the letter did not reach."""
    newest = [row for row in rows if row.round == rows[0].round]
    asked = {row.seat_id for row in newest}
    changed = changes_since_call(meeting, rows)
    seats = sum(pk not in asked for pk in Seat.objects.in_force(meeting.held_on).values_list("pk", flat=True))
    failed = sum(bool(row.message) and row.message.state == Message.State.FAILED for row in newest)
    words = []
    if changed:
        words.append(_("Changed since the last invitation: %(what)s.") % {"what": _(", ").join(map(str, changed))})
    if seats:
        text = ngettext("%(count)s seat is not invited.", "%(count)s seats are not invited.", seats)
        words.append(text % {"count": number(seats)})
    if failed:
        text = ngettext("%(count)s invitation did not arrive.", "%(count)s invitations did not arrive.", failed)
        words.append(text % {"count": number(failed)})
    return words


def changes_since_call(meeting, invitations):
    """The words for what of a called meeting is no longer as the last invitation said. One query."""
    if meeting.state != State.CALLED or not invitations:
        return []
    then = meeting.history.filter(history_date__lte=invitations[0].invited_at).order_by("-history_date").first()
    names = ["held_on", "starts_at", "place"]
    changed = [name for name in names if then and getattr(then, name) != getattr(meeting, name)]
    return [Meeting._meta.get_field(name).verbose_name for name in changed]
