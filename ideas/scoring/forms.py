"""What a scorer answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import QUESTIONS, IdeaScore
from persian.digits import localised
from persian.forms import NormalisedCharField

HINTS = {
    "feasibility": _("Can it be done here, with the people and the time there are? 5: certainly."),
    "effect": _("How much will firms, jobs or sales gain? 5: very much."),
    "cost": _("What does it cost against what it brings? 5: little."),
    "fit": _("Does it fit the cluster and what is under way? 5: exactly."),
}
GRADES = range(IdeaScore.LOWEST, IdeaScore.HIGHEST + 1)


class ScoreForm(forms.Form):
    """A grade from 1 to 5 for each question, and a comment that the others read once all are in."""

    use_required_attribute = False

    comment = NormalisedCharField(
        label=_("Comment on the idea"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"class": "field field--wide", "rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in QUESTIONS:
            self.fields[name] = forms.TypedChoiceField(
                label=IdeaScore._meta.get_field(name).verbose_name,
                help_text=HINTS[name],
                choices=[(grade, localised(grade)) for grade in GRADES],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose a grade from 1 to 5.")},
            )
        self.order_fields([*QUESTIONS, "comment"])

    @property
    def grades(self):
        return {name: self.cleaned_data[name] for name in QUESTIONS}

    @property
    def questions(self):
        return [self[name] for name in QUESTIONS]


class ConflictForm(forms.Form):
    """Which conflict of interest it is; read by who runs the ideas."""

    use_required_attribute = False

    conflict = NormalisedCharField(
        label=_("Which conflict of interest is it?"),
        help_text=_("Such as: I work with the submitter. Read by who runs the ideas."),
        max_length=500,
        widget=forms.TextInput({"class": "field field--wide"}),
    )
