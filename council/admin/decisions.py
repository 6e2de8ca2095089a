"""Proposals are written here; adopting, rejecting and deferring has a page of its own."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from council.admin import pages
from council.admin.base import ClosingAdmin, CouncilAdmin
from council.forms import DecisionForm
from council.models import Decision
from filing.versions import VersionedAdmin
from persian.admin import jalali_year_filter
from persian.digits import localised


class WaitsFilter(admin.SimpleListFilter):
    """The list that the desk's first page counts."""

    title = _("what waits")
    parameter_name = "waits"

    def lookups(self, request, model_admin):
        return [("council", _("for the council's decision"))]

    def queryset(self, request, queryset):
        return queryset.waiting() if self.value() == "council" else queryset


@admin.register(Decision)
class DecisionAdmin(ClosingAdmin, CouncilAdmin, VersionedAdmin, admin.ModelAdmin):
    """Only what is not decided yet can be written; an adopted decision never changes (I2)."""

    form = DecisionForm
    list_display = ["shown_name", "meeting", "text", "state", "adopted_on", "is_sample"]
    list_filter = [WaitsFilter, jalali_year_filter("agenda_item__meeting__held_on"), "state", "is_sample"]
    list_select_related = ["agenda_item__meeting__year", "source"]
    search_fields = ["number", "text", "text_en"]
    fields = ["agenda_item", ("text", "text_en"), ("supersedes", "confidential_until")]
    decided_fields = [
        ("state", "shown_name", "adopted_on"),
        ("votes_for", "votes_against", "votes_abstain", "by_consensus"),
        ("shown_recorder", "recorded_at", "source"),
    ]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("agenda_item__meeting__year")

    def get_fields(self, request, obj=None):
        return [*self.fields, *self.decided_fields] if obj and not obj.is_open else self.fields

    def get_readonly_fields(self, request, obj=None):
        decided = [name for row in self.decided_fields for name in row]
        return ["agenda_item", *decided] if obj else decided

    def has_delete_permission(self, request, obj=None):
        return (obj is None or obj.is_open) and super().has_delete_permission(request, obj)

    def delete_model(self, request, obj):
        """Under the meeting's lock: what was adopted since the question was shown is not deleted."""
        if not pages.locked(obj).is_open:
            raise PermissionDenied
        super().delete_model(request, obj)

    def get_urls(self):
        decide = self.admin_site.admin_view(pages.decision_decide)
        return [path("<int:object_id>/decide/", decide, name="council_decision_decide"), *super().get_urls()]

    @admin.display(description=_("decision"), ordering="number")
    def shown_name(self, decision):
        if not decision.number:
            return _("proposal")
        return format_html('{} <bdi dir="ltr">{}</bdi>', _("decision"), localised(decision.number))

    @admin.display(description=_("recorded by"))
    def shown_recorder(self, decision):
        return decision.recorded_by

    @admin.display(description=_("meeting"))
    def meeting(self, decision):
        return pages.name_of_meeting(decision.agenda_item.meeting)
