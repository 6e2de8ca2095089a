"""Commitments and payments in admin. What the council approved is only read; payments have a page of their own."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Sum
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from actionplans.admin.base import FigureAdminMixin, ReadableHistoryAdmin
from actionplans.admin.filters import program_year_filter
from actionplans.desks import money as pages
from actionplans.forms import FundingForm, decision_label, offered_decisions
from actionplans.models import Funding, Payment
from council.admin.base import ClosingAdmin
from filing.admin import ReadOnlyAdmin
from filing.versions import VersionedAdmin
from persian.digits import localised
from persian.forms import RialField
from persian.jalali import format_day
from persian.numbers import number, rial
from persian.widgets import RialInput


@admin.register(Funding)
class FundingAdmin(ClosingAdmin, VersionedAdmin, FigureAdminMixin, ReadableHistoryAdmin):
    form = FundingForm
    formfield_overrides = FigureAdminMixin.formfield_overrides | {
        models.BigIntegerField: {"form_class": RialField, "widget": RialInput}
    }
    list_display = [
        "shown_plan", "institution", "kind", "shown_pledged", "shown_approved", "shown_paid", "shown_decision",
    ]  # fmt: skip
    list_filter = [
        program_year_filter("plan__year"), "kind", ("institution", admin.RelatedOnlyFieldListFilter),
    ]  # fmt: skip
    list_select_related = ["plan__year", "institution", "decision"]
    search_fields = ["subject", "subject_en", "institution__name", "plan__title"]
    actions = None
    view_on_site = False
    own_fields = ["plan", "institution", "kind", ("subject", "subject_en"), ("pledged", "pledged_on")]
    read_fields = [
        *own_fields[:-1], ("shown_pledged", "shown_pledged_on"), "shown_decision", ("shown_approved", "shown_paid"),
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).with_paid()

    def get_fields(self, request, obj=None):
        if obj is None:
            return self.own_fields
        return [*self.own_fields, "shown_decision"] if self.has_change_permission(request, obj) else self.read_fields

    def get_readonly_fields(self, request, obj=None):
        shown = ["shown_decision", "shown_pledged", "shown_pledged_on", "shown_approved", "shown_paid"]
        return [*shown, "plan"] if obj else shown

    def has_delete_permission(self, request, obj=None):
        is_free = obj is None or (obj.is_open and obj.decision_id is None)
        return is_free and super().has_delete_permission(request, obj)

    def delete_model(self, request, obj):
        """What was proposed since the question was shown is not deleted."""
        if Funding.objects.select_for_update().get(pk=obj.pk).decision_id is not None:
            raise PermissionDenied
        super().delete_model(request, obj)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        funding = self.get_object(request, object_id)
        offered = []
        if funding and funding.is_open and request.user.has_perm("actionplans.propose_funding"):
            decisions = offered_decisions(funding.plan.year)
            offered = [(decision.pk, decision_label(decision)) for decision in decisions]
        return super().change_view(request, object_id, form_url, {"offered": offered} | (extra_context or {}))

    def changelist_view(self, request, extra_context=None):
        """The sums of what the filters leave over stand above the list."""
        response = super().changelist_view(request, extra_context)
        changelist = getattr(response, "context_data", {}).get("cl")
        if changelist is not None:
            shown = Funding.objects.filter(pk__in=changelist.queryset.order_by().values("pk"))
            response.context_data["sums"] = shown.aggregate(pledged=Sum("pledged"), approved=Sum("approved")) | {
                "paid": Payment.objects.counting().filter(funding__in=shown).aggregate(total=Sum("amount"))["total"]
            }
        return response

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("propose/<int:pk>/", view(pages.funding_propose), name="actionplans_funding_propose"),
            path("<int:pk>/withdraw/", view(pages.funding_withdraw), name="actionplans_funding_withdraw"),
            path("<int:pk>/payments/", view(pages.funding_payments), name="actionplans_funding_payments"),
            *super().get_urls(),
        ]

    @admin.display(description=_("action plan"), ordering="plan__number")
    def shown_plan(self, funding):
        return f"{localised(funding.plan.year.year)} › {funding.plan}"

    @admin.display(description=_("pledged, in rials"), ordering="pledged")
    def shown_pledged(self, funding):
        return number(funding.pledged)

    @admin.display(description=_("pledged on"))
    def shown_pledged_on(self, funding):
        return format_day(funding.pledged_on) if funding.pledged_on else "—"

    @admin.display(description=_("approved, in rials"), ordering="approved")
    def shown_approved(self, funding):
        return number(funding.approved)

    @admin.display(description=_("paid, in rials"), ordering="paid")
    def shown_paid(self, funding):
        paid = getattr(funding, "paid", 0)
        if funding.approved is None:
            return number(None)
        return format_html('<a href="{}">{}</a>', reverse(pages.PAYMENTS, args=[funding.pk]), number(paid))

    @admin.display(description=_("decision"))
    def shown_decision(self, funding):
        if funding.decision_id is None:
            return _("not put to the council yet")
        decision = funding.decision
        if decision.number:
            return format_html('{} <bdi dir="ltr">{}</bdi>', _("decision"), localised(decision.number))
        return format_html("{} ({})", _("proposal"), decision.get_state_display())


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    """Payments as a list; they are recorded and reversed on the page of their commitment."""

    list_display = ["shown_day", "shown_amount", "of_funding", "shown_state", "recorded_by", "file"]
    list_filter = [program_year_filter("funding__plan__year")]
    list_select_related = ["funding__plan__year", "funding__institution", "recorded_by", "file", "reversal"]
    fields = [
        "of_funding", "shown_amount", "shown_day", "note", "shown_file", "shown_state", "recorded_by", "recorded_at",
    ]  # fmt: skip
    readonly_fields = ["of_funding", "shown_amount", "shown_day", "shown_file", "shown_state"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    @admin.display(description=_("paid on"), ordering="paid_on")
    def shown_day(self, payment):
        return format_day(payment.paid_on)

    @admin.display(description=_("amount"), ordering="amount")
    def shown_amount(self, payment):
        return rial(payment.amount)

    @admin.display(description=_("funding"))
    def of_funding(self, payment):
        return format_html('<a href="{}">{}</a>', reverse(pages.PAYMENTS, args=[payment.funding_id]), payment.funding)

    @admin.display(description=_("file"))
    def shown_file(self, payment):
        if payment.file_id is None:
            return "—"
        return format_html(
            '<a href="{}"><bdi>{}</bdi></a>', reverse("filing:file", args=[payment.file_id]), payment.file
        )

    @admin.display(description=_("state"))
    def shown_state(self, payment):
        if not hasattr(payment, "reversal"):
            return _("counts")
        return format_html("{}: <bdi>{}</bdi>", _("reversed"), payment.reversal.reason)

    def get_urls(self):
        view = self.admin_site.admin_view
        reverse_page = path("<int:pk>/reverse/", view(pages.payment_reverse), name="actionplans_payment_reverse")
        return [reverse_page, *super().get_urls()]
