"""What a member sends: the answer to an invitation, a comment on an agenda item, what they did."""

from django import forms
from django.utils.translation import gettext_lazy as _

from council.models import Invitation
from persian.forms import NormalisedCharField

ANSWERS = [choice for choice in Invitation.Answer.choices if choice[0]]


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label=_("Do you come?"), choices=ANSWERS, widget=forms.RadioSelect)
    alternate = NormalisedCharField(
        label=_("Who sits in for you"), max_length=120, required=False, widget=forms.TextInput({"class": "field"})
    )


class CommentForm(forms.Form):
    text = NormalisedCharField(
        label=_("Your comment"), max_length=4000, widget=forms.Textarea({"rows": 3, "class": "field"})
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)


class ReportForm(forms.Form):
    text = NormalisedCharField(
        label=_("What was done"), max_length=2000, widget=forms.Textarea({"rows": 2, "class": "field"})
    )
