"""Firms as staff read them."""

from django.contrib import admin

from filing.admin import ReadOnlyAdmin
from members.exchange.admin import ExportFirmsMixin
from members.models import Firm


@admin.register(Firm)
class FirmAdmin(ExportFirmsMixin, ReadOnlyAdmin):
    list_display = ["name", "state", "city", "size", "tracking_code"]
    list_filter = ["state", "sections", "size", "legal_kind", "city"]
