"""What is asked of who has an idea. The forms read and refuse; the services write."""

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from accounts.sign_in_fields import AddressField, CodeField
from council.models import Section
from ideas.models import Idea, IdeaCall
from persian.choices import ManyRowsField
from persian.forms import NormalisedCharField
from persian.identifiers import canonical_code
from persian.jalali import today

WORDS = {"problem": 5, "solution": 6, "expected_effect": 4}  # rows of the boxes


def box(**attrs):
    return forms.TextInput({"class": "field field--wide"} | attrs)


class StartForm(forms.Form):
    """An address is all that it takes to begin."""

    use_required_attribute = False

    contact = AddressField(
        label=_("E-mail address or mobile number"),
        help_text=_("A six-digit code and the link to your draft are sent there. Such as 09123456789."),
        widget=box(dir="ltr", autocomplete="email", autocapitalize="none", spellcheck="false"),
    )


class IdeaForm(forms.Form):
    """The idea. ``name`` is not asked when a firm submits it."""

    use_required_attribute = False

    title = NormalisedCharField(label=_("Title of the idea"), max_length=160, widget=box())
    problem = NormalisedCharField(
        label=_("The problem"),
        help_text=_("What is missing or goes wrong, for whom, and how do you know?"),
        max_length=3000,
    )
    solution = NormalisedCharField(
        label=_("Your solution"),
        help_text=_("What is to be done, by whom, and what does it take?"),
        max_length=3000,
    )
    expected_effect = NormalisedCharField(
        label=_("Expected effect"),
        help_text=_("What will be different in a year: firms, jobs, sales, skills?"),
        max_length=3000,
    )
    call = forms.ModelChoiceField(
        label=_("Answers the call"),
        queryset=IdeaCall.objects.none(),
        required=False,
        empty_label=_("No call: an idea of its own"),
        widget=forms.Select({"class": "field field--wide"}),
    )
    sections = ManyRowsField(
        label=_("Sections of the cluster that it is about"),
        queryset=Section.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    name = NormalisedCharField(
        label=_("Your name"),
        help_text=_("Seen by those who work on the idea."),
        max_length=120,
        widget=box(autocomplete="name"),
    )
    is_named = forms.BooleanField(label=_("If the idea is adopted, the public may read who had it."), required=False)

    def __init__(self, *args, has_firm=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["call"].queryset = IdeaCall.objects.open_on(today())
        if has_firm:
            del self.fields["name"]
        for name, rows in WORDS.items():
            self.fields[name].widget = forms.Textarea({"class": "field field--wide", "rows": rows})


NAMES = list(IdeaForm.base_fields)
MOST_KEPT = dict.fromkeys(("problem", "solution", "expected_effect"), 8000)  # signs that a draft keeps, as typed


def typed_in(data):
    """What a POST brings for the fields of the form, as a draft keeps it; nothing endless."""
    return {
        name: [value[: MOST_KEPT.get(name, 500)].replace("\0", "") for value in data.getlist(name)[:50]]
        for name in NAMES
        if name in data
    }


def whole(text):
    """A number as it was sent; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def bound_to(draft):
    """The form with what the draft holds, so that it can be checked."""
    return IdeaForm(MultiValueDict(draft.payload), has_firm=draft.firm_id is not None)


def shown_of(draft, call=""):
    """The form with what the draft holds, without looking for faults. ``call``: the slug of the call one comes from."""
    initial = {
        name: values if name == "sections" else (values[0] if values else "") for name, values in draft.payload.items()
    }
    form = IdeaForm(initial=initial, has_firm=draft.firm_id is not None)
    if call and "call" not in initial:
        form.initial["call"] = form.fields["call"].queryset.filter(slug=call.replace("\0", "")).first()
    return form


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


class TrackForm(forms.Form):
    """The tracking code, in any digits and letters, with or without dashes."""

    use_required_attribute = False

    code = forms.CharField(
        label=_("Tracking code"),
        max_length=60,
        help_text=_("Sixteen letters and digits, such as K7Q2-M9XT-4RWB-8HJN."),
        error_messages={"required": _("Type the tracking code of the message that you were sent.")},
        widget=box(dir="ltr", autocomplete="off", autocapitalize="characters", spellcheck="false"),
    )


class AnswerForm(forms.Form):
    """The submitter's answer to what was asked."""

    use_required_attribute = False

    answer = NormalisedCharField(
        label=_("Your answer"),
        max_length=Idea._meta.get_field("answer").max_length,
        widget=forms.Textarea({"class": "field field--wide", "rows": 5}),
    )
