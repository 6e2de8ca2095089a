"""What a person says of themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from persian.forms import NormalisedCharField


class OwnNameForm(forms.Form):
    full_name = NormalisedCharField(
        label=_("Full name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=_("Language of letters"),
        help_text=_("Mails and short messages come in it. The pages have their own switch at the top."),
        choices=User._meta.get_field("language").choices,
    )
