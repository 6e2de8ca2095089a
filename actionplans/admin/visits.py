"""Supervision visits in admin: recorded on the supervisor's desk, then only read."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from actionplans.admin.filters import program_year_filter
from actionplans.desks.visits import visit_record
from actionplans.models import SupervisionVisit
from filing.admin import ReadOnlyAdmin
from persian.digits import localised
from persian.jalali import format_day
from persian.numbers import number


@admin.register(SupervisionVisit)
class SupervisionVisitAdmin(ReadOnlyAdmin):
    list_display = ["shown_day", "shown_year", "shown_plans", "findings", "shown_count", "by"]
    list_filter = [program_year_filter("year")]
    list_select_related = ["year", "by"]
    fields = ["shown_day", "shown_year", "shown_plans", "findings", "findings_en", "shown_file", "by", "at"]
    readonly_fields = ["shown_day", "shown_year", "shown_plans", "shown_file"]
    show_full_result_count = False

    def has_add_permission(self, request):
        return request.user.has_perm("actionplans.record_visit")

    def add_view(self, request, form_url="", extra_context=None):
        return visit_record(request)

    def get_queryset(self, request):
        rows = super().get_queryset(request).filter(pk__in=SupervisionVisit.objects.visible_to(request.user))
        return rows.prefetch_related("plans", "verifications")

    @admin.display(description=_("day of the visit"), ordering="visited_on")
    def shown_day(self, visit):
        return format_day(visit.visited_on)

    @admin.display(description=_("year"), ordering="year__year")
    def shown_year(self, visit):
        return localised(visit.year.year)

    @admin.display(description=_("action plans"))
    def shown_plans(self, visit):
        return _(", ").join(localised(plan.number) for plan in sorted(visit.plans.all(), key=lambda plan: plan.number))

    @admin.display(description=_("verdicts given at it"))
    def shown_count(self, visit):
        return number(len(visit.verifications.all()))

    @admin.display(description=_("file"))
    def shown_file(self, visit):
        if visit.file_id is None:
            return "—"
        words = _("public") if visit.is_file_public else _("not public")
        url = reverse("filing:file", args=[visit.file_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a> ({})', url, visit.file, words)
