"""Entries and readings one by one; the progress desk is for a whole month. Never changed, never deleted."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from actionplans import services
from actionplans.admin.base import FigureAdminMixin
from actionplans.admin.filters import program_year_filter
from actionplans.forms import EntryForm, ReadingForm
from actionplans.models import Evidence, IndicatorReading, ProgressEntry, Verification
from council.models import ProgramYear
from persian.jalali import format_day
from persian.numbers import number


class RecordedAdmin(FigureAdminMixin, admin.ModelAdmin):
    """Adds through the service that records; there is no change and no deletion."""

    actions = None
    view_on_site = False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changeform_view(self, request, *args, **kwargs):
        """What changed between the form's check and the write is a refusal of the form, when it is asked again."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ValidationError:
            return super().changeform_view(request, *args, **kwargs)

    @admin.display(description=_("as of"), ordering="as_of")
    def shown_day(self, row):
        return format_day(row.as_of)

    @admin.display(description=_("verdict"))
    def shown_verdict(self, row):
        return Verification.Verdict(row.verdict).label if row.verdict else _("waits")


@admin.register(ProgressEntry)
class ProgressEntryAdmin(RecordedAdmin):
    form = EntryForm
    list_display = ["shown_day", "activity", "plan", "shown_percent", "shown_verdict", "recorded_by"]
    list_filter = [program_year_filter("activity__plan__year")]
    list_select_related = ["activity__plan__year", "recorded_by"]
    show_full_result_count = False
    add_fields = EntryForm.Meta.fields

    def get_queryset(self, request):
        return super().get_queryset(request).with_verdict()

    def get_fields(self, request, obj=None):
        return [*self.add_fields, "recorded_by", "recorded_at"] if obj else self.add_fields

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "activity":
            field.queryset = open_rows(field.queryset.in_newest_baseline())
            field.label_from_instance = row_label
        return field

    def save_model(self, request, obj, form, change):
        obj.pk = services.record_entry(by=request.user, **form.cleaned_data).pk

    @admin.display(description=_("percent done"), ordering="percent")
    def shown_percent(self, entry):
        return number(entry.percent)

    @admin.display(description=_("action plan"))
    def plan(self, entry):
        return entry.activity.plan


@admin.register(IndicatorReading)
class IndicatorReadingAdmin(RecordedAdmin):
    form = ReadingForm
    list_display = ["shown_day", "indicator", "shown_value", "shown_verdict", "recorded_by"]
    list_filter = [program_year_filter("indicator__plan__year")]
    list_select_related = ["indicator__plan__year", "recorded_by"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).with_verdict()

    def get_fields(self, request, obj=None):
        names = ReadingForm.Meta.fields
        return [*names, "recorded_by", "recorded_at"] if obj else names

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "indicator":
            field.queryset = open_rows(field.queryset)
            field.label_from_instance = row_label
        return field

    def save_model(self, request, obj, form, change):
        obj.pk = services.record_reading(by=request.user, **form.cleaned_data).pk

    @admin.display(description=_("value"), ordering="value")
    def shown_value(self, reading):
        return number(reading.value)


@admin.register(Evidence)
class EvidenceAdmin(admin.ModelAdmin):
    """Evidence comes in with its entry; here it gets a better caption, or is released to everyone."""

    list_display = ["caption", "subject", "is_public", "added_by"]
    list_filter = ["is_public"]
    list_select_related = ["entry__activity__plan__year", "reading__indicator__plan__year", "added_by"]
    fields = ["subject", "file", "caption", "is_public"]
    readonly_fields = ["subject", "file"]
    actions = None
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        services.describe_evidence(evidence=obj, by=request.user, **form.cleaned_data)

    @admin.display(description=_("shows"))
    def subject(self, evidence):
        return evidence.entry or evidence.reading


def open_rows(rows):
    """Activities or indicators that may be recorded for now: of approved plans of a running year."""
    running = rows.filter(plan__year__state=ProgramYear.State.RUNNING, plan__approved_by__isnull=False)
    return running.select_related("plan__year").order_by("plan__year__year", "plan__number", "number")


def row_label(row):
    return f"{row.plan} › {row}"
