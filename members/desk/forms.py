"""What representatives send. Fields that are not named here cannot be sent at all."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council.models import Section
from filing.uploads import store_file
from filing.versions import VersionedFormMixin
from members.models import Capability, Firm, FirmDocument
from persian.forms import JalaliYearField, NormalisedCharField
from persian.identifiers import canonical_code, check_entity_id, check_postal_code
from persian.text import search_key

BOXES = (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect)
OPTIONAL = {"required": False}


def dress(form):
    """The look of the public pages for every box that is typed into."""
    for field in form.fields.values():
        if not isinstance(field.widget, BOXES) and not field.widget.is_hidden:
            field.widget.attrs["class"] = f"{field.widget.attrs.get('class', '')} field field--wide".strip()


class CodeField(forms.CharField):
    """A number that names something, in any digits, with spaces and dashes or without; kept canonical."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"})

    def to_python(self, value):
        return canonical_code(super().to_python(value)) or ""


class ProfileForm(VersionedFormMixin, forms.ModelForm):
    """What no reviewer has to see. A second saver sees both values."""

    founded = JalaliYearField(label=Firm._meta.get_field("founded").verbose_name, required=False)
    postal_code = CodeField(
        label=Firm._meta.get_field("postal_code").verbose_name, required=False, validators=[check_postal_code]
    )
    website = forms.URLField(
        label=Firm._meta.get_field("website").verbose_name, required=False, assume_scheme="https",
        widget=forms.URLInput({"dir": "ltr"}),
    )  # fmt: skip

    class Meta:
        model = Firm
        fields = [
            "about", "about_en", "website", "capabilities", "size", "founded", "address", "postal_code",
            "contact_person", "contact_email", "contact_phone", "language", "is_listed", *Firm.CONSENTS,
        ]  # fmt: skip
        widgets = {
            "about": forms.Textarea({"rows": 5}),
            "about_en": forms.Textarea({"rows": 5, "dir": "ltr", "lang": "en"}),
            "address": forms.Textarea({"rows": 2}),
            "capabilities": forms.CheckboxSelectMultiple(),
            "contact_email": forms.EmailInput({"dir": "ltr", "autocomplete": "email"}),
            "contact_phone": forms.TextInput({"dir": "ltr", "inputmode": "tel", "autocomplete": "tel"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = Q(pk__in=self.instance.capabilities.values("pk"))  # a branch that was chosen before stays
        self.fields["capabilities"].queryset = Capability.objects.filter(Q(children=None) | own)
        dress(self)

    def clean_postal_code(self):
        return self.cleaned_data["postal_code"] or None

    def consents(self):
        return [self[name] for name in Firm.CONSENTS]


class ReviewedForm(forms.ModelForm):
    """The fields that a reviewer accepts. Says nothing of other firms: who has the same identifier, reviewers see."""

    national_id = CodeField(
        label=Firm._meta.get_field("national_id").verbose_name, required=False, validators=[check_entity_id]
    )
    licence_number = CodeField(
        label=Firm._meta.get_field("licence_number").verbose_name, required=False, validators=[MaxLengthValidator(20)]
    )
    sections = forms.ModelMultipleChoiceField(
        label=Firm._meta.get_field("sections").verbose_name,
        queryset=Section.objects.all(),
        widget=forms.CheckboxSelectMultiple(),
    )

    class Meta:
        model = Firm
        fields = Firm.REVIEWED_FIELDS
        widgets = {"legal_kind": forms.RadioSelect(), "name_en": forms.TextInput({"dir": "ltr", "lang": "en"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["legal_kind"].choices = Firm.LegalKind.choices
        dress(self)

    def clean_national_id(self):
        return self.cleaned_data["national_id"] or None

    def clean_licence_number(self):
        return self.cleaned_data["licence_number"] or None

    def validate_constraints(self):
        """The firm's identifier is checked in ``Firm.clean()``; that another firm has it is for reviewers to see."""


class ReviewedNowForm(VersionedFormMixin, ReviewedForm):
    """For a firm of which nothing was accepted yet: saved in place."""


class ChangeForm(ReviewedForm):
    """For a member: what differs goes to a reviewer."""

    reason = NormalisedCharField(
        label=gettext_lazy("Why this changes"), max_length=600, required=False, widget=forms.Textarea({"rows": 3})
    )

    def values(self):
        """The reviewed fields as JSON."""
        data = self.cleaned_data
        values = {name: data[name] or "" for name in Firm.REVIEWED_FIELDS if name != "sections"}
        return values | {"sections": sorted(section.order for section in data["sections"])}

    def show_open(self, change):
        """Begin from what an open change asks."""
        self.initial |= {name: value for name, value in change.after.items() if name != "sections"}


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind of document"), choices=FirmDocument.Kind.choices)
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("PDF, a photo (JPEG, PNG), Word or Excel, up to 20 MB.")
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        dress(self)

    def clean_file(self):
        """Stored once it was found to be what it says; a refusal is told at the field."""
        upload = self.cleaned_data.get("file")
        return store_file(upload, by=self.by) if upload else None


class AnswerForm(DocumentForm):
    """The answer to what was asked, with a document or without."""

    message = NormalisedCharField(
        label=gettext_lazy("Your answer"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4})
    )
    field_order = ["message", "kind", "file"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False

    def documents(self):
        data = self.cleaned_data
        return [(data["kind"], data["file"])] if data.get("file") else []


class MessageForm(forms.Form):
    message = NormalisedCharField(
        label=gettext_lazy("What has changed since then"), max_length=2000, required=False,
        widget=forms.Textarea({"rows": 4}),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self)


class InviteForm(forms.Form):
    contact = NormalisedCharField(
        label=gettext_lazy("E-mail address or mobile number"), max_length=254, widget=forms.TextInput({"dir": "ltr"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self)


class JoinForm(forms.Form):
    """``is_new``: the person has no account yet and gives a name."""

    full_name = NormalisedCharField(
        label=gettext_lazy("Your full name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    position = NormalisedCharField(label=gettext_lazy("Your position in the firm"), max_length=80, required=False)

    def __init__(self, *args, is_new, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["full_name"]
        dress(self)


class LeaveForm(forms.Form):
    """The name is typed, so that nobody leaves by a slip."""

    name = NormalisedCharField(label=gettext_lazy("Type the name of the firm to confirm"), max_length=160)
    reason = NormalisedCharField(
        label=gettext_lazy("Why the firm leaves"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args, firm, **kwargs):
        super().__init__(*args, **kwargs)
        self.firm = firm
        dress(self)

    def clean_name(self):
        typed = self.cleaned_data["name"]
        if search_key(typed) not in {search_key(self.firm.name), search_key(self.firm.name_en) or None}:
            raise forms.ValidationError(_("This is not the name of the firm."))
        return typed
