"""Jalali days in Django's admin: in forms and inlines, and as a filter by year."""

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from persian.digits import localised, to_latin
from persian.forms import JalaliDateField, JalaliDateTimeField
from persian.jalali import MAX_YEAR, MIN_YEAR, year_bounds, year_of
from persian.widgets import JalaliDateInput, JalaliDateTimeInput


class JalaliModelAdmin:
    """Mixin for ModelAdmin and inlines, to stand first: every day is typed, picked and shown Jalali."""

    formfield_overrides = {
        models.DateTimeField: {"form_class": JalaliDateTimeField, "widget": JalaliDateTimeInput},
        models.DateField: {"form_class": JalaliDateField, "widget": JalaliDateInput},
    }


def jalali_year_filter(field):
    """A list filter by the Jalali year of a date field. Costs one query for the first and last day that occur."""

    class JalaliYearFilter(admin.SimpleListFilter):
        title = _("year")
        parameter_name = f"{field}_year"

        def lookups(self, request, model_admin):
            ends = model_admin.get_queryset(request).aggregate(first=models.Min(field), last=models.Max(field))
            if ends["first"] is None:
                return []
            years = range(year_of(ends["last"]), year_of(ends["first"]) - 1, -1)
            return [(str(year), localised(year)) for year in years]

        def queryset(self, request, queryset):
            value = to_latin(self.value() or "")
            if not (value.isascii() and value.isdecimal() and MIN_YEAR <= int(value[:6]) <= MAX_YEAR):
                return queryset
            return queryset.filter(**{f"{field}__range": year_bounds(int(value))})

    return JalaliYearFilter
