"""What the portal counts by itself, offered to indicators: upper rooms register how, because they see the rows.

An indicator keeps the key of its measure. A count is never a reading by itself: somebody takes it as one, with the
breakdown as its evidence, and the supervisor verifies it like any other.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, DateField, DecimalField, OuterRef, Value, When
from django.db.models.functions import Least
from django.utils.functional import Promise

from persian.jalali import today


@dataclass(frozen=True)
class Measure:
    """``expression(plan, first, last)``: the count as an SQL expression; NULL where there are too few answers to show.

    ``breakdown(plan, first, last)`` gives (head, rows): what the count is made of. Both days are included.
    """

    key: str
    label: str | Promise
    expression: Callable
    breakdown: Callable


_measures = {}


def register(measure):
    """Called in ``AppConfig.ready()``."""
    _measures[measure.key] = measure


def find(key):
    """The measure of this key, None when nobody offers it (any more)."""
    return _measures.get(key)


def choices():
    """For a form: the empty choice first."""
    return [("", "—"), *((measure.key, measure.label) for measure in _measures.values())]


def last_day(year, day=None):
    """Counts go from the programme year's first day up to ``day``, today at most."""
    return min(day or today(), today(), year.end)


def with_live(indicators, last=None):
    """Add ``live``: what each indicator's measure counts up to ``last`` in its year; None without a measure."""
    first, end = OuterRef("plan__year__start"), OuterRef("plan__year__end")
    until = Least(end, Value(last, output_field=DateField())) if last else end  # nothing counts before it happened
    whens = [
        When(measure=key, then=measure.expression(OuterRef("plan"), first, until)) for key, measure in _measures.items()
    ]
    return indicators.annotate(live=Case(*whens, default=None, output_field=DecimalField()))


def breakdown_of(indicator, last):
    """(head, rows) of an indicator's count."""
    return find(indicator.measure).breakdown(indicator.plan_id, indicator.plan.year.start, last)
