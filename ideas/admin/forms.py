"""The forms of the ideas' desk. What may be is decided by the services; these read and refuse."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan
from council.models import AgendaItem, Meeting, ProgramYear
from ideas import services
from ideas.models import Idea, IdeaProposal
from ideas.services.conflicts import barred_people
from persian.choices import ManyRowsField
from persian.digits import localised
from persian.forms import NormalisedCharField
from persian.text import search_key


def text_box(rows=4):
    return forms.Textarea({"rows": rows})


class DeskForm(forms.Form):
    """``idea``: the one on whose desk it stands."""

    use_required_attribute = False

    def __init__(self, *args, idea, **kwargs):
        super().__init__(*args, **kwargs)
        self.idea = idea


class PlainForm(DeskForm):
    """A button that asks nothing."""


class AskForm(DeskForm):
    question = NormalisedCharField(label=_("What the submitter is to tell"), max_length=2000, widget=text_box())


class RejectForm(DeskForm):
    reason = NormalisedCharField(label=_("Reason that the submitter reads"), max_length=2000, widget=text_box())


class ScorersForm(DeskForm):
    """Everybody who may score and is neither asked yet nor in a conflict."""

    scorers = ManyRowsField(
        None,
        label=_("Who is to score it?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who is to score the idea.")},
    )

    def __init__(self, *args, idea, **kwargs):
        super().__init__(*args, idea=idea, **kwargs)
        free = services.scorers().exclude(idea_scores__idea=idea)
        self.fields["scorers"].queryset = free.exclude(pk__in=barred_people(idea).values("pk"))
        self.fields["scorers"].label_from_instance = str


class DropForm(DeskForm):
    score = forms.ModelChoiceField(None)

    def __init__(self, *args, idea, **kwargs):
        super().__init__(*args, idea=idea, **kwargs)
        self.fields["score"].queryset = idea.scores.all()


class ShortlistForm(DeskForm):
    agenda_item = forms.ModelChoiceField(
        None, label=_("Agenda item"), empty_label=_("Choose an agenda item"), error_messages={
            "required": _("Choose the agenda item under which the council decides.")
        }
    )  # fmt: skip

    def __init__(self, *args, idea, **kwargs):
        super().__init__(*args, idea=idea, **kwargs)
        rows = AgendaItem.objects.filter(kind=AgendaItem.Kind.DECISION, meeting__state__in=Meeting.OPEN)
        self.fields["agenda_item"].queryset = rows.select_related("meeting__year").order_by(
            "-meeting__held_on", "order"
        )
        self.fields["agenda_item"].label_from_instance = lambda item: f"{item.meeting} · {item}"


class LeaveForm(DeskForm):
    why = NormalisedCharField(label=_("Why (for the book of changes)"), max_length=200, required=False)


class WithdrawForm(DeskForm):
    proposal = forms.ModelChoiceField(None)

    def __init__(self, *args, idea, **kwargs):
        super().__init__(*args, idea=idea, **kwargs)
        self.fields["proposal"].queryset = idea.proposals.all()


class PlanForm(DeskForm):
    year = forms.ModelChoiceField(
        ProgramYear.objects.exclude(state=ProgramYear.State.CLOSED).order_by("-year"),
        label=_("Programme year"),
        empty_label=_("Choose a year"),
        error_messages={"required": _("Choose the year of the plan.")},
    )

    def __init__(self, *args, idea, **kwargs):
        super().__init__(*args, idea=idea, **kwargs)
        self.fields["year"].label_from_instance = lambda year: localised(year.year)


class ActivityForm(DeskForm):
    plan = forms.ModelChoiceField(
        ActionPlan.objects.filter(state=ActionPlan.State.DRAFT)
        .exclude(year__state=ProgramYear.State.CLOSED)
        .select_related("year")
        .order_by("-year__year", "number"),
        label=_("Draft plan"),
        empty_label=_("Choose a draft plan"),
        error_messages={"required": _("Choose the draft plan that takes the activity.")},
    )

    def __init__(self, *args, idea, **kwargs):
        super().__init__(*args, idea=idea, **kwargs)
        self.fields["plan"].label_from_instance = lambda plan: f"{localised(plan.year.year)} › {plan}"


class EraseForm(DeskForm):
    """The name is typed, because nothing brings the data back."""

    name = NormalisedCharField(label=_("Name of the submitter, once more"), max_length=160)

    def clean_name(self):
        typed, wanted = (search_key(text).replace(" ", "") for text in (self.cleaned_data["name"], self.idea.submitter))
        if typed != wanted:
            raise ValidationError(gettext("This is not the name of the submitter."))
        return self.cleaned_data["name"]


class ProposeForm(forms.Form):
    """Which shortlisted ideas that ``by`` may judge go to one proposed decision, and what it is to do with them."""

    use_required_attribute = False

    ideas = ManyRowsField(
        None,
        label=_("Ideas"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one idea.")},
    )
    act = forms.ChoiceField(
        label=_("What the decision does"),
        choices=IdeaProposal.Act.choices,
        initial=IdeaProposal.Act.ADOPT,
    )
    reason = NormalisedCharField(
        label=_("Reason that the submitters read, when they are not taken up"),
        max_length=2000,
        required=False,
        widget=text_box(3),
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        free = Idea.objects.to_decide().exclude(pk__in=Idea.objects.barred_to(by).values("pk"))
        self.fields["ideas"].queryset = free.order_by("sort_text", "pk")
