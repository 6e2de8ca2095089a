"""Activities as a list: the queues of the first page lead here. They are edited on their plan's page."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from actionplans.admin.base import ReadableHistoryAdmin
from actionplans.admin.filters import WaitsFilter, program_year_filter
from actionplans.models import Activity, Indicator
from persian.digits import localised
from persian.jalali import format_day, today
from persian.numbers import number


class PlanRowAdmin(ReadableHistoryAdmin):
    """Read here, with its history; changed on the plan's page."""

    actions = None
    view_on_site = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Activity)
class ActivityAdmin(PlanRowAdmin):
    list_display = ["shown_key", "title", "of_plan", "shown_weight", "shown_start", "shown_finish", "shown_reported"]
    list_display_links = ["shown_key", "title"]
    list_filter = [program_year_filter("plan__year"), WaitsFilter]
    list_select_related = ["plan__year"]
    search_fields = ["title", "title_en"]
    ordering = ["finish", "plan__number", "number"]
    fields = [
        "of_plan", "number", "title", "title_en", "weight", "profile", "shown_start", "shown_finish",
        "done_when", "done_when_en",
    ]  # fmt: skip
    readonly_fields = ["of_plan", "shown_start", "shown_finish"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_reported(as_of=today())

    @admin.display(description=_("number"), ordering="number")
    def shown_key(self, activity):
        return localised(f"{activity.plan.number}/{activity.number}")

    @admin.display(description=_("action plan"), ordering="plan__number")
    def of_plan(self, activity):
        url = reverse("admin:actionplans_actionplan_change", args=[activity.plan_id])
        return format_html('<a href="{}">{}</a>', url, activity.plan)

    @admin.display(description=_("weight"), ordering="weight")
    def shown_weight(self, activity):
        return number(activity.weight, 2)

    @admin.display(description=_("start"), ordering="start")
    def shown_start(self, activity):
        return format_day(activity.start)

    @admin.display(description=_("finish"), ordering="finish")
    def shown_finish(self, activity):
        return format_day(activity.finish)

    @admin.display(description=_("reported, percent"), ordering="reported")
    def shown_reported(self, activity):
        return number(activity.reported)


@admin.register(Indicator)
class IndicatorAdmin(PlanRowAdmin):
    list_display = ["title", "plan", "level", "unit", "shown_target"]
    list_filter = [program_year_filter("plan__year"), "level"]
    list_select_related = ["plan__year"]
    search_fields = ["title", "title_en"]

    @admin.display(description=_("target"), ordering="target")
    def shown_target(self, indicator):
        return number(indicator.target)
