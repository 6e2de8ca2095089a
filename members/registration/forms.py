"""What each step of the registration asks. The forms read and refuse; the services write."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import canonical_address
from accounts.sign_in_fields import AddressField
from council.models import Section
from members.models import Capability, Firm, FirmDocument
from persian.digits import localised
from persian.forms import JalaliYearField, NormalisedCharField
from persian.identifiers import canonical_code, check_entity_id, check_postal_code
from persian.jalali import today, year_of
from persian.text import normalise

# The words of persian.identifiers, said by the browser before the page is sent.
NOT_AN_ENTITY = _("This is not a national ID of a company: it has 11 digits and the last one checks the others.")
NOT_A_POSTAL_CODE = _("A postal code has 10 digits, none of the first five a 0 or a 2.")
OLDEST = 1300  # the year in which the first registers of companies begin


def box(**attrs):
    """A text box of the registration."""
    return forms.TextInput({"class": "field field--wide"} | attrs)


def number_box(**attrs):
    """A box for a number that names something: a keypad of digits, from left to right in both languages."""
    return box(**{"class": "field reg__short", "inputmode": "numeric", "dir": "ltr", "autocomplete": "off"} | attrs)


def text_box(**attrs):
    return forms.Textarea({"class": "field field--wide", "rows": 4} | attrs)


def consent(name):
    """Off until it is ticked; stands beside the value that it opens."""
    return forms.BooleanField(label=Firm._meta.get_field(name).verbose_name, required=False)


class NumberField(forms.CharField):
    """Typed in any digits, with spaces or dashes; gives the canonical form."""

    def __init__(self, *, longest, **kwargs):
        self.longest = longest
        super().__init__(**({"widget": number_box()} | kwargs))

    def to_python(self, value):
        return canonical_code(normalise(value or "", one_line=True)) or ""

    def validate(self, value):
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(
                _("Write at most %(limit)s characters.") % {"limit": localised(self.longest)}, code="max_length"
            )


class PhoneField(NumberField):
    """Any telephone of an office or a person: digits, with or without the country's code."""

    def validate(self, value):
        super().validate(value)
        digits = value.removeprefix("+")
        if value and not (digits.isascii() and digits.isdecimal() and 7 <= len(digits) <= 15):
            raise ValidationError(_("Write the number in digits, with the code of the city: such as 06133330000."))


class EmailBox(forms.CharField):
    """An e-mail address as we keep it; a mobile number, which also is an address, has its own box."""

    def clean(self, value):
        value = super().clean(value)
        if value and "@" not in value:
            raise ValidationError(EmailValidator.message, EmailValidator.code)
        return canonical_address(value) if value else ""


class WebsiteField(forms.URLField):
    """An address of the web; who leaves out ``https://`` need not be told."""

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", max_length=200, **kwargs)

    def to_python(self, value):
        return super().to_python(normalise(value or "", one_line=True))

    def validate(self, value):
        super().validate(value)
        if value and not value.startswith(("https://", "http://")):
            raise ValidationError(_("Write the address of the website, such as https://example.ir."), code="invalid")


class SectionsField(forms.ModelMultipleChoiceField):
    """Sections by their order. What is no small number is no section, before a database is asked."""

    def clean(self, value):
        for typed in value or []:
            if not (typed.isascii() and typed.isdecimal() and len(typed) <= 4):
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": typed})
        return super().clean(value)


class StartForm(forms.Form):
    contact = AddressField(
        label=_("E-mail address or mobile number"),
        help_text=_("A link and a six-digit code are sent there. In any digits; such as 09123456789."),
        widget=box(dir="ltr", autocomplete="email", autocapitalize="none", spellcheck="false"),
    )


class StepForm(forms.Form):
    """One step. ``consents`` maps a field to the box beside it; ``only`` a field to the legal kind that has it."""

    use_required_attribute = False
    consents = {}
    only = {}

    def rows(self):
        """(field, its consent or None, the legal kind that alone has it) in their order."""
        boxes = set(self.consents.values())
        for field in self:
            if field.name not in boxes:
                box_name = self.consents.get(field.name)
                yield field, self[box_name] if box_name else None, self.only.get(field.name, "")


class WhoForm(StepForm):
    consents = {"name": "is_listed"}
    only = {"national_id": "company", "licence_number": "guild", "guild": "guild"}

    legal_kind = forms.ChoiceField(label=_("Your firm is a"), choices=Firm.LegalKind.choices, widget=forms.RadioSelect)
    national_id = NumberField(
        longest=11,
        label=_("National ID of the company"),
        help_text=_("Eleven digits; it stands in the registration notice."),
        required=False,
        validators=[check_entity_id],
        widget=number_box(**{"data-check": "entity", "data-words": NOT_AN_ENTITY}),
    )
    licence_number = NumberField(
        longest=20,
        label=_("Number of the guild licence"),
        help_text=_("As it stands on the licence."),
        required=False,
        widget=number_box(inputmode="text"),
    )
    guild = NormalisedCharField(label=_("Guild union"), max_length=120, required=False, widget=box())
    name = NormalisedCharField(
        label=_("Name of the firm"),
        help_text=_("As it is registered, or as it stands on the licence."),
        max_length=160,
        widget=box(autocomplete="organization"),
    )
    is_listed = consent("is_listed")
    name_en = NormalisedCharField(
        label=_("Name in English"), max_length=160, required=False, widget=box(dir="ltr", lang="en")
    )
    founded = JalaliYearField(
        label=_("Founded in year"),
        help_text=_("With four digits, such as 1395."),
        required=False,
        min_value=OLDEST,
        widget=number_box(),
    )

    def clean_founded(self):
        year = self.cleaned_data["founded"]
        if year and year > year_of(today()):
            raise ValidationError(_("This year has not come yet."))
        return year

    def clean(self):
        """Each kind has its own identifier; what stands in the other kind's boxes is neither checked nor kept."""
        kind = self.cleaned_data.get("legal_kind")
        for name, of_kind in self.only.items():
            if kind and kind != of_kind:
                self.errors.pop(name, None)
                self.cleaned_data[name] = ""
        self.require(kind, "company", "national_id", _("Enter the national ID of the company: 11 digits."))
        self.require(kind, "guild", "licence_number", _("Enter the number of the guild licence."))

    def require(self, kind, of_kind, name, words):
        if kind == of_kind and name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, words)


