"""Action items: numbered under their meeting's lock, closed and opened again with a line in the book."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from council.models import ActionItem, Meeting
from council.services.locks import require_open
from filing.services import record_change
from persian.jalali import today

State = ActionItem.State


@transaction.atomic
def add_action_item(
    *, meeting, text, by, agenda_item=None, decision=None, seat=None, institution=None, due_on=None, text_en=""
):
    """Write what somebody is to do. Raises ValidationError at the field that is wrong."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("year").get(pk=meeting.pk)
    require_open(meeting)
    item = ActionItem(
        meeting=meeting,
        number=(meeting.action_items.aggregate(last=Max("number"))["last"] or 0) + 1,
        agenda_item=agenda_item,
        decision=decision,
        text=text,
        text_en=text_en,
        seat=seat,
        institution=institution,
        due_on=due_on,
    )
    item.full_clean()
    item.save()
    record_change(item, by=by, old="", new=State.OPEN)
    return item


@transaction.atomic
def close_action_item(*, item, state, by, note="", on=None):
    """It is done or called off, at any time: an earlier meeting's minutes may be closed long since."""
    if state not in (State.DONE, State.CANCELLED):
        raise ValidationError(_("An action item ends as done or as cancelled."))
    return move(item, state, by=by, why=note, closed_on=on or today(), closing_note=note)


@transaction.atomic
def reopen_action_item(*, item, by, why):
    """It was closed too early; it stands on the next agenda again. What its owner reported is past and in the book."""
    if not why.strip():
        raise ValidationError(_("Say why the action item is opened again."))
    nothing = {"report": "", "reported_at": None, "reported_by": None}
    return move(item, State.OPEN, by=by, why=why, closed_on=None, closing_note="", **nothing)


def move(item, state, *, by, why, **fields):
    item = ActionItem.objects.select_for_update(of=("self",)).select_related("meeting__year").get(pk=item.pk)
    if state not in ActionItem.TRANSITIONS[item.state]:
        raise ValidationError(
            _("%(item)s is «%(state)s» already.") % {"item": item, "state": item.get_state_display()}, code="decided"
        )
    old, item.state = item.state, state
    for name, value in fields.items():
        setattr(item, name, value)
    item.row_version += 1
    item.save(update_fields=["state", "row_version", *fields])
    record_change(item, by=by, old=old, new=state, why=why)
    return item
