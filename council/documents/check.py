"""Whether confirmed minutes still say what was confirmed: the document against its hash, the book and the live rows."""

import json

from council.documents.canonical import digest, minutes_document
from council.models import Meeting, Minutes, Seat
from filing.models import StateChange

SETTLED = (Meeting.State.CONFIRMED, Meeting.State.PUBLISHED)
# What goes on living after the minutes: how far an action item is, what an institution is called today; the quorum is
# derived from the attendance, which is compared, and from seats and rules, which keep their own history.
LIVING = {"due_on", "state", "name", "name_en", "person_en"}
GONE = "missing"


def faults():
    """What is wrong, a line each; nothing when all is as it was confirmed."""
    found = [
        f"{meeting.key}: the minutes were confirmed, but their document is missing"
        for meeting in Meeting.objects.filter(state__in=SETTLED, source=None, minutes=None).select_related("year")
    ]
    rows = Minutes.objects.select_related("meeting__year", "meeting__source", "meeting__presider__institution")
    for minutes in rows.order_by("pk"):
        found += [f"{minutes.key}: {fault}" for fault in faults_of(minutes)]
    return found


def faults_of(minutes):
    hashed = digest(minutes.document)
    if hashed != minutes.sha256:
        yield f"the document was changed: its hash is {hashed}, recorded is {minutes.sha256}"
    if minutes.sha256 not in hashes_in_the_book(minutes):
        yield f"the book of changes does not hold the hash {minutes.sha256}"
    if minutes.meeting.state not in SETTLED:
        yield f"the meeting is «{minutes.meeting.state}», although its minutes were confirmed"
    yield from differences(minutes.document, minutes_document(minutes.meeting))


def hashes_in_the_book(minutes):
    lines = StateChange.objects.filter(model=Meeting._meta.label_lower, object_key=minutes.key)
    return {line.why.rpartition(" ")[2] for line in lines.filter(new=Meeting.State.CONFIRMED)}


def differences(frozen, live, at=""):
    """Where live rows say something else than the document, by path: ``agenda[2].remarks[1].text``."""
    if isinstance(frozen, dict) and isinstance(live, dict):
        if is_seat(frozen) and is_seat(live) and is_renamed(frozen, live):
            return
        for name in sorted(frozen.keys() | live.keys()):
            if not is_living(name, at):
                yield from differences(frozen.get(name, GONE), live.get(name, GONE), f"{at}.{name}".lstrip("."))
    elif isinstance(frozen, list) and isinstance(live, list):
        if len(frozen) != len(live):
            yield f"{at}: {len(frozen)} were confirmed, {len(live)} are there"
        for place, pair in enumerate(zip(frozen, live, strict=False), 1):
            yield from differences(*pair, f"{at}[{place}]")
    elif frozen != live:
        yield f"{at}: confirmed was {words(frozen)}, now it is {words(live)}"


def words(value):
    """As it stands in the document, so that a person can look for it."""
    return json.dumps(value, ensure_ascii=False)


def is_living(name, at):
    if name in ("state", "due_on"):
        return at.startswith("action_items[")
    return name in LIVING or (name == "quorum" and not at)


def is_seat(value):
    return {"person", "role", "institution"} <= value.keys()


def is_renamed(frozen, live):
    """Whether a seat of today bore the confirmed name and role once: the register was corrected, not the minutes."""
    same = {"person": live["person"], "role": live["role"]}
    seats = Seat.objects.filter(**same).values("pk")
    once = Seat.history.filter(id__in=seats, person=frozen["person"], role=frozen["role"])
    return frozen != live and once.exists()
