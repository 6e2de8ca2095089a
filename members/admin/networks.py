"""Networks of firms with their members and what they did together."""

from django.contrib import admin

from council.admin.base import CouncilAdmin, TypedAdmin
from filing.versions import VersionedAdmin
from members.models import JointAction, Network, NetworkMember


class NetworkMemberInline(TypedAdmin, admin.TabularInline):
    model = NetworkMember
    fields = ["firm", "joined_on", "left_on"]
    autocomplete_fields = ["firm"]
    extra = 1


class JointActionInline(TypedAdmin, admin.StackedInline):
    model = JointAction
    fields = ["done_on", ("title", "title_en"), "result"]
    extra = 0


@admin.register(Network)
class NetworkAdmin(CouncilAdmin, VersionedAdmin, admin.ModelAdmin):
    """Which firms the picker finds is what the firms' own page of the desk shows to this person."""

    list_display = ["name", "kind", "legal_form", "founded_on", "dissolved_on", "part_of", "is_sample"]
    list_filter = ["kind", "legal_form", "is_sample"]
    list_select_related = ["part_of"]
    search_fields = ["name", "name_en", "key"]
    fields = [
        "key",
        ("kind", "legal_form"),
        ("name", "name_en"),
        ("purpose", "purpose_en"),
        ("founded_on", "dissolved_on"),
        "part_of",
    ]
    inlines = [NetworkMemberInline, JointActionInline]

    def get_readonly_fields(self, request, obj=None):
        """The key is the address of the network's page: it never changes."""
        return ["key"] if obj else []
