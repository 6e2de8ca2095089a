"""The people of one course as a spreadsheet, which an import reads again. Every cell is text, so none is calculated."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filing.services import record_change
from members.exchange.sheets import csv_lines, xlsx_file
from persian.jalali import format_day, format_moment
from trainings.admin.reading import people_of
from trainings.importing.checking import HEADS
from trainings.importing.exported import DOOR, EMAIL, FIRM, MOBILE, NUMBER, STATE, WHEN
from trainings.models import Course

ENDINGS = ("xlsx", "csv")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def course_export(request, pk, ending):
    """For who may take personal data out of the portal; the book keeps who did."""
    if not request.user.has_perm("trainings.export_course"):
        raise PermissionDenied
    if ending not in ENDINGS:
        raise Http404
    course = get_object_or_404(Course.objects.visible_to(request.user), pk=pk)
    if request.method == "GET":
        record_change(course, by=request.user, old="", new="exported")
    rows, name = list(rows_of(course)), f"{course.slug}.{ending}"
    if ending == "csv":
        response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    return FileResponse(xlsx_file(rows, _("Enrolments")), as_attachment=True, filename=name, content_type=XLSX)


def rows_of(course):
    """The heads, then a list of texts for each person, in the order of their numbers. Two queries."""
    days = list(course.sessions.all())
    heads = [NUMBER, HEADS["full_name"], EMAIL, MOBILE, FIRM, HEADS["firm"], STATE, DOOR, WHEN]
    yield [*map(str, heads), *(format_day(row.day, "numeric") for row in days)]
    words, now = {True: _("present"), False: _("absent")}, timezone.now()
    for row in people_of(course).prefetch_related("attendances"):
        marks = {mark.session_id: words[mark.is_present] for mark in row.attendances.all()}
        code = row.firm.tracking_code if row.firm else ""
        yield [
            str(row.number), row.learner.full_name, row.learner.email or "", row.learner.mobile or "",
            row.firm.name if row.firm else "", code, str(row.state_at(now).label), row.get_door_display(),
            format_moment(row.enrolled_at), *(marks.get(day.pk, "") for day in days),
        ]  # fmt: skip
