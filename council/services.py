"""What happens in the council: meetings are called, held, confirmed, published; decisions are adopted or not."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from council import effects
from council.electorate import quorum_of
from council.models import Attendance, Decision, Meeting, Seat
from filing.services import record_change
from persian.jalali import today
from persian.numbers import number

VOTES = ("votes_for", "votes_against", "votes_abstain", "by_consensus")
SETTLED = (Meeting.State.CONFIRMED, Meeting.State.PUBLISHED)  # from here on the minutes stand


@transaction.atomic
def adopt_decision(*, decision, by, why="", votes=None):
    """The council adopted it: number given, electorate and count frozen, every effect run, or nothing at all.

    ``votes`` (the fields of ``VOTES``) are counted in place of those in the row. The meeting's row is locked, so that
    numbers are given once and attendance is what it is at this moment. Raises ValidationError with the reason when
    the meeting was not held, the quorum or the majority is missing, or an effect refuses (I1).
    """
    meeting, decision = lock(decision)
    require_proposed(decision)
    for name in VOTES if votes else ():
        setattr(decision, name, votes[name])
    if meeting.state != Meeting.State.HELD:
        raise ValidationError(
            _("The meeting is «%(state)s». A decision is adopted once the meeting is recorded as held.")
            % {"state": meeting.get_state_display()}
        )
    quorum = quorum_of(meeting)
    require_quorum(quorum)
    require_majority(decision, quorum)
    decision.snapshot = snapshot_of(decision, quorum)
    freeze(decision, meeting, by=by, why=why)
    effects.run_all(decision, by)
    return decision


@transaction.atomic
def adopt_reported_decision(*, decision, source, by=None):
    """A decision that a source reported: the source stands in place of attendance and votes. Only for loading."""
    meeting, decision = lock(decision)
    require_proposed(decision)
    decision.source = source
    freeze(decision, meeting, by=by)
    effects.run_all(decision, by)
    return decision


def lock(decision):
    """The meeting and the decision, both locked, as they stand now. The meeting always comes first: no deadlock."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("year").get(agenda__decisions=decision)
    decisions = Decision.objects.select_for_update(of=("self",)).select_related("agenda_item__meeting__year")
    return meeting, decisions.get(pk=decision.pk, agenda_item__meeting=meeting)


def require_proposed(decision):
    if decision.state != Decision.State.PROPOSED:
        raise ValidationError(
            _("This decision is «%(state)s» already.") % {"state": decision.get_state_display()}, code="decided"
        )


def require_quorum(quorum):
    """The quorum under the rule in force that day; the refusal says how many are missing."""
    if quorum.rule is None:
        raise ValidationError(_("No council rule was in force on the day of the meeting. Enter the rule first."))
    if not quorum.is_met:
        raise ValidationError(
            _("There is no quorum: %(present)s of %(all)s voting members are present, %(needed)s are needed.")
            % {
                "present": number(quorum.present),
                "all": number(len(quorum.electors)),
                "needed": number(quorum.needed),
            },
            code="quorum",
        )


def require_majority(decision, quorum):
    """More than the rule's share of the votes cast; consensus needs no count; at a tie the chair may decide."""
    if decision.by_consensus:
        return
    votes = [decision.votes_for or 0, decision.votes_against or 0, decision.votes_abstain or 0]
    if not any(votes):
        raise ValidationError(_("Enter the votes, or mark the decision as taken by consensus."))
    if sum(votes) > quorum.present:
        raise ValidationError(
            _("%(votes)s votes were counted, but only %(present)s voting members are present.")
            % {"votes": number(sum(votes)), "present": number(quorum.present)}
        )
    if is_majority(votes[0], votes[1], quorum):
        return
    raise ValidationError(
        _("There is no majority: %(for)s for, %(against)s against.")
        % {"for": number(votes[0]), "against": number(votes[1])},
        code="majority",
    )


def is_majority(votes_for, votes_against, quorum):
    """Whether more than the rule's share of the votes cast is for it. At a tie a present chair may add a vote."""
    if votes_for and votes_for == votes_against and quorum.rule.chair_casting_vote and quorum.chair_is_present:
        votes_for += 1
    return votes_for > quorum.rule.majority * (votes_for + votes_against)


