"""Lists that staff keep: what firms can do, and the reasons that reviewers give often."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from council.admin.base import CouncilAdmin
from members.models import Capability, ReviewReason
from persian.numbers import number


@admin.register(Capability)
class CapabilityAdmin(CouncilAdmin, admin.ModelAdmin):
    list_display = ["name", "name_en", "parent", "shown_order"]
    list_filter = [("parent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["name", "name_en", "key"]
    autocomplete_fields = ["parent"]
    fields = ["key", "parent", ("name", "name_en"), "order"]

    def get_readonly_fields(self, request, obj=None):
        """The key is what loaded data and addresses call it: it never changes."""
        return ["key"] if obj else []

    @admin.display(description=_("order"), ordering="order")
    def shown_order(self, capability):
        return number(capability.order)


@admin.register(ReviewReason)
class ReviewReasonAdmin(CouncilAdmin, admin.ModelAdmin):
    list_display = ["title", "use", "is_in_use"]
    list_filter = ["use", "is_in_use"]
    search_fields = ["title", "title_en", "text"]
    fields = ["key", "use", ("title", "title_en"), "text", "text_en", "is_in_use"]

    def get_readonly_fields(self, request, obj=None):
        """Reviews name their reasons by key."""
        return ["key"] if obj else []
