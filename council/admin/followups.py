"""Action items and agreements at the desk."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council import services
from council.admin.base import CouncilAdmin, ReadableHistoryAdmin
from council.models import ActionItem, Agreement
from filing.uploads import store_file
from filing.versions import VersionedAdmin
from persian.admin import jalali_year_filter
from persian.digits import localised
from persian.jalali import today

State = ActionItem.State


class DueFilter(admin.SimpleListFilter):
    title = gettext_lazy("time")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [
            ("open", gettext_lazy("open")),
            ("late", gettext_lazy("open and past the last day")),
            ("reported", gettext_lazy("open and reported as done")),
        ]

    def queryset(self, request, queryset):
        chosen = {
            "open": queryset.open,
            "late": lambda: queryset.overdue(today()),
            "reported": queryset.reported,
        }
        return chosen.get(self.value(), queryset.all)()


@admin.register(ActionItem)
class ActionItemAdmin(CouncilAdmin, VersionedAdmin, ReadableHistoryAdmin):
    """Written in the meeting's editor; closed here or on the next agenda. The open ones stand first."""

    list_display = ["shown_number", "text", "owner", "due_on", "state", "shown_late", "report"]
    list_display_links = ["shown_number", "text"]
    list_filter = [DueFilter, "state", "institution", jalali_year_filter("meeting__held_on")]
    list_select_related = ["meeting__year", "seat", "institution"]
    search_fields = ["text", "text_en", "seat__person", "institution__name"]
    autocomplete_fields = ["seat", "institution"]
    fields = ["meeting", ("text", "text_en"), ("seat", "institution"), "due_on", ("state", "closed_on"), "closing_note"]
    fields += [("report", "reported_by", "reported_at")]
    readonly_fields = ["meeting", "state", "closed_on", "report", "reported_by", "reported_at"]
    actions = ["mark_done", "mark_cancelled", "open_again"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """What the confirmed minutes say stays: afterwards an item is only closed or opened again."""
        return (obj is None or obj.meeting.is_open) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def has_close_permission(self, request):
        return request.user.has_perm("council.close_actionitem")

    @admin.action(description=gettext_lazy("Done"), permissions=["close"])
    def mark_done(self, request, queryset):
        self.close_each(request, queryset, State.DONE)

    @admin.action(description=gettext_lazy("Cancelled"), permissions=["close"])
    def mark_cancelled(self, request, queryset):
        self.close_each(request, queryset, State.CANCELLED)

    def close_each(self, request, queryset, state):
        act = partial(services.close_action_item, state=state, by=request.user)
        self.move_each(request, queryset, lambda item: act(item=item))

    @admin.action(description=gettext_lazy("Open again"), permissions=["close"])
    def open_again(self, request, queryset):
        why = _("opened again at the desk")
        self.move_each(request, queryset, lambda item: services.reopen_action_item(item=item, by=request.user, why=why))

    def move_each(self, request, queryset, act):
        """Each on its own: what cannot move is named, the others do."""
        for item in queryset.select_related("meeting__year"):
            try:
                act(item)
            except ValidationError as refusal:
                for message in refusal.messages:
                    messages.error(request, message)
            else:
                messages.success(request, _("%(item)s is written down.") % {"item": item})

    @admin.display(description=gettext_lazy("number"), ordering="meeting__held_on")
    def shown_number(self, item):
        return localised(item.key)

    @admin.display(description=gettext_lazy("owner"))
    def owner(self, item):
        return item.owner

    @admin.display(description=gettext_lazy("in time"), boolean=True)
    def shown_late(self, item):
        return item.state != State.OPEN or item.due_on is None or item.due_on >= today()


class AgreementForm(forms.ModelForm):
    """The paper comes in through the checked way; an agreement may be entered before it is there."""

    upload = forms.FileField(label=gettext_lazy("file"), required=False)

    class Meta:
        model = Agreement
        fields = ["institution", "number", "subject", "subject_en", "valid_from", "valid_to", "is_file_public"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stored = None

    def clean_upload(self):
        """Checked here, so that a refusal stands at the box."""
        upload = self.cleaned_data["upload"]
        if upload:
            self.stored = store_file(upload, by=self.user)
        return upload


@admin.register(Agreement)
class AgreementAdmin(CouncilAdmin, ReadableHistoryAdmin):
    form = AgreementForm
    list_display = ["subject", "institution", "valid_from", "valid_to", "is_file_public", "is_sample"]
    list_filter = [jalali_year_filter("valid_from"), "institution__kind", "is_sample"]
    list_select_related = ["institution"]
    search_fields = ["subject", "subject_en", "institution__name", "number"]
    autocomplete_fields = ["institution"]
    readonly_fields = ["shown_file"]
    fields = ["institution", ("number", "subject", "subject_en"), ("valid_from", "valid_to")]
    fields += ["shown_file", ("upload", "is_file_public")]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.user = request.user
        return form

    def save_model(self, request, obj, form, change):
        if form.stored:
            obj.file = form.stored
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("kept file"))
    def shown_file(self, agreement):
        return agreement.file or "—"
