"""The queues of the first page, as lists of courses."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from trainings import queues


class WaitsFilter(admin.SimpleListFilter):
    title = _("what waits")
    parameter_name = "waits"

    def lookups(self, request, model_admin):
        return [(name, queue.title) for name, queue in queues.QUEUES.items()]

    def queryset(self, request, queryset):
        if self.value() not in queues.QUEUES:
            return queryset
        return queryset.filter(pk__in=queues.QUEUES[self.value()].courses().values("pk"))
