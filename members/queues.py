"""What waits among the firms: applications and changes to review; each number leads to exactly that list."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.waiting import Desk, WaitingItem
from members.models import Firm, FirmChange
from persian.jalali import format_moment


def waiting_items(user):
    """The queues of this room, for reviewers. Two queries."""
    if not user.has_perm("members.review_firm"):
        return []
    return [firms_item(), changes_item()]


def firms_item():
    waiting = list(Firm.objects.awaiting_review().values_list("applied_at", flat=True))
    hint = _("Applications come here.")
    if waiting:
        hint = _("Oldest first; the first since %(when)s.") % {"when": format_moment(waiting[0]) if waiting[0] else "—"}
    return WaitingItem(len(waiting), _("Firms to review"), f"{reverse('admin:members_review_queue')}#firms", hint)


def changes_item():
    count = FirmChange.objects.filter(state=FirmChange.State.PENDING).count()
    hint = _("What members ask to change stands here until it is accepted.") if not count else _("Oldest first.")
    return WaitingItem(count, _("Changes of firms to review"), f"{reverse('admin:members_review_queue')}#changes", hint)


def desks(user):
    """The review desk, for reviewers. No query of rows."""
    if user.has_perm("members.review_firm"):
        return [Desk(_("Review firms"), reverse("admin:members_review_queue"))]
    return []
