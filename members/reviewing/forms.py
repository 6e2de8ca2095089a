"""What a reviewer sends: what was checked, which look-alikes are other firms, the verdict with its letter."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filing.versions import RowVersionField
from members.checklist import CHECKS, OTHER_FIRM, RIGHT, found
from members.models import ReviewReason
from persian.forms import NormalisedCharField

APPROVE, ASK, REJECT = "approve", "ask", "reject"
VERDICTS = {
    APPROVE: pgettext_lazy("verdict on a firm", "Approve"),
    ASK: pgettext_lazy("verdict on a firm", "Ask for more"),
    REJECT: pgettext_lazy("verdict on a firm", "Reject"),
}
FOUND = [(RIGHT, _("right")), ("wrong", _("wrong")), ("unreadable", _("unreadable"))]
OTHER = [(OTHER_FIRM, _("another firm")), ("same", _("the same firm"))]
LABELS = {
    "identifier": _("Identifier"),
    "name": _("Registered name"),
    "place": _("Place and address"),
    "sections": _("Field of work"),
    "size": _("Size"),
    "representative": _("Representative"),
}


SHAPES = {"wrong": "bad", "same": "bad", REJECT: "bad", "unreadable": "no"}


class Segments(forms.RadioSelect):
    """A choice of few, side by side; what speaks against the firm has a colour and a shape of its own."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["class"] = SHAPES.get(value, "")
        return option


class ReviewForm(forms.Form):
    """``may_decide``: this reviewer may approve and reject, not only ask."""

    verdict = forms.ChoiceField(
        label=pgettext_lazy("verdict on a firm", "Decision"),
        widget=Segments,
        error_messages={"required": _("Choose a decision.")},
    )
    reasons = forms.ModelMultipleChoiceField(
        queryset=ReviewReason.objects.none(),
        to_field_name="key",
        required=False,
        label=_("Ready reasons"),
        widget=forms.CheckboxSelectMultiple,
    )
    message = NormalisedCharField(
        label=_("The letter that the firm gets"), max_length=2000, required=False,
        widget=forms.Textarea({"rows": 7, "class": "tall"}),
    )  # fmt: skip
    note = NormalisedCharField(
        label=_("Note for reviewers (the firm does not see it)"), max_length=2000, required=False
    )
    seen = RowVersionField()

    def __init__(self, *args, firm, look_alikes, last=None, may_decide=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.firm, self.look_alikes = firm, look_alikes
        checked = last.checklist if last else []
        self.add_choices("check", CHECKS, FOUND, found(checked, "check"))
        codes = [other.tracking_code for other in look_alikes]
        self.add_choices("look_alike", codes, OTHER, found(checked, "look_alike"))
        self.fields["reasons"].queryset = ReviewReason.objects.filter(is_in_use=True)
        self.fields["verdict"].choices = [
            pair for pair in VERDICTS.items() if may_decide or pair[0] == ASK
        ]  # fmt: skip
        self.initial |= {"seen": firm.row_version, "verdict": "" if may_decide else ASK}

    def add_choices(self, kind, names, choices, known):
        for name in names:
            self.fields[f"{kind}-{name}"] = forms.ChoiceField(choices=choices, required=False, widget=Segments)
            self.initial[f"{kind}-{name}"] = known.get(name, "")

    def checklist(self):
        """What was found, as the review row keeps it."""
        return [
            {kind: name.removeprefix(f"{kind}-"), "found": value}
            for kind in ("check", "look_alike")
            for name, value in self.cleaned_data.items()
            if name.startswith(f"{kind}-") and value
        ]

    def letter(self, typed, reasons):
        """What was typed, with the texts of the reasons that do not stand in it yet, in the firm's language."""
        texts = [reason.text_in(self.firm.language) for reason in reasons]
        return "\n".join([part for part in [typed, *(text for text in texts if text not in typed)] if part])

    def clean(self):
        """A letter that nobody wrote is made of the reasons."""
        data = super().clean()
        if not data.get("message") and data.get("verdict") in (ASK, REJECT):
            data["message"] = self.letter("", data.get("reasons") or [])
        return data


class ChangeForm(forms.Form):
    message = NormalisedCharField(
        label=_("What the firm is told"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4, "class": "tall"}),
    )


class StandingForm(forms.Form):
    reason = NormalisedCharField(
        label=_("Reason (the firm reads it)"), max_length=2000, widget=forms.Textarea({"rows": 4, "class": "tall"})
    )
