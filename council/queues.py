"""What waits in the council: the next meeting and its papers, proposals without a decision, minutes, action items."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.waiting import Desk, WaitingItem
from council.models import ActionItem, Decision, Meeting
from council.papers import missing_papers, next_meeting
from persian.jalali import format_day, today

State = Meeting.State


def waiting_items(user):
    """The queues of this room, in a fixed order. At most eleven queries."""
    items = next_meeting_items(user) if user.has_perm("council.view_meeting") else []
    if user.has_perm("council.adopt_decision"):
        items.append(proposals_item())
    if user.has_perm("council.publish_meeting"):
        items += [
            minutes_item(State.HELD, _("Minutes to confirm")),
            minutes_item(State.CONFIRMED, _("Minutes to publish")),
        ]
    return items + action_items(user)


def action_items(user):
    """Open action items past their last day and those reported as done, for who closes them; else one's own.

    Two queries at most.
    """
    if user.has_perm("council.close_actionitem"):
        late, reported = ActionItem.objects.overdue(today()).count(), ActionItem.objects.reported().count()
        hint = _("Close them or bring them to a meeting.")
        return [
            WaitingItem(late, _("Action items past their last day"), items_due("late"), hint),
            WaitingItem(
                reported,
                _("Action items reported as done"),
                items_due("reported"),
                _("Read the report, then close them."),
            ),
        ]
    if user.has_perm("council.view_actionitem"):
        count = ActionItem.objects.open().owned_by(user, today()).count()
        return [WaitingItem(count, _("What you or your institution are to do"), reverse("council:desk") + "#h-actions")]
    return []


def items_due(which):
    return f"{reverse('admin:council_actionitem_changelist')}?{urlencode({'due': which})}"


def next_meeting_items(user):
    """The nearest meeting, and for who calls meetings what it still lacks. Six queries at most."""
    nearest = next_meeting()
    if nearest is None:
        coming = [WaitingItem(0, _("Next meeting"), meetings_with(State.CALLED), _("No meeting is planned."))]
    else:
        hint = _("%(day)s, %(state)s") % {"day": format_day(nearest.held_on), "state": nearest.get_state_display()}
        board = reverse("admin:council_meeting_board", args=[nearest.pk])
        coming = [WaitingItem(1, _("Next meeting"), board, hint)]
    return coming + ([papers_item(nearest)] if user.has_perm("council.call_meeting") else [])


def papers_item(meeting):
    title = _("Missing papers of the next meeting")
    if meeting is None:
        return WaitingItem(0, title, meetings_with(State.CALLED), _("Agenda, time, place and invitations."))
    lacks = missing_papers(meeting)
    url = reverse("admin:council_meeting_papers", args=[meeting.pk]) + ("#missing-title" if lacks else "")
    return WaitingItem(len(lacks), title, url, lacks[0] if lacks else _("Agenda, time, place and invitations."))


def proposals_item():
    count = Decision.objects.waiting().count()
    url = f"{reverse('admin:council_decision_changelist')}?{urlencode({'waits': 'council'})}"
    return WaitingItem(count, _("Proposed decisions"), url, _("The council has not decided on them yet."))


def minutes_item(state, title):
    count = Meeting.objects.filter(state=state).count()
    return WaitingItem(count, title, meetings_with(state), _("Without this the public does not see them."))


def meetings_with(state):
    return f"{reverse('admin:council_meeting_changelist')}?{urlencode({'state__exact': state})}"


def desks(user):
    """The member's own desk, for who may comment there. No query of rows."""
    if user.has_perm("council.add_comment"):
        return [Desk(_("My desk in the council"), reverse("council:desk"))]
    return []
