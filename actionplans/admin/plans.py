"""Plans in admin: one page per plan with its activities and indicators, and the page of a year."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery, Sum
from django.urls import path
from django.utils.translation import gettext_lazy as _

from actionplans.admin import pages
from actionplans.admin.base import FigureAdminMixin, ReadableHistoryAdmin
from actionplans.admin.filters import program_year_filter
from actionplans.admin.rows import ActivityInline, IndicatorInline, sum_of_weights
from actionplans.amending import views as amending
from actionplans.forms import PlanForm
from actionplans.models import ActionPlan, Activity
from council.models import ProgramYear
from filing.versions import VersionedAdmin
from persian.digits import localised
from persian.numbers import number


@admin.register(ActionPlan)
class ActionPlanAdmin(VersionedAdmin, FigureAdminMixin, ReadableHistoryAdmin):
    form = PlanForm
    list_display = ["shown_number", "title", "shown_year", "state", "shown_weight", "year_sum", "lead"]
    list_display_links = ["shown_number", "title"]
    list_filter = [program_year_filter("year"), "state", "pillar"]
    list_select_related = ["year", "lead"]
    search_fields = ["title", "title_en"]
    inlines = [ActivityInline, IndicatorInline]
    actions = ["propose_selected"]
    view_on_site = False
    fieldsets = [
        (None, {"fields": [("year", "number", "weight"), "title", "title_en", "objective", "objective_en"]}),
        (_("Who and where from"), {"fields": ["pillar", "lead", "sections", "partners", "contact", "from_source"]}),
        (_("Council"), {"fields": [("state", "approved_by"), ("stopped_by", "stopped_on")]}),
    ]
    decided_fields = ["state", "approved_by", "stopped_by", "stopped_on"]

    def get_queryset(self, request):
        same_year = ActionPlan.objects.filter(year=OuterRef("year")).order_by().values("year")
        total = same_year.annotate(total=Sum("weight")).values("total")
        return super().get_queryset(request).annotate(weight_of_year=Subquery(total))

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return self.decided_fields
        if obj.is_draft:
            return [*self.decided_fields, "year"]
        return [*self.decided_fields, "year", "number", "weight"]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else fieldsets[:2]

    def has_delete_permission(self, request, obj=None):
        return (obj is None or obj.is_draft) and super().has_delete_permission(request, obj)

    def render_change_form(self, request, context, *args, **kwargs):
        for inline in context["inline_admin_formsets"]:
            if inline.formset.model is Activity:
                inline.weight_sum = sum_of_weights(inline.formset)
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(self, request, extra_context=None):
        years = ProgramYear.objects.order_by("-year")
        return super().changelist_view(request, {"plan_years": years} | (extra_context or {}))

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/amend/", view(amending.plan_amend), name="actionplans_amend"),
            path("<int:pk>/stop/", view(amending.plan_stop), name="actionplans_stop"),
            path("propose/<int:year>/", view(pages.plans_propose), name="actionplans_propose"),
            path("weights/<int:year>/", view(pages.weights_propose), name="actionplans_weights"),
            path("year/<int:year>/", view(pages.year_board), name="actionplans_year"),
            path("year/<int:year>/<slug:act>/", view(pages.year_act), name="actionplans_year_act"),
            *super().get_urls(),
        ]

    @admin.action(description=_("Propose to the council"), permissions=["propose"])
    def propose_selected(self, request, queryset):
        return pages.propose_these(request, queryset)

    def has_propose_permission(self, request):
        return request.user.has_perm("actionplans.propose_plan")

    @admin.display(description=_("number"), ordering="number")
    def shown_number(self, plan):
        return localised(plan.number)

    @admin.display(description=_("year"), ordering="year__year")
    def shown_year(self, plan):
        return localised(plan.year.year)

    @admin.display(description=_("weight"), ordering="weight")
    def shown_weight(self, plan):
        return number(plan.weight, 2)

    @admin.display(description=_("sum of the year"))
    def year_sum(self, plan):
        return number(plan.weight_of_year, 2)
