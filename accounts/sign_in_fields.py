"""Fields of the sign-in pages: they take digits of any script and give what we keep."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import canonical, canonical_address, canonical_mobile, check_mobile
from persian.digits import to_latin
from persian.text import normalise


def latin_input(**attrs):
    """A box for what is written from left to right also in Persian."""
    return forms.TextInput(attrs={"dir": "ltr"} | attrs)


class MobileField(forms.CharField):
    """``۰۹۱۲ ۳۴۵ ۶۷۸۹`` → ``+989123456789``."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Mobile number"))
        kwargs.setdefault("help_text", _("Such as 09123456789."))
        kwargs["widget"] = latin_input(inputmode="tel", autocomplete="tel")
        super().__init__(**({"max_length": 30} | kwargs))

    def clean(self, value):
        value = canonical_mobile(super().clean(value)) or ""
        if value:
            check_mobile(value)
        return value


class IdentifierField(forms.CharField):
    """Either address, as one canonical text."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("E-mail address or mobile number"))
        kwargs.setdefault("widget", latin_input(autocomplete="username", autocapitalize="none", spellcheck="false"))
        super().__init__(**({"max_length": 254} | kwargs))

    def to_python(self, value):
        value = normalise(super().to_python(value) or "", one_line=True)
        return next(iter(canonical(value).values())) or ""


class AddressField(IdentifierField):
    """Either address, and it must be one."""

    def clean(self, value):
        value = super().clean(value)
        return canonical_address(value) if value else value


class CodeField(forms.CharField):
    """A one-time code, in any digits, with or without spaces and dashes."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Code"))
        widget = latin_input(inputmode="numeric", autocomplete="one-time-code", autofocus=True)
        super().__init__(**({"max_length": 30, "widget": widget} | kwargs))

    def to_python(self, value):
        return to_latin(normalise(super().to_python(value) or "", one_line=True))
