"""The plain values that the arithmetic of progress takes in and gives out: no database, nothing rounded.

Weights and shares are in percent, days are Gregorian dates.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

VERIFIED = "verified"
RETURNED = "returned"


class Status(StrEnum):
    """How a plan stands on a day, in the order in which the rules are tried."""

    STOPPED = "stopped"
    DONE = "done"
    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BEHIND = "behind"


@dataclass(frozen=True)
class ActivityFacts:
    """One activity as a baseline holds it. ``activity`` names it across baselines; the titles are carried along."""

    activity: Hashable
    weight: Decimal
    start: dt.date
    finish: dt.date
    is_milestone: bool = False
    number: int = 0
    title: str = ""
    title_en: str = ""

    @cached_property
    def hundredths(self):
        """The weight in hundredths of a percent: whole numbers add up fast and exactly."""
        return int(self.weight * 100)


@dataclass(frozen=True)
class BaselineFacts:
    """What a decision froze: the plan's weight and its activities, from the day it came into force."""

    version: int
    in_force_on: dt.date
    weight: Decimal
    activities: tuple[ActivityFacts, ...]
    decision_number: str = ""


@dataclass(frozen=True)
class EntryFacts:
    """What was reported for a day, with its newest verdict (None while it waits) and that verdict's own percent."""

    id: int
    activity: Hashable
    as_of: dt.date
    percent: Decimal
    verdict: str | None = None
    verified_percent: Decimal | None = None
    recorded_on: dt.date | None = None
    verdict_on: dt.date | None = None


@dataclass(frozen=True)
class PlanFacts:
    """A plan's baselines and entries, in any order. ``number`` names the plan in its year."""

    number: Hashable
    baselines: tuple[BaselineFacts, ...]
    entries: tuple[EntryFacts, ...] = ()
    stopped_on: dt.date | None = None

    @cached_property
    def reported(self):
        """Per activity the entries that count as reported, oldest first."""
        return timelines(entry for entry in self.entries if entry.verdict != RETURNED)

    @cached_property
    def verified(self):
        """Per activity the entries whose newest verdict is «verified», oldest first."""
        return timelines(entry for entry in self.entries if entry.verdict == VERIFIED)


@dataclass(frozen=True)
class YearFacts:
    """A programme year; ``approved_on``: None while in planning; ``month_ends``: the last days of its twelve months."""

    start: dt.date
    end: dt.date
    approved_on: dt.date | None
    plans: tuple[PlanFacts, ...]
    month_ends: tuple[dt.date, ...] = ()


@dataclass(frozen=True)
class ActivityFigures:
    """Percent of one activity at the end of a day; ``reported`` and ``verified`` are None before the first entry."""

    facts: ActivityFacts
    planned: Fraction
    reported: Decimal | None
    verified: Decimal | None
    reported_entry: EntryFacts | None
    verified_entry: EntryFacts | None


@dataclass(frozen=True)
class PlanFigures:
    """Percent of one plan at the end of a day, from its baseline in force. Without an entry the sums are 0."""

    number: Hashable
    baseline: BaselineFacts
    planned: Fraction
    reported: Fraction
    verified: Fraction
    status: Status
    activities: tuple[ActivityFigures, ...]

    @property
    def weight(self):
        return self.baseline.weight

    @property
    def has_report(self):
        return any(row.reported is not None for row in self.activities)

    @property
    def has_verification(self):
        return any(row.verified is not None for row in self.activities)

    @property
    def variance(self):
        """Verified minus planned, in points: negative is behind."""
        return self.verified - self.planned


@dataclass(frozen=True)
class YearFigures:
    """Percent of a year at the end of a day; the three sums are None before the year is approved."""

    day: dt.date
    planned: Fraction | None
    reported: Fraction | None
    verified: Fraction | None
    plans: tuple[PlanFigures, ...]

    @property
    def has_roll_up(self):
        return self.planned is not None


@dataclass(frozen=True)
class Point:
    """One day of the curve; ``reported`` and ``verified`` are None after the day the figures are about."""

    day: dt.date
    planned: Fraction
    reported: Fraction | None
    verified: Fraction | None


@dataclass(frozen=True)
class LaterKnown:
    """How many counting entries about days up to the page's day were recorded, or verified, after that day."""

    recorded: int
    verified: int
    either: int


def timelines(entries):
    """Per activity (days, entries), both in the order (as_of, id): the last one up to a day is the one that counts."""
    by_activity = defaultdict(list)
    for entry in entries:
        by_activity[entry.activity].append(entry)
    lines = {}
    for activity, rows in by_activity.items():
        rows.sort(key=lambda entry: (entry.as_of, entry.id))
        lines[activity] = ([entry.as_of for entry in rows], rows)
    return lines
