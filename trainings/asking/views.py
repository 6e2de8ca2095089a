"""The sheet of questions behind a signed link. Looking keeps nothing; sending keeps the answers, once."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trainings.asking.forms import FORMS
from trainings.asking.links import open_token
from trainings.models import CourseFeedback
from trainings.services.feedback import receive_feedback

REFUSED = 422


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request, token):
    """Five grades, or what came of it; who answered already is thanked and asked nothing more."""
    opened = open_token(token)
    if opened is None:
        return render(request, "trainings/feedback_refused.html", {"room": "trainings"}, status=404)
    enrolment, kind = opened
    if CourseFeedback.objects.filter(enrolment=enrolment, kind=kind).exists():
        context = {"room": "trainings", "course": enrolment.course, "is_new": "new" in request.GET}
        return render(request, "trainings/feedback_done.html", context)
    form = FORMS[kind](request.POST if request.method == "POST" else None)
    if form.is_valid() and keep(form, enrolment, kind):
        return redirect(f"{request.path}?new")
    context = {"room": "trainings", "course": enrolment.course, "kind": kind, "form": form}
    return render(request, "trainings/feedback.html", context, status=REFUSED if form.errors else 200)


def keep(form, enrolment, kind):
    """Whether the answers are kept; a refusal stands in the form."""
    try:
        receive_feedback(enrolment=enrolment, kind=kind, answers=form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    return True
