"""Institutions, the seats of the council with their history, and the rules under which it decides."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from council import services
from council.admin.base import CouncilAdmin, ReadableHistoryAdmin
from council.forms import SeatElectionForm
from council.models import CouncilRule, Decision, Institution, Seat, SeatElection
from filing.versions import VersionedAdmin
from persian.admin import jalali_year_filter
from persian.digits import localised
from persian.jalali import today


@admin.register(Institution)
class InstitutionAdmin(CouncilAdmin, admin.ModelAdmin):
    list_display = ["name", "short_name", "kind", "is_support_institution", "is_reported", "is_sample"]
    list_filter = ["kind", "is_support_institution", "is_reported", "is_sample"]
    search_fields = ["name", "name_en", "short_name", "key"]
    fields = ["key", ("name", "name_en"), "short_name", ("kind", "is_support_institution"), "website"]

    def get_readonly_fields(self, request, obj=None):
        """The key is the address of the institution's page: it never changes."""
        return ["key"] if obj else []


class HeldFilter(admin.SimpleListFilter):
    title = _("held")
    parameter_name = "held"

    def lookups(self, request, model_admin):
        return [("now", _("held today")), ("not", _("not held today"))]

    def queryset(self, request, queryset):
        held = Seat.objects.in_force(today()).values("pk")
        if self.value() == "now":
            return queryset.filter(pk__in=held)
        return queryset.exclude(pk__in=held) if self.value() == "not" else queryset


@admin.register(Seat)
class SeatAdmin(CouncilAdmin, VersionedAdmin, ReadableHistoryAdmin):
    list_display = ["person", "role", "institution", "is_voting", "valid_from", "valid_to", "is_sample"]
    list_filter = [HeldFilter, "role", "is_voting", jalali_year_filter("valid_from")]
    list_select_related = ["institution"]
    search_fields = ["person", "person_en", "institution__name"]
    autocomplete_fields = ["institution", "alternate_for"]
    fields = [
        ("person", "person_en"),
        ("role", "is_voting"),
        "institution",
        "alternate_for",
        ("user", "email"),
        ("decree_number", "decree_on"),
        ("valid_from", "valid_to"),
    ]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = desk_people()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(CouncilRule)
class CouncilRuleAdmin(CouncilAdmin, admin.ModelAdmin):
    """A rule under which something was adopted stays as it was: a new rule begins on a later day."""

    list_display = ["valid_from", "shown_quorum", "shown_second_call", "shown_majority", "chair_casting_vote"]
    fields = [
        "valid_from",
        ("quorum_numerator", "quorum_denominator"),
        ("second_call_numerator", "second_call_denominator"),
        ("majority_numerator", "majority_denominator"),
        "chair_casting_vote",
    ]

    def has_change_permission(self, request, obj=None):
        return not is_used(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not is_used(obj) and super().has_delete_permission(request, obj)

    @admin.display(description=_("quorum"))
    def shown_quorum(self, rule):
        return fraction(rule.quorum_numerator, rule.quorum_denominator)

    @admin.display(description=_("quorum of the second call"))
    def shown_second_call(self, rule):
        return fraction(rule.second_call_numerator, rule.second_call_denominator)

    @admin.display(description=_("majority"))
    def shown_majority(self, rule):
        return fraction(rule.majority_numerator, rule.majority_denominator)


def is_used(rule):
    """Whether a decision was adopted under the rule; its snapshot names the rule by its first day."""
    return rule is not None and Decision.objects.filter(snapshot__rule__valid_from=rule.key).exists()


def fraction(parts, whole):
    return _("%(parts)s of %(whole)s") % {"parts": localised(parts), "whole": localised(whole)}


@admin.register(SeatElection)
class SeatElectionAdmin(CouncilAdmin, admin.ModelAdmin):
    """Whom a proposed decision puts on the council; opened from the proposal, closed with its adoption."""

    list_display = ["person", "role", "institution", "decision"]
    list_select_related = ["institution", "decision"]
    autocomplete_fields = ["institution", "replaces"]
    fields = [
        "decision",
        ("person", "person_en"),
        ("role", "is_voting"),
        "institution",
        "user",
        "replaces",
        "valid_from",
    ]
    form = SeatElectionForm

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = desk_people()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return (obj is None or obj.decision.is_open) and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        """The form asked the same questions; what changed in between is refused by the service."""
        services.propose_election(election=obj, by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        """Back to the proposal in the meeting's editor."""
        item = obj.decision.agenda_item
        board = reverse("admin:council_meeting_board", args=[item.meeting_id])
        return redirect(f"{board}?item={item.pk}#dec-{obj.decision_id}")


def desk_people():
    """Only people with a desk can hold a seat's account; a plain list, because few may search all users."""
    return get_user_model().objects.filter(is_staff=True, is_active=True).order_by("full_name")
