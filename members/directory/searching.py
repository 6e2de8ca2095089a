"""Finding listed firms: what is asked for, which rows answer it, and how many stand behind each filter.

Nothing here reads a firm: only what ``services.directory`` wrote of its consents. Without words the counts are kept
rows, and a page is a walk along an index from where the last one ended. With words up to 1,000 rows that hold them are
looked at, so that counts and ranks are exact; beyond that only the rows of the page are.
"""

import json
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import IntegerField, Q, Subquery, TextField, Value
from django.db.models.functions import Cast
from django.db.models.lookups import LessThan

from members.models import DirectoryCell, DirectoryEntry
from members.services.counts import EVERYTHING
from persian.text import sort_key

CAP = 1000
PER_PAGE = 20
SHORT = 3  # a word of fewer letters counts where words begin: no index knows less than three, and it is everywhere
FILTERS = ("section", "capability", "city", "size")
COLUMNS = {"section": "sections", "capability": "capabilities", "city": "city", "size": "size"}
KEYS = ("search_order", "pk", "name_key", "sections_text", "capabilities_text", "city", "size")
AS_TEXT = {  # read as JSON only where the rows are counted
    "sections_text": Cast("section_keys", TextField()),
    "capabilities_text": Cast("capability_keys", TextField()),
}
LONGEST_ORDER = 300  # of ``search_order``
NAME_BEGINS, NAME_HOLDS, TEXT_HOLDS = range(3)


@dataclass(frozen=True)
class Asked:
    """One question: words as ``search_key()`` makes them, a value for each filter (0 or "": any), and the page.

    ``place`` is (rank, sort key, firm) of the row from where to go on, ``back`` whether towards the beginning.
    """

    key: str = ""
    section: int = 0
    capability: int = 0
    city: str = ""
    size: str = ""
    place: tuple | None = None
    back: bool = False

    @property
    def words(self):
        return tuple(dict.fromkeys(self.key.split()))

    @property
    def order(self):
        """The column by which the rows of one rank are walked."""
        return "search_order" if self.key else "sort_text"

    @property
    def chosen(self):
        return {name: getattr(self, name) for name in FILTERS}


@dataclass
class Found:
    """One page of the answer. ``count`` is None where it is not known; ``counts`` is None beyond 1,000 rows."""

    entries: list
    count: int | None
    counts: dict | None
    total: int | None = None
    is_capped: bool = False
    previous: tuple | None = None
    following: tuple | None = None
    ranks: dict = field(default_factory=dict)


def search(asked):
    """The page that is asked for. Two queries, however many firms there are."""
    return search_words(asked) if asked.words else browse(asked)


# Without words ---------------------------------------------------------------
def browse(asked):
    """A walk along the order of names, with the kept counts."""
    counts, count, total = kept_counts(asked)
    walk = walked(DirectoryEntry.objects.filter(**under(asked)), asked)
    return paged(list(walk or ()), asked, Found([], count, counts, total))


def kept_counts(asked):
    """Firms behind each value of each filter under the other filters, behind all of them, and in all. One query."""
    chosen = asked.chosen
    wanted = Q(**dict(zip(FILTERS, EVERYTHING, strict=True)))
    for name in FILTERS:
        wanted |= Q(**{other: value for other, value in chosen.items() if other != name})
    cells = {tuple(cell): count for *cell, count in DirectoryCell.objects.filter(wanted).values_list(*FILTERS, "count")}
    counts = {name: Counter() for name in FILTERS}
    here = tuple(chosen.values())
    for cell, count in cells.items():
        for place, name in enumerate(FILTERS):
            if cell[place] and cell[:place] + cell[place + 1 :] == here[:place] + here[place + 1 :]:
                counts[name][cell[place]] = count
    return counts, cells.get(here, 0), cells.get(EVERYTHING, 0)


def under(asked):
    """The chosen filters as conditions on entries."""
    return {COLUMNS[name]: value for name, value in asked.chosen.items() if value}


def walked(entries, asked, rank=0):
    """Of one rank the next rows from the asked place, and one more, which says whether there is another page.

    None where the whole rank lies behind that place.
    """
    column, sign = asked.order, "-" if asked.back else ""
    if asked.place:
        passed, text, pk = asked.place
        beyond = "lt" if asked.back else "gt"
        if rank == passed:
            further = Q(**{f"{column}__{beyond}": text}) | Q(**{column: text, f"pk__{beyond}": pk})
            entries = entries.filter(further, **{f"{column}__{beyond}e": text})
        elif (rank < passed) != asked.back:
            return None
    return entries.order_by(f"{sign}{column}", f"{sign}pk")[: PER_PAGE + 1]


