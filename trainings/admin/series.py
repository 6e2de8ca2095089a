"""The page on which many days are added to a course at once."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from persian.digits import localised
from persian.jalali import format_day
from trainings.admin.forms import SeriesForm
from trainings.models import Course
from trainings.services.series import add_series

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(["trainings.change_course", "trainings.add_coursesession"], raise_exception=True)
def course_series(request, pk):
    """Every Saturday and Monday from a day on, so many sessions, from nine to one."""
    course = get_object_or_404(Course.objects.visible_to(request.user), pk=pk)
    form = SeriesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and take(request, course, form):
        return redirect("admin:trainings_course_change", course.pk)
    context = admin.site.each_context(request) | {
        "opts": Course._meta,
        "title": _("Add a series of sessions"),
        "course": course,
        "form": form,
        "sessions": list(course.sessions.all()),
    }
    return render(request, "admin/trainings/series.html", context, status=REFUSED if form.errors else 200)


def take(request, course, form):
    """Add the series; False, with the reason in the form, when it is refused."""
    try:
        made = add_series(course=course, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    if made:
        text = ngettext(
            "%(count)s session was added, on %(first)s.",
            "%(count)s sessions were added, from %(first)s to %(last)s.",
            len(made),
        )
        days = {"count": localised(len(made)), "first": format_day(made[0].day), "last": format_day(made[-1].day)}
        messages.success(request, text % days)
    else:
        messages.info(request, _("The course has these sessions already."))
    return True
