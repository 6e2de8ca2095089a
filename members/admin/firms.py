"""Firms as the desk finds them by name or code."""

from django.contrib import admin

from council.admin.base import CouncilAdmin
from filing.admin import ReadOnlyAdmin
from members.exchange.admin import ExportFirmsMixin
from members.models import Firm


@admin.register(Firm)
class FirmAdmin(ExportFirmsMixin, CouncilAdmin, ReadOnlyAdmin):
    list_display = ["name", "state", "city", "size", "tracking_code"]
    list_filter = ["state", "sections", "size", "legal_kind", "city"]
    search_fields = ["name", "name_en", "tracking_code"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)
