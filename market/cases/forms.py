"""What filers send. Every box keeps what was typed; a file that was good is kept while the rest is mended."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council.models import Institution
from filing.models import StoredFile
from filing.uploads import store_file
from market.models import CaseReason, ProcurementCase
from market.models.case import LARGEST
from members.desk.forms import CodeField, dress
from members.models import Capability
from persian.forms import JalaliDateField, NormalisedCharField, RialField
from persian.jalali import today
from persian.widgets import RialInput

Winner, Supply = ProcurementCase.Winner, ProcurementCase.Supply
CHOOSE = [("", gettext_lazy("Choose"))]
NOT_FACTS = ("institution", "reasons", "upload", "key", "kept")


class CaseForm(forms.Form):
    """One purchase as its filer tells it. ``institutions``: those that the person may choose as the filer."""

    institution = forms.ModelChoiceField(
        Institution.objects.none(), label=gettext_lazy("You file it for"), empty_label=None, to_field_name="key"
    )
    buyer_name = NormalisedCharField(
        label=gettext_lazy("Buyer"),
        max_length=160,
        help_text=gettext_lazy(
            "The department or company that bought. The public never reads it unless it is released."
        ),
    )
    need_number = CodeField(
        label=gettext_lazy("Need number in Setad"), max_length=40, required=False,
        help_text=gettext_lazy("The number of the need or tender; with it staff find two reports of one purchase."),
    )  # fmt: skip
    category = forms.ChoiceField(label=gettext_lazy("What was bought"))
    decided_on = JalaliDateField(label=gettext_lazy("Day of the decision"))
    amount = RialField(
        label=gettext_lazy("Amount in rials"), max_value=LARGEST, widget=RialInput({"data-rials": "", "size": 24}),
        help_text=gettext_lazy("Whole rials, such as 1,500,000,000."),
    )  # fmt: skip
    winner = forms.ChoiceField(label=gettext_lazy("Where the winner was from"), choices=[*CHOOSE, *Winner.choices])
    claimed_supply = forms.ChoiceField(
        label=gettext_lazy("Could firms of the cluster have supplied it?"),
        choices=Supply.choices,
        initial=Supply.UNKNOWN,
    )
    reasons = forms.ModelMultipleChoiceField(
        CaseReason.objects.none(), to_field_name="key", required=False, widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Why no firm of the province got it"), help_text=gettext_lazy("All that apply."),
    )  # fmt: skip
    text = NormalisedCharField(
        label=gettext_lazy("What happened"), max_length=3000, required=False, widget=forms.Textarea({"rows": 5})
    )
    upload = forms.FileField(
        label=gettext_lazy("A paper that shows it"), required=False, widget=forms.FileInput,
        help_text=gettext_lazy("Such as the announcement or the result. Only staff and your own people read it."),
    )  # fmt: skip
    firm_agrees = forms.BooleanField(
        label=gettext_lazy("If staff release this case to the public, our firm may be named in it."), required=False
    )
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    kept = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, by, institutions=(), is_firm=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.file = by, None
        keys = [row.pk for row in institutions]
        if keys:
            self.fields["institution"].queryset = Institution.objects.filter(pk__in=keys)
        if len(keys) < 2:
            del self.fields["institution"]
        if not is_firm:
            del self.fields["firm_agrees"]
        self.fields["category"].choices = [*CHOOSE, *branches()]
        self.fields["reasons"].queryset = CaseReason.objects.filter(is_in_use=True)
        dress(self)

    def clean_need_number(self):
        return self.cleaned_data["need_number"] or None

    def clean_category(self):
        return Capability.objects.get(key=self.cleaned_data["category"])

    def clean_decided_on(self):
        day = self.cleaned_data["decided_on"]
        if day > today():
            raise ValidationError(_("The decision lies in the future. Write the day on which it was made."))
        return day

    def clean(self):
        """The file is kept first, so that it survives whatever else is wrong."""
        data = super().clean()
        self.keep_file(data)
        if not data.get("reasons") and data.get("winner") not in ("", None, Winner.LOCAL):
            self.add_error("reasons", _("Choose at least one reason."))
        return data

    def keep_file(self, data):
        try:
            if data.get("upload"):
                self.file = store_file(data["upload"], by=self.by)
            elif data.get("kept"):
                self.file = StoredFile.objects.filter(pk=data["kept"], uploaded_by=self.by).first()
        except ValidationError as refusal:
            self.add_error("upload", refusal)
        if self.file:
            self.data = self.data.copy()
            self.data["kept"] = str(self.file.pk)

    def facts(self):
        """What ``file_case`` takes beside the filer."""
        facts = {name: value for name, value in self.cleaned_data.items() if name not in NOT_FACTS}
        return facts | {"reasons": list(self.cleaned_data["reasons"]), "files": [self.file] if self.file else []}


def branches():
    """The leaves of the tree of capabilities under their branches, as choices by key. One query."""
    rows = list(Capability.objects.select_related("parent").order_by("order", "sort_text", "pk"))
    above = {row.parent_id for row in rows}
    groups = {row.pk: (str(row), []) for row in rows if row.pk in above}
    loose = []
    for row in rows:
        if row.pk not in above:
            (groups[row.parent_id][1] if row.parent_id in groups else loose).append((row.key, str(row)))
    return [*(group for group in groups.values() if group[1]), *loose]


class PaperForm(forms.Form):
    """One more paper of a case."""

    upload = forms.FileField(label=gettext_lazy("One more paper"), widget=forms.FileInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self)
