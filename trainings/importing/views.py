"""The page of one course's import: send a file, see what it would do, write all of it."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from members.exchange.lists import ENDINGS
from members.exchange.sending import file_response
from members.models import Firm
from persian.digits import localised
from trainings.importing.checking import HEADS, MOST_ROWS, check_file
from trainings.models import Course, Enrolment
from trainings.services.batches import enrol_many

REFUSED, PREVIEWED = 422, 20
KEPT_FOR = 60 * 60  # seconds between the preview and its word
SALT = "trainings.import"
may_enrol = permission_required("trainings.enrol_learner", raise_exception=True)


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Spreadsheet of people"), widget=forms.FileInput({"accept": ".xlsx,.csv"})
    )


@require_http_methods(["GET", "HEAD", "POST"])
@may_enrol
def course_import(request, pk):
    """POST a file: what is wrong with it, or what it would do. POST ``rows`` of that preview: all of it is written."""
    course = get_object_or_404(Course.objects.visible_to(request.user), pk=pk)
    if "rows" in request.POST:
        return write(request, course)
    form, checked = FileForm(), None
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            checked = check(form, course)
    return page(request, course, form, checked)


def check(form, course):
    """None, with the reason in the form, when the file cannot be read."""
    upload = form.cleaned_data["file"]
    try:
        return check_file(upload.read(), upload.name, course)
    except ValidationError as refusal:
        form.add_error("file", refusal.messages)
        return None


def page(request, course, form, checked):
    is_good = checked is not None and not checked.problems
    context = admin.site.each_context(request) | {
        "opts": Course._meta,
        "title": _("Enrol from a spreadsheet"),
        "course": course,
        "form": form,
        "heads": [str(head) for head in HEADS.values()],
        "most": MOST_ROWS,
        "problems": checked.problems if checked else [],
        "preview": checked.people[:PREVIEWED] if is_good else [],
        "counts": {name: checked.count(name) for name in ("place", "wait", "already")} if is_good else None,
        "rows": signed(checked.people, course, request.user) if is_good else "",
    }
    is_refused = request.method == "POST" and not is_good
    return render(request, "admin/trainings/import.html", context, status=REFUSED if is_refused else 200)


def signed(people, course, user):
    """What was shown goes along with the page and nothing of it is kept; only who saw it can send it."""
    rows = [[person.full_name, person.contact, person.firm and person.firm.pk] for person in people]
    return signing.dumps([course.pk, user.pk, rows], salt=SALT, compress=True)


def write(request, course):
    try:
        people = shown_people(request, course)
        rows, already = enrol_many(course=course, people=people, door=Enrolment.Door.IMPORT, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("admin:trainings_course_import", course.pk)
    placed = sum(row.state == Enrolment.State.CONFIRMED for row in rows)
    facts = {"placed": placed, "waiting": len(rows) - placed, "already": already}
    text = _("%(placed)s have a place, %(waiting)s are on the wait list, %(already)s were in the course already.")
    messages.success(request, text % {name: localised(count) for name, count in facts.items()})
    return redirect("admin:trainings_course_desk", course.pk)


def shown_people(request, course):
    """The people of the preview. ValidationError when it is too old, or another's."""
    try:
        of, by, rows = signing.loads(request.POST["rows"], salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        of = by = rows = None
    if (of, by) != (course.pk, request.user.pk):
        raise ValidationError(_("This preview is no longer valid. Send the file again."))
    firms = Firm.objects.in_bulk({firm for _name, _contact, firm in rows if firm})
    return [{"full_name": name, "contact": contact, "firm": firms.get(firm)} for name, contact, firm in rows]


@require_safe
@may_enrol
def import_template(request, pk, ending):
    """An empty file with the heads and one example."""
    get_object_or_404(Course.objects.visible_to(request.user), pk=pk)
    rows = [[str(head) for head in HEADS.values()], [_("Sara Karimi"), "sara@example.org", ""]]
    if ending not in ENDINGS:
        raise Http404
    return file_response(rows, "enrolments", ending, _("Enrolments"))
