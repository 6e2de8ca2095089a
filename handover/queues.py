"""What waits in the hand-over; each number leads to exactly that list."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.waiting import Desk, WaitingItem
from handover.admin.criteria import stale_criteria
from handover.admin.duties import overdue_duties, returned_duties
from handover.models import Duty, NetworkOfficer
from handover.services.assessing import ASSESS
from handover.services.duties import TRANSFER
from persian.jalali import today


def waiting_items(user):
    """The supervisor's criteria, the giver's duties, the receiver's. A query each, none for whom none is meant."""
    items = []
    if user.has_perm(ASSESS):
        items.append(criteria_item())
    if user.has_perm(TRANSFER):
        items += duty_items()
    return items + receiver_items(user)


def criteria_item():
    url = f"{reverse('admin:handover_assess_list')}?waits=1"
    hint = _("Never assessed, or not for three months.")
    return WaitingItem(stale_criteria(today()).count(), _("Hand-over criteria to assess"), url, hint)


def duty_items():
    board = reverse("admin:handover_board")
    late, back = overdue_duties(today()).count(), returned_duties().count()
    return [
        WaitingItem(
            late,
            _("Duties past their day"),
            f"{board}?waits=overdue",
            _("Not handed over to the network."),
            urgent=True,
        ),
        WaitingItem(
            back, _("Duties that came back"), f"{board}?waits=returned", _("The network says why at each."), urgent=True
        ),
    ]


def receiver_items(user):
    """For officers of a network who have a desk; nothing, and no empty queue, for everybody else. One query.

    Who hands duties over accepts none, see ``services.duties.accept_duty``.
    """
    if user.has_perm(TRANSFER):
        return []
    duties = Duty.objects.of_receiver(user, today()).filter(state=Duty.State.TRANSFERRED)
    count = duties.count()
    if not count:
        return []
    hint = _("Handed over to your network.")
    return [WaitingItem(count, _("Duties that wait for your acceptance"), reverse("handover:desk"), hint, urgent=True)]


def desks(user):
    """Where the hand-over's work is done. No query of rows."""
    offered = [
        (ASSESS, _("Assess the hand-over"), "admin:handover_assess_list"),
        (TRANSFER, _("Hand duties over"), "admin:handover_board"),
        ("handover.read_pack", _("Hand-over pack"), "admin:handover_pack"),
    ]
    return [Desk(title, reverse(name)) for permission, title, name in offered if user.has_perm(permission)]


def own_pages(user):
    """For officers of a network, on the page of their account: many of them have no desk. One query."""
    if NetworkOfficer.objects.in_force(today()).filter(user=user).exists():
        return [Desk(_("Duties of my network"), reverse("handover:desk"))]
    return []
