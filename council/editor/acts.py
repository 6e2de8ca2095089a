"""What the buttons of the editor do once the form is saved. Each gives the anchor to which the page returns."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from council import services
from council.editor import capture
from council.models import AgendaItem, Attendance, Decision, Meeting, Remark
from council.services.agendas import next_order
from persian.text import normalise

MAY_MOVE = {
    Meeting.State.CALLED: "council.call_meeting",
    Meeting.State.HELD: "council.call_meeting",
    Meeting.State.CANCELLED: "council.call_meeting",
    Meeting.State.CONFIRMED: "council.publish_meeting",
    Meeting.State.PUBLISHED: "council.publish_meeting",
}
SETTLE = {
    "reject": Decision.State.REJECTED,
    "defer": Decision.State.DEFERRED,
    "withdraw": Decision.State.WITHDRAWN,
    "propose": Decision.State.PROPOSED,
}
ITEM_STATES = {
    "done": AgendaItem.State.DONE,
    "postpone": AgendaItem.State.POSTPONED,
    "reopen": AgendaItem.State.OPEN,
}


def perform(act, *, board, posted, by):
    """Run one act on a board that was just saved. Raises ValidationError, PermissionDenied; gives an anchor."""
    verb, _dash, key = act.partition("-")
    if verb == "move":
        return move(board, key, posted, by)
    if act in PLAIN:
        return PLAIN[act](board, posted, by)
    if verb in SETTLE or verb == "adopt":
        return decide(verb, board.decision(number(key)), posted, by)
    if verb == "take":
        return take_comment(board, number(key), by)
    if verb in ITEM_STATES or verb in ("up", "down", "drop"):
        return change_item(verb, board.item(number(key)))
    return "desk"


def number(key):
    return int(key) if key.isascii() and key.isdigit() and len(key) < 19 else None


def require(by, permission):
    if not by.has_perm(permission):
        raise PermissionDenied


# The meeting -----------------------------------------------------------------
def move(board, state, posted, by):
    if state not in MAY_MOVE:
        raise ValidationError(_("Choose one of the steps below."))
    require(by, MAY_MOVE[state])
    services.move_meeting(
        meeting=board.meeting, state=state, by=by, why=normalise(posted.get("why", ""), one_line=True)
    )
    return "desk"


def fill_seats(board, posted, by):
    require(by, "council.change_attendance")
    services.prefill_attendance(meeting=board.meeting)
    return "attendance"


def rest_present(board, posted, by):
    """Whoever is not recorded yet was there: one press and the exceptions."""
    require(by, "council.change_attendance")
    services.prefill_attendance(meeting=board.meeting)
    waiting = board.meeting.attendances.filter(status=Attendance.Status.UNRECORDED)
    waiting.update(status=Attendance.Status.PRESENT)
    services.raise_version(board.meeting)
    return "attendance"


def carry_over(board, posted, by):
    require(by, "council.add_agendaitem")
    services.carry_over(meeting=board.meeting, by=by)
    return "agenda"


def take_comment(board, key, by):
    """A member's comment becomes a remark of their institution."""
    require(by, "council.change_comment")
    line = next((one for one in board.items for comment in one.comments if comment.pk == key), None)
    if line is None:
        raise ValidationError(_("This comment is not there any more."))
    services.take_over_comment(comment=next(one for one in line.comments if one.pk == key), by=by)
    return f"item-{line.item.pk}"


# Items and decisions ---------------------------------------------------------
def change_item(verb, line):
    if line is None:
        raise ValidationError(_("This item is not on the agenda any more."))
    item = line.item
    if verb in ("up", "down"):
        services.move_item(item=item, step=-1 if verb == "up" else 1)
    elif verb == "drop":
        services.drop_item(item=item)
        return "agenda"
    else:
        meeting = services.hold_meeting(item.meeting)
        services.require_open(meeting)
        AgendaItem.objects.filter(pk=item.pk).update(state=ITEM_STATES[verb])
        services.raise_version(meeting)
        return "composer" if verb == "done" else f"item-{item.pk}"
    return f"item-{item.pk}"


def decide(verb, line, posted, by):
    """Adopt or settle one proposal; a refusal stands at the proposal, its words and votes stay."""
    if line is None:
        raise ValidationError(_("This proposal is not there any more."))
    require(by, "council.adopt_decision")
    decision = line.decision
    try:
        if verb == "adopt":
            services.adopt_decision(decision=decision, by=by)
        else:
            why = normalise(posted.get(f"dec-{decision.pk}-why", ""), one_line=True)
            services.settle_decision(decision=decision, state=SETTLE[verb], by=by, why=why)
    except ValidationError as refusal:
        line.errors += refusal.messages
    return f"dec-{decision.pk}"


# The capture line ------------------------------------------------------------
def take_line(board, posted, by):
    """Write what the line means at the chosen item; the line is kept when it is not complete."""
    line = board.item(number(posted.get("c-item", ""))) or next((one for one in board.items if one.is_current), None)
    asked = posted.get("c-kind", capture.Kind.AUTO)
    asked = capture.Kind(asked) if asked in capture.Kind.values else capture.Kind.AUTO
    found = capture.understand(
        posted.get("c-text", ""), owners=board.owners, held_on=board.meeting.held_on, asked=asked
    )
    capture.require_complete(found)
    if line is None and found.kind != capture.Kind.ITEM:
        raise ValidationError(_("Enter an agenda item first, such as «item: its title»."))
    WRITERS[found.kind](board, line, found, by)
    services.raise_version(board.meeting)
    return "composer"


def write_item(board, line, found, by):
    require(by, "council.add_agendaitem")
    item = AgendaItem(
        meeting=board.meeting, order=next_order(board.meeting), kind=AgendaItem.Kind.DECISION, title=found.text
    )
    item.full_clean()
    item.save()


def write_remark(board, line, found, by):
    """A second remark of one institution follows the first on a new line."""
    require(by, "council.add_remark")
    remark = Remark.objects.filter(agenda_item=line.item, institution=found.institution).first()
    remark = remark or Remark(agenda_item=line.item, institution=found.institution)
    remark.text = f"{remark.text}\n{found.text}".strip()
    remark.full_clean()
    remark.save()


def write_decision(board, line, found, by):
    require(by, "council.add_decision")
    decision = Decision(agenda_item=line.item, text=found.text, by_consensus=found.by_consensus)
    decision.full_clean()
    decision.save()


def write_action(board, line, found, by):
    require(by, "council.add_actionitem")
    owners = {value: (seat, institution) for value, seat, institution in board.owners}
    seat, institution = owners[found.owner]
    services.add_action_item(
        meeting=board.meeting,
        agenda_item=line.item,
        text=found.text,
        by=by,
        seat=seat,
        institution=institution,
        due_on=found.due_on,
    )


def write_note(board, line, found, by):
    require(by, "council.change_agendaitem")
    item = AgendaItem.objects.get(pk=line.item.pk)
    item.text = f"{item.text}\n{found.text}".strip()
    item.full_clean()
    item.save()


WRITERS = {
    capture.Kind.ITEM: write_item,
    capture.Kind.REMARK: write_remark,
    capture.Kind.DECISION: write_decision,
    capture.Kind.ACTION: write_action,
    capture.Kind.NOTE: write_note,
}
PLAIN = {"fill": fill_seats, "rest": rest_present, "carry": carry_over, "capture": take_line}
