"""What waits for the supervisor: entries and readings with what is needed to judge them, oldest first."""

from collections import defaultdict
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from actionplans import arithmetic
from actionplans.desks.forms import BEHIND, DecisionForm
from actionplans.figures import facts_of
from actionplans.models import (
    ActionPlan,
    Evidence,
    IndicatorReading,
    ProgressEntry,
    SupervisionVisit,
    Verification,
)
from council.models.cluster import in_language
from persian.jalali import today

JUMP = 10  # points


class Item:
    """One row that waits. ``kind``: e an entry, r a reading; ``before``: what was verified last, None if nothing."""

    kind = ""
    is_percent = False
    planned = before = None

    def __init__(self, row, plan, user):
        self.row, self.pk, self.plan = row, row.pk, plan
        self.prefix = f"{self.kind}{row.pk}"
        self.is_own = row.recorded_by_id == user.pk
        self.evidence, self.form, self.is_superseded = [], DecisionForm(line=self), False
        self.has_evidence = self.is_checked = False

    @property
    def jump(self):
        """Points that the figure moves from what was verified last."""
        return self.figure - (self.before or 0)

    @property
    def flags(self):
        """Why the row is decided one by one, in words; empty when it may be ticked for many."""
        return []

    @property
    def points(self):
        return abs(self.jump)

    @property
    def may_be_bulk(self):
        return not self.is_own and not self.flags

    @property
    def errors(self):
        """The form's refusals once it was checked; typed but unchecked decisions show none."""
        return self.form.errors if self.is_checked else {}

    @property
    def other_errors(self):
        """Refusals that name no box of the row."""
        return [error for name in ("__all__", "decision", "ready") for error in self.errors.get(name, [])]


class EntryItem(Item):
    kind = "e"
    is_percent = True

    def __init__(self, row, plan, user, figures):
        super().__init__(row, plan, user)
        self.figure, self.text = row.percent, row.narrative
        self.title = in_language(row.activity.title, row.activity.title_en)
        self.done_when = in_language(row.activity.done_when, row.activity.done_when_en)
        if figures is not None:
            self.title = in_language(figures.facts.title, figures.facts.title_en)
            self.planned, self.before = figures.planned, figures.verified

    @property
    def is_within_plan(self):
        return self.planned is not None and Fraction(self.figure) <= self.planned

    @property
    def flags(self):
        found = []
        if not self.has_evidence:
            found.append(_("no evidence"))
        if self.jump > JUMP and not self.is_within_plan:
            found.append(_("a jump of more than 10 points, above the plan"))
        if self.jump < 0:
            found.append(_("lower than what was verified"))
        if (
            self.planned is not None
            and self.planned - Fraction(self.figure) > BEHIND
            and not self.row.corrective_action
        ):
            found.append(_("more than 10 points behind, without a corrective action"))
        if self.is_superseded:
            found.append(_("a newer report waits as well"))
        return found

    @property
    def bar(self):
        """The three layers in percent, as ASCII for the drawing."""
        layers = {"planned": self.planned, "reported": self.figure, "verified": self.before}
        return {name: f"{float(value or 0):.1f}" for name, value in layers.items()}


class ReadingItem(Item):
    kind = "r"

    def __init__(self, row, plan, user):
        super().__init__(row, plan, user)
        self.figure, self.text, self.before = row.value, row.note, row.verified_before
        self.title = in_language(row.indicator.title, row.indicator.title_en)
        self.unit = in_language(row.indicator.unit, row.indicator.unit_en)

    @property
    def flags(self):
        return [_("an indicator")] if self.has_evidence else [_("an indicator"), _("no evidence")]


