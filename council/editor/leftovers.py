"""What was typed into boxes that are gone: the item was removed, the proposal decided, the minutes closed.

Nothing of it can be saved in its place; it stays on the screen until its writer has copied it or empties the box.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council.editor.cells import BASE, fingerprint, read_base
from persian.text import normalise

WORDS = [  # the name of a box, and what it is for; choices without words of their own are not worth keeping
    (re.compile(r"seat-\d+-alt"), gettext_lazy("alternate")),
    (re.compile(r"seat-\d+-in"), gettext_lazy("came at")),
    (re.compile(r"seat-\d+-out"), gettext_lazy("left at")),
    (re.compile(r"guests"), gettext_lazy("Guests")),
    (re.compile(r"item-\d+-title"), gettext_lazy("title")),
    (re.compile(r"item-\d+-title_en"), gettext_lazy("title in English")),
    (re.compile(r"item-\d+-presenter"), gettext_lazy("presenter")),
    (re.compile(r"item-\d+-text"), gettext_lazy("What was said")),
    (re.compile(r"item-\d+-notes"), gettext_lazy("working notes (never public)")),
    (re.compile(r"item-\d+-dec"), gettext_lazy("words of the new proposal")),
    (re.compile(r"new-item-title"), gettext_lazy("title of a new item")),
    (re.compile(r"rem-\d+-\d+"), gettext_lazy("remark")),
    (re.compile(r"dec-\d+-text"), gettext_lazy("Proposal")),
    (re.compile(r"dec-\d+-text_en"), gettext_lazy("text in English")),
    (re.compile(r"dec-\d+-for"), gettext_lazy("votes for")),
    (re.compile(r"dec-\d+-against"), gettext_lazy("votes against")),
    (re.compile(r"dec-\d+-abstain"), gettext_lazy("abstentions")),
    (re.compile(r"dec-\d+-at"), gettext_lazy("time of the vote")),
    (re.compile(r"dec-\d+-until"), gettext_lazy("confidential until")),
    (re.compile(r"dec-\d+-supersedes"), gettext_lazy("supersedes (number of a decision)")),
    (re.compile(r"(item-\d+-act|act-\d+)-text"), gettext_lazy("what is to be done")),
    (re.compile(r"(item-\d+-act|act-\d+)-due"), gettext_lazy("due on")),
]
VOTE = re.compile(r"dec-\d+-vote-(\d+)")


@dataclass(frozen=True)
class Leftover:
    name: str
    words: str
    text: str


def leftovers(cells, fields):
    """What was typed into boxes that none of these cells is, in the order of the form."""
    base, known = read_base(fields.get(BASE, "")), {cell.name for cell in cells}
    found = []
    for name, typed in fields.items():
        words = None if name in known else words_of(name)
        text = normalise(typed) if words else ""
        if text and fingerprint(text) != base.get(name):
            found.append(Leftover(name, str(words), text))
    return found


def unsaved_texts(cells, fields):
    """The same where nothing can be written any more: all that was typed and does not stand in its place."""
    saved = {cell.name: cell.value for cell in cells}
    return [one for one in leftovers([], fields) if one.text != saved.get(one.name)]


def words_of(name):
    return next((words for pattern, words in WORDS if pattern.fullmatch(name)), None)


def lost_votes(board, fields):
    """Votes by name of people who have none, or who do not count as present any more: each as a sentence."""
    base, known = read_base(fields.get(BASE, "")), {cell.name for cell in board.cells}
    people = {str(line.seat.pk): line for line in board.seats}
    open_ones = {f"dec-{line.decision.pk}" for item in board.items for line in item.decisions if line.is_open}
    lost = []
    for name, choice in fields.items():
        found = None if name in known else VOTE.fullmatch(name)
        decision = name.rpartition("-vote-")[0]
        if found and decision in open_ones and found[1] in people and fingerprint(choice) != base.get(name):
            line = people[found[1]]
            reason = _("%(person)s is not there and cannot vote.") if line.counts else _("%(person)s has no vote.")
            lost.append(reason % {"person": line.seat.shown_person})
    return lost
