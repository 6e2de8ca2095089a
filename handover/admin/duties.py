"""Duties and officers by hand, and the board on which duties are handed over."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from council.admin.base import ClosingAdmin, CouncilAdmin
from filing.services import record_change
from filing.versions import VersionedAdmin
from handover import services
from handover.admin.forms import OfficerForm
from handover.models import Duty, NetworkOfficer
from handover.public.reading import STATUS
from handover.services.duties import TRANSFER
from persian.jalali import format_day, today

ON_A_PAGE = 50
STEPS = {"begin": services.start_shadowing, "transfer": services.transfer_duty}
DONE = {
    "begin": gettext_lazy("«%(duty)s» is done together from today."),
    "transfer": gettext_lazy("«%(duty)s» is handed over. It waits for the word of %(network)s."),
}
OPEN = [Duty.State.PLANNED, Duty.State.SHADOWING]


@admin.register(Duty)
class DutyAdmin(ClosingAdmin, VersionedAdmin, CouncilAdmin, admin.ModelAdmin):
    list_display = ["number", "title", "shown_giver", "receiver", "shown_due", "state", "is_sample"]
    list_filter = ["state", "receiver"]
    list_select_related = ["holder", "holder_seat", "receiver"]
    search_fields = ["title", "title_en"]
    actions = None
    fields = [("title", "title_en"), ("holder", "holder_seat"), ("receiver", "due_on")]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def has_delete_permission(self, request, obj=None):
        """What was begun is part of the hand-over's story."""
        is_free = obj is None or obj.state == Duty.State.PLANNED
        return is_free and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        if change:
            return super().save_model(request, obj, form, change)
        return services.add_duty(duty=obj, by=request.user)

    def delete_model(self, request, obj):
        record_change(obj, by=request.user, old=obj.state, new="deleted")
        super().delete_model(request, obj)

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("board/", view(duty_board), name="handover_board"),
            path("<int:pk>/step/<slug:act>/", view(duty_step), name="handover_step"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("held by"))
    def shown_giver(self, duty):
        return duty.giver_name

    @admin.display(description=gettext_lazy("to be handed over by"), ordering="due_on")
    def shown_due(self, duty):
        return format_day(duty.due_on)


def overdue_duties(day):
    """Not handed over, and the day is past."""
    return Duty.objects.filter(state__in=OPEN, due_on__lt=day)


def returned_duties():
    """Came back from the receiver, and were not handed over again."""
    return Duty.objects.filter(state=Duty.State.SHADOWING).exclude(returned_because="")


WAITS = {"overdue": lambda: overdue_duties(today()), "returned": returned_duties}


@require_safe
@permission_required(TRANSFER, raise_exception=True)
def duty_board(request):
    """Every duty with its next step; ``?waits=overdue`` or ``returned`` only those of the queue. Two queries."""
    waits = request.GET.get("waits", "")
    rows = WAITS[waits]() if waits in WAITS else Duty.objects.all()
    rows = rows.select_related("holder", "holder_seat", "receiver", "transferred_by", "accepted_by")
    page = Paginator(rows.order_by("number"), ON_A_PAGE).get_page(request.GET.get("page"))
    for duty in page.object_list:
        duty.status = STATUS[duty.state]
    context = admin.site.each_context(request) | {
        "opts": Duty._meta,
        "title": _("Hand duties over"),
        "page": page,
        "waits": waits if waits in WAITS else "",
        "states": Duty.State,
        "day": today(),
    }
    return render(request, "admin/handover/board.html", context)


@require_POST
@permission_required(TRANSFER, raise_exception=True)
def duty_step(request, pk, act):
    """One step of the giver. A step that was taken meanwhile is told in words."""
    if act not in STEPS:
        raise Http404
    duty = get_object_or_404(Duty.objects.visible_to(request.user), pk=pk)
    try:
        duty = STEPS[act](duty=duty, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, DONE[act] % {"duty": duty, "network": duty.receiver})
    return redirect("admin:handover_board")


@admin.register(NetworkOfficer)
class NetworkOfficerAdmin(CouncilAdmin, admin.ModelAdmin):
    """Who acts for a network. Nobody is deleted: an office ends on a day."""

    list_display = ["network", "user", "role", "shown_from", "shown_to"]
    list_filter = ["network", "role"]
    list_select_related = ["network", "user"]
    search_fields = ["user__full_name", "network__name"]
    form = OfficerForm
    actions = None

    def get_fields(self, request, obj=None):
        return ["network", "user" if obj else "person", "role", ("valid_from", "valid_to")]

    def get_readonly_fields(self, request, obj=None):
        return ["network", "user"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.by = request.user
        return form

    def save_model(self, request, obj, form, change):
        if not change:
            services.appoint_officer(officer=obj, by=request.user)
            return
        super().save_model(request, obj, form, change)
        record_change(obj, by=request.user, old=form.initial["role"], new="ended" if obj.valid_to else obj.role)

    @admin.display(description=gettext_lazy("from day"), ordering="valid_from")
    def shown_from(self, officer):
        return format_day(officer.valid_from)

    @admin.display(description=gettext_lazy("to day"), ordering="valid_to")
    def shown_to(self, officer):
        return format_day(officer.valid_to) if officer.valid_to else "—"
