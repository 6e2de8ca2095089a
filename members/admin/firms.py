"""Firms as staff read them: everything in one form. What changes a firm goes through the review desk."""

from django.contrib import admin
from django.db.models import Q
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from council.admin.base import ReadableHistoryAdmin, TypedAdmin
from filing.admin import ReadOnlyAdmin, ReadOnlyInline
from members.exchange.admin import ExportFirmsMixin
from members.matching import match_key
from members.models import Firm, FirmChange, FirmDocument, FirmReview, Representative
from members.reviewing import views
from persian.identifiers import canonical_code
from persian.jalali import format_day, format_moment
from persian.text import normalise


class RepresentativeInline(ReadOnlyInline):
    model = Representative
    fields = readonly_fields = ["user", "position", "shown_since", "shown_until"]

    @admin.display(description=_("since"))
    def shown_since(self, row):
        return format_moment(row.joined_at)

    @admin.display(description=_("until"))
    def shown_until(self, row):
        return format_moment(row.left_at) if row.left_at else "—"


class DocumentInline(ReadOnlyInline):
    model = FirmDocument
    fields = readonly_fields = ["kind", "shown_file", "added_by", "shown_added", "shown_removed"]

    @admin.display(description=_("file"))
    def shown_file(self, row):
        return format_html('<a href="{}"><bdi>{}</bdi></a>', reverse("filing:file", args=[row.file_id]), row.file)

    @admin.display(description=_("added at"))
    def shown_added(self, row):
        return format_moment(row.added_at)

    @admin.display(description=_("taken back at"))
    def shown_removed(self, row):
        return format_moment(row.removed_at) if row.removed_at else "—"


class ReviewInline(ReadOnlyInline):
    model = FirmReview
    fields = readonly_fields = ["shown_at", "act", "by", "message", "note"]

    @admin.display(description=_("at"))
    def shown_at(self, row):
        return format_moment(row.at)


class ChangeInline(ReadOnlyInline):
    model = FirmChange
    fields = readonly_fields = ["shown_link", "shown_asked", "asked_by", "decided_by", "message"]

    @admin.display(description=_("state"))
    def shown_link(self, row):
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:members_change_review", args=[row.pk]), row.get_state_display()
        )

    @admin.display(description=_("asked at"))
    def shown_asked(self, row):
        return format_moment(row.asked_at)


@admin.register(Firm)
class FirmAdmin(ExportFirmsMixin, TypedAdmin, ReadOnlyAdmin, ReadableHistoryAdmin):
    list_display = ["name", "state", "city", "size", "shown_since", "shown_until", "tracking_code"]
    list_filter = ["state", "sections", "size", "legal_kind", "city"]
    search_fields = ["name"]
    search_help_text = _("Name in any spelling, tracking code, national ID or licence number")
    show_full_result_count = False
    inlines = [DocumentInline, RepresentativeInline, ReviewInline, ChangeInline]
    readonly_fields = ["state", "tracking_code", "shown_applied", "shown_since", "shown_until", "shown_founded"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name", "name_en"), ("state", "tracking_code"), ("shown_applied", "shown_since"), "shown_until",
                ]
            },
        ),
        (
            _("Reviewed"),
            {"fields": ["legal_kind", "national_id", "licence_number", "guild", "city", "sections"]},
        ),
        (
            _("Kept by the firm"),
            {
                "fields": [
                    "shown_founded", "size", "address", "postal_code", "capabilities", "about", "about_en", "website",
                ]
            },
        ),
        (_("Contacts (never public)"), {"fields": ["contact_person", "contact_email", "contact_phone", "language"]}),
        (_("What the public may see"), {"fields": ["is_listed", *Firm.CONSENTS]}),
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_search_results(self, request, queryset, search_term):
        """Names are equal but for their spelling (ك/ک, ZWNJ, «شرکت»); codes in any digits."""
        term = normalise(search_term, one_line=True)[:160]
        if not term:
            return queryset, False
        code = canonical_code(term) or ""
        found = Q(match_key__contains=match_key(term)) if match_key(term) else Q(pk__in=[])
        found |= Q(tracking_code=term.upper()) | Q(national_id=code) | Q(licence_number=code)
        if term.isascii():
            found |= Q(name_en__icontains=term)
        return queryset.filter(found), False

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("review/", view(views.review_queue), name="members_review_queue"),
            path("<int:pk>/review/", view(views.firm_review), name="members_review"),
            path("<int:pk>/standing/<slug:act>/", view(views.firm_standing), name="members_firm_standing"),
            path("changes/<int:pk>/", view(views.change_review), name="members_change_review"),
            *super().get_urls(),
        ]

    @admin.display(description=_("applied at"))
    def shown_applied(self, firm):
        return format_moment(firm.applied_at) if firm.applied_at else "—"

    @admin.display(description=_("member since"), ordering="active_since")
    def shown_since(self, firm):
        return format_day(firm.active_since) if firm.active_since else "—"

    @admin.display(description=_("profile confirmed until"), ordering="confirmed_until")
    def shown_until(self, firm):
        return format_day(firm.confirmed_until) if firm.confirmed_until else "—"

    @admin.display(description=_("founded in year"))
    def shown_founded(self, firm):
        return firm.founded or "—"
