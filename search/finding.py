"""Finding rows of every kind: two questions about entries and rows at once, two about firms.

All words must stand in a row. Ranks: the whole title or number, then titles that begin so, titles that hold all words,
then the rest; within a rank the newest first. Firms are found by the directory, in its own order of the same kind.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Case, Count, F, IntegerField, JSONField, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import RowNumber

from members.directory.searching import Asked, Found, holds, word_in
from members.directory.searching import search as search_firms
from persian.jalali import today
from search.models import Kind, SearchEntry
from search.rows import keys_of
from search.sources import SOURCES

PER_KIND, PER_PAGE = 5, 20
MOST_PAGES = 200
WHOLE, BEGINS, TITLED, TOLD = range(4)
ORDER = [F("rank"), F("day").desc(nulls_last=True), F("row").desc()]


@dataclass
class Answer:
    """``rows`` by kind as (kind, data); ``counts`` by kind without firms; ``firms`` as the directory found them."""

    rows: dict = field(default_factory=dict)
    counts: dict = field(default_factory=dict)
    firms: Found | None = None


def find(key, *, kind="", page=1, place=None, back=False):
    """What holds all words of the key: of each kind the first rows, or one page of the asked ``kind``. Three queries.

    Of firms the page begins after ``place``, as in the directory; with no firm at all two queries.
    """
    answer = Answer()
    asked_place = (place, back) if kind == Kind.FIRM else (None, False)
    asked = Asked(key=key, place=asked_place[0], back=asked_place[1])
    for row in entries_of(asked, kind, page):
        amount = answer.counts.setdefault(row["kind"], row["amount"])
        if still_holds(row, asked.words):
            answer.rows.setdefault(row["kind"], []).append(row["live"])
        else:
            answer.counts[row["kind"]] = amount - 1
    answer.firms = search_firms(asked)
    return answer


def entries_of(asked, kind, page):
    """Of each kind the first entries with the rows behind them, as far as these are public now; or a page of one."""
    words, told = asked.words, Q()
    for word in words:
        told &= word_in(word, "search_text")
    titled = [Q(), Q()]
    for word in words:
        titled = [
            so_far & word_in(word, name) for so_far, name in zip(titled, ("title_key", "title_en_key"), strict=True)
        ]
    key = asked.key
    rank = Case(
        When(Q(title_key=key) | Q(title_en_key=key) | Q(code=key), then=WHOLE),
        When(Q(title_key__startswith=key) | Q(title_en_key__startswith=key), then=BEGINS),
        When(titled[0] | titled[1], then=TITLED),
        default=TOLD,
        output_field=IntegerField(),
    )
    start = (page - 1) * PER_PAGE
    first = Case(When(kind=kind, then=start), default=0) if kind else Value(0)
    last = Case(When(kind=kind, then=start + PER_PAGE), default=1) if kind else Value(PER_KIND)
    return (
        SearchEntry.objects.filter(told)
        .annotate(live=kept_rows(today()))
        .filter(live__isnull=False)
        .annotate(rank=rank)
        .annotate(
            amount=Window(Count("pk"), partition_by="kind"),
            place=Window(RowNumber(), partition_by="kind", order_by=ORDER),
            first=first,
            last=last,
        )
        .filter(place__gt=F("first"), place__lte=F("last"))
        .order_by("place")
        .values("kind", "live", "amount")
    )


@lru_cache(maxsize=2)
def kept_rows(day):
    """``live_rows()`` of a day as the SQL that Django makes of it: making it anew costs more than asking."""
    query = SearchEntry.objects.order_by().annotate(live=live_rows()).query
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.as_sql()
    sql, params = compiler.compile(query.annotation_select["live"])
    return RawSQL(sql, params, output_field=JSONField())  # noqa: S611  (Django's own SQL)


def live_rows():
    """The row behind an entry as the public may read it now; NULL when it may not."""
    return Case(
        *(
            When(kind=kind, then=Subquery(source().filter(pk=OuterRef("row")).values("data"), output_field=JSONField()))
            for kind, source in SOURCES.items()
        ),
        output_field=JSONField(),
    )


def still_holds(row, words):
    """Whether the row's words of now hold what was looked for: the entry may be a minute old."""
    *_names, everything = keys_of(row["kind"], row["live"])
    return all(holds(everything, word) for word in words)
