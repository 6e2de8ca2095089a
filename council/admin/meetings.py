"""Meetings with agenda and attendance, the remarks under an agenda item, and the meeting's board."""

from django.contrib import admin
from django.db.models import Count, Max, Q
from django.urls import path
from django.utils.translation import gettext_lazy as _

from council.admin import papers
from council.admin.base import ClosingAdmin, CouncilAdmin, ReadableHistoryAdmin, TypedAdmin
from council.editor import views
from council.editor.drafts import stash_unsent
from council.forms import AgendaItemForm, AttendanceForm, MeetingForm
from council.models import AgendaItem, Attendance, Decision, Meeting, ProgramYear, Remark
from filing.versions import VersionedAdmin, readable
from persian.admin import jalali_year_filter
from persian.digits import localised


class AgendaItemInline(TypedAdmin, admin.StackedInline):
    model = AgendaItem
    extra = 0
    show_change_link = True
    autocomplete_fields = ["carried_from"]
    fields = [("order", "kind", "presenter"), ("title", "title_en"), "text", "notes", "carried_from"]


class AttendanceInline(TypedAdmin, admin.TabularInline):
    model = Attendance
    form = AttendanceForm
    extra = 0
    autocomplete_fields = ["seat", "institution"]
    fields = ["seat", "status", "by_alternate", "person", "described_as", "institution"]


class RemarkInline(TypedAdmin, admin.TabularInline):
    model = Remark
    extra = 0
    autocomplete_fields = ["institution"]
    fields = ["institution", "text"]


class RowsShownAdmin:
    """A second saver sees both values of the rows below too; they have no version of their own."""

    def render_change_form(self, request, context, *args, **kwargs):
        form = context["adminform"].form
        if getattr(form, "is_bound", False) and form.is_stale():
            for inline in context["inline_admin_formsets"]:
                form.conflicts += [pair for row in inline.formset.initial_forms for pair in both_values(row)]
        return super().render_change_form(request, context, *args, **kwargs)


def both_values(row):
    """(label, theirs, yours) of what a row's form would change."""
    for name in row.changed_data if row.is_bound else ():
        bound = row[name]
        yours = getattr(row, "cleaned_data", {}).get(name, bound.data)
        yield f"{row.instance}: {bound.label}", readable(bound.field, bound.initial), readable(bound.field, yours)


@admin.register(Meeting)
class MeetingAdmin(ClosingAdmin, RowsShownAdmin, CouncilAdmin, VersionedAdmin, ReadableHistoryAdmin):
    """Meetings change state on their board only. After the minutes are confirmed all of it can only be read."""

    form = MeetingForm
    list_display = ["shown_name", "held_on", "place", "state", "shown_decisions", "is_sample"]
    list_filter = [jalali_year_filter("held_on"), "state", "is_sample"]
    list_select_related = ["year"]
    search_fields = ["place", "agenda__title"]
    inlines = [AgendaItemInline, AttendanceInline]
    fields = [("year", "number", "state"), ("held_on", "starts_at", "call"), "place"]
    actions = None

    def get_queryset(self, request):
        adopted = Count("agenda__decisions", filter=Q(agenda__decisions__state=Decision.State.ADOPTED), distinct=True)
        return super().get_queryset(request).annotate(adopted=adopted)

    def get_readonly_fields(self, request, obj=None):
        """What the numbers and snapshots of adopted decisions rest on does not change any more."""
        if obj and Decision.objects.adopted().filter(agenda_item__meeting=obj).exists():
            return ["state", "year", "number", "held_on", "call"]
        return ["state"]

    def get_changeform_initial_data(self, request):
        """The next meeting of the current year."""
        year = ProgramYear.objects.current()
        last = year and year.meetings.aggregate(last=Max("number"))["last"]
        return {"year": year and year.pk, "number": (last or 0) + 1} | super().get_changeform_initial_data(request)

    def has_delete_permission(self, request, obj=None):
        is_draft = obj is None or obj.state == Meeting.State.DRAFT
        return is_draft and super().has_delete_permission(request, obj)

    def get_urls(self):
        view = self.admin_site.admin_view
        board = stash_unsent(view(views.meeting_board))
        return [
            path("<int:object_id>/board/", board, name="council_meeting_board"),
            path("<int:object_id>/draft/", view(views.meeting_draft), name="council_meeting_draft"),
            path("<int:object_id>/understand/", view(views.meeting_understand), name="council_meeting_understand"),
            *papers.urls(view),
            *super().get_urls(),
        ]

    @admin.display(description=_("meeting"), ordering="held_on")
    def shown_name(self, meeting):
        return views.name_of_meeting(meeting)

    @admin.display(description=_("decisions"), ordering="adopted")
    def shown_decisions(self, meeting):
        return localised(meeting.adopted)


@admin.register(AgendaItem)
class AgendaItemAdmin(ClosingAdmin, RowsShownAdmin, CouncilAdmin, VersionedAdmin, admin.ModelAdmin):
    """One item with what the institutions said. Items are added in the meeting's form."""

    form = AgendaItemForm
    list_display = ["title", "meeting", "shown_order", "kind"]
    list_filter = ["kind", jalali_year_filter("meeting__held_on")]
    list_select_related = ["meeting__year"]
    search_fields = ["title", "text"]
    readonly_fields = ["meeting"]
    fields = ["meeting", ("order", "kind", "presenter"), ("title", "title_en"), "text", "notes"]
    inlines = [RemarkInline]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("meeting__year")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        """Through the meeting's form, where the whole agenda is in sight; this row's own permission is asked there."""
        return (obj is None or obj.is_open) and super().has_delete_permission(request, obj)

    @admin.display(description=_("order"), ordering="order")
    def shown_order(self, item):
        return localised(item.order)
