"""One activity's whole story: what was agreed, what was reported, and what the supervisor said to it."""

from django.contrib.auth.decorators import permission_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from actionplans.desks.progress import frame
from actionplans.desks.queue import with_size
from actionplans.models import Activity, Evidence, Verification
from council.models.cluster import in_language

TITLE = gettext_lazy("Entries of an activity")


@require_safe
@permission_required("actionplans.view_progressentry", raise_exception=True)
def activity_history(request, pk):
    """Newest first, returned ones too, each with its evidence and every verdict. A fixed number of queries."""
    activity = get_object_or_404(Activity.objects.select_related("plan__year"), pk=pk)
    entries = activity.entries.select_related("recorded_by").prefetch_related(
        Prefetch("verifications", Verification.objects.select_related("by").order_by("pk")),
        Prefetch("evidence", with_size(Evidence.objects.all())),
    )
    baselines = activity.baseline_rows.select_related("baseline__decision").order_by("-baseline__version")
    done_when = in_language(activity.done_when, activity.done_when_en)
    context = frame(request, title=TITLE, activity=activity, done_when=done_when, entries=entries, baselines=baselines)
    return render(request, "actionplans/activity_history.html", context)
