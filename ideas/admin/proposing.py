"""Which shortlisted ideas a proposed decision adopts or does not take up; opened from the meeting's editor."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from council.models import Decision
from ideas import services
from ideas.admin.forms import ProposeForm
from ideas.models import Idea

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("ideas.shortlist_idea", raise_exception=True)
def ideas_propose(request, pk):
    """At first the ideas of the decision's own agenda item are ticked."""
    decision = get_object_or_404(Decision.objects.select_related("agenda_item__meeting__year"), pk=pk)
    own = Idea.objects.to_decide().filter(agenda_item=decision.agenda_item)
    form = ProposeForm(request.POST if request.method == "POST" else None, by=request.user, initial={"ideas": own})
    if request.method == "POST" and form.is_valid():
        try:
            services.propose_ideas(decision=decision, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The ideas are on the decision; they are decided when it is adopted."))
            return back_to_meeting(decision)
    context = admin.site.each_context(request) | {
        "opts": Idea._meta,
        "title": _("Put ideas to the council"),
        "decision": decision,
        "form": form,
        "is_open": decision.state == Decision.State.PROPOSED,
    }
    return render(request, "admin/ideas/propose.html", context, status=REFUSED if form.errors else 200)


def back_to_meeting(decision):
    """To the proposal in the meeting's editor, from which the page was opened."""
    item = decision.agenda_item
    return redirect(
        f"{reverse('admin:council_meeting_board', args=[item.meeting_id])}?item={item.pk}#dec-{decision.pk}"
    )
