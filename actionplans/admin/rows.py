"""A plan's activities and indicators, edited on its page while it is a draft."""

from decimal import Decimal

from django.contrib import admin
from django.core.exceptions import ValidationError

from actionplans.admin.base import FigureAdminMixin
from actionplans.forms import ActivityForm, IndicatorForm
from actionplans.models import Activity, Indicator
from filing.versions import VersionedInlineMixin


class PlanRowInline(VersionedInlineMixin, FigureAdminMixin, admin.StackedInline):
    """After approval the rows are what a decision froze: only a decision adds, drops or changes them (I6)."""

    extra = 0
    show_change_link = False
    open_fields = ()  # what may be edited for ever

    def get_readonly_fields(self, request, obj=None):
        if obj is None or obj.is_draft:
            return ["number"]
        return [name for row in self.fields for name in row_of(row) if name not in self.open_fields]

    def has_add_permission(self, request, obj=None):
        return (obj is None or obj.is_draft) and super().has_add_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return (obj is None or obj.is_draft) and super().has_delete_permission(request, obj)


def row_of(names):
    return names if isinstance(names, tuple) else (names,)


class ActivityInline(PlanRowInline):
    model = Activity
    form = ActivityForm
    template = "admin/actionplans/activity_inline.html"
    fields = [
        ("number", "title", "title_en"),
        ("weight", "profile", "start", "finish"),
        ("done_when", "done_when_en"),
    ]
    open_fields = ("done_when", "done_when_en")

    class Media:
        js = ["js/weight-sum.js"]


class IndicatorInline(PlanRowInline):
    model = Indicator
    form = IndicatorForm
    fields = [
        ("number", "title", "title_en"),
        ("level", "direction", "unit", "unit_en"),
        ("baseline_value", "baseline_on", "target", "measure"),
    ]
    open_fields = ("measure",)  # how it is counted is no promise of the plan; the readings say where they come from


def sum_of_weights(formset):
    """The sum of the weights as they stand in the form, so that it is right without script too; None: not readable."""
    forms = [form for form in formset.initial_forms + formset.extra_forms if not is_dropped(formset, form)]
    try:
        return sum((weight_of(form) for form in forms), Decimal(0))
    except ValidationError:
        return None


def is_dropped(formset, form):
    return formset.is_bound and formset.can_delete and formset._should_delete_form(form)  # noqa: SLF001  (Django's own)


def weight_of(form):
    if "weight" not in form.fields:
        return form.instance.weight or Decimal(0)
    value = form["weight"].value()
    field = form.fields["weight"]
    return (field.to_python(str(value)) if value not in (None, "") else None) or Decimal(0)
