"""The shape of what the desks send. What may be written is decided by the services; these only read it."""

import hashlib
import json
import re
from decimal import Decimal
from fractions import Fraction

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from persian.digits import to_latin
from persian.forms import JalaliDateField, NormalisedCharField

PERCENT = re.compile(r"\d{1,3}(\.\d{1,2})?")
FIGURE = re.compile(r"-?\d{1,15}(\.\d{1,2})?")
SEPARATORS = str.maketrans({"٫": ".", "/": ".", "٬": None, "%": None, "٪": None, "\u200e": None, "\u200f": None})
TEXT_LENGTH = 4000
BEHIND = 10  # points


class FigureField(forms.Field):
    """A number in Persian, Arabic or Latin digits, with ``.`` ``/`` or ``٫`` before at most two decimals."""

    pattern = FIGURE
    default_error_messages = {"invalid": _("Enter a number with at most two decimals.")}

    def to_python(self, value):
        """Decimal; None when empty. No exponent, no NaN, no infinity: none of them is what a person writes."""
        text = to_latin(value or "").strip().translate(SEPARATORS).strip()
        if not text:
            return None
        if not self.pattern.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return Decimal(text)


class PercentField(FigureField):
    """A figure from 0 to 100."""

    pattern = PERCENT
    default_error_messages = {"invalid": _("Enter a number between 0 and 100, with at most two decimals.")}

    def validate(self, value):
        super().validate(value)
        if value is not None and value > 100:
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class SeenField(forms.IntegerField):
    """The newest row that the page knew of. Rubbish is «none»: the person then sees what is there, never an error."""

    widget = forms.HiddenInput

    def clean(self, value):
        try:
            return super().clean(value) or 0
        except ValidationError:
            return 0


class DayForm(forms.Form):
    """The day of the page: one for all rows."""

    as_of = JalaliDateField(label=_("Day of the progress (for all rows)"))


def row_text(label):
    return NormalisedCharField(label=label, required=False, max_length=TEXT_LENGTH)


class Refusable(forms.Form):
    """A form that shows the refusal of a service at the box that it names."""

    boxes = {}

    def take(self, refusal):
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, errors in refusal.error_dict.items():
            box = self.boxes.get(name, name)
            self.add_error(box if box in self.fields else None, errors)


