"""The agenda of a meeting: its order, and what an earlier meeting left unfinished."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from council.models import AgendaItem, Meeting
from council.services.locks import hold_meeting, raise_version, require_open

State = AgendaItem.State


@transaction.atomic
def carry_over(*, meeting, by):
    """Copy what the meeting before this one did not deal with, each item once. Gives the number of new items."""
    meeting = hold_meeting(meeting)
    require_open(meeting)
    earlier = meeting_before(meeting)
    if earlier is None:
        return 0
    left = earlier.agenda.exclude(state=State.DONE).exclude(carried_to__meeting=meeting)
    order = next_order(meeting)
    copies = [
        AgendaItem(
            meeting=meeting,
            order=order + place,
            kind=item.kind,
            title=item.title,
            title_en=item.title_en,
            presenter=item.presenter,
            carried_from=item,
        )
        for place, item in enumerate(left.order_by("order", "pk"))
    ]
    AgendaItem.objects.bulk_create(copies)
    if copies:
        raise_version(meeting)
    return len(copies)


def meeting_before(meeting):
    """The newest meeting that was held before this one; None for the first."""
    held = [Meeting.State.HELD, Meeting.State.CONFIRMED, Meeting.State.PUBLISHED]
    earlier = Meeting.objects.filter(state__in=held, held_on__lte=meeting.held_on).exclude(pk=meeting.pk)
    return earlier.order_by("-held_on", "-pk").first()


def next_order(meeting):
    return (meeting.agenda.aggregate(last=Max("order"))["last"] or 0) + 1


@transaction.atomic
def move_item(*, item, step):
    """One place up (-1) or down (+1); numbers run from 1 without gaps afterwards. At the end nothing happens."""
    meeting = hold_meeting(item.meeting)
    require_open(meeting)
    items = list(meeting.agenda.order_by("order", "pk"))
    place = next(index for index, one in enumerate(items) if one.pk == item.pk)
    other = place + step
    if 0 <= other < len(items):
        items[place], items[other] = items[other], items[place]
    renumber(items)
    raise_version(meeting)


def renumber(items):
    for place, one in enumerate(items, 1):
        if one.order != place:
            AgendaItem.objects.filter(pk=one.pk).update(order=place)


@transaction.atomic
def drop_item(*, item):
    """Take an item off the agenda, with its remarks; refused while a proposal or a follow-up hangs on it."""
    meeting = hold_meeting(item.meeting)
    require_open(meeting)
    if item.decisions.exists() or item.action_items.exists():
        raise ValidationError(
            _("«%(item)s» has decisions or action items. Withdraw or move them before you drop the item.")
            % {"item": item}
        )
    item.delete()
    renumber(meeting.agenda.order_by("order", "pk"))
    raise_version(meeting)
