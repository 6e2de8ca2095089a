"""What staff send at the checking desk, a form for each act."""

from django import forms
from django.utils.translation import gettext_lazy as _

from council.forms import WholeNumberField
from council.models import Institution
from filing.versions import RowVersionField
from market.cases.forms import CHOOSE
from market.models import ProcurementCase
from market.models.case import MOST_ABLE
from persian.forms import NormalisedCharField


class ActForm(forms.Form):
    """``seen``: the version of the case that the page showed."""

    seen = RowVersionField()


class CheckForm(ActForm):
    supply = forms.ChoiceField(
        label=_("Could members have supplied it?"), choices=[*CHOOSE, *ProcurementCase.Supply.choices]
    )
    able_members = WholeNumberField(
        label=_("How many of them"), min_value=1, max_value=MOST_ABLE, required=False,
        help_text=_("Those whose capability and size fit; the suggestion beside counts capabilities only."),
    )  # fmt: skip
    buyer = forms.ModelChoiceField(
        Institution.objects.all(), label=_("The buyer is this institution"), required=False,
        help_text=_("Leave it empty where the buyer is none of them."),
    )  # fmt: skip
    note = NormalisedCharField(
        label=_("Note for who checks (the filer does not see it)"), max_length=2000, required=False,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip


class CountForm(ActForm):
    is_other = forms.BooleanField(
        label=_("It is another purchase than the counted one with the same need number."), required=False
    )


class RejectForm(ActForm):
    reason = NormalisedCharField(
        label=_("Why it does not count; the filer reads it"), max_length=1000, required=False,
        widget=forms.Textarea({"rows": 4}),
    )  # fmt: skip


class ReleaseForm(ActForm):
    names_buyer = forms.BooleanField(label=_("The public may know the buyer"), required=False)
    names_firm = forms.BooleanField(label=_("The public may know the firm that filed it"), required=False)
    why = NormalisedCharField(
        label=_("Why; it stands in the book of changes"), max_length=1000, required=False,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