def snapshot_of(decision, quorum):
    """What is frozen with an adopted decision; the page of the decision reads nothing else about the vote."""
    rule = quorum.rule
    return {
        "rule": {
            "valid_from": rule.valid_from.isoformat(),
            "quorum": str(rule.quorum(quorum.call)),
            "majority": str(rule.majority),
            "chair_casting_vote": rule.chair_casting_vote,
        },
        "call": quorum.call,
        "electors": [
            {
                "seats": [seat.pk for seat in elector.seats],
                "user": elector.seats[0].user_id,
                "person": elector.person,
                "roles": [seat.role for seat in elector.seats],
                "institutions": [seat.institution.key for seat in elector.seats if seat.institution],
                "present": elector.is_present,
                "by_alternate": elector.by_alternate,
            }
            for elector in quorum.electors
        ],
        "voting": len(quorum.electors),
        "present": quorum.present,
        "needed": quorum.needed,
        "by_consensus": decision.by_consensus,
        "for": decision.votes_for,
        "against": decision.votes_against,
        "abstain": decision.votes_abstain,
    }


def freeze(decision, meeting, *, by, why=""):
    """Give the number and make the decision adopted; from here the database refuses every change of the row (I2)."""
    decision.number = next_number(meeting)
    decision.state = Decision.State.ADOPTED
    decision.adopted_on = meeting.held_on
    decision.recorded_by = by
    decision.recorded_at = timezone.now()
    decision.full_clean(exclude=["recorded_by"])
    decision.save()
    raise_version(meeting)
    record_change(decision, by=by, old=Decision.State.PROPOSED, new=Decision.State.ADOPTED, why=why)


def raise_version(meeting):
    """Who edits the meeting or anything under it meanwhile sees that it moved on, and writes nothing unseen."""
    Meeting.objects.filter(pk=meeting.pk).update(row_version=F("row_version") + 1)


def next_number(meeting):
    """``1403/02-04``: year / meeting – decision, counted under the meeting's lock."""
    adopted = Decision.objects.adopted().filter(agenda_item__meeting=meeting).count()
    return f"{meeting.year.year}/{meeting.number:02d}-{adopted + 1:02d}"


@transaction.atomic
def settle_decision(*, decision, state, by, why=""):
    """Reject, defer, withdraw or propose again; the decision gets no number. Raises ValidationError.

    Once the minutes are confirmed nothing of this is possible: a deferred matter comes back as a new decision on the
    agenda of a later meeting.
    """
    meeting, decision = lock(decision)
    if meeting.state in SETTLED:
        raise ValidationError(_("The minutes are confirmed: what they say about this decision stands."))
    if state == Decision.State.ADOPTED or state not in Decision.TRANSITIONS[decision.state]:
        raise ValidationError(
            _("This decision is «%(state)s» already.") % {"state": decision.get_state_display()}, code="decided"
        )
    old, decision.state = decision.state, state
    decision.save(update_fields=["state"])
    raise_version(meeting)
    record_change(decision, by=by, old=old, new=state, why=why)
    return decision


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
    record_change(meeting, by=by, old=old, new=state, why=why)
    return meeting


@transaction.atomic
def prefill_attendance(*, meeting):
    """Enter every seat in force on the day of the meeting that is not in the list yet, as absent.

    Nobody counts as present before somebody says so. Gives the number of new rows. Raises ValidationError.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not meeting.is_open:
        raise ValidationError(_("The minutes are closed: the attendance stands as it is."))
    seats = Seat.objects.in_force(meeting.held_on).filter(alternate_for__isnull=True)
    missing = seats.exclude(attendances__meeting=meeting).order_by("-is_voting", "pk")
    rows = [Attendance(meeting=meeting, seat=seat, status=Attendance.Status.ABSENT) for seat in missing]
    Attendance.objects.bulk_create(rows)
    raise_version(meeting)
    return len(rows)


def require_ready(meeting, state, why):
    """What a step asks for before it is taken."""
    if state == Meeting.State.CALLED and not meeting.agenda.exists():
        raise ValidationError(_("Enter at least one agenda item before the meeting is called."))
    if state == Meeting.State.HELD and meeting.held_on > today():
        raise ValidationError(_("The day of the meeting lies in the future."))
    if state == Meeting.State.CANCELLED and not why.strip():
        raise ValidationError(_("Say why the meeting is cancelled."))
    undecided = Decision.objects.filter(agenda_item__meeting=meeting, state=Decision.State.PROPOSED)
    if state == Meeting.State.CONFIRMED and undecided.exists():
        raise ValidationError(_("Adopt, reject, defer or withdraw every proposed decision first."))
