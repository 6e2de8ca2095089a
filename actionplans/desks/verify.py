"""The supervisor's desk: what waits, oldest first; verify, verify another value or return, after a review."""

import re
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from actionplans import services
from actionplans.desks.forms import DecisionForm, one_of_a_kind
from actionplans.desks.progress import chosen_year, frame
from actionplans.desks.queue import Queue, decided_meanwhile
from actionplans.models import IndicatorReading, ProgressEntry
from filing.services import claim_key
from persian.numbers import number

TITLE = gettext_lazy("Verify progress")
URL = "admin:actionplans_verify_desk"
PER_PAGE = 40
DECISION = re.compile(r"([er])(\d{1,18})-decision")


class NothingWritten(Exception):  # noqa: N818  (carries a rollback, not a fault)
    """One decision was refused, so none is written."""


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("actionplans.verify_progress", raise_exception=True)
def verify_desk(request):
    """GET lists what waits; POST ``review`` and ``bulk`` list what would become public, ``confirm`` writes it."""
    year = chosen_year(request)
    if year is None:
        return render(request, "actionplans/verify_desk.html", frame(request, title=TITLE, year=None))
    queue = Queue(year, user=request.user)
    if request.method != "POST":
        queue.choose_visit(request.GET.get("visit"))
        return listing(request, queue)
    queue.bind(request.POST)
    act = request.POST.get("act")
    if act == "confirm":
        return confirm(request, queue)
    if act in {"review", "bulk"}:
        return review(request, queue, is_bulk=act == "bulk")
    return listing(request, queue)


def review(request, queue, *, is_bulk):
    """The page in between: what will be public from the moment it is confirmed. Writes nothing."""
    chosen = queue.pick(request.POST.getlist("pick")) if is_bulk else queue.decided()
    gone = [] if is_bulk else gone_meanwhile(request.POST, queue)
    if not chosen and not gone:
        text = _("Nothing is ticked.") if is_bulk else _("Nothing is decided yet.")
        return listing(request, queue, problem=text)
    if gone or not all_valid(chosen) or not queue.fits_visit(chosen):
        return listing(request, queue, failed=[item for item in chosen if item.form.errors], gone=gone)
    context = frame(
        request,
        title=TITLE,
        year=queue.year,
        visit=queue.visit,
        key=uuid.uuid4().hex,
        verified=[item for item in chosen if item.form.cleaned_data["decision"] != DecisionForm.RETURN],
        returned=[item for item in chosen if item.form.cleaned_data["decision"] == DecisionForm.RETURN],
        carried=queue.carried(),
    )
    return render(request, "actionplans/verify_review.html", context)


def all_valid(items):
    """Check every form, not only up to the first bad one."""
    for item in items:
        item.is_checked = True
    verdicts = [item.form.is_valid() for item in items]
    return all(verdicts)


def confirm(request, queue):
    """Write the reviewed decisions, all or none. The same confirmation twice writes once."""
    chosen = [item for item in queue.decided() if item.prefix in request.POST.getlist("chosen")]
    facts = sorted(f"{name}={value}" for name, value in request.POST.items() if name[:1] in "er")
    visit = str(queue.visit.pk) if queue.visit else ""
    fingerprint = one_of_a_kind("verify", request.user.pk, request.POST.get("key", ""), visit, *facts)
    gone = gone_meanwhile(request.POST, queue)
    try:
        with transaction.atomic():
            _row, is_first = claim_key(key=fingerprint, action="verify_desk", user=request.user)
            if not is_first:
                messages.info(request, _("These decisions were already recorded."))
            else:
                hold(chosen, gone, queue)
                write(chosen, gone, by=request.user, visit=queue.visit)
                tell(request, chosen)
    except NothingWritten:
        return listing(request, queue, failed=[item for item in chosen if item.form.errors], gone=gone)
    return redirect(f"{reverse(URL)}?{urlencode({'year': queue.year.year})}")


def hold(chosen, gone, queue):
    """Hold the rows, so that two supervisors take turns; what the other decided first is moved from chosen to gone."""
    for model, is_percent in ((ProgressEntry, True), (IndicatorReading, False)):
        keys = [item.pk for item in chosen if item.is_percent == is_percent]
        if keys:
            list(model.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
            waiting = set(model.objects.waiting().filter(pk__in=keys).values_list("pk", flat=True))
            gone += [decided_meanwhile(item.kind, item.pk) for item in chosen if item.pk in set(keys) - waiting]


def write(chosen, gone, *, by, visit):
    """Raises NothingWritten when any decision is refused; the refusals stand in the forms."""
    if gone or not chosen or not all_valid(chosen):
        raise NothingWritten
    for item in chosen:
        try:
            decide(item, by=by, visit=visit)
        except ValidationError as refusal:
            item.form.take(refusal)
    if any(item.form.errors for item in chosen):
        raise NothingWritten


def decide(item, *, by, visit):
    """One decision through its service, given at the visit if one is chosen."""
    data, common = item.form.cleaned_data, {"by": by, "reason": item.form.cleaned_data["reason"], "visit": visit}
    is_return = data["decision"] == DecisionForm.RETURN
    if item.is_percent and is_return:
        services.return_entry(entry=item.row, **common)
    elif item.is_percent:
        services.verify_entry(entry=item.row, percent=item.form.verified_figure, **common)
    elif is_return:
        services.return_reading(reading=item.row, **common)
    else:
        services.verify_reading(reading=item.row, value=item.form.verified_figure, **common)


def gone_meanwhile(data, queue):
    """What was decided on this page, but by somebody else first: (title, what they decided)."""
    posted = [DECISION.fullmatch(name) for name, value in data.items() if value and name.endswith("-decision")]
    missing = [(match[1], int(match[2])) for match in posted if match and match[1] + match[2] not in queue.by_prefix]
    return [found for found in (decided_meanwhile(kind, pk) for kind, pk in missing) if found]


def tell(request, chosen):
    count = len(chosen)
    text = ngettext("%(count)s decision was recorded.", "%(count)s decisions were recorded.", count)
    messages.success(request, text % {"count": number(count)})


def listing(request, queue, *, problem="", failed=(), gone=()):
    """The list. Items in error come first to the eye: they are named on top, with links."""
    plan = request.POST.get("plan") or request.GET.get("plan") or ""
    items = [item for item in queue.items if str(item.plan.number) == plan or not plan or item.form.is_bound]
    pages = Paginator(items, PER_PAGE)
    shown = pages.get_page(request.POST.get("page") or request.GET.get("page"))
    queue.read_evidence(shown.object_list)
    context = frame(
        request,
        title=TITLE,
        year=queue.year,
        plans=queue.plans,
        plan=plan,
        visits=queue.visits,
        visit=queue.visit,
        items=shown,
        total=len(queue.items),
        bulk_count=sum(item.may_be_bulk for item in shown),
        problem=problem,
        failed=failed,
        gone=gone,
        words=DecisionForm.READY,
    )
    return render(request, "actionplans/verify_desk.html", context)
