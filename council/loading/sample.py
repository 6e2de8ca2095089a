"""The council around the source: sections, rule, seats, meetings with what was proposed there; all marked as sample.

Decisions are only proposed here. Who loads the plans ties them to these motions and has each one settled in its order
by ``settle()``; ``publish_meetings()`` closes the minutes afterwards.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from council.loading import files
from council.loading.files import Place
from council.loading.followups import ACTION, AGREEMENT, load_action, load_agreement
from council.loading.reported import INSTITUTION, load_institution, year_of
from council.models import AgendaItem, Attendance, CouncilRule, Decision, Meeting, Remark, Seat, Section
from council.services import adopt_decision, move_meeting, settle_decision
from persian.digits import localised

State = Decision.State
OUTCOMES = [State.REJECTED, State.DEFERRED, State.WITHDRAWN]


def outcome(value):
    if value not in OUTCOMES:
        raise ValueError(_("Only one of these can stand here: %(allowed)s.") % {"allowed": ", ".join(OUTCOMES)})
    return value


DECISION = {
    "key?": files.text,
    "text": files.text,
    "text_en?": files.text,
    "votes?": [files.whole],
    "outcome?": outcome,
    "why?": files.text,
    "supersedes?": files.text,
}
AGENDA = {
    "kind": files.one_of(AgendaItem.Kind),
    "title": files.text,
    "title_en?": files.text,
    "presenter?": files.text,
    "text?": files.text,
    "remark?": [{"institution": files.text, "text?": files.text}],
    "decision?": [DECISION],
    "action?": [ACTION],
}
SEAT = {
    "key": files.text,
    "role": files.one_of(Seat.Role),
    "person": files.text,
    "person_en?": files.text,
    "institution?": files.text,
    "account?": files.text,
    "is_voting?": files.flag,
    "decree_number?": files.text,
    "decree_on?": files.day,
    "valid_from": files.day,
    "valid_to?": files.day,
}
RULE = {
    "valid_from": files.day,
    "quorum": files.share,
    "second_call": files.share,
    "majority?": files.share,
    "chair_casting_vote?": files.flag,
}
SECTION = {
    "order": files.whole,
    "name": files.text,
    "name_en?": files.text,
    "market?": files.text,
    "market_en?": files.text,
}
SCHEMA = {
    "section?": [SECTION],
    "institution?": [INSTITUTION],
    "rule?": [RULE],
    "seat?": [SEAT],
    "agreement?": [AGREEMENT],
    "meeting?": [
        {
            "number": files.whole,
            "held_on": files.day,
            "starts_at?": files.clock,
            "place?": files.text,
            "second_call?": files.flag,
            "absent?": [files.text],
            "apologies?": [files.text],
            "alternate?": [{"seat": files.text, "person": files.text}],
            "agenda": [AGENDA],
        }
    ],
}


@dataclass
class Motion:
    """A proposed decision and what its file says is to become of it. ``key`` is how other files name it."""

    place: Place
    row: dict
    decision: Decision

    @property
    def key(self):
        return self.row.get("key", "")

    @property
    def year(self):
        return self.decision.agenda_item.meeting.year


def load_sample(data, *, context):
    """The sections, institutions, rules and seats of all files, then their meetings. Raises DataFileError."""
    for file in data:
        for place, row in file.rows("section"):
            context.save(place, Section(is_sample=True, **row))
        for place, row in file.rows("institution"):
            load_institution(place, row, context, is_sample=True)
        for place, row in file.rows("rule"):
            load_rule(place, row, context)
    for file in data:
        for place, row in file.rows("seat"):
            load_seat(place, row, context)
    for file in data:
        for place, row in file.rows("agreement"):
            load_agreement(place, row, context)
        for place, row in file.rows("meeting"):
            load_meeting(place, row, year_of(file), context)
    context.motions.sort(key=lambda motion: motion.decision.agenda_item.meeting.key)


def load_rule(place, row, context):
    values = {"valid_from": row["valid_from"], "chair_casting_vote": row.get("chair_casting_vote", False)}
    for name in ("quorum", "second_call", "majority"):
        if name in row:
            values |= {f"{name}_numerator": row[name].numerator, f"{name}_denominator": row[name].denominator}
    context.save(place, CouncilRule(is_sample=True, **values))


def load_seat(place, row, context):
    values = {name: value for name, value in row.items() if name not in ("key", "account", "institution")}
    seat = Seat(
        is_sample=True,
        institution=context.institution(place.at("institution"), row.get("institution")),
        user=context.account(place.at("account"), row["account"]) if "account" in row else None,
        **values,
    )
    if row["key"] in context.seats:
        raise place.at("key").refuse(_("This key is given twice."))
    context.seats[row["key"]] = context.save(place, seat)


def load_meeting(place, row, year, context):
    """A meeting with its agenda, entered after it took place: nobody is written to. Its decisions are proposed."""
    by = context.account(place, "facilitator")
    if not year.start <= row["held_on"] <= year.end:
        reason = _("The day lies outside the programme year %(year)s.")
        raise place.at("held_on").refuse(reason % {"year": localised(year.year)})
    values = {name: row[name] for name in ("number", "held_on", "starts_at", "place") if name in row}
    call = 2 if row.get("second_call") else 1
    meeting = context.save(place, Meeting(year=year, is_sample=True, call=call, **values))
    for order, (at, item) in enumerate(place.each(row, "agenda"), 1):
        load_agenda_item(at, item, meeting, order, context)
    load_attendance(place, row, meeting, context)
    with place:
        move_meeting(meeting=meeting, state=Meeting.State.HELD, by=by)


def load_agenda_item(place, row, meeting, order, context):
    own = {name: row[name] for name in ("kind", "title", "title_en", "presenter", "text") if name in row}
    item = context.save(place, AgendaItem(meeting=meeting, order=order, **own))
    for at, remark in place.each(row, "remark"):
        institution = context.institution(at.at("institution"), remark["institution"])
        context.save(at, Remark(agenda_item=item, institution=institution, text=remark.get("text", "")))
    for at, action in place.each(row, "action"):
        load_action(at, action, item, context)
    for at, proposed in place.each(row, "decision"):
        context.motions.append(load_motion(at, proposed, item, context))


def load_motion(place, row, item, context):
    votes = row.get("votes")
    if votes is not None and len(votes) != 3:
        raise place.at("votes").refuse(_("Give three numbers: for, against, abstentions."))
    counts = dict(zip(("votes_for", "votes_against", "votes_abstain"), votes or [None] * 3, strict=True))
    decision = Decision(
        agenda_item=item,
        text=row["text"],
        text_en=row.get("text_en", ""),
        by_consensus=votes is None,
        is_sample=True,
        **counts,
    )
    return Motion(place, row, context.save(place, decision))


def load_attendance(place, row, meeting, context):
    """Every seat of that day is present, save for those that the file names."""
    named = dict.fromkeys(row.get("absent", []), Attendance.Status.ABSENT)
    named |= dict.fromkeys(row.get("apologies", []), Attendance.Status.APOLOGY)
    alternates = {alternate["seat"]: alternate["person"] for alternate in row.get("alternate", [])}
    for key in [*named, *alternates]:
        if key not in context.seats:
            raise place.refuse(_("There is no seat with the key «%(key)s».") % {"key": key})
    in_force = set(Seat.objects.in_force(meeting.held_on).values_list("pk", flat=True))
    for key, seat in context.seats.items():
        if seat.pk in in_force:
            status = named.get(key, Attendance.Status.PRESENT)
            by_alternate = alternates.get(key, "")
            context.save(place, Attendance(meeting=meeting, seat=seat, status=status, by_alternate=by_alternate))


def settle(motion, *, context):
    """Adopt the decision, or settle it as its file says."""
    by, decision = context.account(motion.place, "facilitator"), motion.decision
    if "supersedes" in motion.row:
        decision.supersedes = earlier(motion, context)
        decision.save(update_fields=["supersedes"])
    with motion.place:
        if "outcome" in motion.row:
            why = motion.row.get("why", "")
            motion.decision = settle_decision(decision=decision, state=motion.row["outcome"], by=by, why=why)
        else:
            motion.decision = adopt_decision(decision=decision, by=by)


def earlier(motion, context):
    """The adopted decision that this one supersedes."""
    place = motion.place.at("supersedes")
    return context.decision(place, motion.row["supersedes"])


def publish_meetings(*, context):
    """Confirm and publish the minutes of every sample meeting that was held. Raises ValidationError."""
    by = context.accounts["staff"]
    for meeting in Meeting.objects.filter(is_sample=True, state=Meeting.State.HELD).order_by("held_on"):
        move_meeting(meeting=meeting, state=Meeting.State.CONFIRMED, by=by)
        move_meeting(meeting=meeting, state=Meeting.State.PUBLISHED, by=by)
