"""What the progress desk shows: every activity of a year, in a number of queries that does not depend on how many."""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext as _

from actionplans.arithmetic import ActivityFigures, Status
from actionplans.desks.forms import BEHIND, RowForm
from actionplans.figures import PlanProgress, year_progress
from actionplans.models import ActionPlan, MonthLock, ProgressEntry, Verification
from council.models.cluster import in_language
from persian.jalali import format_day, month_bounds, month_ends, month_name, to_jalali, today

SHOW = {"all", "missing", "returned", "current"}
QUIET_DAYS = 60
VERDICT_COLUMNS = [("verdict", "verdict"), ("why", "reason"), ("seen_at", "at")]
ENTRY_COLUMNS = ["pk", "activity_id", "as_of", "percent", "obstacle", "corrective_action"]


@dataclass
class Line:
    """One activity as it stands on the day of the page; ``form`` is its row.

    ``seen``: the newest entry that the page knows of; ``entry``: the last counting one up to the day; ``returned``: a
    later one that the supervisor returned.
    """

    plan: ActionPlan
    figures: ActivityFigures
    seen: int
    entry: dict | None = None
    returned: dict | None = None
    quiet_days: int | None = None
    has_entry_this_month: bool = False
    form: RowForm | None = None
    conflict: ProgressEntry | None = None
    is_tried: bool = False
    errors: dict = field(default_factory=dict)
    kept: list = field(default_factory=list)

    @property
    def pk(self):
        return self.figures.facts.activity

    @property
    def facts(self):
        return self.figures.facts

    @property
    def title(self):
        return in_language(self.facts.title, self.facts.title_en)

    @property
    def planned(self):
        return self.figures.planned

    @property
    def reported(self):
        """The last counting percent up to the day of the page; None before the first entry."""
        return self.figures.reported

    @property
    def verified(self):
        return self.figures.verified

    @property
    def obstacle(self):
        return self.entry["obstacle"] if self.entry else ""

    @property
    def corrective_action(self):
        return self.entry["corrective_action"] if self.entry else ""

    @property
    def points_behind(self):
        """Points between plan and report, when they are more than ten; else None."""
        behind = self.planned - Fraction(self.reported or 0)
        return behind if behind > BEHIND else None

    @property
    def is_done(self):
        return self.verified == 100

    @property
    def planned_ascii(self):
        """For the script, which compares what is typed with the plan."""
        return f"{float(self.planned):.2f}"

    @property
    def typed(self):
        """What stands in the value's box, as it was typed."""
        return self.form["percent"].value() or (_("unchanged") if self.form["same"].value() else "—")

    @property
    def other_errors(self):
        """Refusals that name no box of the row."""
        return [error for name in ("__all__", "as_of", "seen") for error in self.errors.get(name, [])]

    @property
    def problems(self):
        """(id of the box, refusal) for the summary on top of the page; one refusal of two boxes is said once."""
        boxes = {"percent", "narrative", "fall_reason", "obstacle", "corrective_action", "evidence"}
        found = {}
        for name, errors in self.errors.items():
            for error in errors:
                found.setdefault(error, f"a{self.pk}-{name}" if name in boxes else f"a{self.pk}")
        if self.conflict:
            found[_("somebody recorded a newer entry in the meantime.")] = f"a{self.pk}-percent"
        return [(anchor, error) for error, anchor in found.items()]


@dataclass
class Block:
    """One plan with its lines. Its figures are those of the public page on the same day."""

    progress: PlanProgress
    lines: list[Line]
    stopped_by: str = ""

    @property
    def plan(self):
        return self.progress.plan

    @property
    def figures(self):
        return self.progress.figures

    @property
    def is_stopped(self):
        return self.figures.status == Status.STOPPED

    @property
    def bar(self):
        """The three layers in percent, as ASCII for the drawing."""
        return {name: f"{float(getattr(self.figures, name)):.1f}" for name in ("planned", "reported", "verified")}


