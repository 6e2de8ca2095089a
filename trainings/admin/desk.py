"""The desk of one course: who has a place, who is offered one, who waits; enrolling, withdrawing, more places."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from persian.text import search_key
from trainings.admin.acts import steps
from trainings.admin.forms import EnrolForm, SeatsForm
from trainings.admin.reading import groups_of
from trainings.models import Course, Enrolment
from trainings.services import attendance, places
from trainings.services.enrolling import enrol_person

ENROL = "trainings.enrol_learner"
REFUSED = 422
MOVES = ("withdraw", "promote", "add_place")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("trainings.view_enrolment", raise_exception=True)
def course_desk(request, pk):
    """POST ``act``: enrol, withdraw, promote, add_place, seats. A refusal comes back with what was typed."""
    courses = Course.objects.visible_to(request.user).select_related("provider")
    course = get_object_or_404(courses, pk=pk)
    is_post, act = request.method == "POST", request.POST.get("act", "")
    if is_post and not request.user.has_perm(ENROL):
        raise PermissionDenied
    enrolling = EnrolForm(request.POST if is_post and act == "enrol" else None, site=admin.site)
    seats = SeatsForm(request.POST if is_post and act == "seats" else None, initial={"seats": course.seats})
    problem = None
    if is_post:
        problem = take(request, course, act, enrolling, seats)
        if problem is None:
            return redirect("admin:trainings_course_desk", course.pk)
        course = get_object_or_404(courses, pk=pk)
    context = admin.site.each_context(request) | {
        "opts": Course._meta,
        "title": _("Desk of the course"),
        "course": course,
        "groups": groups_of(course),
        "sessions": list(attendance.with_recorded(course.sessions)),
        "enrolling": enrolling,
        "seats": seats,
        "problem": problem,
        "steps": steps(request.user, course),
        "is_full": course.taken >= course.seats,
        "may_enrol": request.user.has_perm(ENROL) and course.state in (Course.State.OPEN, Course.State.RUNNING),
        "may_tick": request.user.has_perm("trainings.record_attendance"),
        "may_export": request.user.has_perm("trainings.export_course"),
    }
    return render(request, "admin/trainings/desk.html", context, status=200 if problem is None else REFUSED)


def take(request, course, act, enrolling, seats):
    """Run one act; None when it was done, else the refusals, which stand above the page or at their field."""
    if act in ("enrol", "seats"):
        form = enrolling if act == "enrol" else seats
        if not form.is_valid():
            return []
        try:
            enrol(request, course, form) if act == "enrol" else give_seats(request, course, form)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return []
        return None
    if act not in MOVES:
        return [_("Choose what is to be done.")]
    row = get_object_or_404(
        course.enrolments.select_related("learner"), pk=whole_number(request.POST.get("enrolment", ""))
    )
    try:
        move(request, row, act)
    except ValidationError as refusal:
        return refusal.messages
    return None


def enrol(request, course, form):
    """Both or nothing: a person who is refused is not kept either. Raises ValidationError."""
    data = form.cleaned_data
    firm = data["firm"]
    who = {"full_name": data["full_name"], "contact": data["contact"], "firm": firm}
    made = enrol_person(course=course, door=Enrolment.Door.STAFF, by=request.user, **who)
    learner = made.learner
    if made.state == Enrolment.State.CONFIRMED:
        text = _("%(person)s has a place.")
    else:
        text = _("The course is full: %(person)s is on the wait list.")
    messages.success(request, text % {"person": learner.full_name})
    if search_key(learner.full_name) != search_key(data["full_name"]):
        text = _("This address belongs to %(person)s, who is known by this name; the name that you typed was not kept.")
        messages.warning(request, text % {"person": learner.full_name})


def give_seats(request, course, form):
    """Raises EnrolmentRefused."""
    places.change_seats(course=course, seats=form.cleaned_data["seats"], by=request.user)
    messages.success(request, _("The number of places was changed."))


def move(request, enrolment, act):
    """Raises EnrolmentRefused."""
    person = {"person": enrolment.learner.full_name}
    if act == "withdraw":
        places.withdraw(enrolment=enrolment, by=request.user, why=request.POST.get("why", "")[:300])
        messages.success(request, _("The enrolment of %(person)s was withdrawn.") % person)
    else:
        places.promote(enrolment=enrolment, by=request.user, adds_place=act == "add_place")
        messages.success(request, _("%(person)s has a place.") % person)


def whole_number(text):
    """A key as it was sent; 0 for what is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
