"""The needs at the desk of staff: to be read; what happens is done on the pages of the needs themselves."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from council.admin.base import CouncilAdmin
from filing.admin import ReadOnlyAdmin
from market.models import Need, NeedAnswer
from persian.digits import localised
from persian.jalali import format_moment


class OutcomeFilter(admin.SimpleListFilter):
    title = _("what waits")
    parameter_name = "waits"

    def lookups(self, request, model_admin):
        return [("outcome", _("past the deadline, without an outcome"))]

    def queryset(self, request, queryset):
        return queryset.without_outcome(timezone.now()) if self.value() == "outcome" else queryset


@admin.register(Need)
class NeedAdmin(ReadOnlyAdmin, CouncilAdmin):
    list_display = ["shown_number", "shown_title", "institution", "state", "shown_deadline", "outcome", "is_sample"]
    list_display_links = ["shown_number"]
    list_filter = [OutcomeFilter, "state", "outcome", "institution"]
    list_select_related = ["institution"]
    search_fields = ["title", "title_en", "institution__name"]
    show_full_result_count = False
    exclude = ["row_version"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    @admin.display(description=_("number"), ordering="number")
    def shown_number(self, need):
        return localised(need.number)

    @admin.display(description=_("need of a buyer"))
    def shown_title(self, need):
        """Leads to the page where it is worked at."""
        return format_html('<a href="{}"><bdi>{}</bdi></a>', reverse("market:need_desk", args=[need.number]), need)

    @admin.display(description=_("deadline for answers"), ordering="deadline")
    def shown_deadline(self, need):
        return format_moment(need.deadline)


@admin.register(NeedAnswer)
class NeedAnswerAdmin(ReadOnlyAdmin, CouncilAdmin):
    """Sealed here as everywhere: before the deadline staff meet no row of it."""

    list_display = ["need", "firm", "price", "state", "filed_at"]
    list_select_related = ["need", "firm"]
    search_fields = ["need__title", "firm__name"]
    show_full_result_count = False
    exclude = ["row_version"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)
