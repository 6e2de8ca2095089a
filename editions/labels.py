"""The words for keys of a document; a key that this release does not know any more stands for itself.

An edition outlives the releases that made it: its page and its files must not fail on a kind, a state or a status that
was taken out of the portal since.
"""

from actionplans.models import ActionPlan, Funding, Indicator, Verification
from council.models import Seat
from editions.models import EditionNote
from market.models import Finding
from members.models import Firm
from reports.pages.words import STATUS_WORDS
from trainings.models import Course

LABELS = {
    "status": {status.value: word for status, word in STATUS_WORDS.items()},
    "pillar": dict(ActionPlan.Pillar.choices),
    "money": dict(Funding.Kind.choices),
    "course": dict(Course.Kind.choices),
    "size": dict(Firm.Size.choices),
    "gap": dict(Finding.State.choices),
    "verdict": dict(Verification.Verdict.choices),
    "note": dict(EditionNote.Kind.choices),
    "seat": dict(Seat.Role.choices),
    "level": dict(Indicator.Level.choices),
    "direction": dict(Indicator.Direction.choices),
}


def label(kind, value):
    """The word in the language that is active."""
    return str(LABELS[kind].get(value, value))
