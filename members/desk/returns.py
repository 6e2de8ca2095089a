"""The yearly return at the firm's desk: one page for a phone, to file, to correct, to read once the round is over."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from members.desk.return_forms import ReturnForm
from members.models import Firm, FirmReturn, ReturnRound
from members.services.returns import FIGURES, ReturnChangedError, file_return
from persian.digits import localised
from persian.jalali import today


@dataclass(frozen=True)
class DeskReturn:
    """One round as the firm's desk lists it."""

    return_round: ReturnRound
    filed: FirmReturn | None
    url: str

    @property
    def is_late(self):
        return self.filed is None and self.return_round.is_open and self.return_round.due_on < today()


def desk_returns(firm):
    """Every round for the firm's desk, newest first: filed, open or missed. Two queries."""
    filed = {row.year_id: row for row in FirmReturn.objects.filter(firm=firm)}
    rounds = ReturnRound.objects.select_related("year").order_by("-year__year")
    return [DeskReturn(row, filed.get(row.year_id), return_url(firm, row)) for row in rounds]


def return_url(firm, return_round):
    return reverse("members:firm_return", args=[firm.tracking_code, return_round.year.year])


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def firm_return(request, tracking, year):
    """Only the firm's own representatives find it. What was typed stays, whatever the refusal."""
    firm = get_object_or_404(Firm.objects.of(request.user), tracking_code=tracking)
    return_round = get_object_or_404(ReturnRound.objects.select_related("year"), year__year=year)
    filed = FirmReturn.objects.filter(firm=firm, year=return_round.year_id).first()
    form = ReturnForm(request.POST) if request.method == "POST" else ReturnForm(initial=shown(filed))
    if request.method == "POST" and form.is_valid() and send(request, firm, return_round, form):
        return redirect(request.path)
    status = 422 if form.errors else 200
    return render(request, "members/desk/return.html", context_of(firm, return_round, filed, form), status=status)


def shown(filed):
    """What stands now, with its version."""
    if filed is None:
        return {}
    return {name: getattr(filed, name) for name in FIGURES} | {"seen_version": filed.row_version}


def send(request, firm, return_round, form):
    """File it; False, with the reason in the form, when it is refused."""
    seen = form.cleaned_data["seen_version"]
    try:
        _filed, has_changed = file_return(
            firm=firm, return_round=return_round, figures=form.figures(), by=request.user, seen_version=seen
        )
    except ReturnChangedError as changed:
        form.data = form.data.copy()
        form.data["seen_version"] = changed.theirs.row_version
        form.take(changed)
        form.theirs = changed.theirs
        return False
    except ValidationError as refusal:
        form.take(refusal)
        return False
    if has_changed:
        messages.success(request, _("Thank you. Your return is filed; you may correct it until the round is closed."))
    else:
        messages.info(request, _("These figures stand already; nothing was changed."))
    return True


def context_of(firm, return_round, filed, form):
    before = FirmReturn.objects.filter(firm=firm, year__year=return_round.year.year - 1).first()
    return {
        "room": "members",
        "sample": firm.is_sample,
        "firm": firm,
        "round": return_round,
        "year": localised(return_round.year.year),
        "filed": filed,
        "before": before,
        "versions": list(filed.history.select_related("filed_by").order_by("-history_id")) if filed else [],
        "theirs": getattr(form, "theirs", None),
        "may_file": return_round.is_open and firm.state == Firm.State.ACTIVE,
        "is_late": filed is None and return_round.due_on < today(),
        "form": form,
        "sums_url": reverse("reports:year_firms", args=[return_round.year.year]),
    }


def desk_panel(firm, user):
    """The rounds on the overview of the firm's desk; None before the first round."""
    rows = desk_returns(firm)
    return {"template": "members/desk/returns_panel.html", "context": {"rows": rows}} if rows else None
