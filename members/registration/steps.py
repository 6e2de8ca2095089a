"""The steps in their order; what was typed in them, kept as typed; the forms that check it."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.models import Capability
from members.registration.forms import ContactsForm, MessageForm, NumberField, PlaceForm, WhatForm, WhoForm
from members.services.registration import FIELDS
from persian.digits import localised
from persian.forms import JalaliYearField
from persian.text import normalise, search_key

LONGEST_TEXT = 5000  # of one box; the longest field has 1,500
LONGEST_CHOICE, MOST_CHOICES = 80, 200


@dataclass(frozen=True)
class Step:
    """One page. ``form`` is None where nothing is typed that the draft keeps."""

    key: str
    title: Promise
    short: Promise
    form: type | None = None


STEPS = [
    Step("who", _("Who you are"), _("Firm"), WhoForm),
    Step("what", _("What you do"), _("Work"), WhatForm),
    Step("place", _("Size and place"), _("Place"), PlaceForm),
    Step("contacts", _("Contacts"), _("Contacts"), ContactsForm),
    Step("documents", _("Documents"), _("Documents")),
    Step("check", _("Check and send"), _("Sending"), MessageForm),
]
BY_KEY = {step.key: step for step in STEPS}
TYPED = [step for step in STEPS if step.form and step.key != "check"]


def beside(step, distance):
    """The step before or after; the first and the last stay where they are."""
    place = STEPS.index(step) + distance
    return STEPS[max(0, min(place, len(STEPS) - 1))]


def typed_in(step, data):
    """What a POST holds for this step, by field, and nothing else that stands in it. Text of any length is cut."""
    typed = {}
    for name, field in step.form.base_fields.items():
        if hasattr(field, "queryset"):
            values = [normalise(value[:LONGEST_CHOICE]) for value in data.getlist(name)[:MOST_CHOICES]]
        else:
            values = [cut_lines(value) for value in data.getlist(name)[-1:]]
        if any(values):
            typed[name] = values
    return typed


def cut_lines(value):
    return normalise(value[:LONGEST_TEXT])


def bound(step, typed):
    """The step's form over what was typed in it."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return step.form(data)


def shown(step, typed):
    """The step's form as it is opened: filled with what was typed, saying nothing about it yet."""
    multiple = {name for name, field in step.form.base_fields.items() if hasattr(field, "queryset")}
    return step.form(initial={name: values if name in multiple else values[-1] for name, values in typed.items()})


def typed_of(draft, step):
    """What stands in a step; the contacts begin with the address that was given at the start."""
    if step.key in draft.payload or step.key != "contacts":
        return draft.payload.get(step.key, {})
    name = "contact_email" if "@" in draft.contact else "contact_phone"
    return {name: [in_digits(step.form.base_fields[name], draft.contact)]}


def checked_forms(draft):
    """Pairs of (step, bound form) of all that is typed."""
    return [(step, bound(step, typed_of(draft, step))) for step in TYPED]


def values_of(forms):
    """The clean values of all steps in one dictionary, under the names of the firm's fields."""
    values = {name: value for _step, form in forms for name, value in form.cleaned_data.items()}
    return values | {name: values[name] or None for name in ("national_id", "licence_number")}


def payload_of(firm):
    """What somebody would have typed for this firm, so that nothing is typed twice."""
    values = {name: getattr(firm, name) for name in FIELDS}
    values |= {
        "sections": [section.order for section in firm.sections.all()],
        "capabilities": [capability.key for capability in firm.capabilities.all()],
    }
    return {step.key: typed_for(step, values) for step in TYPED}


def in_digits(field, value):
    """Numbers in the digits of the page, as they would have been typed there."""
    return localised(value) if isinstance(field, NumberField | JalaliYearField) else str(value)


def typed_for(step, values):
    typed = {}
    for name, field in step.form.base_fields.items():
        value = values.get(name)
        if value is True:
            typed[name] = ["on"]
        elif isinstance(value, list):
            typed[name] = [str(one) for one in value]
        elif value:
            typed[name] = [in_digits(field, value)]
    return {name: found for name, found in typed.items() if found}


def capability_groups(picked, query=""):
    """The tree for the page: (branch, whether it is open, leaves with whether each is picked).

    A search leaves out what it does not find, but nothing that is picked, so that the next save loses nothing.
    Two levels; a branch without parts stands for itself. One query.
    """
    rows = list(Capability.objects.select_related("parent"))
    parts = {}
    for row in rows:
        parts.setdefault(row.parent_id, []).append(row)
    wanted = search_key(query)
    groups = []
    for branch in parts.get(None, []):
        leaves = parts.get(branch.pk) or [branch]
        kept = [leaf for leaf in leaves if leaf.key in picked or found(wanted, leaf, branch)]
        if kept:
            is_open = bool(wanted) or any(leaf.key in picked for leaf in leaves)
            groups.append((branch, is_open, [(leaf, leaf.key in picked) for leaf in kept]))
    return groups


def found(wanted, leaf, branch):
    names = search_key(f"{leaf.name} {leaf.name_en} {branch.name} {branch.name_en}")
    return all(word in names for word in wanted.split())