class RowForm(Refusable):
    """One activity on the progress desk. Empty is «no entry», never zero.

    ``kept`` and ``refused_files``: what became of the chosen files (see ``desks.attachments``).
    """

    percent = PercentField(label=_("new value"), required=False)
    same = forms.BooleanField(label=_("unchanged"), required=False)
    narrative = row_text(_("what was done"))
    fall_reason = row_text(_("why progress went down"))
    obstacle = row_text(_("obstacle"))
    corrective_action = row_text(_("corrective action"))
    evidence = forms.Field(label=_("evidence"), required=False)
    seen = SeenField(required=False)

    TEXTS = ("narrative", "fall_reason", "obstacle", "corrective_action")

    def __init__(self, *args, line, **kwargs):
        initial = {"seen": line.seen, "obstacle": line.obstacle, "corrective_action": line.corrective_action}
        super().__init__(*args, prefix=f"a{line.pk}", initial=initial, **kwargs)
        self.line, self.kept, self.refused_files = line, [], []

    def is_filled(self, files):
        """Whether anybody touched the row: what the page itself put there, as last month's obstacle, is no entry."""
        for name in ("percent", "same", *self.TEXTS):
            text = " ".join(self.data.get(self.add_prefix(name), "").split())
            if text and text != " ".join(str(self.initial.get(name, "")).split()):
                return True
        return bool(files or self.data.getlist(self.add_prefix("kept")))

    def clean(self):
        data = super().clean()
        for problem in self.refused_files:
            self.add_error("evidence", problem)
        if "percent" not in self.errors:
            self._settle_percent(data)
        if data.get("percent") is not None:
            self._ask_why_behind(data)
        return data

    def _settle_percent(self, data):
        reported = self.line.reported
        if data.get("same") and data.get("percent") not in (None, reported):
            self.add_error("percent", _("Either a new value or “unchanged”, not both."))
        elif data.get("same") and reported is None:
            self.add_error("percent", _("Nothing was reported yet, so nothing can be unchanged. Enter the value."))
        elif data.get("same"):
            data["percent"] = reported
        elif data.get("percent") is None:
            self.add_error("percent", _("Enter the new value, or tick “unchanged”."))

    def _ask_why_behind(self, data):
        """More than ten points behind the plan: what hinders, and what is done about it."""
        if self.line.planned - Fraction(data["percent"]) <= BEHIND:
            return
        for name in ("obstacle", "corrective_action"):
            if name not in self.errors and not data.get(name):
                self.add_error(name, _("More than 10 points behind the plan: fill in both boxes."))

    def see(self, newest):
        """From now on the page knows of ``newest``: saving again is a decision made knowingly."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = str(newest)

    def fingerprint(self, *, key, as_of, by):
        """What makes this row of this page of this person one of a kind: only the same post again repeats it."""
        facts = [str(self.cleaned_data[name] or "") for name in ("percent", *self.TEXTS)]
        files = sorted(file.sha256 for file in self.kept)
        return one_of_a_kind("progress", by.pk, key, self.line.pk, as_of.isoformat(), *facts, *files)


def one_of_a_kind(*facts):
    """A key of 64 characters for ``filing.services.claim_key``, whatever the browser sent as the page's own key."""
    text = json.dumps([str(fact) for fact in facts])
    return hashlib.sha256(text.encode()).hexdigest()


class DecisionForm(Refusable):
    """The supervisor's word on one row of the verify desk; nothing chosen is «not now»."""

    VERIFY, OTHER, RETURN = "v", "o", "r"
    READY = {
        "none": _("There is no evidence."),
        "mismatch": _("The evidence does not match the value."),
        "undone": _("What was agreed as “done” is not met."),
        "date": _("The evidence is dated outside the period."),
    }

    boxes = {"percent": "figure", "value": "figure"}

    decision = forms.ChoiceField(
        required=False,
        choices=[("", ""), (VERIFY, _("Verify")), (OTHER, _("Verify another value")), (RETURN, _("Return"))],
    )
    figure = PercentField(label=_("verified value"), required=False)
    reason = row_text(_("reason"))
    ready = forms.ChoiceField(required=False, choices=[("", ""), *READY.items()])

    def __init__(self, *args, line, **kwargs):
        super().__init__(*args, prefix=line.prefix, **kwargs)
        self.line = line
        if not line.is_percent:
            self.fields["figure"] = FigureField(label=_("verified value"), required=False)

    def clean(self):
        data = super().clean()
        decision = data.get("decision")
        if decision == self.RETURN and data.get("ready") and not data.get("reason"):
            data["reason"] = str(self.READY[data["ready"]])
        if decision == self.OTHER and "figure" not in self.errors and data.get("figure") is None:
            self.add_error("figure", _("Enter the value that you verify."))
        if decision == self.OTHER and "reason" not in self.errors and not data.get("reason"):
            self.add_error("reason", _("Say why the verified figure differs from the reported one."))
        if decision == self.RETURN and "reason" not in self.errors and not data.get("reason"):
            self.add_error("reason", _("Say why it is returned, so that it can be corrected."))
        return data

    @property
    def verified_figure(self):
        """The figure that would become public: the reported one unless another was entered. For valid forms."""
        return self.cleaned_data["figure"] if self.cleaned_data["decision"] == self.OTHER else self.line.figure


class MonthForm(Refusable):
    """A month to lock, or to open again with a reason."""

    month = forms.TypedChoiceField(choices=[(str(month), month) for month in range(1, 13)], coerce=int)
    reason = row_text(_("reason"))
