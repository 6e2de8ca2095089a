"""The two sheets: five grades, or what came of it. Radio buttons that need no script."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trainings.models import CourseFeedback
from trainings.models.feedback import GRADE

Kind = CourseFeedback.Kind
ANSWER = _("Choose one of the answers.")


def words(name):
    """The question as the model words it."""
    return CourseFeedback._meta.get_field(name).verbose_name


def comment_field():
    return forms.CharField(
        label=words("comment"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"class": "field field--wide", "rows": 4}),
    )


def radio(name, choices, coerce=str):
    return forms.TypedChoiceField(
        label=words(name),
        choices=choices,
        coerce=coerce,
        widget=forms.RadioSelect,
        error_messages={"required": ANSWER, "invalid_choice": ANSWER},
    )


class AfterForm(forms.Form):
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in CourseFeedback.QUESTIONS:
            self.fields[name] = radio(name, GRADE["choices"], int)
        self.fields["comment"] = comment_field()

    @property
    def questions(self):
        return [self[name] for name in CourseFeedback.QUESTIONS]


class FollowUpForm(forms.Form):
    use_required_attribute = False
    use = radio("use", CourseFeedback.Use.choices)
    effect = radio("effect", CourseFeedback.Effect.choices)
    comment = comment_field()

    @property
    def questions(self):
        return [self["use"], self["effect"]]


FORMS = {Kind.AFTER: AfterForm, Kind.FOLLOW_UP: FollowUpForm}
