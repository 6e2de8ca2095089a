"""Two people edit one row: the second saver sees both values, field by field, and decides. Nothing is merged or lost.

A versioned model has ``row_version``. Its edit form carries the version that was shown; the save raises it with one
conditional ``UPDATE … WHERE row_version = …``, so no race slips between the check and the write on either engine.
"""

import datetime as dt
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from persian.jalali import format_day
from persian.numbers import number

FIELD = "row_version"
TRIES = 3


class RowChanged(Exception):  # noqa: N818  (an event between two people, not a fault)
    """Somebody saved the row between this form's check and its write. Nothing was written; ask the form again."""


class RowVersionField(forms.IntegerField):
    """The version that was shown. Rubbish counts as «not known»: the person then sees both values, never an error."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(required=False, min_value=0, **kwargs)

    def clean(self, value):
        try:
            return super().clean(value)
        except ValidationError:
            return None

    def has_changed(self, initial, data):
        return False


class VersionedFormMixin(forms.Form):
    """For a ModelForm of a model with ``row_version``; put it before ``ModelForm``.

    When the row has changed since it was shown, ``conflicts`` holds (label, theirs, yours) of every field that differs,
    each such field has an error that shows both, and the form that is shown again carries the new version: saving once
    more is a decision made knowingly. ``save()`` claims the version; who saves the instance by hand after
    ``save(commit=False)`` calls ``claim_version()`` first, in one transaction with the write. Raises RowChanged.
    """

    row_version = RowVersionField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflicts = []
        self.current_version = self.instance.row_version if self.instance.pk else None
        self.initial[FIELD] = self.current_version

    def full_clean(self):
        self.conflicts = []
        super().full_clean()
        if self.is_bound and self.is_stale():
            self._show_both_values()

    def is_stale(self):
        """Whether somebody else saved this row since it was shown, and something differs from what stands here."""
        seen = getattr(self, "cleaned_data", {}).get(FIELD)
        return self.instance.pk is not None and seen != self.current_version and bool(self.differing())

    def differing(self):
        """The names of the fields that differ from the row; the box that deletes it is none of them."""
        return [name for name in self.changed_data if name != DELETION_FIELD_NAME]

    def _show_both_values(self):
        for name in self.differing():
            bound = self[name]
            theirs = readable(bound.field, bound.initial)
            yours = readable(bound.field, self.cleaned_data.get(name, bound.data))
            self.conflicts.append((bound.label, theirs, yours))
            self.add_error(name, _("Saved now: %(theirs)s. You typed: %(yours)s.") % {"theirs": theirs, "yours": yours})
        self.add_error(
            None,
            _(
                "Somebody else saved this in the meantime. What you typed stands in the form, nothing of it was saved. "
                "Compare the fields below; saving again keeps what stands in the form."
            ),
        )
        self.data = self.data.copy()
        self.data[self.add_prefix(FIELD)] = str(self.current_version)

    def claim_version(self):
        """Raise the version if it still is the one this form was checked against; unchanged, only see that it is.

        One query, which also holds the row until the transaction ends. Raises RowChanged.
        """
        step = 1 if self.has_changed() else 0
        rows = type(self.instance).objects.filter(pk=self.instance.pk, row_version=self.current_version)
        if not rows.update(row_version=F(FIELD) + step):
            raise RowChanged(str(self.instance))
        self.instance.row_version = self.current_version = self.current_version + step

    def save(self, commit=True):
        if commit and self.instance.pk and not self.errors:
            self.claim_version()
        return super().save(commit)


class VersionedModelForm(VersionedFormMixin, forms.ModelForm):
    """The form of ``VersionedAdmin`` and ``VersionedInlineMixin``; derive from it for a form of your own."""


class VersionedInlineFormSet(BaseInlineFormSet):
    """A row that somebody changed since it was shown is not deleted unseen. (Django checks no form that is deleted.)"""

    def clean(self):
        super().clean()
        for form in self.deleted_forms:
            if form.conflicts:
                raise ValidationError(
                    _("Somebody else changed «%(row)s» since you opened it. Look at it before you delete it again.")
                    % {"row": form.instance}
                )


class _VersionedFieldsets:
    """Shows the hidden field wherever the row may be changed; the model's own column stays out of the form."""

    form = VersionedModelForm

    def get_exclude(self, request, obj=None):
        return [*(super().get_exclude(request, obj) or []), FIELD]

    def get_fields(self, request, obj=None):
        return [name for name in super().get_fields(request, obj) if name != FIELD]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        (title, options), *rest = fieldsets
        fields = [name for name in options["fields"] if name != FIELD]
        return [(title, options | {"fields": [*fields, FIELD]}), *rest]


class VersionedInlineMixin(_VersionedFieldsets):
    """For TabularInline and StackedInline, one version per row; put it first."""

    formset = VersionedInlineFormSet


class VersionedAdmin(_VersionedFieldsets):
    """For a ModelAdmin of a model with ``row_version``; put it first. Its own form, if any, is a VersionedModelForm."""

    def save_model(self, request, obj, form, change):
        if change:
            form.claim_version()
        super().save_model(request, obj, form, change)

    def changeform_view(self, request, *args, **kwargs):
        """A save that lost the race was rolled back whole; asked again, the form sees and shows the other's values."""
        for _try in range(TRIES - 1):
            try:
                return super().changeform_view(request, *args, **kwargs)
            except RowChanged:
                continue
        return super().changeform_view(request, *args, **kwargs)


YES_NO = {True: gettext_lazy("yes"), False: gettext_lazy("no")}


def readable(field, value):
    """A field's value as a person reads it in the active language: labels of choices, Jalali days; «—» for nothing."""
    if isinstance(field, forms.ModelChoiceField):
        text = _readable_rows(field, value)
    elif isinstance(field, forms.BooleanField):
        text = str(YES_NO[bool(value)])
    elif isinstance(field, forms.ChoiceField):
        text = _readable_choice(field, value)
    else:
        text = _readable_plain(value)
    return text or "—"


def _readable_rows(field, value):
    """One related row or several; a key that is none of the offered rows is shown as it was sent."""
    if value in field.empty_values:
        return ""
    several = isinstance(field, forms.ModelMultipleChoiceField)
    keys = [getattr(one, "pk", one) for one in (value if several else [value])]
    try:
        rows = field.queryset.filter(pk__in=keys)
        return _(", ").join(field.label_from_instance(row) for row in rows) or _readable_plain(value)
    except (ValueError, TypeError, OverflowError):
        return _readable_plain(value)


def _readable_choice(field, value):
    flat = {}
    for key, label in field.choices:
        flat.update(label if isinstance(label, list | tuple) else {key: label})
    values = value if isinstance(value, list | tuple | set) else [value]
    labels = {str(key): str(label) for key, label in flat.items()}
    return _(", ").join(labels.get(str(one), str(one)) for one in values if one not in field.empty_values)


def _readable_plain(value):
    if isinstance(value, dt.datetime):
        local = localtime(value)
        return f"{format_day(local.date())} {local:%H:%M}"
    if isinstance(value, dt.date):
        return format_day(value)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return number(value)
    if isinstance(value, list | tuple):
        return _(", ").join(_readable_plain(one) for one in value)
    if isinstance(value, str | Promise):
        return str(value)
    return "" if value is None else str(value)
