"""The hand-over pack on the desk: the export with its progress, the checklist, the transfer of roles."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import roles
from filing.admin import ReadOnlyAdmin
from handover.admin.forms import PeopleForm, RolesForm
from handover.models import Export, RoleTransfer
from handover.pack.checklist import checklist_pdf
from handover.pack.jobs import EXPORT, begin_export
from handover.pack.people import person_facts
from handover.services.roles import TRANSFER_ROLE, move_roles
from persian.jalali import today

REFUSED = 422
READ = "handover.read_pack"


def frame(request, **context):
    return admin.site.each_context(request) | {"opts": RoleTransfer._meta} | context


@admin.register(RoleTransfer)
class RoleTransferAdmin(ReadOnlyAdmin):
    """What passed on, as a list; the pages of the pack stand beside it."""

    list_display = ["at", "leaving", "arriving", "shown_role", "by"]
    list_select_related = ["leaving", "arriving", "by"]
    fields = ["at", "leaving", "arriving", "shown_role", "by"]
    readonly_fields = ["shown_role"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("pack/", view(pack_page), name="handover_pack"),
            path("pack/checklist.pdf", view(checklist), name="handover_checklist"),
            path("pack/roles/", view(transfer_roles), name="handover_roles"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("role"), ordering="group")
    def shown_role(self, transfer):
        return roles.word(transfer.group)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(READ, raise_exception=True)
def pack_page(request):
    """The three parts of the pack; POST asks the worker for an export. The page may be left and found again."""
    may_export = request.user.has_perm(EXPORT)
    if request.method == "POST":
        begin_export(by=request.user)
        return redirect("admin:handover_pack")
    job = Export.objects.visible_to(request.user).select_related("file", "by").first()
    context = frame(
        request,
        title=_("Hand-over pack"),
        job=job,
        states=Export.State,
        may_export=may_export,
        may_transfer=request.user.has_perm(TRANSFER_ROLE),
    )
    response = render(request, "admin/handover/pack.html", context)
    if job and job.is_running:
        response.headers["Refresh"] = "2"  # works without script
    return response


@require_safe
@permission_required(READ, raise_exception=True)
@never_cache
def checklist(request):
    """The checklist of today in the language of the page."""
    response = HttpResponse(checklist_pdf(), content_type="application/pdf")
    name = f"handover-checklist-{today().isoformat()}-{get_language()}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(TRANSFER_ROLE, raise_exception=True)
@never_cache
def transfer_roles(request):
    """First the two people, then what is known of both and which roles; POST moves them, once it is confirmed."""
    if request.method == "POST":
        return move(request)
    people = PeopleForm(request.GET if "leaving" in request.GET else None)
    if not people.is_valid():
        status = REFUSED if people.is_bound else 200
        context = frame(request, title=_("Pass roles on"), form=people, step=1)
        return render(request, "admin/handover/roles.html", context, status=status)
    form = RolesForm(choices=choices_of(people.cleaned_data["leaving"]), initial=people.data.dict())
    return look(request, form, people.cleaned_data)


def choices_of(leaving):
    names = leaving.groups.order_by("name").values_list("name", flat=True)
    return [(name, roles.word(name)) for name in names]


def look(request, form, people, status=200):
    """Both people side by side: last sign-ins, second factors, roles, what waits for who leaves."""
    context = frame(
        request,
        title=_("Pass roles on"),
        form=form,
        step=2,
        leaving=person_facts(people["leaving"]),
        arriving=person_facts(people["arriving"], with_tasks=False),
    )
    return render(request, "admin/handover/roles.html", context, status=status)


def move(request):
    people = PeopleForm(request.POST)
    if not people.is_valid():
        context = frame(request, title=_("Pass roles on"), form=people, step=1)
        return render(request, "admin/handover/roles.html", context, status=REFUSED)
    who = people.cleaned_data
    form = RolesForm(request.POST, choices=choices_of(who["leaving"]))
    if form.is_valid():
        try:
            names = move_roles(**who, groups=form.cleaned_data["groups"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            shown = _(", ").join(str(roles.word(name)) for name in names)
            text = _("%(roles)s passed from %(leaving)s to %(arriving)s.")
            messages.success(request, text % {"roles": shown, **who})
            return redirect("admin:handover_pack")
    return look(request, form, who, REFUSED)
