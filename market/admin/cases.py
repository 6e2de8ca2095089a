"""Cases as staff work on them: one on one screen, a form of their own, the reasons, the publications."""

from typing import NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from council.admin.base import CouncilAdmin
from filing.admin import ReadOnlyAdmin
from market.admin.case_forms import CheckForm, CountForm, RejectForm, ReleaseForm
from market.cases import filing, reading
from market.cases.forms import CaseForm
from market.models import CaseFigures, CaseReason, ProcurementCase
from market.services import cases as services
from market.services.case_figures import publish_figures
from persian.admin import jalali_year_filter
from persian.numbers import number, rial

State = ProcurementCase.State
LATE, REFUSED = 409, 422
read_or_write = method_decorator(require_http_methods(["GET", "HEAD", "POST"]))


class Act(NamedTuple):
    """``on``: the states in which it is offered."""

    permission: str
    on: tuple
    form: type
    service: object
    done: str


ACTS = {
    "check": Act(
        "market.check_case", (State.SUBMITTED,), CheckForm, services.check_case,
        gettext_lazy("What was found is recorded."),
    ),
    "count": Act(
        "market.decide_case", (State.CHECKED,), CountForm, services.count_case,
        gettext_lazy("The case counts. The letter is on its way."),
    ),
    "reject": Act(
        "market.decide_case", (State.CHECKED,), RejectForm, services.reject_case,
        gettext_lazy("The case was rejected. The letter is on its way."),
    ),
    "release": Act(
        "market.release_case", (State.COUNTED,), ReleaseForm, services.release_case,
        gettext_lazy("What the public may know was recorded."),
    ),
}  # fmt: skip


def offered(user, case):
    """The names of the acts that this person may take now; none on a case of their own."""
    if services.is_own(case, user):
        return []
    return [name for name, act in ACTS.items() if case.state in act.on and user.has_perm(act.permission)]


