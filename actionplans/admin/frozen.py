"""What is kept for ever: baselines, verifications, month locks. To read only."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from actionplans.admin.filters import program_year_filter
from actionplans.models import Baseline, BaselineActivity, BaselineTarget, MonthLock, Verification
from filing.admin import ReadOnlyAdmin, ReadOnlyInline
from persian.digits import localised
from persian.jalali import format_day, month_name
from persian.numbers import number


class FrozenInline(ReadOnlyInline):
    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("actionplans.view_baseline")


class BaselineActivityInline(FrozenInline):
    model = BaselineActivity
    fields = ["title", "weight", "shown_start", "shown_finish", "profile"]
    readonly_fields = ["shown_start", "shown_finish"]

    @admin.display(description=_("start"))
    def shown_start(self, row):
        return format_day(row.start)

    @admin.display(description=_("finish"))
    def shown_finish(self, row):
        return format_day(row.finish)


class BaselineTargetInline(FrozenInline):
    model = BaselineTarget
    fields = ["indicator", "target"]


@admin.register(Baseline)
class BaselineAdmin(ReadOnlyAdmin):
    list_display = ["plan", "shown_version", "shown_weight", "shown_day", "decision"]
    list_filter = [program_year_filter("plan__year")]
    list_select_related = ["plan__year", "decision"]
    fields = ["plan", "shown_version", "shown_weight", "shown_day", "decision"]
    readonly_fields = ["shown_version", "shown_weight", "shown_day"]
    inlines = [BaselineActivityInline, BaselineTargetInline]

    @admin.display(description=_("version"), ordering="version")
    def shown_version(self, baseline):
        return localised(baseline.version)

    @admin.display(description=_("plan weight"), ordering="weight")
    def shown_weight(self, baseline):
        return number(baseline.weight, 2)

    @admin.display(description=_("in force on"), ordering="in_force_on")
    def shown_day(self, baseline):
        return format_day(baseline.in_force_on)


@admin.register(Verification)
class VerificationAdmin(ReadOnlyAdmin):
    list_display = ["at", "subject", "verdict", "shown_figure", "by", "reason"]
    list_filter = ["verdict"]
    list_select_related = ["entry__activity__plan__year", "reading__indicator__plan__year", "by"]
    show_full_result_count = False

    @admin.display(description=_("of"))
    def subject(self, verification):
        return verification.subject

    @admin.display(description=_("figure"))
    def shown_figure(self, verification):
        return number(verification.percent if verification.entry_id else verification.value)


@admin.register(MonthLock)
class MonthLockAdmin(ReadOnlyAdmin):
    list_display = ["shown_month", "is_locked", "by", "at", "reason"]
    list_filter = [program_year_filter("year")]
    list_select_related = ["year", "by"]

    @admin.display(description=_("month"), ordering="month")
    def shown_month(self, lock):
        return f"{month_name(lock.month)} {localised(lock.year.year)}"
