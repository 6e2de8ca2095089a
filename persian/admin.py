"""Jalali days in Django's admin: in forms and inlines, and as a filter by year. (Lists: ``persian.formats``.)"""

import re

from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from persian.digits import localised, to_latin
from persian.forms import JalaliDateField, JalaliDateTimeField, LocalTimeField
from persian.jalali import MAX_YEAR, MIN_YEAR, year_bounds, year_of
from persian.widgets import JalaliDateInput, JalaliDateTimeInput, TimeInput


class JalaliModelAdmin:
    """Mixin for ModelAdmin and inlines, to stand first: every day is typed, picked and shown Jalali."""

    formfield_overrides = {
        models.DateTimeField: {"form_class": JalaliDateTimeField, "widget": JalaliDateTimeInput},
        models.DateField: {"form_class": JalaliDateField, "widget": JalaliDateInput},
        models.TimeField: {"form_class": LocalTimeField, "widget": TimeInput},
    }


def jalali_year_filter(field):
    """A list filter by the Jalali year of a day or a moment; ``field`` may lead over relations (``meeting__held_on``).

    Costs one query for the first and last day that occur.
    """

    class JalaliYearFilter(admin.SimpleListFilter):
        title = _("year")
        parameter_name = f"{field}_year"

        def lookups(self, request, model_admin):
            ends = model_admin.get_queryset(request).aggregate(first=models.Min(field), last=models.Max(field))
            if ends["first"] is None:
                return []
            first, last = (year_of(day_of(ends[end])) for end in ("first", "last"))
            return [(str(year), localised(year)) for year in range(last, first - 1, -1)]

        def queryset(self, request, queryset):
            value = to_latin(self.value() or "")
            if not (re.fullmatch(r"[0-9]{4}", value) and MIN_YEAR <= int(value) <= MAX_YEAR):
                return queryset
            column = get_fields_from_path(queryset.model, field)[-1]
            lookup = f"{field}__date__range" if isinstance(column, models.DateTimeField) else f"{field}__range"
            return queryset.filter(**{lookup: year_bounds(int(value))})

    return JalaliYearFilter


def day_of(value):
    """The day of a date, or of a moment in Tehran."""
    return localdate(value) if hasattr(value, "hour") else value
