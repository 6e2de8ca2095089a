"""The people that a firm sends: a few rows at once, those left empty do not count."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import canonical_address
from persian.forms import NormalisedCharField

ROWS = 5


class PersonForm(forms.Form):
    """One row. Without an address the firm tells the person itself."""

    full_name = NormalisedCharField(
        label=_("Full name"), max_length=120, widget=forms.TextInput({"class": "field field--wide"})
    )
    contact = NormalisedCharField(
        label=_("E-mail or mobile number"),
        max_length=254,
        required=False,
        widget=forms.TextInput({"class": "field field--wide", "dir": "ltr"}),
    )

    def clean_contact(self):
        contact = self.cleaned_data["contact"]
        return canonical_address(contact) if contact else ""


def rows(data=None):
    """The rows of the page; sent ones know whether anything was typed (``has_changed``)."""
    return [
        PersonForm(data, prefix=f"row-{number}", empty_permitted=True, use_required_attribute=False)
        for number in range(1, ROWS + 1)
    ]
