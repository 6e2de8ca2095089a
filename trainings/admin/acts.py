"""What happens to a course, each step on a page of its own: it says first what will happen, and does it once."""

from typing import NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from filing.services import claim_key
from persian.jalali import today
from trainings.admin.forms import WhyForm
from trainings.admin.reading import forecast
from trainings.models import Course
from trainings.services import courses

State = Course.State
REFUSED = 422


class Act(NamedTuple):
    """``becomes`` None: the course itself stays as it is."""

    permission: str
    becomes: str | None
    title: str
    button: str
    done: str


ANNOUNCE = "trainings.announce_course"
ACTS = {
    "announce": Act(
        ANNOUNCE,
        State.OPEN,
        gettext_lazy("Announce the course"),
        gettext_lazy("Announce"),
        gettext_lazy("The course is public now."),
    ),
    "begin": Act(
        ANNOUNCE,
        State.RUNNING,
        gettext_lazy("Begin the course"),
        gettext_lazy("Begin"),
        gettext_lazy("The course runs."),
    ),
    "end": Act(
        ANNOUNCE,
        State.CLOSED,
        gettext_lazy("End the course with its results"),
        gettext_lazy("End with these results"),
        gettext_lazy("The course has ended; everybody has their result."),
    ),
    "cancel": Act(
        ANNOUNCE,
        State.CANCELLED,
        gettext_lazy("Cancel the course"),
        gettext_lazy("Cancel the course for good"),
        gettext_lazy("The course is cancelled. The letters are on their way."),
    ),
    "copy": Act(
        "trainings.add_course",
        None,
        gettext_lazy("Copy the course"),
        gettext_lazy("Make the copy"),
        gettext_lazy("This is the copy, a draft: set its registration and its days."),
    ),
}


def steps(user, course):
    """(name, words) of the acts that this person may take now."""
    return [
        (name, act.title)
        for name, act in ACTS.items()
        if user.has_perm(act.permission) and is_next(course, act.becomes)
    ]


def is_next(course, state):
    """A course is not begun before its first day, so that step is not offered before."""
    if state == State.RUNNING and course.starts_on and course.starts_on > today():
        return False
    return state is None or state in Course.TRANSITIONS[course.state]


@require_http_methods(["GET", "HEAD", "POST"])
def course_act(request, pk, act):
    """GET says what will happen, with the number of letters; POST does it. A second POST finds it done."""
    if act not in ACTS:
        raise Http404
    if not request.user.has_perm(ACTS[act].permission):
        raise PermissionDenied
    course = get_object_or_404(Course.objects.visible_to(request.user), pk=pk)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = take(request, course, act, form)
        if answer:
            return answer
    context = admin.site.each_context(request) | {
        "opts": Course._meta,
        "title": ACTS[act].title,
        "course": course,
        "act": act,
        "button": ACTS[act].button,
        "form": form,
        "key": get_random_string(32),
        "forecast": forecast(course, act),
        "is_possible": ACTS[act].becomes is None or ACTS[act].becomes in Course.TRANSITIONS[course.state],
    }
    return render(request, "admin/trainings/act.html", context, status=REFUSED if form.errors else 200)


def take(request, course, act, form):
    """Run the act; None, with the reason in the form, when it is refused."""
    if act == "copy":
        return copy(request, course)
    if course.state == ACTS[act].becomes:
        messages.info(request, _("This was done already."))
        return to_desk(course)
    try:
        run(act, course, request.user, form.cleaned_data["why"])
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return None
    messages.success(request, ACTS[act].done)
    return to_desk(course)


def run(act, course, by, why):
    """Raises ValidationError."""
    if act == "announce":
        courses.announce_course(course=course, by=by)
    elif act == "begin":
        courses.start_course(course=course, by=by)
    elif act == "end":
        courses.close_course(course=course, by=by)
    else:
        courses.cancel_course(course=course, by=by, why=why)


def copy(request, course):
    """The page's key makes one copy, however often it is sent."""
    key = f"copy-{course.pk}-{request.POST.get('key', '')[:32]}"
    row, is_first = claim_key(key=key, action="copy course", user=request.user)
    if is_first:
        row.result = str(courses.copy_course(course=course, by=request.user).pk)
        row.save(update_fields=["result"])
        messages.success(request, ACTS["copy"].done)
    return redirect("admin:trainings_course_change", row.result)


def to_desk(course):
    return redirect("admin:trainings_course_desk", course.pk)
