"""The minutes of one meeting as one document: what it says depends on the rows alone, and its bytes on what it says.

Keys are sorted, texts are NFC, there are no floats and no database ids: seats are named by person, role and
institution, institutions by key, decisions by number, agenda items by their place. So the same minutes have the same
hash on every machine, and a hash that was printed can be checked a generation later.
"""

import hashlib
import json
import unicodedata

from council.electorate import quorum_of
from council.models import ActionItem, Attendance, Decision

FORMAT = 1


def minutes_document(meeting):
    """The document of a meeting as its rows stand now. At most twelve queries, whatever the size of the meeting."""
    decisions = (
        Decision.objects.filter(agenda_item__meeting=meeting)
        .select_related("supersedes", "source")
        .prefetch_related("votes__seat__institution")
        .order_by("number", "pk")
    )
    of_item = {}
    for decision in decisions:
        of_item.setdefault(decision.agenda_item_id, []).append(decision_facts(decision))
    agenda = list(meeting.agenda.prefetch_related("remarks__institution"))
    places = {item.pk: place for place, item in enumerate(agenda, 1)}
    return in_nfc(
        {
            "format": FORMAT,
            "meeting": meeting_facts(meeting),
            "attendance": [attendance_facts(row) for row in attendance_of(meeting)],
            "quorum": None if meeting.source_id else quorum_facts(quorum_of(meeting)),
            "agenda": [item_facts(item, of_item.get(item.pk, [])) for item in agenda],
            "action_items": [action_item_facts(row, places) for row in action_items_of(meeting)],
        }
    )


def attendance_of(meeting):
    return Attendance.objects.filter(meeting=meeting).select_related("seat__institution", "institution").order_by("pk")


def action_items_of(meeting):
    items = ActionItem.objects.filter(meeting=meeting).select_related("seat__institution", "institution", "decision")
    return items.order_by("number")


def meeting_facts(meeting):
    return {
        "key": meeting.key,
        "year": meeting.year.year,
        "number": meeting.number,
        "held_on": meeting.held_on.isoformat(),
        "starts_at": clock(meeting.starts_at),
        "place": meeting.place,
        "call": meeting.call,
        "presider": seat_facts(meeting.presider),
        "source": meeting.source.number if meeting.source else None,
        "is_sample": meeting.is_sample,
    }


def attendance_facts(row):
    return {
        "seat": seat_facts(row.seat),
        "person": row.person,
        "described_as": row.described_as,
        "institution": institution_facts(row.institution),
        "status": row.status,
        "by_alternate": row.by_alternate,
        "arrived_at": clock(row.arrived_at),
        "left_at": clock(row.left_at),
    }


def item_facts(item, decisions):
    return {
        "order": item.order,
        "kind": item.kind,
        "title": item.title,
        "title_en": item.title_en,
        "presenter": item.presenter,
        "text": item.text,
        "state": item.state,
        "remarks": [
            {"institution": institution_facts(remark.institution), "text": remark.text} for remark in item.remarks.all()
        ],
        "decisions": decisions,
    }


def decision_facts(decision):
    """What was decided and how; the snapshot without the ids that it holds for the electorate's own use."""
    snapshot = decision.snapshot and decision.snapshot | {
        "electors": [
            {name: value for name, value in elector.items() if name not in ("seats", "user")}
            for elector in decision.snapshot["electors"]
        ]
    }
    return {
        "number": decision.number,
        "state": decision.state,
        "text": decision.text,
        "text_en": decision.text_en,
        "votes": [decision.votes_for, decision.votes_against, decision.votes_abstain],
        "by_name": sorted(
            ({"seat": seat_facts(vote.seat), "vote": vote.choice} for vote in decision.votes.all()), key=canonical
        ),
        "by_consensus": decision.by_consensus,
        "taken_at": clock(decision.taken_at),
        "confidential_until": decision.confidential_until and decision.confidential_until.isoformat(),
        "adopted_on": decision.adopted_on and decision.adopted_on.isoformat(),
        "supersedes": decision.supersedes.number if decision.supersedes else None,
        "snapshot": snapshot,
        "source": decision.source.number if decision.source else None,
        "is_sample": decision.is_sample,
    }


def action_item_facts(row, places):
    return {
        "number": row.number,
        "agenda_item": places.get(row.agenda_item_id),
        "decision": row.decision.number if row.decision else None,
        "text": row.text,
        "text_en": row.text_en,
        "seat": seat_facts(row.seat),
        "institution": institution_facts(row.institution),
        "due_on": row.due_on and row.due_on.isoformat(),
        "state": row.state,
        "confidential_until": hidden_until(row),
    }


def hidden_until(row):
    """An action item is as confidential as the decision that asks for it."""
    until = row.decision and row.decision.confidential_until
    return until and until.isoformat()


def quorum_facts(quorum):
    rule = quorum.rule
    return {
        "rule": rule
        and {
            "valid_from": rule.valid_from.isoformat(),
            "quorum": str(rule.quorum(quorum.call)),
            "majority": str(rule.majority),
            "chair_casting_vote": rule.chair_casting_vote,
        },
        "call": quorum.call,
        "voting": len(quorum.electors),
        "present": quorum.present,
        "needed": quorum.needed,
        "is_met": quorum.is_met,
    }


def seat_facts(seat):
    return seat and {
        "person": seat.person,
        "person_en": seat.person_en,
        "role": seat.role,
        "institution": institution_facts(seat.institution),
    }


def institution_facts(institution):
    return institution and {"key": institution.key, "name": institution.name, "name_en": institution.name_en}


def clock(time):
    return time and time.strftime("%H:%M")


def in_nfc(value):
    """The same value with every text in NFC, so that what looks the same has the same bytes."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {name: in_nfc(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [in_nfc(part) for part in value]
    return value


def canonical(document):
    """The one text of a document: sorted keys, no spaces, UTF-8. Raises TypeError for a float: figures are exact."""
    refuse_floats(document)
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def refuse_floats(value):
    if isinstance(value, float):
        raise TypeError("A canonical document holds no floats.")
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        refuse_floats(part)


def digest(document):
    return hashlib.sha256(canonical(document).encode()).hexdigest()
