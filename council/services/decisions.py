"""Adopting decisions, or not: the quorum, the majority, the snapshot that is frozen, the number."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from council import effects
from council.electorate import quorum_of
from council.models import Decision, Meeting, Vote
from council.services.locks import SETTLED, lock, raise_version
from filing.services import record_change
from persian.numbers import number

VOTES = ("votes_for", "votes_against", "votes_abstain", "by_consensus")


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
    quorum = quorum_of(meeting, at=decision.taken_at)
    require_quorum(quorum)
    by_name = named_votes(decision, quorum)
    require_majority(decision, quorum)
    decision.snapshot = snapshot_of(decision, quorum, by_name)
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


def named_votes(decision, quorum):
    """The votes by name, by elector; where there are any, the counts are theirs. Raises ValidationError.

    Whoever is named must have a vote and be there. A person with two seats votes once.
    """
    votes = {vote.seat_id: vote for vote in decision.votes.select_related("seat")}
    if not votes:
        return {}
    if decision.by_consensus:
        raise ValidationError(_("Give either the votes or «by consensus», not both."))
    by_name = {}
    for elector in quorum.electors:
        own = [votes.pop(seat.pk).choice for seat in elector.seats if seat.pk in votes]
        if own and not elector.is_present:
            raise ValidationError(_("%(person)s is not there and cannot vote.") % {"person": elector.person})
        if len(set(own)) > 1:
            raise ValidationError(_("%(person)s holds two seats and votes once.") % {"person": elector.person})
        if own:
            by_name[elector] = own[0]
    if votes:
        person = next(iter(votes.values())).seat.shown_person
        raise ValidationError(_("%(person)s has no vote.") % {"person": person})
    choices = list(by_name.values())
    decision.votes_for, decision.votes_against, decision.votes_abstain = map(choices.count, Vote.Choice.values)
    return by_name


def is_majority(votes_for, votes_against, quorum):
    """Whether more than the rule's share of the votes cast is for it. At a tie a present chair may add a vote."""
    if votes_for and votes_for == votes_against and quorum.rule.chair_casting_vote and quorum.chair_is_present:
        votes_for += 1
    return votes_for > quorum.rule.majority * (votes_for + votes_against)


def snapshot_of(decision, quorum, by_name):
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
            | ({"vote": by_name[elector]} if elector in by_name else {})
            for elector in quorum.electors
        ],
        "voting": len(quorum.electors),
        "present": quorum.present,
        "needed": quorum.needed,
        "by_consensus": decision.by_consensus,
        "for": decision.votes_for,
        "against": decision.votes_against,
        "abstain": decision.votes_abstain,
    } | ({"taken_at": decision.taken_at.isoformat("minutes")} if decision.taken_at else {})


def freeze(decision, meeting, *, by, why=""):
    """Give the number and make the decision adopted; from here the database refuses every change of the row (I2)."""
    decision.number = next_number(meeting)
    decision.state = Decision.State.ADOPTED
    decision.adopted_on = meeting.held_on
    decision.recorded_by = by
    decision.recorded_at = timezone.now()
    if decision.supersedes_id:  # held, so that of two decisions only one takes its place
        Decision.objects.select_for_update().get(pk=decision.supersedes_id)
    decision.full_clean(exclude=["recorded_by"])
    decision.save()
    raise_version(meeting)
    record_change(decision, by=by, old=Decision.State.PROPOSED, new=Decision.State.ADOPTED, why=why)


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
