"""Finding courses: what the visitor asks for, which courses answer it, and how many stand behind each choice.

A few facts of every course are read and counted here: a province holds some hundred courses a year, so even twenty
years of them are one quick query, and every count is exact.
"""

import re
from collections import Counter
from dataclasses import asdict, dataclass
from operator import itemgetter
from urllib.parse import urlencode

from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from council.models import Institution
from persian.digits import localised, to_latin
from persian.jalali import month_name, to_jalali
from persian.numbers import number
from persian.text import normalise, sort_key
from trainings.models import Course

FILTERS = ("open", "kind", "provider", "city", "month")
COLUMNS = ("pk", "starts_on", "state", "opens_on", "closes_on", "kind", "provider__key", "city")
MONTH = re.compile(r"(1[345]\d\d)-(0[1-9]|1[0-2])", re.ASCII)
LONGEST_CITY = 60
OPEN = "1"


@dataclass(frozen=True)
class Asked:
    """One question; "" stands for any. ``month`` is such as ``1405-07``: that of a course's first day."""

    open: str = ""
    kind: str = ""
    provider: str = ""
    city: str = ""
    month: str = ""

    @property
    def chosen(self):
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def query(self):
        return urlencode(self.chosen)


def asked_of(params):
    """The question of an address. Raises Http404 for a kind or month that does not exist; a city may be any."""
    kind, month = params.get("kind", ""), to_latin(params.get("month", "")[:20])
    if (kind and kind not in Course.Kind.values) or (month and not MONTH.fullmatch(month)):
        raise Http404
    return Asked(
        open=OPEN if params.get("open") else "",
        kind=kind,
        provider=normalise(params.get("provider", "")[:LONGEST_CITY], one_line=True),
        city=normalise(params.get("city", "")[: 4 * LONGEST_CITY], one_line=True)[:LONGEST_CITY],
        month=month,
    )


def find(asked, courses, day):
    """(keys of the courses that answer, counts behind each value of each filter under the others). One query.

    The newest first; of those that are open the soonest first.
    """
    found, counts = [], {name: Counter() for name in FILTERS}
    for pk, starts_on, *rest in courses.order_by().values_list(*COLUMNS):
        values = facts_of(starts_on, *rest, day)
        missed = [name for name, value in asked.chosen.items() if values[name] != value]
        if not missed:
            found.append((starts_on, pk))
        for name in missed or FILTERS:
            if len(missed) < 2 and values[name]:
                counts[name][values[name]] += 1
    found.sort(reverse=not asked.open)
    return [pk for _day, pk in found], counts


def facts_of(starts_on, state, opens_on, closes_on, kind, provider, city, day):
    """The value of each filter for one course."""
    year, month, _day = to_jalali(starts_on)
    is_open = state == Course.State.OPEN and opens_on <= day <= closes_on
    return {
        "open": OPEN if is_open else "",
        "kind": kind,
        "provider": provider,
        "city": city,
        "month": f"{year}-{month:02d}",
    }


def lists(asked, counts):
    """The lists of the filter form: (name, label, options); an option is (value, words with its count). One query."""
    keys = [*counts["provider"], asked.provider]
    names = {row.key: str(row) for row in Institution.objects.filter(key__in=keys).order_by("sort_text", "pk")}
    if asked.provider and asked.provider not in names:
        raise Http404
    values = {
        "kind": [(value, capfirst(label)) for value, label in Course.Kind.choices],
        "provider": list(names.items()),
        "city": [(city, city) for city in sorted(counts["city"], key=lambda city: rank_of(city, counts["city"]))],
        "month": [(month, month_words(month)) for month in sorted(counts["month"], reverse=True)],
    }
    labels = {"kind": _("Kind"), "provider": _("Held by"), "city": _("City"), "month": _("Month of the first day")}
    return [(name, label, options(values[name], name, asked, counts)) for name, label in labels.items()]


def rank_of(city, counts):
    """Where more is held stands first; cities of one number by the alphabet."""
    return -counts[city], sort_key(city)


def options(values, name, asked, counts):
    """What leads to courses; and what is chosen, even where it leads to none."""
    chosen = getattr(asked, name)
    if chosen and chosen not in map(itemgetter(0), values):
        values = [*values, (chosen, month_words(chosen) if name == "month" else chosen)]
    return [
        (value, f"{words} ({number(counts[name][value])})", value == chosen)
        for value, words in values
        if counts[name][value] or value == chosen
    ]


def month_words(month):
    """«مهر ۱۴۰۵»."""
    year, place = month.split("-")
    return f"{month_name(int(place))} {localised(year)}"