@admin.register(ProcurementCase)
class ProcurementCaseAdmin(CouncilAdmin, ReadOnlyAdmin):
    """A row's own page is the checking desk; adding files a case of the office."""

    list_display = [
        "code",
        "state",
        "category",
        "shown_buyer",
        "shown_filer",
        "decided_on",
        "shown_amount",
        "is_sample",
    ]
    list_filter = ["state", "winner", "reasons", jalali_year_filter("decided_on")]
    list_select_related = ["category", "buyer", "firm", "institution"]
    search_fields = ["code", "need_number", "buyer_name"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    @admin.display(description=gettext_lazy("buyer"))
    def shown_buyer(self, case):
        return format_html("<bdi>{}</bdi>", case.shown_buyer)

    @admin.display(description=gettext_lazy("filed by"))
    def shown_filer(self, case):
        return format_html("<bdi>{}</bdi>", case.filer or _("the office"))

    @admin.display(description=gettext_lazy("amount"), ordering="amount")
    def shown_amount(self, case):
        return rial(case.amount)

    def has_add_permission(self, request):
        return request.user.has_perm("market.file_case")

    @read_or_write
    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = CaseForm(
            filing.posted(request), request.FILES or None, by=request.user, initial={"key": filing.new_key()}
        )
        if request.method == "POST" and form.is_valid():
            case = filing.send(request, form)
            if case:
                return redirect("admin:market_procurementcase_change", case.pk)
        context = self.frame(request, title=_("Report a purchase for the office"), form=form)
        return render(request, "admin/market/case_new.html", context, status=REFUSED if form.errors else 200)

    @read_or_write
    def change_view(self, request, object_id, form_url="", extra_context=None):
        """POST ``act`` takes one step; a refusal stands in its form, what was typed stays."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = reading.whole(self.get_queryset(request))
        case = get_object_or_404(rows, pk=object_id if str(object_id).isdecimal() else None)
        forms, status = {}, 200
        if request.method == "POST":
            name = request.POST.get("act")
            if name not in ACTS:
                raise Http404
            if not request.user.has_perm(ACTS[name].permission):
                raise PermissionDenied
            forms[name] = ACTS[name].form(request.POST)
            status = take(request, case, name, forms[name])
            if status is None:
                return redirect("admin:market_procurementcase_change", case.pk)
            case = rows.get(pk=case.pk)
        return render(request, "admin/market/case.html", self.desk(request, case, forms), status=status)

    def desk(self, request, case, forms):
        """Everything on one screen, in a fixed number of queries."""
        acts = offered(request.user, case)
        able = reading.able_members(case.category)
        return self.frame(
            request,
            title=_("Case %(code)s") % {"code": case},
            case=case,
            forms={name: forms.get(name) or ACTS[name].form(initial=initial(case)) for name in acts},
            refused=next(iter(forms.values()), None),
            lost=next((form for name, form in forms.items() if name not in acts), None),
            is_own=services.is_own(case, request.user),
            able=list(able[: reading.SUGGESTED]),
            able_count=able.count(),
            look_alikes=list(services.look_alikes(case).select_related("firm", "institution", "category")[:10]),
            reasons=list(case.reasons.all()),
            papers=list(case.evidence.select_related("file")),
            steps=list(reading.steps_of(case)),
            following=ProcurementCase.objects.waiting().exclude(pk=case.pk).first(),
        )

    def frame(self, request, **context):
        return self.admin_site.each_context(request) | {"opts": ProcurementCase._meta} | context


def initial(case):
    named = {"names_buyer": case.names_buyer, "names_firm": case.names_firm}
    return named | {"seen": case.row_version, "buyer": case.buyer_id}


def take(request, case, name, form):
    """Run the act: None when it was done, else the status of the page that tells why not."""
    if not form.is_valid():
        return REFUSED
    facts = dict(form.cleaned_data)
    try:
        ACTS[name].service(case=case, by=request.user, **facts)
    except services.CaseChanged as late:
        form.add_error(None, late)
        return LATE
    except ValidationError as refusal:
        filing.take(form, refusal)
        return REFUSED
    messages.success(request, ACTS[name].done)
    return None


@admin.register(CaseReason)
class CaseReasonAdmin(CouncilAdmin, admin.ModelAdmin):
    list_display = ["name", "name_en", "shown_order", "is_in_use"]
    list_filter = ["is_in_use"]
    search_fields = ["name", "name_en", "key"]
    fields = ["key", ("name", "name_en"), "order", "is_in_use"]

    def get_readonly_fields(self, request, obj=None):
        """Published figures and files name reasons by key."""
        return ["key"] if obj else []

    def has_delete_permission(self, request, obj=None):
        """Cases keep their reasons: one that is not wanted any more is no longer offered."""
        return False

    @admin.display(description=gettext_lazy("order"), ordering="order")
    def shown_order(self, reason):
        return number(reason.order)


@admin.register(CaseFigures)
class CaseFiguresAdmin(ReadOnlyAdmin):
    """The publications, the newest first; adding one publishes the figures now."""

    list_display = ["shown_number", "made_at", "shown_maker", "shown_added", "is_sample"]
    list_select_related = ["made_by"]
    fields = ["shown_number", "made_at", "shown_maker", "shown_added", "document"]

    @admin.display(description=gettext_lazy("publication number"), ordering="number")
    def shown_number(self, figures):
        return number(figures.number)

    @admin.display(description=gettext_lazy("made by"))
    def shown_maker(self, figures):
        return figures.made_by or _("the portal")

    @admin.display(description=gettext_lazy("cases that were added"), ordering="added")
    def shown_added(self, figures):
        return number(figures.added)

    def has_add_permission(self, request):
        return request.user.has_perm("market.publish_casefigures")

    @read_or_write
    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        refusal, status = None, 200
        if request.method == "POST":
            try:
                figures = publish_figures(by=request.user)
            except ValidationError as refused:
                refusal, status = " ".join(refused.messages), REFUSED
            else:
                done = _("The figures are published; %(count)s cases were added.") % {"count": number(figures.added)}
                messages.success(request, done)
                return redirect("admin:market_casefigures_changelist")
        context = self.admin_site.each_context(request) | {
            "opts": CaseFigures._meta,
            "title": _("Publish the figures now"),
            "pending": ProcurementCase.objects.pending().count(),
            "newest": CaseFigures.objects.order_by("-number").first(),
            "refusal": refusal,
        }
        return render(request, "admin/market/publish_figures.html", context, status=status)
