"""Who was there, ticked on a phone. One form; with script each tick is sent by itself (static/js/door.js)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from persian.jalali import today
from trainings.door.signature import people_of, signature_pdf
from trainings.models import Course
from trainings.services.attendance import record_attendance, with_recorded

PERMISSION = "trainings.record_attendance"
MARKS = {"p": True, "a": False, "": None}
LETTERS = {mark: letter for letter, mark in MARKS.items()}
REFUSED = 422


def find_session(request, slug, session):
    courses = Course.objects.visible_to(request.user)
    course = get_object_or_404(courses.exclude(state=Course.State.DRAFT), slug=slug)
    found = get_object_or_404(course.sessions, pk=session)
    found.course = course
    return found


@never_cache
@require_safe
@login_required
@permission_required(PERMISSION, raise_exception=True)
def door_course(request, slug):
    """The sessions of a course with how far their lists are. Three queries of its own."""
    courses = Course.objects.visible_to(request.user)
    course = get_object_or_404(courses.exclude(state=Course.State.DRAFT), slug=slug)
    day = today()
    context = {
        "course": course,
        "sessions": list(with_recorded(course.sessions)),
        "people": people_of(course).count(),
        "today": day,
    }
    return render(request, "trainings/door/course.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required(PERMISSION, raise_exception=True)
def door_session(request, slug, session):
    """Everybody who has a place, with a tick. POST takes marks of the form, or of the script, which asks for JSON."""
    found = find_session(request, slug, session)
    if request.method == "POST" and request.headers.get("Accept") == "application/json":
        return JsonResponse(take_each(found, sent_marks(request.POST), request.user))
    refusal = None
    if request.method == "POST":
        refusal = take_form(request, found)
        if refusal is None:
            return redirect("trainings:door_session", slug, session)
    rows = list(rows_of(found))
    context = {
        "session": found,
        "course": found.course,
        "rows": rows,
        "recorded": sum(row.mark != "" for row in rows),
        "is_early": found.day > today(),
        "may_mark": found.course.state in (Course.State.OPEN, Course.State.RUNNING) and found.day <= today(),
        "refusal": refusal,
    }
    return render(request, "trainings/door/session.html", context, status=200 if refusal is None else REFUSED)


@require_safe
@login_required
@permission_required(PERMISSION, raise_exception=True)
def door_list(request, slug, session):
    """The list to sign, as PDF."""
    found = find_session(request, slug, session)
    response = HttpResponse(signature_pdf(found), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{slug}-{found.day:%Y-%m-%d}.pdf"'
    return response


def rows_of(session):
    """The people with their mark in this session, as the form says it. Two queries."""
    marks = dict(session.attendances.values_list("enrolment_id", "is_present"))
    for place, row in enumerate(people_of(session.course), start=1):
        row.place, row.mark = place, LETTERS[marks.get(row.pk)]
        yield row


def sent_marks(data):
    """``m-17=p`` → {17: True}; what is no mark is left out."""
    found = {}
    for name, letter in data.items():
        key = name.removeprefix("m-")
        if name.startswith("m-") and key.isascii() and key.isdecimal() and len(key) < 19 and letter in MARKS:
            found[int(key)] = MARKS[letter]
    return found


def take_each(session, marks, by):
    """All at once, else one by one, so that one that is refused holds up no other: what was kept, and why not."""
    try:
        record_attendance(session=session, marks=marks, by=by)
    except ValidationError:
        return one_by_one(session, marks, by)
    return {"saved": {key: LETTERS[mark] for key, mark in marks.items()}, "refused": {}}


def one_by_one(session, marks, by):
    saved, refused = {}, {}
    for key, mark in marks.items():
        try:
            record_attendance(session=session, marks={key: mark}, by=by)
        except ValidationError as refusal:
            refused[key] = " ".join(refusal.messages)
        else:
            saved[key] = LETTERS[mark]
    return {"saved": saved, "refused": refused}


def take_form(request, session):
    """Without script: what was changed on the page, or one mark for all who have none. None when it is kept."""
    rest = {"present": True, "absent": False}.get(request.POST.get("rest"))
    marks = {key: mark for key, mark in sent_marks(request.POST).items() if is_changed(request.POST, key, mark)}
    if rest is not None:
        marks |= {row.pk: rest for row in rows_of(session) if marks.get(row.pk, MARKS[row.mark]) is None}
    try:
        record_attendance(session=session, marks=marks, by=request.user)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    messages.success(request, _("The list was saved."))
    return None


def is_changed(data, key, mark):
    """Whether the page showed another mark; what somebody else ticked in the meantime is left alone."""
    return data.get(f"was-{key}", "") != LETTERS[mark]
