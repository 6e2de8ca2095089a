"""The forms of a change: prefilled with the baseline in force, giving only what differs."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from actionplans.desks.forms import FigureField, PercentField
from actionplans.forms import FigureInput, offer_decisions
from actionplans.models import ActionPlan, Activity
from council.models import Decision
from persian.digits import localised
from persian.forms import JalaliDateField, NormalisedCharField
from persian.numbers import number

FULL = Decimal(100)
NEW_ROWS = 3
TITLE = forms.TextInput({"maxlength": 200})


class ProposedForm(forms.Form):
    """A change that goes to one of the year's proposed decisions."""

    decision = forms.ModelChoiceField(Decision.objects.none(), label=_("decision"))

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan
        offer_decisions(self.fields["decision"], plan.year)

    def day_in_year(self, day):
        """A day outside the programme year is refused at its box."""
        if day and not self.plan.year.start <= day <= self.plan.year.end:
            raise ValidationError(
                _("The day lies outside the programme year %(year)s.") % {"year": localised(self.plan.year.year)}
            )
        return day


class AmendForm(ProposedForm):
    """New weight, activities and targets of one approved plan. ``payload`` holds what differs from the baseline."""

    def __init__(self, *args, plan, baseline, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        self.baseline = baseline
        self.rows = list(baseline.activities.select_related("activity").order_by("activity__number"))
        self.targets = list(baseline.targets.select_related("indicator").order_by("indicator__number"))
        self.fields["weight"] = PercentField(label=_("weight of the plan"), initial=baseline.weight, widget=FigureInput)
        for row in self.rows:
            self.add_activity(f"a{row.activity.number}", row, keep=True)
        for place in range(1, NEW_ROWS + 1):
            self.add_activity(f"n{place}")
        for row in self.targets:
            self.fields[f"t{row.indicator.number}"] = FigureField(
                label=str(row.indicator), initial=row.target, widget=FigureInput
            )

    def add_activity(self, name, row=None, *, keep=False):
        """The boxes of one activity; those of a new one may stay empty."""
        is_known = row is not None
        if keep:
            self.fields[f"{name}-keep"] = forms.BooleanField(label=_("stays"), required=False, initial=True)
        self.fields[f"{name}-title"] = NormalisedCharField(
            label=_("title"), max_length=200, required=False, initial=row.title if is_known else "", widget=TITLE
        )
        self.fields[f"{name}-weight"] = PercentField(
            label=_("weight"), required=False, initial=row.weight if is_known else None, widget=FigureInput
        )
        for column in ("start", "finish"):
            self.fields[f"{name}-{column}"] = JalaliDateField(
                label=Activity._meta.get_field(column).verbose_name,
                required=False,
                initial=getattr(row, column) if is_known else None,
            )
        self.fields[f"{name}-milestone"] = forms.BooleanField(
            label=_("milestone"),
            required=False,
            initial=is_known and row.profile == Activity.Profile.MILESTONE,
        )

    # What the template draws ---------------------------------------------------
    def activity_rows(self):
        """(number or '', boxes by column) of each line of the table."""
        for row in self.rows:
            yield localised(row.activity.number), self.boxes(f"a{row.activity.number}")
        for place in range(1, NEW_ROWS + 1):
            yield "", self.boxes(f"n{place}")

    def boxes(self, name):
        columns = ("keep", "title", "weight", "start", "finish", "milestone")
        return {column: self[f"{name}-{column}"] for column in columns if f"{name}-{column}" in self.fields}

    def target_rows(self):
        return [self[f"t{row.indicator.number}"] for row in self.targets]

    # What was typed -------------------------------------------------------------
    def clean(self):
        cleaned = super().clean()
        kept = [self.kept(row) for row in self.rows if cleaned.get(f"a{row.activity.number}-keep")]
        new = [self.new(f"n{place}") for place in range(1, NEW_ROWS + 1) if self.is_typed(f"n{place}")]
        if self.errors:
            return cleaned
        total = sum((weight for weight, _values in [*kept, *new]), Decimal(0))
        if total != FULL:
            raise ValidationError(
                _("The activity weights sum to %(sum)s; they must sum to 100.") % {"sum": number(total, 2)}
            )
        self.payload = self.differences(cleaned, [values for _weight, values in kept], [row for _weight, row in new])
        if not self.payload:
            raise ValidationError(
                _("Nothing differs from the baseline in force: change what the council is to decide.")
            )
        return cleaned

    def kept(self, row):
        """(weight, what differs) of an activity that stays."""
        name = f"a{row.activity.number}"
        values = self.values(name)
        old = {
            "title": row.title,
            "weight": row.weight,
            "start": row.start,
            "finish": row.finish,
            "profile": row.profile,
        }
        changed = {column: plain(value) for column, value in values.items() if value != old[column]}
        return values["weight"] or Decimal(0), {"number": row.activity.number} | changed

    def new(self, name):
        values = self.values(name)
        return values["weight"] or Decimal(0), {column: plain(value) for column, value in values.items()}

    def is_typed(self, name):
        return any(self.cleaned_data.get(f"{name}-{column}") for column in ("title", "weight", "start", "finish"))

    def values(self, name):
        """The columns of one activity; what is missing or impossible is an error at its box."""
        data = {column: self.cleaned_data.get(f"{name}-{column}") for column in ("title", "weight", "start", "finish")}
        for column in ("title", "weight", "finish"):
            if data[column] in (None, "") and f"{name}-{column}" not in self.errors:
                self.add_error(f"{name}-{column}", _("This is needed for an activity that stays or is new."))
        is_milestone = self.cleaned_data.get(f"{name}-milestone")
        data["profile"] = Activity.Profile.MILESTONE if is_milestone else Activity.Profile.LINEAR
        data["start"] = data["start"] or data["finish"]
        for column in ("start", "finish"):
            try:
                self.day_in_year(data[column])
            except ValidationError as error:
                self.add_error(f"{name}-{column}", error)
        if data["start"] and data["finish"] and data["finish"] < data["start"]:
            self.add_error(f"{name}-finish", _("The finish is on or after the start."))
        return data

    def differences(self, cleaned, kept, new):
        """The payload of the proposal; see ``services.baselines``."""
        payload = {}
        if cleaned["weight"] != self.baseline.weight:
            payload["weight"] = plain(cleaned["weight"])
        is_dropped = len(kept) < len(self.rows)
        if is_dropped or new or any(len(values) > 1 for values in kept):
            payload["activities"] = [*kept, *new]
        targets = {
            str(row.indicator.number): plain(cleaned[f"t{row.indicator.number}"])
            for row in self.targets
            if cleaned[f"t{row.indicator.number}"] != row.target
        }
        return payload | ({"targets": targets} if targets else {})


def plain(value):
    """As the payload keeps it: numbers and days as text."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


class StopForm(ProposedForm):
    """From which day one plan stops; its weight stays unless the others take it over in the same decision."""

    stopped_on = JalaliDateField(label=_("stops on"), required=False, help_text=_("Else the day of the decision."))

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        others = plan.year.plans.approved().exclude(state=ActionPlan.State.COMPLETED).order_by("number")
        self.plans = list(others)
        for one in self.plans:
            self.fields[f"weight-{one.pk}"] = PercentField(
                label=str(one), required=False, initial=one.weight, widget=FigureInput
            )

    def boxes(self):
        """Each plan of the year with the box of its weight."""
        return [(one, self[f"weight-{one.pk}"]) for one in self.plans]

    def clean_stopped_on(self):
        return self.day_in_year(self.cleaned_data["stopped_on"])

    def clean(self):
        """What the decision does: the stop's own payload, and new weights of other plans."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        changed = {
            one: cleaned[f"weight-{one.pk}"]
            for one in self.plans
            if cleaned.get(f"weight-{one.pk}") is not None and cleaned[f"weight-{one.pk}"] != one.weight
        }
        total = sum((changed.get(one, one.weight) for one in self.plans), Decimal(0))
        if changed and total != FULL:
            raise ValidationError(
                _("With these weights the plans sum to %(sum)s; they must sum to 100.") % {"sum": number(total, 2)}
            )
        self.payload = {"stopped_on": plain(cleaned["stopped_on"])} if cleaned["stopped_on"] else {}
        if self.plan in changed:
            self.payload["weight"] = plain(changed.pop(self.plan))
        self.weights = changed
        return cleaned