class Queue:
    """Everything of a year that waits, for one supervisor. A fixed number of queries."""

    def __init__(self, year, *, user):
        self.year, self.user = year, user
        self.plans = list(ActionPlan.objects.approved().filter(year=year).order_by("number"))
        for plan in self.plans:
            plan.year = year
        by_pk = {plan.pk: plan for plan in self.plans}
        items = self._entries(by_pk) + self._readings(by_pk)
        self.items = sorted(items, key=lambda item: (item.row.recorded_at, item.kind, item.pk))
        visits = SupervisionVisit.objects.filter(year=year, visited_on__lte=today()).prefetch_related("plans")
        self.visits, self.visit = list(visits), None
        self.by_prefix = {item.prefix: item for item in self.items}

    def _entries(self, plans):
        rows = list(
            ProgressEntry.objects.waiting()
            .filter(activity__plan__in=list(plans))
            .select_related("activity", "recorded_by")
            .order_by("pk")
        )
        facts = facts_of(self.year, self.plans) if rows and self.plans else None
        by_plan = {plan.number: plan for plan in facts.plans} if facts else {}
        newest = {row.activity_id: row.pk for row in rows}
        items = []
        for row in rows:
            plan = plans[row.activity.plan_id]
            row.activity.plan = plan
            item = EntryItem(row, plan, self.user, figures_on(by_plan[plan.number], row, facts.approved_on))
            item.is_superseded = newest[row.activity_id] != row.pk
            items.append(item)
        self._mark_evidence(items, "entry")
        return items

    def _readings(self, plans):
        verified = Verification.objects.filter(
            reading__indicator=OuterRef("indicator"), verdict="verified", reading__as_of__lte=OuterRef("as_of")
        ).order_by("-reading__as_of", "-pk")
        rows = (
            IndicatorReading.objects.waiting()
            .filter(indicator__plan__in=list(plans))
            .annotate(verified_before=Subquery(verified.values("value")[:1]))
            .select_related("indicator", "recorded_by")
        )
        items = []
        for row in rows:
            row.indicator.plan = plans[row.indicator.plan_id]
            items.append(ReadingItem(row, row.indicator.plan, self.user))
        self._mark_evidence(items, "reading")
        return items

    def _mark_evidence(self, items, name):
        """Whether there is any; the files themselves are read for the shown page only."""
        keys = [item.pk for item in items]
        shown = set(Evidence.objects.filter(**{f"{name}__in": keys}).values_list(f"{name}_id", flat=True))
        for item in items:
            item.has_evidence = item.pk in shown

    def choose_visit(self, key):
        """All decisions of the page are given at this visit; an unknown key is «at no visit»."""
        self.visit = next((visit for visit in self.visits if str(visit.pk) == key), None)

    def fits_visit(self, items):
        """Whether the chosen visit saw the plan of each row; a row that it did not see says so. For valid forms."""
        for item in items:
            row = {"entry" if item.is_percent else "reading": item.row}
            try:
                Verification(visit=self.visit, **row).check_visit()
            except ValidationError as refusal:
                item.form.take(refusal)
        return not any(item.form.errors for item in items)

    def bind(self, data):
        """Give each row the decision that was sent for it."""
        self.choose_visit(data.get("visit"))
        for item in self.items:
            if data.get(f"{item.prefix}-decision") or data.get(f"{item.prefix}-reason"):
                item.form = DecisionForm(data, line=item)

    def decided(self):
        """The rows for which something was decided. An own row too: the service refuses it aloud."""
        return [item for item in self.items if item.form.is_bound and item.form["decision"].value()]

    def pick(self, prefixes):
        """The ticked rows, decided as «verify what was reported»; a row that may not be ticked says why."""
        chosen = [item for item in self.items if item.prefix in prefixes]
        for item in chosen:
            item.form = DecisionForm({f"{item.prefix}-decision": DecisionForm.VERIFY}, line=item)
            if not item.may_be_bulk:
                item.is_checked = True
                item.form.full_clean()
                item.form.add_error(None, _("This row is decided one by one, not with many."))
        return chosen

    def carried(self):
        """(name, value) of all that was decided or typed, for the review page to bring back."""
        names = ("decision", "figure", "reason", "ready")
        forms = [item.form for item in self.items if item.form.is_bound]
        boxes = [(form.add_prefix(name), form[name].value() or "") for form in forms for name in names]
        return [("visit", str(self.visit.pk) if self.visit else ""), *boxes]

    def read_evidence(self, items):
        """The evidence of the shown rows with its files. One query."""
        entries = [item.pk for item in items if item.is_percent]
        readings = [item.pk for item in items if not item.is_percent]
        found = defaultdict(list)
        for evidence in with_size(Evidence.objects.filter(Q(entry__in=entries) | Q(reading__in=readings))):
            found[f"e{evidence.entry_id}" if evidence.entry_id else f"r{evidence.reading_id}"].append(evidence)
        for item in items:
            item.evidence = found[item.prefix]


def with_size(evidence):
    """Evidence with its files and ``kilobytes``, at least one."""
    return evidence.select_related("file").annotate(kilobytes=Greatest(F("file__size") / 1024, 1))


def figures_on(plan, row, approved_on):
    """The activity's figures on the day the entry is about; None when no baseline in force has it."""
    baseline = arithmetic.baseline_in_force(plan.baselines, row.as_of, approved_on)
    facts = [facts for facts in baseline.activities if facts.activity == row.activity_id] if baseline else []
    return arithmetic.activity_figures(plan, facts[0], row.as_of) if facts else None


def decided_meanwhile(kind, pk):
    """The verdict that somebody else gave first, with the title of what it is about; None without one. One query."""
    name = "entry" if kind == "e" else "reading"
    rows = Verification.objects.filter(**{name: pk}).select_related("by", "entry__activity", "reading__indicator")
    verdict = rows.order_by("-pk").first()
    if verdict is not None:
        about = verdict.entry.activity if verdict.entry_id else verdict.reading.indicator
        verdict.subject_title = in_language(about.title, about.title_en)
    return verdict
