"""What the public form asks."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.sign_in_fields import AddressField, CodeField
from members.models import Firm
from persian.forms import NormalisedCharField
from persian.identifiers import canonical_code


def box(**attrs):
    return forms.TextInput({"class": "field field--wide"} | attrs)


def address_box():
    return box(dir="ltr", autocomplete="email", autocapitalize="none", spellcheck="false")


class EnrolForm(forms.Form):
    """``firm`` is asked only of who acts for an active firm; ``key`` makes the form sent twice one request."""

    use_required_attribute = False

    full_name = NormalisedCharField(
        label=_("Full name"),
        help_text=_("As it is to stand on the certificate."),
        max_length=120,
        widget=box(autocomplete="name"),
    )
    contact = AddressField(
        label=_("E-mail address or mobile number"),
        help_text=_("A six-digit code is sent there, later what concerns your place. Such as 09123456789."),
        widget=address_box(),
    )
    firm = forms.ModelChoiceField(
        label=_("For"),
        queryset=Firm.objects.none(),
        required=False,
        empty_label=_("Myself"),
        widget=forms.Select({"class": "field field--wide"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        firms = Firm.objects.of(user).active()
        if user.is_authenticated and firms.exists():
            self.fields["firm"].queryset = firms
        else:
            del self.fields["firm"]
        self.initial.setdefault("key", uuid.uuid4())

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4()


class CodeForm(forms.Form):
    """The code of the message, in any digits, with or without spaces."""

    use_required_attribute = False

    code = CodeField(
        label=_("Code from the message"),
        error_messages={"required": _("Write the six-digit code that was sent to you.")},
        widget=box(inputmode="numeric", dir="ltr", autocomplete="one-time-code"),
    )

    def clean_code(self):
        return canonical_code(self.cleaned_data["code"])


class ContactForm(forms.Form):
    """Where the link of one's own courses is sent."""

    use_required_attribute = False

    contact = AddressField(
        label=_("E-mail address or mobile number"),
        help_text=_("The one with which you enrolled. Such as 09123456789."),
        widget=address_box(),
    )