def paged(rows, asked, found):
    """Put the rows into ``found`` in reading order, with the places from where to go on."""
    more, rows = len(rows) > PER_PAGE, rows[:PER_PAGE]
    found.entries = rows[::-1] if asked.back else rows
    before, after = (more, True) if asked.back else (asked.place is not None, more)
    if found.entries:
        ends = [
            (found.ranks.get(row.pk, 0), getattr(row, asked.order), row.pk)
            for row in (found.entries[0], found.entries[-1])
        ]
        found.previous = ends[0] if before else None
        found.following = ends[1] if after else None
    return found


# With words ------------------------------------------------------------------
def search_words(asked):
    """Rows that hold all the words: in the name's beginning, in the name, in the rest, and so ranked."""
    candidates = list(holding(asked.words, "search_text").order_by().annotate(**AS_TEXT).values_list(*KEYS)[: CAP + 1])
    if len(candidates) > CAP:
        return search_many(asked)
    ranked, counts = [], {name: Counter() for name in FILTERS}
    for order, pk, name_key, sections, capabilities, *place_and_size in candidates:
        if fits([json.loads(sections), json.loads(capabilities), *place_and_size], asked.chosen, counts):
            ranked.append((rank_of(name_key, asked), order, pk))
    return page_of_ranked(sorted(ranked), asked, counts)


def page_of_ranked(ranked, asked, counts):
    """The page out of the ranked keys, which are all known. One query for its rows."""
    if asked.back:
        left = [key for key in reversed(ranked) if key < asked.place]
    else:
        left = [key for key in ranked if asked.place is None or key > asked.place]
    keys = left[: PER_PAGE + 1]
    rows = DirectoryEntry.objects.in_bulk([pk for _rank, _text, pk in keys])
    found = Found([], len(ranked), counts, ranks={pk: rank for rank, _text, pk in keys})
    return paged([rows[pk] for _rank, _text, pk in keys if pk in rows], asked, found)


def fits(keys, chosen, counts):
    """Whether a row stands under all chosen filters; it is counted for each filter whose fellows it stands under."""
    sections, capabilities, city, size = keys
    values = dict(zip(FILTERS, (sections, capabilities, [city], [size]), strict=True))
    missed = [name for name, value in chosen.items() if value and value not in values[name]]
    for name in missed if missed else FILTERS:
        if len(missed) < 2:
            counts[name].update(value for value in values[name] if value)
    return not missed


def rank_of(name_key, asked):
    if name_key.startswith(asked.key):
        return NAME_BEGINS
    return NAME_HOLDS if all(holds(name_key, word) for word in asked.words) else TEXT_HOLDS


def is_short(word):
    """Signs are no letters: they are looked for anywhere."""
    return len(word) < SHORT and word.isalnum()


def holds(text, word):
    return f" {word}" in f" {text}" if is_short(word) else word in text


def holding(words, column):
    """Entries whose text holds all the words; each letter of them means itself."""
    entries = DirectoryEntry.objects.all()
    for word in words:
        entries = entries.filter(word_in(word, column))
    return entries


def word_in(word, column):
    if not is_short(word):
        return Q(**{f"{column}__contains": word})
    return Q(**{f"{column}__startswith": word}) | Q(**{f"{column}__contains": f" {word}"})


def search_many(asked):
    """The page out of more than 1,000 rows: of each rank the next rows, from where the last page ended. One query.

    Each rank is walked along its order and stops when the page is full; names that begin so are a stretch of it.
    """
    start = sort_key(asked.key)[:LONGEST_ORDER]
    begins = Q(name_key__startswith=asked.key)
    named, told = Q(), Q()
    for word in asked.words:
        named &= word_in(word, "name_key")
        told &= word_in(word, "search_text")
    ranks = {
        NAME_BEGINS: begins & Q(search_order__gte=start, search_order__lt=f"{start}:"),  # the sign after «9»
        NAME_HOLDS: named & ~begins,
        TEXT_HOLDS: told & ~named & ~begins,
    }
    parts, before = [], []
    for rank in sorted(ranks, reverse=asked.back):
        walk = walked(DirectoryEntry.objects.filter(ranks[rank], **under(asked)), asked, rank)
        if walk is not None:
            parts.append(part_of(walk, before).annotate(rank=Value(rank)))
            before.append(HowMany(walk.values("pk")))
    sign = "-" if asked.back else ""
    order = [f"{sign}{name}" for name in ("rank", asked.order, "pk")]
    rows = list(parts[0].union(*parts[1:], all=True).order_by(*order)[: PER_PAGE + 1])
    return paged(rows, asked, Found([], None, None, is_capped=True, ranks={row.pk: row.rank for row in rows}))


def part_of(walk, before):
    """The rows of one rank for the union; none of them is looked for where those before fill the page.

    Below IN, because SQLite limits no part of a union.
    """
    rows = DirectoryEntry.objects.filter(pk__in=walk.values("pk")).order_by()
    return rows.filter(LessThan(sum(before[1:], before[0]), PER_PAGE + 1)) if before else rows


class HowMany(Subquery):
    """The number of rows of a limited query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS walked)"
    output_field = IntegerField()
