"""The forms of plans and of single entries in admin: their shape, and what only the form can know."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actionplans import measures
from actionplans.desks.forms import FigureField, PercentField
from actionplans.models import ActionPlan, Activity, Funding, Indicator, IndicatorReading, ProgressEntry
from council.models import Decision, ProgramYear
from filing.versions import VersionedModelForm
from persian.digits import localised
from persian.numbers import rial


class FigureInput(forms.TextInput):
    """A number as it is read in the language of the page; digits of any script are taken back."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "decimal", "dir": "ltr", "autocomplete": "off", "size": 8} | (attrs or {}))

    def format_value(self, value):
        if isinstance(value, Decimal):
            value = f"{value.normalize():f}"
            value = value.replace(".", "٫") if get_language() == "fa" else value
        return None if value in (None, "") else localised(value)


class ModelFigureField(FigureField):
    """The box of a decimal column: digits of any script; its limits are the column's own."""

    widget = FigureInput

    def __init__(self, *, max_digits=None, decimal_places=None, **kwargs):
        super().__init__(**kwargs)


class PlanForm(VersionedModelForm):
    class Meta:
        model = ActionPlan
        fields = "__all__"
        help_texts = {"weight": _("In percent of the year; the plans of a year sum to 100.")}
        widgets = {
            "objective": forms.Textarea({"rows": 3}),
            "objective_en": forms.Textarea({"rows": 3}),
            "sections": forms.CheckboxSelectMultiple,
            "partners": forms.CheckboxSelectMultiple,
        }

    def clean(self):
        """Weights typed while a decision froze them are not dropped unseen: the form comes back and says so."""
        cleaned = super().clean()
        typed = any(name.startswith(("activities-", "indicators-")) for name in self.data)
        offers_weights = any(name.endswith(("-weight", "-target")) for name in self.data)
        if self.instance.pk and not self.instance.is_draft and typed and offers_weights:
            raise ValidationError(
                _("The plan was approved in the meantime: its weights, dates and targets change by a decision only.")
            )
        return cleaned


class NumberedForm(VersionedModelForm):
    """A row of a plan that gets its number from the plan when it is saved first; a number is never given twice."""

    def save(self, commit=True):
        if self.instance.number is None:
            self.instance.number = self.instance.plan.next_number(type(self.instance))
        return super().save(commit)


class ActivityForm(NumberedForm):
    class Meta:
        model = Activity
        fields = "__all__"
        widgets = {"done_when": forms.Textarea({"rows": 2}), "done_when_en": forms.Textarea({"rows": 2})}


class IndicatorForm(NumberedForm):
    """``measure``: one of those that the rooms above offer; one that is offered no more stays until it is changed."""

    measure = forms.ChoiceField(label=_("counted by the portal"), required=False)

    class Meta:
        model = Indicator
        fields = "__all__"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "measure" in self.fields:
            offered, kept = measures.choices(), self.instance.measure
            self.fields["measure"].choices = offered if not kept or measures.find(kept) else [*offered, (kept, kept)]


class EntryForm(forms.ModelForm):
    class Meta:
        model = ProgressEntry
        fields = ["activity", "as_of", "percent", "narrative", "fall_reason", "obstacle", "corrective_action"]


class ReadingForm(forms.ModelForm):
    class Meta:
        model = IndicatorReading
        fields = ["indicator", "as_of", "value", "note"]


class FundingForm(VersionedModelForm):
    class Meta:
        model = Funding
        fields = "__all__"
        help_texts = {"pledged": _("Whole rials, such as 1,500,000. Goods and work are valued in rials too.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "plan" in self.fields:
            plans = ActionPlan.objects.exclude(year__state=ProgramYear.State.CLOSED).select_related("year")
            self.fields["plan"].queryset = plans.order_by("-year__year", "number")
            self.fields["plan"].label_from_instance = plan_label


class FundingProposalForm(forms.Form):
    """Which pledges go to one proposed decision."""

    fundings = forms.ModelMultipleChoiceField(
        Funding.objects.none(), label=_("funding commitments"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, year, **kwargs):
        super().__init__(*args, **kwargs)
        pledges = Funding.objects.pledged_only().filter(plan__year=year)
        self.fields["fundings"].queryset = pledges.select_related("plan__year", "institution").order_by(
            "plan__number", "pk"
        )
        self.fields["fundings"].label_from_instance = funding_label


class ProposalForm(forms.Form):
    """Which plans go to which proposed decision."""

    decision = forms.ModelChoiceField(Decision.objects.none(), label=_("decision"))
    plans = forms.ModelMultipleChoiceField(
        ActionPlan.objects.none(), label=_("action plans"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, year, **kwargs):
        super().__init__(*args, **kwargs)
        offer_decisions(self.fields["decision"], year)
        self.fields["plans"].queryset = year.plans.proposable().order_by("number")


class WeightsForm(forms.Form):
    """New weights for approved plans, by one proposed decision."""

    decision = forms.ModelChoiceField(Decision.objects.none(), label=_("decision"))

    def __init__(self, *args, year, **kwargs):
        super().__init__(*args, **kwargs)
        offer_decisions(self.fields["decision"], year)
        self.plans = list(year.plans.approved().exclude(state=ActionPlan.State.COMPLETED).order_by("number"))
        for plan in self.plans:
            self.fields[f"weight-{plan.pk}"] = PercentField(label=str(plan), widget=FigureInput, initial=plan.weight)

    def boxes(self):
        """Each plan with its box."""
        return [(plan, self[f"weight-{plan.pk}"]) for plan in self.plans]

    def clean(self):
        """The sum is known here already; what else the plans of the decision do is checked when it is adopted."""
        cleaned = super().clean()
        self.changes = {
            plan: cleaned[name]
            for plan in self.plans
            if (name := f"weight-{plan.pk}") in cleaned and cleaned[name] != plan.weight
        }
        if not self.changes and not self.errors:
            raise ValidationError(_("No weight was changed."))
        return cleaned


def plan_label(plan):
    return _("%(plan)s (year %(year)s)") % {"plan": plan, "year": localised(plan.year.year)}


def funding_label(funding):
    """«۳. همکاری با دانشگاه‌ها: اداره کل فنی و حرفه‌ای، ۱٬۵۰۰٬۰۰۰ ریال، نقدی»."""
    return _("%(plan)s: %(institution)s, %(amount)s, %(kind)s") % {
        "plan": funding.plan,
        "institution": funding.institution,
        "amount": rial(funding.pledged),
        "kind": funding.get_kind_display(),
    }


def offer_decisions(field, year):
    field.queryset = offered_decisions(year)
    field.label_from_instance = decision_label


def offered_decisions(year):
    """The year's proposed decisions."""
    return (
        Decision.objects.filter(state=Decision.State.PROPOSED, agenda_item__meeting__year=year)
        .select_related("agenda_item__meeting__year")
        .order_by("agenda_item__meeting__number", "pk")
    )


def decision_label(decision):
    """The meeting and the agenda item say which proposal it is: it has no number yet."""
    item = decision.agenda_item
    return f"{item.meeting} · {item.title} · {decision.text[:80]}"
