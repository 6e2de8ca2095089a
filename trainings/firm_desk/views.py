"""The firm's pages: the courses that are open and its people, and one course with its rows to enrol in."""

import hashlib
import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from filing.services import claim_key
from persian.jalali import today
from trainings.firm_desk import forms, reading
from trainings.firm_desk.access import active_firm
from trainings.models import Course, Enrolment
from trainings.services.enrolling import enrol_person
from trainings.services.places import EnrolmentRefused, accept_offer, withdraw

REFUSED = 422
ON_A_PAGE = 30


@require_safe
@active_firm
def firm_courses(request, firm):
    """Courses to enrol in, and everybody whom the firm has sent."""
    page = Paginator(reading.people_of(firm), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"courses": reading.open_courses(firm), "page": page, "people": reading.standings(page)}
    return show(request, firm, "courses", **context)


@require_http_methods(["GET", "HEAD", "POST"])
@active_firm
def firm_course(request, firm, slug):
    """One course: POST enrols the rows that were filled in; refused ones come back as they were typed."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    rows = forms.rows()
    if request.method == "POST":
        rows = forms.rows(request.POST)
        if enrol_rows(request, firm, course, rows):
            return redirect("trainings:firm_course", firm.tracking_code, course.slug)
    return show(
        request,
        firm,
        "course",
        status=REFUSED if request.method == "POST" else 200,
        course=course,
        is_open=course.is_open_on(today()),
        rows=rows,
        key=uuid.uuid4().hex,
        people=reading.people_in(firm, course),
        used=reading.used_by(firm, course),
    )


def show(request, firm, name, *, status=200, **context):
    context |= {"room": "members", "firm": firm, "here": "trainings"}
    return render(request, f"trainings/firm_desk/{name}.html", context, status=status)


def enrol_rows(request, firm, course, rows):
    """Whether every row that was filled in is done. Of the others ``rows`` keeps what was typed and why not.

    A row that is done is emptied, so that sending the page again does not send it again.
    """
    filled = [place for place, form in enumerate(rows) if form.has_changed()]
    for place in filled:
        form = rows[place]
        if form.is_valid() and enrol_row(request, firm, course, form):
            rows[place] = forms.rows()[place]
    if not filled:
        messages.error(request, _("Write the name of at least one person."))
    return bool(filled) and not any(rows[place].is_bound for place in filled)


def enrol_row(request, firm, course, form):
    """False, with the reason in the row, when it was refused; what came of it is told in words otherwise."""
    try:
        state = enrol_once(request, firm, course, form)
    except ValidationError as refusal:
        form.add_error(None, words(refusal, form.cleaned_data["full_name"]))
        return False
    facts = {"person": form.cleaned_data["full_name"], "state": state.label}
    messages.success(request, _("%(person)s: %(state)s.") % facts)
    return True


@transaction.atomic
def enrol_once(request, firm, course, form):
    """The state of the person's place. The same row of the same page sent again enrols nobody: it tells how it is."""
    claimed, is_first = claim_key(key=key_of(request, firm, course, form), action="enrol-firm", user=request.user)
    if not is_first:
        return Enrolment.State(Enrolment.objects.values_list("state", flat=True).get(pk=claimed.result))
    facts = {"door": Enrolment.Door.FIRM, "firm": firm, "by": request.user, **form.cleaned_data}
    enrolment = enrol_person(course=course, **facts)
    claimed.result = str(enrolment.pk)
    claimed.save(update_fields=["result"])
    return Enrolment.State(enrolment.state)


def key_of(request, firm, course, form):
    """What makes two posts one: the page that was opened and the row; nothing of another firm or course meets it."""
    facts = [request.user.pk, firm.pk, course.pk, request.POST.get("key") or uuid.uuid4().hex, form.prefix]
    return hashlib.sha256("/".join(map(str, facts)).encode()).hexdigest()


def words(refusal, full_name):
    """Why not; of a person who is there already only the name that the firm has typed itself."""
    if getattr(refusal, "code", "") == "twice":
        return _("%(person)s is in this course already.") % {"person": full_name}
    return refusal.messages


@require_POST
@active_firm
def firm_withdraw(request, firm, slug, number):
    return act(request, firm, slug, number, withdraw, _("%(person)s's place was given back."))


@require_POST
@active_firm
def firm_accept(request, firm, slug, number):
    return act(request, firm, slug, number, accept_offer, _("%(person)s has the place."))


def act(request, firm, slug, number, service, done):
    """One of the firm's own people; another firm's are not found."""
    enrolment = get_object_or_404(
        Enrolment.objects.select_related("learner", "course"), firm=firm, course__slug=slug, number=number
    )
    try:
        service(enrolment=enrolment, by=request.user)
    except EnrolmentRefused as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done % {"person": enrolment.learner})
    return redirect("trainings:firm_course", firm.tracking_code, slug)
