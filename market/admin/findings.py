"""Findings as the facilitator and staff write them. What happens to one is done at its desk."""

from django.contrib import admin
from django.db.models import Q
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from council.admin.base import ClosingAdmin, CouncilAdmin, ReadableHistoryAdmin
from council.forms import item_label
from council.models import AgendaItem, Meeting, Seat
from filing.versions import VersionedAdmin
from market.admin.finding_desk import finding_desk
from market.findings.queues import QUEUES
from market.models import Finding
from market.services.findings import add_finding
from persian.admin import jalali_year_filter
from persian.digits import localised
from persian.jalali import today


class WaitsFilter(admin.SimpleListFilter):
    """The queues of the first page, as lists of findings."""

    title = _("what waits")
    parameter_name = "waits"

    def lookups(self, request, model_admin):
        return [(name, queue.title) for name, queue in QUEUES.items()]

    def queryset(self, request, queryset):
        if self.value() not in QUEUES:
            return queryset
        return queryset.filter(pk__in=QUEUES[self.value()].findings().values("pk"))


@admin.register(Finding)
class FindingAdmin(ClosingAdmin, CouncilAdmin, VersionedAdmin, ReadableHistoryAdmin):
    """Its state is written by services only, so a save touches the columns that were changed, and no other."""

    list_display = ["shown_number", "shown_title", "kind", "section", "severity", "state", "identified_on", "is_sample"]
    list_display_links = ["shown_number", "shown_title"]
    list_filter = [WaitsFilter, "kind", "state", "section", "severity", "origin", jalali_year_filter("identified_on")]
    list_select_related = ["section"]
    search_fields = ["title", "title_en", "text", "source_text"]
    show_full_result_count = False
    actions = None
    fieldsets = [
        (None, {"fields": [("kind", "severity"), "section", ("title", "title_en"), ("text", "text_en")]}),
        (
            _("Where it was found"),
            {"fields": [("origin", "identified_on"), ("source_text", "source_text_en"), "agenda_item"]},
        ),
        (_("Who looks after it"), {"fields": [("owner_seat", "owner_institution")]}),
    ]

    def get_queryset(self, request):
        return Finding.objects.visible_to(request.user)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Plain lists: what they offer is made at its own page. Seats are those of today, and the one that stands."""
        form = super().get_form(request, obj, change, **kwargs)
        for name in OTHERS & set(form.base_fields):
            widget = form.base_fields[name].widget
            widget.can_add_related = widget.can_change_related = widget.can_delete_related = False
            widget.can_view_related = False
        if "agenda_item" in form.base_fields:
            held = AgendaItem.objects.filter(meeting__state__in=Meeting.AFTER).select_related("meeting__year")
            form.base_fields["agenda_item"].queryset = held.order_by("-meeting__held_on", "order", "pk")
            form.base_fields["agenda_item"].label_from_instance = item_label
        if "owner_seat" in form.base_fields:
            standing = Q(pk=obj.owner_seat_id if obj else None)
            seats = Seat.objects.filter(Q(pk__in=Seat.objects.in_force(today()).values("pk")) | standing)
            form.base_fields["owner_seat"].queryset = seats.select_related("institution")
        return form

    def get_readonly_fields(self, request, obj=None):
        """What was accepted stays of its kind and of its day: the register counts and dates it."""
        return ["kind", "identified_on"] if obj and obj.state != Finding.State.IDENTIFIED else []

    def has_delete_permission(self, request, obj=None):
        """A finding that is none is rejected, with the reason."""
        return False

    def save_model(self, request, obj, form, change):
        if not change:
            add_finding(finding=obj, by=request.user)
            return
        form.claim_version()
        obj.save(update_fields=[name for name in form.changed_data if name in COLUMNS])

    def get_urls(self):
        view = self.admin_site.admin_view(finding_desk)
        return [path("<int:pk>/desk/", view, name="market_finding_desk"), *super().get_urls()]

    @admin.display(description=_("number"), ordering="number")
    def shown_number(self, finding):
        return localised(finding.number)

    @admin.display(description=_("title"), ordering="title")
    def shown_title(self, finding):
        return format_html("<bdi>{}</bdi>", finding.shown_title)


OTHERS = {"section", "agenda_item", "owner_seat", "owner_institution"}
COLUMNS = {field.name for field in Finding._meta.concrete_fields}
