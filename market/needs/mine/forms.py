"""What a buyer types: the need itself, more time, why it ends, what came of it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from filing.uploads import store_file
from filing.versions import VersionedModelForm
from market.models import Need
from market.services.needs import require_future
from members.desk.forms import dress
from members.models import Capability
from persian.forms import JalaliDateField, JalaliDateTimeField, NormalisedCharField, RialField
from persian.widgets import JalaliDateTimeInput

Outcome = Need.Outcome
LINES = {"rows": 3}


class MomentInput(JalaliDateTimeInput):
    """Its label leads to the day, so that a click on the words, or on an error above, ends in a box."""

    def id_for_label(self, id_):
        return f"{id_}_0"


class DeadlineForm(forms.Form):
    """A moment by the clock of Tehran that is still to come."""

    deadline = JalaliDateTimeField(
        label=gettext_lazy("deadline for answers"),
        help_text=gettext_lazy("Day and time in Tehran; from then on you can read the answers."),
        error_messages={"required": gettext_lazy("Write both, day and time.")},
        widget=MomentInput({"class": "field"}),
    )

    def clean_deadline(self):
        deadline = self.cleaned_data["deadline"]
        try:
            require_future(deadline)
        except ValidationError as refusal:
            raise ValidationError(refusal.messages) from refusal
        return deadline


class NeedForm(DeadlineForm, VersionedModelForm):
    """A draft. What could not be read comes back as it was typed; a second writer sees both values."""

    upload = forms.FileField(
        label=gettext_lazy("attachment (public)"),
        help_text=gettext_lazy("Such as a specification. Everybody can read it once the need is open."),
        required=False,
        widget=forms.FileInput,
    )
    drop_file = forms.BooleanField(label=gettext_lazy("take the attachment away"), required=False)

    class Meta:
        model = Need
        fields = [
            "institution", "title", "title_en", "text", "text_en", "capabilities", "band", "city", "place", "contact",
            "deadline",
        ]  # fmt: skip
        widgets = {
            "title_en": forms.TextInput({"dir": "ltr", "lang": "en"}),
            "text": forms.Textarea({"rows": 7}),
            "text_en": forms.Textarea({"rows": 4, "dir": "ltr", "lang": "en"}),
            "contact": forms.Textarea({"rows": 2}),
            "capabilities": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, institutions, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.stored = by, None
        self.fields["institution"].queryset = institutions
        self.fields["capabilities"].queryset = Capability.objects.all()
        if not self.instance.file_id:
            del self.fields["drop_file"]
        dress(self)
        self.fields["deadline"].widget.attrs["class"] = "field"

    def clean_upload(self):
        """Checked here, so that a refusal stands at the box."""
        upload = self.cleaned_data["upload"]
        if upload:
            self.stored = store_file(upload, by=self.by)
        return upload

    def put_file(self):
        """The file of the need as the form wants it, on the instance."""
        if self.stored or self.cleaned_data.get("drop_file"):
            self.instance.file = self.stored


class MoreTimeForm(DeadlineForm):
    """A later deadline."""


class WhyForm(forms.Form):
    why = NormalisedCharField(
        label=gettext_lazy("reason"),
        help_text=gettext_lazy("The firms that answered read it; the public does not."),
        max_length=1000,
        widget=forms.Textarea(LINES),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self)


class OutcomeForm(WhyForm):
    """What came of the need; which of its answers won, where one did."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("a need", "outcome"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    winner = forms.TypedChoiceField(
        label=gettext_lazy("the answer that won"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    decided_on = JalaliDateField(label=gettext_lazy("decided on"))
    amount = RialField(label=gettext_lazy("amount of the purchase in rials"), required=False)
    supplier_place = NormalisedCharField(
        label=gettext_lazy("where the supplier is from"),
        help_text=gettext_lazy("Province or city, when it was bought elsewhere."),
        max_length=80,
        required=False,
    )
    field_order = ["outcome", "winner", "decided_on", "amount", "supplier_place", "why"]

    def __init__(self, *args, answers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["winner"].choices = [(answer.pk, str(answer.firm)) for answer in answers]

    def clean(self):
        data = super().clean()
        if data.get("outcome") == Outcome.LOCAL and data.get("winner") is None and "winner" not in self.errors:
            self.add_error("winner", _("Choose which answer won."))
        if data.get("outcome") != Outcome.LOCAL and "winner" not in self.errors:
            data["winner"] = None
        return data
