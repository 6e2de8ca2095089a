"""The filters of the plans' lists: by programme year in the reader's digits, and by what waits."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from actionplans import queues
from council.models import ProgramYear
from persian.digits import localised, to_latin


def program_year_filter(path):
    """A filter by the Jalali year of a programme year; ``path`` leads to it. One query."""

    class ProgramYearFilter(admin.SimpleListFilter):
        title = _("year")
        parameter_name = "year"

        def lookups(self, request, model_admin):
            return [(str(year), localised(year)) for year in ProgramYear.objects.values_list("year", flat=True)]

        def queryset(self, request, queryset):
            value = to_latin(self.value() or "")
            if not (value.isascii() and value.isdecimal() and len(value) == 4):
                return queryset
            return queryset.filter(**{f"{path}__year": int(value)})

    return ProgramYearFilter


class WaitsFilter(admin.SimpleListFilter):
    """The queues of the first page, as lists."""

    title = _("what waits")
    parameter_name = "waits"

    def lookups(self, request, model_admin):
        return [
            (queues.RETURNED, _("returned by the supervisor")),
            (queues.OVERDUE, _("past their last day")),
            (queues.SILENT, _("60 days without an entry")),
        ]

    def queryset(self, request, queryset):
        if self.value() not in {queues.RETURNED, queues.OVERDUE, queues.SILENT}:
            return queryset
        year = queues.running_year()
        if year is None:
            return queryset.none()
        return queryset.filter(pk__in=queues.activities_that_wait(self.value(), year).values("pk"))
