"""The user forms of administrators. The pages of the account itself have theirs in ``sign_in_forms``."""

from django import forms
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.forms import UserChangeForm as DjangoUserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.models import User, canonical_email, canonical_mobile
from persian.forms import NormalisedCharField
from persian.text import search_key

VERBS = {"add": _("add"), "change": _("change"), "delete": _("delete"), "view": _("view")}


class IdentifierFieldsMixin:
    """Empty identifiers become NULL, mobile numbers canonical, before the model's own validators look at them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mobile"] = forms.CharField(
            label=User._meta.get_field("mobile").verbose_name,
            required=False,
            max_length=30,
            help_text=_("Such as 09123456789."),
            widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel"}),
        )
        self.fields["email"].required = False

    def clean_email(self):
        return canonical_email(self.cleaned_data.get("email"))

    def clean_mobile(self):
        return canonical_mobile(self.cleaned_data.get("mobile"))


class UserAddForm(IdentifierFieldsMixin, AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["full_name", "email", "mobile"]
        field_classes = {}


class RoleField(forms.ModelMultipleChoiceField):
    """The groups by the words that people use for them."""

    def label_from_instance(self, group):
        return roles.word(group.name)


class PermissionField(forms.ModelMultipleChoiceField):
    """Permissions in the reader's language: Django keeps their names in English."""

    def label_from_instance(self, permission):
        return f"{permission.content_type.app_labeled_name} | {permission_words(permission)}"


def permission_words(permission):
    """«view: meeting» for Django's four, else the words that the model's Meta gives."""
    verb, _rest, name = permission.codename.partition("_")
    if verb in VERBS and name == permission.content_type.model:
        return VERBS[verb]
    return gettext(permission.name)


class GroupForm(forms.ModelForm):
    class Meta:
        model = Group
        fields = ["name", "permissions"]
        field_classes = {"permissions": PermissionField}


class UserChangeForm(IdentifierFieldsMixin, DjangoUserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes = {"groups": RoleField}
        widgets = {"groups": forms.CheckboxSelectMultiple}


class PseudonymiseForm(forms.Form):
    """The name is typed, because nothing brings the data back."""

    name = NormalisedCharField(label=_("Full name of the person"), max_length=120)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_name(self):
        """Spaces and ZWNJ, ي and ی do not count: the letters do."""
        typed, wanted = (
            search_key(text).replace(" ", "") for text in (self.cleaned_data["name"], self.person.full_name)
        )
        if typed != wanted:
            raise ValidationError(_("This is not the name of the person."))
        return self.cleaned_data["name"]
