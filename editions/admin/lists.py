"""Editions as a list that can only be read; the pages of the work stand beside it."""

from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext_lazy as _

from editions.admin.desk import edition_prepare, edition_years
from editions.admin.proposing import edition_propose
from editions.models import YearEdition
from filing.admin import ReadOnlyAdmin


@admin.register(YearEdition)
class YearEditionAdmin(ReadOnlyAdmin):
    list_display = ["shown_name", "state", "as_of", "frozen_at", "published_at", "shown_hash", "is_sample"]
    list_filter = ["state", "is_sample"]
    list_select_related = ["year"]
    fields = [
        "shown_name", "state", "as_of", "erratum", "erratum_en", "sha256", "previous", "place", "seal", "frozen_at",
        "decision", "published_at", "is_sample",
    ]  # fmt: skip
    readonly_fields = ["shown_name"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).defer("document")

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("years/", view(edition_years), name="editions_years"),
            path("prepare/<int:year>/", view(edition_prepare), name="editions_prepare"),
            path("propose/<int:pk>/", view(edition_propose), name="editions_propose"),
            *super().get_urls(),
        ]

    @admin.display(description=_("edition"), ordering="year__year")
    def shown_name(self, edition):
        return str(edition)

    @admin.display(description="SHA-256")
    def shown_hash(self, edition):
        return f"{edition.sha256[:16]}…" if edition.sha256 else ""
