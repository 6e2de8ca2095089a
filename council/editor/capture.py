"""The line at the foot of the editor: one sentence becomes a remark, a proposal, an action item or a note.

``صمت: …`` is a remark of the institution of that name, ``مصوبه: …`` or ``مصوبه به اجماع: …`` a proposal,
``پیگیری نایل ۱۵ تیر: …`` an action item with its owner and last day, ``بند: …`` a new agenda item; what is not
understood stays as a note on the item.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from council.models import Institution
from persian.digits import to_latin
from persian.jalali import MONTHS_EN, MONTHS_FA, days_in_month, format_day, to_gregorian, to_jalali
from persian.text import normalise, search_key


class Kind(models.TextChoices):
    AUTO = "auto", _("as understood")
    REMARK = "rem", _("remark")
    DECISION = "dec", _("decision")
    ACTION = "act", _("action item")
    ITEM = "item", _("agenda item")
    NOTE = "note", _("note")


WORDS = {
    Kind.DECISION: ("مصوبه", "تصمیم", "decision"),
    Kind.ACTION: ("پیگیری", "اقدام", "action"),
    Kind.ITEM: ("بند", "دستور", "item"),
}
COLON = re.compile("[:：]")
NUMERIC_DAY = re.compile(r"(\d{4})[/\-.](\d{1,2})[/\-.](\d{1,2})$")
CONSENSUS = {search_key(word) for word in ("اجماع", "consensus")}
UNTIL = re.compile(r"(?:^|\s)(?:تا|until|by)\s*$")


@dataclass(frozen=True)
class Captured:
    """What the line means. ``owner``: a value of the owners' list; ``institution``: who spoke."""

    kind: Kind
    text: str
    institution: Institution | None = None
    owner: str = ""
    due_on: object = None
    by_consensus: bool = False


def understand(line, *, owners, held_on, asked=Kind.AUTO):
    """What a line means, before anything is written. No query.

    ``owners`` as the board lists them; ``asked`` overrides the kind that the words suggest.
    """
    line = normalise(line)
    head, colon, text = split_head(line)
    word = kind_of(head) if colon else None
    kind = asked if asked != Kind.AUTO else word
    if kind is None:
        institution = find_institution(head, owners) if colon else None
        if institution is not None:
            return Captured(Kind.REMARK, text, institution=institution)
        return Captured(Kind.NOTE, line)
    if kind == Kind.REMARK:
        institution = find_institution(head, owners) if colon else None
        return Captured(kind, text if institution else line, institution=institution)
    if kind == Kind.ACTION and word == Kind.ACTION:
        rest, due_on = split_due(after_word(head), held_on)
        return Captured(kind, text, owner=find_owner(rest, owners), due_on=due_on)
    if kind == Kind.DECISION and word == Kind.DECISION:
        return Captured(kind, text, by_consensus=bool(CONSENSUS & set(search_key(head).split())))
    return Captured(kind, text if word == kind else line)


def split_head(line):
    found = COLON.search(line)
    if found is None or found.start() > 80:
        return "", "", line
    return line[: found.start()].strip(), ":", line[found.end() :].strip()


def kind_of(head):
    """The kind whose word begins the head, if any."""
    first = search_key(head).split(" ")[0]
    return next((kind for kind, words in WORDS.items() if first in map(search_key, words)), None)


def after_word(head):
    return head.partition(" ")[2].strip()


def split_due(rest, held_on):
    """(what stands before the day, the day) of «نایل ۱۵ تیر» or «نایل تا ۱۴۰۳/۰۴/۱۵»: the next one from the meeting."""
    latin = to_latin(rest)
    found = NUMERIC_DAY.search(latin)
    if found:
        return before(rest, found.start()), day_or_none(*map(int, found.groups()))
    for number, names in enumerate(zip(MONTHS_FA, MONTHS_EN, strict=True), 1):
        for name in names:
            found = re.search(rf"(\d{{1,2}})\s+{re.escape(name)}(?:\s+(\d{{4}}))?$", latin, re.IGNORECASE)
            if found:
                day, year = int(found[1]), found[2]
                return before(rest, found.start()), next_day(held_on, number, day, int(year) if year else None)
    return rest, None


def before(rest, place):
    return UNTIL.sub("", rest[:place]).strip()


def next_day(held_on, month, day, year):
    held = to_jalali(held_on)
    if year is None:
        year = held[0] if (month, day) >= tuple(held[1:3]) else held[0] + 1
    return day_or_none(year, month, day)


def day_or_none(year, month, day):
    try:
        if 1 <= month <= 12 and 1 <= day <= days_in_month(year, month):
            return to_gregorian(year, month, day)
    except ValueError:
        pass
    return None


def find_institution(head, owners):
    """The one institution that the head names: by its short name, else by a part of its name. None when in doubt."""
    institutions = {row.pk: row for _value, _seat, row in owners if row is not None}
    return only(institutions.values(), head, lambda row: [row.short_name, row.name, row.name_en, row.key])


def find_owner(text, owners):
    """The value of the one seat or institution that a text names; '' when in doubt."""
    institution = find_institution(text, owners)
    if institution is not None:
        return f"i{institution.pk}"
    seats = {value: seat for value, seat, _row in owners if seat is not None}
    seat = only(seats.values(), text, lambda row: [row.person, row.person_en, str(row.get_role_display())])
    return next((value for value, row in seats.items() if row is seat), "")


def only(rows, text, names_of):
    """The one row with a name that is the text, else the one with a name that holds all its words."""
    wanted = search_key(text)
    if not wanted:
        return None
    keys = [(row, [search_key(name) for name in names_of(row) if name]) for row in rows]
    ways = (
        lambda name: name == wanted,
        lambda name: set(words_of(wanted)) <= set(words_of(name)),
        lambda name: len(wanted) > 2 and wanted in initials(name),
    )
    for matches in ways:
        found = [row for row, names in keys if any(map(matches, names))]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def initials(name):
    """The first letters of a name's words: «صنعت، معدن و تجارت» is called «صمت»."""
    return "".join(word[0] for word in words_of(name) if word != "و")


def words_of(text):
    return re.findall(r"\w+", text)


def require_complete(captured):
    """What a kind needs before it can be written. Raises ValidationError that says what to add."""
    if not captured.text:
        raise ValidationError(_("Write something after the colon."))
    if captured.kind == Kind.REMARK and captured.institution is None:
        raise ValidationError(_("Begin with the name of the institution and a colon, such as «صمت: …»."))
    if captured.kind == Kind.ACTION and not captured.owner:
        raise ValidationError(_("Name one owner between the word and the colon, such as «پیگیری استانداری ۱۵ تیر: …»."))


def in_words(captured, owners):
    """«دیدگاه، استانداری خوزستان»: what is shown under the line before anything is written."""
    parts = [str(captured.kind.label)]
    if captured.institution is not None:
        parts.append(str(captured.institution))
    if captured.by_consensus:
        parts.append(str(_("by consensus")))
    if captured.kind == Kind.ACTION:
        named = {value: seat.shown_person if seat else str(row) for value, seat, row in owners}
        parts.append(named.get(captured.owner) or str(_("owner not found yet")))
        parts.append(format_day(captured.due_on) if captured.due_on else str(_("no last day")))
    return str(_(", ")).join(parts)
