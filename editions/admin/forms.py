"""The forms of the desk: their shape. What may be is decided by the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from editions.models import EditionNote, YearEdition
from persian.forms import NormalisedCharField

LONGEST = 2000


def area(rows=2):
    return forms.Textarea({"rows": rows})


class ErratumForm(forms.Form):
    """What the next edition corrects; nothing for a year's first one."""

    erratum = NormalisedCharField(
        label=_("What is corrected and why"),
        max_length=LONGEST,
        widget=area(3),
        help_text=_("Stands on the page of both editions: which figure was wrong, why, and what it is now."),
    )
    erratum_en = NormalisedCharField(label=_("The same in English"), max_length=LONGEST, required=False, widget=area(3))


class NoteForm(forms.Form):
    """A word on one subject; its prefix keeps the forms of a page apart, which are sent together.

    What nobody touched asks for nothing, and neither does a subject of which nothing is said yet.
    """

    reason = NormalisedCharField(label=_("Reason"), max_length=LONGEST, widget=area())
    corrective_action = NormalisedCharField(label=_("What is done about it"), max_length=LONGEST, widget=area())

    def __init__(self, *args, task, **kwargs):
        self.task, note, told = task, task.note, task.proposed
        initial = {
            "reason": note.reason if note else told.get("obstacle", ""),
            "corrective_action": note.corrective_action if note else told.get("corrective_action", ""),
        }
        options = {"initial": initial, "prefix": name_of(task), "empty_permitted": True}
        super().__init__(*args, **options, use_required_attribute=False, **kwargs)
        if task.kind == EditionNote.Kind.UNVERIFIED:
            del self.fields["corrective_action"]

    def has_changed(self):
        return super().has_changed() and (self.task.is_done or any(map(self.typed, self.fields)))

    def typed(self, name):
        return (self[name].data or "").strip()

    def said(self, *, with_proposals):
        """The valid form's words; None where there are none. A proposal is one when it is left as it was, complete."""
        if self.has_changed():
            return self.cleaned_data
        is_proposal = with_proposals and not self.task.is_done and all(map(self.typed, self.fields))
        return {name: self.initial[name] for name in self.fields} if is_proposal else None


def name_of(task):
    return f"{task.kind}:{task.subject}"


class EditionChoice(forms.ModelChoiceField):
    def label_from_instance(self, edition):
        return f"{edition} · {edition.sha256[:16]}…"


class ProposeForm(forms.Form):
    edition = EditionChoice(label=_("Edition"), queryset=YearEdition.objects.none())

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        frozen = YearEdition.objects.visible_to(user).filter(state=YearEdition.State.FROZEN)
        self.fields["edition"].queryset = frozen.select_related("year").order_by("year__year", "number")
