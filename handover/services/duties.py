"""A duty on its way to the network. The giver begins and hands over, the receiver accepts or gives it back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from council.models import Seat
from filing.services import record_change
from handover.models import Duty, HandoverClosing, NetworkOfficer
from persian.jalali import today

State = Duty.State
TRANSFER = "handover.transfer_duty"
NOTHING = {"transferred_on": None, "transferred_by": None, "accepted_on": None, "accepted_by": None}


@transaction.atomic
def add_duty(*, duty, by):
    """Write a new duty with the next number. Two at once: the number is UNIQUE, and the second asks again."""
    duty.number = duty.number or (Duty.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    duty.full_clean()
    duty.save(force_insert=True)
    record_change(duty, by=by, old="", new=State.PLANNED)
    return duty


@transaction.atomic
def start_shadowing(*, duty, by):
    """From today giver and receiver do it together."""
    require_giver(by)
    held = hold(duty)
    if held.state != State.PLANNED:  # the ways back to shadowing are the receiver's alone
        raise wrong_state(held, State.SHADOWING)
    return move(held, State.SHADOWING, by=by, shadowing_on=today())


@transaction.atomic
def transfer_duty(*, duty, by):
    """Hand it over: from now on it waits for the receiver's word."""
    require_giver(by)
    facts = {"transferred_on": today(), "transferred_by": by, "returned_because": ""}
    return move(hold(duty), State.TRANSFERRED, by=by, **facts)


@transaction.atomic
def accept_duty(*, duty, by):
    """Take it over in the network's name. Raises PermissionDenied for strangers, ValidationError for the giver.

    Who hands duties over today receives none, whoever handed over this one: otherwise two colleagues pass everything
    to each other. The network's secretary who took the facilitator's role (``services.roles``) is on the giver's side
    from then on, too: what still waits is accepted by somebody else of the network, the chair or a member of its board,
    whom staff can name at any time. What was accepted before stays accepted.
    """
    held = hold(duty)
    require_receiver(held, by)
    if by.pk == held.transferred_by_id or holds(by, held):
        raise ValidationError(
            _("You give this duty away, so you cannot accept it: somebody else of %(network)s must accept it.")
            % {"network": held.receiver},
            code="giver",
        )
    return move(held, State.ACCEPTED, by=by, accepted_on=today(), accepted_by=by)


@transaction.atomic
def give_back_duty(*, duty, by, why):
    """Refuse a duty that was handed over, or give back an accepted one, with the reason: both do it together again."""
    held = hold(duty)
    require_receiver(held, by)
    why = why.strip()
    if not why:
        raise ValidationError({"why": _("Say why it goes back, so that the giver knows what is missing.")})
    if held.state not in (State.TRANSFERRED, State.ACCEPTED):
        raise wrong_state(held, State.SHADOWING)
    if held.state == State.ACCEPTED and HandoverClosing.objects.filter(state=HandoverClosing.State.CLOSED).exists():
        raise ValidationError(_("The hand-over is closed: an accepted duty stays with the network."))
    return move(held, State.SHADOWING, by=by, why=why, returned_because=why, **NOTHING)


def hold(duty):
    rows = Duty.objects.select_for_update(of=("self",)).select_related("receiver", "holder", "holder_seat")
    return rows.get(pk=duty.pk)


def require_giver(by):
    if not by.has_perm(TRANSFER):
        raise PermissionDenied(_("Duties are handed over by the facilitator or by staff."))


def require_receiver(duty, by):
    """Whoever acts for the receiving network today and hands nothing over. The giver's side is told why not."""
    gives = by.has_perm(TRANSFER)
    if not gives and NetworkOfficer.objects.in_force(today()).filter(network=duty.receiver_id, user=by.pk).exists():
        return
    if gives or holds(by, duty):
        raise ValidationError(
            _("You are on the giver's side: only %(network)s can accept this duty or give it back.")
            % {"network": duty.receiver},
            code="giver",
        )
    raise PermissionDenied(_("Only who acts for the receiving network can do this."))


def holds(user, duty):
    """Whether this person sits on the seat that holds the duty, or on one of the institution that holds it."""
    seats = Seat.objects.in_force(today()).filter(user=user.pk)
    return seats.filter(Q(pk=duty.holder_seat_id) | Q(institution=duty.holder_id, institution__isnull=False)).exists()


def move(duty, state, *, by, why="", **fields):
    """Write the new state with its line in the book; whoever edits the duty meanwhile sees that it moved on."""
    if state not in Duty.TRANSITIONS[duty.state]:
        raise wrong_state(duty, state)
    old, duty.state = duty.state, state
    for name, value in fields.items():
        setattr(duty, name, value)
    duty.row_version += 1
    duty.save(update_fields=["state", "row_version", *fields])
    record_change(duty, by=by, old=old, new=state, why=why)
    return duty


def wrong_state(duty, state):
    facts = {"duty": duty, "old": duty.get_state_display(), "new": State(state).label}
    return ValidationError(
        _("«%(duty)s» is «%(old)s» and cannot become «%(new)s». Look at the page again.") % facts, code="state"
    )


@transaction.atomic
def appoint_officer(*, officer, by):
    """Somebody acts for a network from now on: they will accept duties in its name. Raises ValidationError."""
    require_networks_own(officer.user, by)
    officer.full_clean()
    officer.save(force_insert=True)
    record_change(officer, by=by, old="", new=officer.role)
    return officer


def require_networks_own(person, by):
    """The receiver is the network's: nobody who hands duties over, and nobody who names themselves."""
    if person == by:
        raise ValidationError(_("Nobody names themselves an officer of a network."), code="self")
    if person.has_perm(TRANSFER):
        raise ValidationError(
            _("%(person)s hands duties over here and cannot receive them: name somebody of the network.")
            % {"person": person},
            code="giver",
        )


def end_offices(user):
    """Of a person whose data is removed: who is a number acts for nobody. See ``accounts.personal_data``."""
    day = today()
    held = NetworkOfficer.objects.select_for_update().filter(user=user, valid_to__isnull=True)
    for officer in held:
        officer.valid_to = max(day, officer.valid_from)
        officer.save(update_fields=["valid_to"])
        record_change(officer, by=None, old=officer.role, new="ended")
