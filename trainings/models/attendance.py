"""Who was there."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trainings.models.course import CourseSession
from trainings.models.enrolment import Enrolment


class SessionAttendance(models.Model):
    """One person in one session. A row is written when somebody says so; no row: not recorded yet."""

    session = models.ForeignKey(
        CourseSession, on_delete=models.PROTECT, related_name="attendances", verbose_name=_("session")
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="attendances", verbose_name=_("enrolment")
    )
    is_present = models.BooleanField(_("was there"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)

    class Meta:
        verbose_name = _("attendance of a session")
        verbose_name_plural = _("attendance of sessions")
        ordering = ["session", "enrolment"]
        permissions = [("record_attendance", _("Can record who attended a session"))]
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="sessionattendance_once_a_session")
        ]

    def __str__(self):
        return f"{self.session} · {self.enrolment_id}"
