"""The rounds of returns as staff run them: opened for a year, watched on a list of late firms, closed."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from council.models import ProgramYear
from filing.admin import ReadOnlyAdmin
from members.models import Firm, FirmReturn, ReturnRound
from members.notices.returns import late_list, occasion_of
from members.services.returns import close_round, move_due_day, open_round
from persian.digits import localised
from persian.forms import JalaliDateField
from persian.jalali import today

PERMISSION = "members.open_returnround"


class DueForm(forms.Form):
    due_on = JalaliDateField(label=gettext_lazy("due on"))


class OpenForm(DueForm):
    """The years that have no round yet, the newest first."""

    field_order = ["year", "due_on"]
    year = forms.ModelChoiceField(ProgramYear.objects.none(), label=gettext_lazy("year"), empty_label=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].queryset = ProgramYear.objects.filter(return_round__isnull=True).order_by("-year")


def take(form, refusal):
    """A refusal of the service, at the form's field where it has it."""
    if hasattr(refusal, "error_dict"):
        for name, reasons in refusal.message_dict.items():
            form.add_error(name if name in form.fields else None, reasons)
    else:
        form.add_error(None, refusal.messages)


@admin.register(ReturnRound)
class ReturnRoundAdmin(ReadOnlyAdmin):
    """Adding opens a round; a round's own page is its list of late firms. Both ask for their own permission."""

    list_display = ["shown_year", "opened_on", "due_on", "closed_on", "shown_filed"]
    list_select_related = ["year"]

    @admin.display(description=gettext_lazy("year"), ordering="year__year")
    def shown_year(self, return_round):
        return localised(return_round.year.year)

    @admin.display(description=gettext_lazy("returns filed"))
    def shown_filed(self, return_round):
        return localised(filed_count(return_round))

    def has_add_permission(self, request):
        return request.user.has_perm(PERMISSION)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = OpenForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                opened = open_round(by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                take(form, refusal)
            else:
                messages.success(request, _("The round is open. Firms find it on their desk and are reminded of it."))
                return redirect("admin:members_returnround_change", opened.pk)
        context = self.frame(request, title=_("Open a round of returns"), form=form)
        return render(request, "admin/members/returnround_open.html", context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Who has filed and who is late; POST moves the last day (``act=due``) or closes the round (``act=close``)."""
        if not request.user.has_perm("members.view_returnround"):
            raise PermissionDenied
        rounds = ReturnRound.objects.select_related("year", "opened_by")
        return_round = get_object_or_404(rounds, pk=object_id if str(object_id).isdecimal() else None)
        may_act = request.user.has_perm(PERMISSION)
        if request.method == "POST" and not may_act:
            raise PermissionDenied
        form = DueForm(request.POST or None, initial={"due_on": return_round.due_on})
        if request.method == "POST" and act(request, return_round, form):
            return redirect("admin:members_returnround_change", return_round.pk)
        active, filed = Firm.objects.active().count(), filed_count(return_round)
        context = self.frame(
            request,
            title=_("Returns of the year %(year)s") % {"year": localised(return_round.year.year)},
            round=return_round,
            form=form,
            may_act=may_act and return_round.is_open,
            late=late_list(return_round) if return_round.is_open else [],
            filed=filed,
            asked=active if return_round.is_open else return_round.asked,
            occasion=bool(return_round.is_open and occasion_of(return_round, today())),
        )
        return render(request, "admin/members/returnround.html", context)

    def frame(self, request, **context):
        return self.admin_site.each_context(request) | {"opts": ReturnRound._meta} | context


def filed_count(return_round):
    return FirmReturn.objects.filter(year=return_round.year_id).count()


def act(request, return_round, form):
    """Run the chosen act; False, with the reason in the form, when the last day cannot be."""
    if request.POST.get("act") == "close":
        close(request, return_round)
        return True
    try:
        if form.is_valid():
            move_due_day(return_round=return_round, due_on=form.cleaned_data["due_on"], by=request.user)
            messages.success(request, _("The last day was moved. Late firms are reminded by it."))
        else:
            return False
    except ValidationError as refusal:
        take(form, refusal)
        return False
    return True


def close(request, return_round):
    """Close the round; a refusal, when a colleague was first, is shown on its page."""
    try:
        close_round(return_round=return_round, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The round is closed; no return of this year is filed or corrected any more."))
