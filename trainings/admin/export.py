"""The people of one course as a spreadsheet, which an import reads again. Every cell is text, so none is calculated."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from members.exchange.lists import ENDINGS, Sheet
from members.exchange.sending import send_list
from persian.jalali import format_day, format_moment
from trainings.importing.checking import HEADS
from trainings.importing.exported import DOOR, EMAIL, FIRM, MOBILE, NUMBER, PEOPLE, STATE, WHEN
from trainings.models import Course

EXPORT = "trainings.export_course"


def course_export(request, pk, ending):
    """For who may take personal data out of the portal; the book keeps who did."""
    if not request.user.has_perm(EXPORT):
        raise PermissionDenied
    if ending not in ENDINGS:
        raise Http404
    return send_list(request, PEOPLE, str(pk), ending)


def open_people(user, query):
    """Everybody who is or was in the course, in the order of their numbers; ``query``: its key. Two queries."""
    course = Course.objects.visible_to(user).filter(pk=query).first()
    if course is None:
        raise ValidationError(_("This course is not there any more."), code="refused")
    days = list(course.sessions.all())
    heads = [NUMBER, HEADS["full_name"], EMAIL, MOBILE, FIRM, HEADS["firm"], STATE, DOOR, WHEN]
    return Sheet(
        name=course.slug,
        title=str(course),
        heads=[*map(str, heads), *(format_day(row.day, "numeric") for row in days)],
        rows=course.enrolments.order_by("number"),
        lines=lambda rows: texts(rows, days),
        address=reverse("admin:trainings_course_desk", args=[course.pk]),
        about=course,
    )


def texts(rows, days):
    """A list of texts for each person. Two queries."""
    words, now = {True: _("present"), False: _("absent")}, timezone.now()
    for row in rows.select_related("learner", "firm").prefetch_related("attendances"):
        marks = {mark.session_id: words[mark.is_present] for mark in row.attendances.all()}
        code = row.firm.tracking_code if row.firm else ""
        yield [
            str(row.number), row.learner.full_name, row.learner.email or "", row.learner.mobile or "",
            row.firm.name if row.firm else "", code, str(row.state_at(now).label), row.get_door_display(),
            format_moment(row.enrolled_at), *(marks.get(day.pk, "") for day in days),
        ]  # fmt: skip