class Sheet:
    """A year on one day. ``lines()`` gives every open row, ``shown()`` the plans after the filter. Five queries."""

    def __init__(self, year, as_of, *, user, show="all"):
        self.year, self.as_of, self.user = year, as_of, user
        self.show = show if show in SHOW else "all"
        self.blocks = list(self._read())

    def lines(self):
        return [line for block in self.blocks if not block.is_stopped for line in block.lines]

    def shown(self):
        """The blocks after the filter. A row that somebody filled is always shown."""
        for block in self.blocks:
            lines = [line for line in block.lines if line.is_tried or self._is_wanted(line)]
            if lines:
                yield block, lines

    def _is_wanted(self, line):
        if self.show == "missing":
            return not line.has_entry_this_month and not line.is_done
        if self.show == "returned":
            return line.returned is not None
        if self.show == "current":
            return line.facts.start <= self.as_of and not line.is_done
        return True

    def _read(self):
        stopped = dict(
            self.year.plans.filter(stopped_by__isnull=False).values_list("number", "stopped_by__number").order_by()
        )
        entries = self._entries()
        for progress in year_progress(self.year, user=self.user, day=self.as_of).plans:
            if progress.figures is None:
                continue
            lines = [
                self._line(progress.plan, figures, entries[figures.facts.activity])
                for figures in progress.figures.activities
            ]
            yield Block(progress, lines, stopped_by=stopped.get(progress.plan.number, ""))

    def _entries(self):
        """Every entry of the year by activity, in the order (as_of, id), with its newest verdict. One query."""
        newest = Verification.objects.filter(entry=OuterRef("pk")).order_by("-pk")
        verdict = {name: Subquery(newest.values(column)[:1]) for name, column in VERDICT_COLUMNS}
        rows = (
            ProgressEntry.objects.filter(activity__plan__year=self.year)
            .annotate(files=Count("evidence"), **verdict)
            .order_by("as_of", "pk")
            .values(*ENTRY_COLUMNS, "files", *verdict)
        )
        by_activity = defaultdict(list)
        for row in rows:
            by_activity[row["activity_id"]].append(row)
        return by_activity

    def _line(self, plan, figures, entries):
        line = Line(plan=plan, figures=figures, seen=max((entry["pk"] for entry in entries), default=0))
        for entry in entries:
            if entry["as_of"] > self.as_of:
                break
            if entry["verdict"] == Verification.Verdict.RETURNED:
                line.returned = entry
            else:
                line.entry, line.returned = entry, None
        month = to_jalali(self.as_of)[:2]
        line.has_entry_this_month = bool(line.entry) and to_jalali(line.entry["as_of"])[:2] == month
        if figures.facts.start <= self.as_of and not line.is_done:
            days = (self.as_of - (line.entry["as_of"] if line.entry else figures.facts.start)).days
            line.quiet_days = days if days >= QUIET_DAYS else None
        return line


def open_days(year, *, until=None):
    """The open months of a year as (first day, last day), up to today: where something may be recorded. One query."""
    locked = MonthLock.objects.locked_months(year)
    last = min(until or today(), year.end)
    spans = [month_bounds(year.year, month) for month in range(1, 13) if month not in locked]
    return [(first, min(end, last)) for first, end in spans if first <= last]


def open_text(year, spans):
    """Which days can be recorded, in one sentence with the locked months' names."""
    if not spans:
        return _("Every month of this year is locked.")
    opened = {to_jalali(first)[1] for first, _end in spans}
    locked = [month_name(month) for month in range(1, to_jalali(spans[-1][1])[1]) if month not in opened]
    text = _("Open: from %(first)s to %(last)s.") % {"first": format_day(spans[0][0]), "last": format_day(spans[-1][1])}
    return f"{text} {_('Locked: %(months)s.') % {'months': _(', ').join(locked)}}" if locked else text


def default_day(year, spans):
    """The end of the latest finished month or today: the first of them that lies in an open month."""
    last = min(today(), year.end)
    ends = [end for end in month_ends(year.year) if end <= last]
    for day in [*ends[-1:], last]:
        if any(first <= day <= end for first, end in spans):
            return day
    return ends[-1] if ends else last


def day_refusal(year, day, spans):
    """Why nothing can be recorded for this day, and which day can; an empty text when it can."""
    if day > today():
        return _("The day lies in the future: report what is done up to today.")
    if not year.start <= day <= year.end:
        return _("The day lies outside the programme year %(year)s.") % {"year": year.year}
    if any(first <= day <= end for first, end in spans):
        return ""
    later = [first for first, _end in spans if first > day] or [end for _first, end in spans[-1:]]
    if not later:
        return _("Every month of this year is locked. Ask for a month to be unlocked, with a reason.")
    return _("This month is locked. The first open day is %(day)s; to correct a locked month, ask to unlock it.") % {
        "day": format_day(later[0])
    }