class WhatForm(StepForm):
    consents = {
        "sections": "shows_sections",
        "capabilities": "shows_capabilities",
        "about": "shows_about",
        "website": "shows_website",
    }

    sections = SectionsField(
        label=_("Sections of the cluster"),
        help_text=_("All in which you work."),
        queryset=Section.objects.none(),
        to_field_name="order",
        widget=forms.CheckboxSelectMultiple,
    )
    shows_sections = consent("shows_sections")
    capabilities = forms.ModelMultipleChoiceField(
        label=_("What you can do"),
        help_text=_("Buyers search by these. Open a group, or search."),
        queryset=Capability.objects.none(),
        to_field_name="key",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    shows_capabilities = consent("shows_capabilities")
    about = NormalisedCharField(
        label=_("What your firm does"),
        help_text=_("In a few sentences: what you make, for whom."),
        max_length=1500,
        required=False,
        widget=text_box(),
    )
    about_en = NormalisedCharField(
        label=_("The same in English"), max_length=1500, required=False, widget=text_box(dir="ltr", lang="en", rows=3)
    )
    shows_about = consent("shows_about")
    website = WebsiteField(
        label=_("Website"), required=False, widget=box(dir="ltr", inputmode="url", autocomplete="url")
    )
    shows_website = consent("shows_website")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sections"].queryset = sections = Section.objects.all()
        self.fields["sections"].required = sections.exists()
        self.fields["capabilities"].queryset = Capability.objects.all()


class PlaceForm(StepForm):
    consents = {"size": "shows_size", "city": "shows_city"}

    size = forms.ChoiceField(label=_("How many people work there"), choices=Firm.Size.choices, widget=forms.RadioSelect)
    shows_size = consent("shows_size")
    city = NormalisedCharField(label=_("City"), max_length=60, widget=box(autocomplete="address-level2"))
    shows_city = consent("shows_city")
    postal_code = NumberField(
        longest=10,
        label=_("Postal code"),
        help_text=_("Ten digits; never public."),
        validators=[check_postal_code],
        widget=number_box(autocomplete="postal-code", **{"data-check": "postal", "data-words": NOT_A_POSTAL_CODE}),
    )
    address = NormalisedCharField(
        label=_("Address"),
        help_text=_("For the secretariat only; never public."),
        max_length=500,
        required=False,
        widget=text_box(autocomplete="street-address", rows=2),
    )


class ContactsForm(StepForm):
    contact_person = NormalisedCharField(
        label=_("Your full name"),
        help_text=_("You act for the firm in the portal; colleagues can be invited later."),
        max_length=120,
        widget=box(autocomplete="name"),
    )
    position = NormalisedCharField(
        label=_("Your position"), max_length=80, required=False, widget=box(autocomplete="organization-title")
    )
    contact_phone = PhoneField(
        longest=16,
        label=_("Telephone"),
        required=False,
        widget=number_box(inputmode="tel", autocomplete="tel"),
    )
    contact_email = EmailBox(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        widget=box(dir="ltr", inputmode="email", autocomplete="email", autocapitalize="none", spellcheck="false"),
    )

    def clean(self):
        """Somebody must be reachable; an address that is wrong has its own error."""
        names = ("contact_phone", "contact_email")
        if not any(name in self.errors or self.cleaned_data.get(name) for name in names):
            self.add_error("contact_phone", _("Write a telephone number or an e-mail address."))


class DocumentForm(forms.Form):
    use_required_attribute = False

    kind = forms.ChoiceField(label=_("Kind of document"), choices=FirmDocument.Kind.choices, widget=forms.RadioSelect)


class MessageForm(StepForm):
    """What an applicant writes to an answer, or to a repeated application."""

    message = NormalisedCharField(
        label=_("Your answer"),
        help_text=_("What you changed or sent, in a few words."),
        max_length=2000,
        required=False,
        widget=text_box(),
    )


class CodeForm(forms.Form):
    use_required_attribute = False

    code = NumberField(
        longest=6,
        label=_("Code from the message"),
        required=False,
        widget=number_box(autocomplete="one-time-code", maxlength=12),
    )


class TrackForm(forms.Form):
    use_required_attribute = False

    code = forms.CharField(
        label=_("Tracking code"),
        help_text=_("In capital or small letters, with or without dashes."),
        max_length=40,
        widget=box(dir="ltr", autocomplete="off", autocapitalize="characters", spellcheck="false"),
    )
