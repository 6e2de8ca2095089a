"""What was typed, as it is read: the summary, everything that is still wrong, both values of a conflict."""

from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from persian.digits import localised


@dataclass(frozen=True)
class Line:
    """One value of the summary; ``public``: None where nobody is ever asked, else whether the public will see it."""

    label: str
    value: str
    public: bool | None = None


def step_address(token, step):
    return reverse("members:register_step", args=[token, step.key])


def readable(form, name):
    """A typed value in words: the names of what was chosen, the text as it stands."""
    field, values = form.fields[name], form.data.getlist(name)
    if isinstance(field, forms.BooleanField):
        return _("Yes") if values else _("No")
    if isinstance(field, forms.ModelMultipleChoiceField):
        names = {str(getattr(row, field.to_field_name)): str(row) for row in field.queryset}
        return _(", ").join(names.get(value, value) for value in values)
    value = values[-1] if values else ""
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    return localised(value) if value.isascii() and value.isdecimal() else value


def summary_of(forms_by_step, token):
    """(step, its address, its lines) for each step; what is empty is left out, unless it is wrong."""
    return [(step, step_address(token, step), list(lines_of(form))) for step, form in forms_by_step]


def lines_of(form):
    kind = form.data.get("legal_kind", "")
    for field, consent, only in form.rows():
        value = readable(form, field.name)
        if value and only in ("", kind):
            yield Line(field.label, value, None if consent is None else bool(form.data.get(consent.name)))


def problems_of(forms_by_step, token):
    """Everything that keeps the draft from being sent: (step, label, words, address of the field)."""
    return [
        (
            step,
            form[name].label if name in form.fields else "",
            error,
            f"{step_address(token, step)}?errors=1#id_{name}",
        )
        for step, form in forms_by_step
        for name, errors in form.errors.items()
        for error in errors
    ]


def both_values(form, theirs):
    """(label, saved now, typed here) of each field in which two tabs differ."""
    return [
        (field.label, readable(theirs, field.name), readable(form, field.name))
        for field in form
        if form.data.getlist(field.name) != theirs.data.getlist(field.name)
    ]
