"""The shape of a yearly return: six answers, numbers in digits of any script."""

from django import forms
from django.utils.translation import gettext_lazy as _

from council.forms import WholeNumberField, WholeNumberInput
from members.models import FirmReturn
from persian.forms import RialOrZeroField
from persian.widgets import RialInput

PEOPLE = {"class": "field field--wide", "maxlength": 8}
MONEY = {"class": "field field--wide", "data-rials": "", "size": 24}


def people(label, help_text=""):
    return WholeNumberField(label=label, help_text=help_text, min_value=0, widget=WholeNumberInput(PEOPLE))


def money(label, help_text=""):
    return RialOrZeroField(label=label, help_text=help_text, widget=RialInput(MONEY))


class ReturnForm(forms.Form):
    """Errors of the service come back to their fields by ``take``; ``seen_version`` is what the person saw."""

    staff = people(_("People employed at the end of the year"), _("All who work in the firm, with its owners."))
    women = people(_("Of them women"))
    graduates = people(_("Of them graduates of a university"))
    sales_band = forms.ChoiceField(
        label=_("Sales of the year"),
        choices=[("", _("Choose a band")), *FirmReturn.SalesBand.choices],
        widget=forms.Select({"class": "field field--wide"}),
    )
    local_sales = money(
        _("Of the sales, to buyers of the province, in rials"), _("Whole rials, such as 1,500,000,000; zero if none.")
    )
    exports = money(_("Of the sales, to other countries, in rials"), _("Whole rials; zero if none."))
    seen_version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def clean(self):
        """What can be seen from the answers alone, all at once: the model's own rules, said at the fields."""
        data = super().clean()
        figures = {name: data.get(name) for name in self.fields if name != "seen_version"}
        try:
            FirmReturn(**{name: value for name, value in figures.items() if value not in (None, "")}).clean()
        except forms.ValidationError as refusal:
            self.take(refusal)
        return data

    def figures(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "seen_version"}

    def take(self, refusal):
        """A refusal of the service, each reason at its field where the form has it."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal.messages)
            return
        for name, messages in refusal.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)
