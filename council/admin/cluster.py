"""The cluster, its sections and years, and the sources that reported on it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from council.admin.base import CouncilAdmin
from council.models import Cluster, ProgramYear, Section, Source, Statement
from filing.admin import ReadOnlyAdmin, ReadOnlyInline
from persian.admin import jalali_year_filter
from persian.digits import localised


@admin.register(Cluster)
class ClusterAdmin(CouncilAdmin, admin.ModelAdmin):
    """The one row of this installation; loading a cluster makes it."""

    list_display = ["name", "province", "host_institution"]
    list_select_related = ["host_institution"]
    autocomplete_fields = ["host_institution"]
    fields = [
        ("name", "name_en"),
        ("province", "province_en"),
        "host_institution",
        ("first_year", "years"),
        ("reported_section_count", "handover_due_year"),
    ]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Cluster.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Section)
class SectionAdmin(CouncilAdmin, admin.ModelAdmin):
    list_display = ["name", "shown_order", "market", "is_sample"]
    fields = ["order", ("name", "name_en"), ("market", "market_en")]
    search_fields = ["name", "name_en"]

    @admin.display(description=_("order"), ordering="order")
    def shown_order(self, section):
        return localised(section.order)


@admin.register(ProgramYear)
class ProgramYearAdmin(CouncilAdmin, admin.ModelAdmin):
    """A year is approved, started and closed on the page of its plans; here it is only entered."""

    list_display = ["shown_year", "shown_ordinal", "state", "start", "end", "approved_on", "is_sample"]
    list_filter = ["state"]
    fields = [("year", "ordinal"), ("start", "end"), ("state", "approved_on"), "reported_plan_count"]
    decided_fields = ["start", "end", "state", "approved_on", "reported_plan_count"]

    def get_fields(self, request, obj=None):
        return self.fields if obj else [("year", "ordinal")]

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        is_planned = obj.state == ProgramYear.State.PLANNING and not obj.meetings.exists()
        return self.decided_fields if is_planned else [*self.decided_fields, "year", "ordinal"]

    def has_delete_permission(self, request, obj=None):
        is_planned = obj is None or obj.state == ProgramYear.State.PLANNING
        return is_planned and super().has_delete_permission(request, obj)

    @admin.display(description=_("year"), ordering="year")
    def shown_year(self, year):
        return localised(year.year)

    @admin.display(description=_("number in the programme"), ordering="ordinal")
    def shown_ordinal(self, year):
        return localised(year.ordinal)


class StatementInline(ReadOnlyInline):
    model = Statement
    fields = ["topic", "speaker", "text"]


@admin.register(Source)
class SourceAdmin(CouncilAdmin, ReadOnlyAdmin):
    """Kept word for word: only loading writes sources."""

    list_display = ["title", "number", "agency", "published_on"]
    list_filter = [jalali_year_filter("published_on")]
    search_fields = ["title", "number", "text"]
    fields = ["title", "number", "agency", "published_on", "text"]
    inlines = [StatementInline]


@admin.register(Statement)
class StatementAdmin(CouncilAdmin, ReadOnlyAdmin):
    list_display = ["text", "speaker", "topic", "source"]
    list_filter = ["topic", "source"]
    list_select_related = ["source"]
    search_fields = ["speaker", "text"]
    fields = ["source", "topic", "speaker", "text"]
