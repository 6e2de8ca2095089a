"""The forms of the desk: their shape. What may be is decided by the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.desks.forms import Refusable, one_of_a_kind
from actionplans.forms import decision_label
from council.models import Decision
from handover.models import Criterion, NetworkOfficer
from handover.services.duties import require_networks_own
from persian.choices import ManyRowsField
from persian.digits import localised, to_latin
from persian.forms import JalaliDateField, NormalisedCharField
from persian.jalali import today

SCALE = [
    _("0: nothing yet"),
    _("1: begun"),
    _("2: half way"),
    _("3: in place"),
    _("4: fully in place and proved"),
]


class ScoreField(forms.TypedChoiceField):
    """0 to 4, chosen or typed, in digits of any script."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs):
        choices = [(str(score), words) for score, words in enumerate(SCALE)]
        super().__init__(choices=choices, coerce=int, **kwargs)
        self.error_messages["invalid_choice"] = _("A score is a whole number from 0 to 4.")
        self.error_messages["required"] = _("Choose a score from 0 to 4.")

    def to_python(self, value):
        return to_latin(str(value)).strip() if value not in self.empty_values else ""


class AssessForm(Refusable):
    """A score with its reason. ``kept`` and ``refused_files``: see ``actionplans.desks.attachments``."""

    as_of = JalaliDateField(label=_("as of"))
    score = ScoreField(label=_("score"))
    note = NormalisedCharField(label=_("why this score"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    caption = NormalisedCharField(
        label=_("what the files show"), max_length=200, required=False, help_text=_("Shown to everybody.")
    )
    evidence = forms.Field(label=_("evidence"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept, self.refused_files = [], []

    def clean(self):
        for problem in self.refused_files:
            self.add_error("evidence", problem)
        return super().clean()

    def fingerprint(self, *, key, criterion, by):
        """What makes this post one of a kind: only the same post again repeats it."""
        facts = [str(self.cleaned_data[name]) for name in ("as_of", "score", "note")]
        files = sorted(file.sha256 for file in self.kept)
        return one_of_a_kind("assess", by.pk, key, criterion.pk, *facts, *files)


class WhyForm(forms.Form):
    why = NormalisedCharField(label=_("Why"), max_length=1000, widget=forms.Textarea({"rows": 3}))


class DecisionChoice(forms.ModelChoiceField):
    def label_from_instance(self, decision):
        return f"{localised(decision.number)} · {decision.text[:80]}" if decision.number else decision_label(decision)


class CriteriaChoice(ManyRowsField):
    widget = forms.CheckboxSelectMultiple


class ConfirmForm(forms.Form):
    """Which criteria an adopted decision confirmed."""

    decision = DecisionChoice(label=_("Decision that confirms them"), queryset=Decision.objects.none())
    criteria = CriteriaChoice(label=_("Criteria that it confirms"), queryset=Criterion.objects.none())

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        adopted = Decision.objects.visible_to(user).adopted().select_related("agenda_item__meeting__year")
        self.fields["decision"].queryset = adopted.order_by("-adopted_on", "-number")
        self.fields["criteria"].queryset = Criterion.objects.filter(confirmed_by__isnull=True)


class ClosingForm(forms.Form):
    seen = forms.CharField(required=False, max_length=16)  # the version that the page showed
    exception = NormalisedCharField(
        label=_("The exception that the decision states"),
        max_length=2000,
        required=False,
        help_text=_("Only if the council closes the hand-over although something is missing: what, and why. Public."),
        widget=forms.Textarea({"rows": 3}),
    )


class PersonField(forms.CharField):
    """An account by its e-mail address or mobile number, typed in any digits."""

    default_error_messages = {"unknown": _("Nobody has an account with this address. They open one first.")}

    def clean(self, value):
        value = super().clean(value)
        person = User.objects.find(value)
        if person is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return person


class OfficerForm(forms.ModelForm):
    """Who acts for a network; the person is named by an address, because staff see no list of users."""

    person = PersonField(label=_("user: e-mail or mobile number"), max_length=254)

    class Meta:
        model = NetworkOfficer
        fields = ["network", "role", "valid_from", "valid_to"]

    def __init__(self, *args, **kwargs):
        """Whose office it is does not change, and is not asked again: an office is ended without its address."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["person"]

    def clean(self):
        """Who hands duties over receives none: refused when somebody is named, and when an office is prolonged."""
        data = super().clean()
        person = data.get("person") or (self.instance.user if self.instance.pk else None)
        if person and not self.ends():
            try:
                require_networks_own(person, self.by)
            except forms.ValidationError as refusal:
                self.add_error("person" if "person" in self.fields else None, refusal)
        return data

    def ends(self):
        """Whether this only ends an office, or leaves its days as they are: that is always possible."""
        last = self.cleaned_data.get("valid_to")
        return bool(self.instance.pk) and ("valid_to" not in self.changed_data or bool(last and last <= today()))

    def _post_clean(self):
        if "person" in self.cleaned_data:
            self.instance.user = self.cleaned_data["person"]
        super()._post_clean()

    def _get_validation_exclusions(self):
        """The user is no box of this form, but of the rule that one acts for a network once at a time."""
        left_out = super()._get_validation_exclusions()
        return left_out - {"user"} if "person" in self.cleaned_data else left_out


class PeopleForm(forms.Form):
    """Who leaves and who arrives."""

    leaving = PersonField(label=_("Who passes the roles on: e-mail or mobile number"), max_length=254)
    arriving = PersonField(label=_("Who takes them: e-mail or mobile number"), max_length=254)


class RolesForm(PeopleForm):
    """The same with the roles, after they were looked at."""

    groups = forms.MultipleChoiceField(label=_("Roles that pass on"), widget=forms.CheckboxSelectMultiple)
    sure = forms.BooleanField(label=_("I have looked at both people and what waits, and pass these roles on now."))

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["groups"].choices = choices
        for name in ("leaving", "arriving"):
            self.fields[name].widget = forms.HiddenInput()
