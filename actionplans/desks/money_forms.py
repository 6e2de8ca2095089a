"""The shape of what the pages of money and of visits send."""

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.desks.forms import TEXT_LENGTH, Refusable, one_of_a_kind, row_text
from actionplans.models import ActionPlan
from persian.forms import JalaliDateField, NormalisedCharField, RialField


class WithFile(Refusable):
    """A form with one file at the most; ``kept``, ``refused_files``: what became of it (see ``desks.attachments``)."""

    file = forms.Field(label=_("file"), required=False, widget=forms.FileInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept, self.refused_files = [], []

    def clean(self):
        data = super().clean()
        for problem in self.refused_files:
            self.add_error("file", problem)
        return data

    @property
    def kept_file(self):
        """The file that was chosen last, or None."""
        return self.kept[-1] if self.kept else None


class PaymentForm(WithFile):
    """A payment of one commitment."""

    amount = RialField(label=_("amount, in rials"))
    paid_on = JalaliDateField(label=_("paid on"))
    note = NormalisedCharField(label=_("note"), required=False, max_length=200)

    def fingerprint(self, *, key, funding, by):
        """What makes this payment of this page one of a kind: only the same post again repeats it."""
        facts = [self.cleaned_data["amount"], self.cleaned_data["paid_on"].isoformat(), self.cleaned_data["note"]]
        files = [file.sha256 for file in self.kept]
        return one_of_a_kind("payment", by.pk, key, funding.pk, *facts, *files)


class ReversalForm(Refusable):
    reason = row_text(_("reason"))


def long_text(label, *, required):
    box = forms.Textarea({"rows": 4, "class": "tall"})
    return NormalisedCharField(label=label, required=required, max_length=TEXT_LENGTH, widget=box)


class VisitForm(WithFile):
    """A supervision visit of a year."""

    visited_on = JalaliDateField(label=_("day of the visit"))
    plans = forms.ModelMultipleChoiceField(
        ActionPlan.objects.none(), label=_("action plans"), widget=forms.CheckboxSelectMultiple
    )
    findings = long_text(_("findings"), required=True)
    findings_en = long_text(_("findings in English"), required=False)
    is_file_public = forms.BooleanField(label=_("the file is public"), required=False)

    def __init__(self, *args, year, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = year
        self.fields["plans"].queryset = ActionPlan.objects.approved().filter(year=year).order_by("number")

    def fingerprint(self, *, key, by):
        """What makes this visit of this page one of a kind."""
        data = self.cleaned_data
        plans = sorted(plan.pk for plan in data["plans"])
        files = [file.sha256 for file in self.kept]
        facts = [data["visited_on"].isoformat(), data["findings"], data["findings_en"], data["is_file_public"]]
        return one_of_a_kind("visit", by.pk, key, self.year.pk, *facts, *plans, *files)
