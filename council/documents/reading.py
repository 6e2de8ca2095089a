"""The minutes of a meeting as one reader may read them: the frozen document once there is one, else the rows as yet."""

import datetime as dt
from dataclasses import dataclass

from council.documents.canonical import minutes_document
from council.models import Correction, Decision, Meeting, Minutes
from council.models.decision import is_confidential
from persian.jalali import today

# Of a confidential decision the public knows these; whatever else the document says of it is left out.
PUBLIC_FACTS = ["number", "state", "adopted_on", "confidential_until", "supersedes", "source", "is_sample"]


@dataclass(frozen=True)
class Reading:
    """``document`` holds what this reader may know; ``frozen`` is the row with the hash, None before confirmation."""

    meeting: Meeting
    document: dict
    frozen: Minutes | None
    corrections: list

    @property
    def is_draft(self):
        return self.meeting.is_open


def read_minutes(meeting, user):
    """One query for frozen minutes (two if ``meeting`` did not bring them); for others those of their rows."""
    frozen = Minutes.objects.filter(meeting=meeting).first()
    document = frozen.document if frozen else minutes_document(meeting)
    if not user.has_perm("council.view_decision"):
        document = public_part(document)
    return Reading(meeting, document, frozen, list(Correction.objects.filter(meeting=meeting)))


def public_part(document):
    """The document without proposals, confidential words and what hangs on them."""
    agenda = [public_item(item) for item in document["agenda"]]
    open_items = [row for row in document["action_items"] if not is_closed(row)]
    return document | {"agenda": agenda, "action_items": open_items}


PROPOSED = Decision.State.PROPOSED


def public_item(item):
    """What was said before a confidential decision would tell what it is about: the item's title stands alone."""
    decisions = [public_decision(one) for one in item["decisions"] if one["state"] != PROPOSED]
    kept_back = {"text": "", "remarks": []} if any(one.get("is_closed") for one in decisions) else {}
    return item | {"decisions": decisions} | kept_back


def public_decision(decision):
    return {name: decision[name] for name in PUBLIC_FACTS} | {"is_closed": True} if is_closed(decision) else decision


def is_closed(facts):
    """Whether a decision, or what it asks for, is confidential today."""
    return is_confidential(day_of(facts["confidential_until"]), today())


def day_of(text):
    return dt.date.fromisoformat(text) if text else None
