"""The forms of a finding's desk. What may be is decided by the services; these read and refuse."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans.models import ActionPlan, IndicatorReading
from council.models.cluster import in_language
from market.services.proofs import candidates_of
from persian.digits import localised
from persian.forms import NormalisedCharField
from persian.jalali import format_day
from persian.numbers import number

MOST_SIGNS = 500


class PlanField(forms.ModelChoiceField):
    """Plans of all years, each with its year and its state."""

    def label_from_instance(self, plan):
        words = {"year": localised(plan.year.year), "plan": plan, "state": plan.get_state_display()}
        return _("%(year)s, %(plan)s (%(state)s)") % words


class WhyForm(forms.Form):
    """A reason; the service says when it is missing."""

    why = NormalisedCharField(
        label=gettext_lazy("Why"), max_length=MOST_SIGNS, required=False, widget=forms.Textarea({"rows": 2})
    )


class LinkForm(forms.Form):
    plan = PlanField(label=gettext_lazy("Action plan"), queryset=ActionPlan.objects.none())
    note = NormalisedCharField(
        label=gettext_lazy("How the plan remedies it"),
        max_length=300,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args, finding, **kwargs):
        super().__init__(*args, **kwargs)
        plans = ActionPlan.objects.exclude(state=ActionPlan.State.STOPPED)
        plans = plans.exclude(pk__in=finding.links.values("plan")).select_related("year")
        self.fields["plan"].queryset = plans.order_by("-year__year", "number")


class CloseForm(forms.Form):
    """The report that shows the remedy. Those that cannot close it yet are offered too, with what they lack."""

    report = forms.ChoiceField(label=gettext_lazy("The report that shows that it is remedied"))
    note = NormalisedCharField(
        label=gettext_lazy("How it was remedied, in a sentence (public)"),
        max_length=MOST_SIGNS,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, finding, **kwargs):
        super().__init__(*args, **kwargs)
        candidates = candidates_of(finding)
        self.reports = {candidate.value: candidate.report for candidate in candidates}
        choices = [(candidate.value, label_of(candidate)) for candidate in candidates]
        self.fields["report"].choices = [("", _("Choose a report")), *choices]
        self.has_ready = any(not candidate.lacks for candidate in candidates)
        self.has_reports = bool(candidates)

    def proof(self):
        """``{"entry": …}`` or ``{"reading": …}`` of what was chosen."""
        value = self.cleaned_data["report"]
        return {value.partition("-")[0]: self.reports[value]}


def label_of(candidate):
    """«plan 4 of 1403: people trained, 120 people, 31 Shahrivar 1403: verified, with evidence»."""
    report = candidate.report
    if isinstance(report, IndicatorReading):
        about, unit = report.indicator, in_language(report.indicator.unit, report.indicator.unit_en)
        figure = f"{number(report.value)} {unit}"
    else:
        about, figure = report.activity, _("%(percent)s percent") % {"percent": number(report.percent)}
    return _("plan %(number)s of %(year)s: %(title)s, %(figure)s, %(day)s: %(standing)s") % {
        "number": localised(report.plan.number),
        "year": localised(report.plan.year.year),
        "title": in_language(about.title, about.title_en),
        "figure": figure,
        "day": format_day(report.as_of),
        "standing": candidate.lacks or _("verified, with evidence"),
    }
