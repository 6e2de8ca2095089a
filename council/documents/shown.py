"""Minutes in the words of a page: labels, days and digits in the reader's language. The page and the PDF share them."""

from django.utils.translation import gettext as _

from council.documents.reading import day_of
from council.models import ActionItem, AgendaItem, Attendance, Decision, Seat, Vote
from council.models.cluster import in_language
from council.models.decision import closed_words, is_confidential
from persian.digits import localised
from persian.jalali import format_day
from persian.numbers import number


def minutes_words(reading):
    """What a page of minutes shows; texts that exist in Persian only are marked with ``is_persian``."""
    document = reading.document
    facts = document["meeting"]
    return {
        "presider": person_words(facts["presider"]),
        "attendances": [attendance_words(row) for row in document["attendance"]],
        "quorum": quorum_words(document["quorum"]),
        "agenda": [item_words(item) for item in document["agenda"]],
        "action_items": [action_item_words(row) for row in document["action_items"]],
        "corrections": [{"text": row.text, "at": row.at, "day": format_day(row.at)} for row in reading.corrections],
    }


def person_words(seat):
    """Who holds a seat and in which role, or None."""
    return seat and {
        "person": in_language(seat["person"], seat["person_en"]),
        "role": Seat.Role(seat["role"]).label,
        "institution": institution_words(seat["institution"]),
    }


def institution_words(institution):
    return institution and {
        "key": institution["key"],
        "name": in_language(institution["name"], institution["name_en"]),
    }


def attendance_words(row):
    """One who was there or not: a member with the seat's role, or a guest as described."""
    seat = person_words(row["seat"])
    return {
        "person": seat["person"] if seat else row["person"],
        "role": seat["role"] if seat else "",
        "described_as": row["described_as"],
        "institution": institution_words(row["institution"]) or (seat and seat["institution"]),
        "status": Attendance.Status(row["status"]).label,
        "is_present": row["status"] == Attendance.Status.PRESENT,
        "by_alternate": row["by_alternate"],
        "represented": _("represented by %(person)s") % {"person": row["by_alternate"]} if row["by_alternate"] else "",
        "times": times_words(row["arrived_at"], row["left_at"]),
    }


def times_words(arrived, left):
    """«came at 10:15, left at 11:30», as far as it was written down."""
    parts = [(_("came at %(time)s"), arrived), (_("left at %(time)s"), left)]
    return [words % {"time": localised(time)} for words, time in parts if time]


def quorum_words(quorum):
    """How many were there of how many, and how many were needed; empty without a rule, or in a reported meeting."""
    if not quorum or not quorum["rule"]:
        return ""
    text = _("%(present)s of %(all)s voting members were present; the quorum was %(needed)s.")
    names = {"present": quorum["present"], "all": quorum["voting"], "needed": quorum["needed"]}
    return text % {name: number(value) for name, value in names.items()}


def item_words(item):
    return {
        "order": item["order"],
        "number": number(item["order"]),
        "kind": AgendaItem.Kind(item["kind"]).label,
        "title": in_language(item["title"], item["title_en"]),
        "is_persian": in_language(item["title"], item["title_en"]) == item["title"],
        "presenter": item["presenter"],
        "text": item["text"],
        "is_postponed": item["state"] == AgendaItem.State.POSTPONED,
        "remarks": [
            {"institution": institution_words(remark["institution"]), "text": remark["text"]}
            for remark in item["remarks"]
        ],
        "decisions": [decision_words(decision) for decision in item["decisions"]],
    }


def decision_words(decision):
    until = day_of(decision["confidential_until"])
    words = {
        "number": localised(decision["number"] or ""),
        "slug": (decision["number"] or "").replace("/", "-"),
        "state": Decision.State(decision["state"]).label,
        "is_adopted": decision["state"] == Decision.State.ADOPTED,
        "is_sample": decision["is_sample"],
        "is_closed": decision.get("is_closed", False),
    }
    if words["is_closed"]:
        return words | {"text": closed_words(until), "is_persian": False, "vote": "", "by_name": []}
    text = in_language(decision["text"], decision["text_en"])
    return words | {
        "text": text,
        "is_persian": text == decision["text"],
        "vote": vote_words(decision),
        "by_name": named_votes(decision),
        "confidential": closed_words(until) if is_confidential(until) else "",
    }


def vote_words(decision):
    """How it was decided: by consensus, or the three counts; empty where nobody counted."""
    if decision["by_consensus"]:
        return _("by consensus")
    if decision["source"] or not any(votes is not None for votes in decision["votes"]):
        return ""
    counts = dict(zip(("for", "against", "abstain"), (number(votes or 0) for votes in decision["votes"]), strict=True))
    return _("%(for)s for, %(against)s against, %(abstain)s abstained") % counts


def named_votes(decision):
    """Who voted how, where the council voted by name: pairs of the vote in words and the people."""
    electors = (decision["snapshot"] or {}).get("electors", [])
    cast = [(elector.get("vote"), elector["person"]) for elector in electors]
    cast = [pair for pair in cast if pair[0]] or [
        (vote["vote"], vote["seat"]["person"]) for vote in decision["by_name"]
    ]
    groups = [(choice.label, [person for vote, person in cast if vote == choice]) for choice in Vote.Choice]
    return [{"vote": label, "people": people} for label, people in groups if people]


def action_item_words(row):
    owner = person_words(row["seat"])
    institution = institution_words(row["institution"])
    return {
        "number": row["number"],
        "shown_number": number(row["number"]),
        "text": in_language(row["text"], row["text_en"]),
        "is_persian": in_language(row["text"], row["text_en"]) == row["text"],
        "owner": owner["person"] if owner else institution["name"],
        "role": owner["role"] if owner else "",
        "due": format_day(day_of(row["due_on"])),
        "state": ActionItem.State(row["state"]).label,
    }
