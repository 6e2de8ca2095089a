"""What a person takes home: a certificate that anybody can check, and the job that issues many."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filing.models import StoredFile
from persian.fields import NormalisedTextField
from trainings.models.course import Course
from trainings.models.enrolment import Enrolment


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The lists of certificates; a single one is open to whoever knows its code."""
        if user.has_perm("trainings.view_certificate"):
            return self
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))

    def valid(self):
        return self.filter(revoked_at__isnull=True)


class Certificate(models.Model):
    """``payload`` holds every field that is printed; it and its hash never change, a revocation stands beside them."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("enrolment")
    )
    code = models.CharField(_("code"), max_length=30, unique=True, editable=False)
    payload = models.JSONField(_("what is printed"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    issued_at = models.DateTimeField(_("issued at"), default=timezone.now, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)
    revoked_because = NormalisedTextField(_("why it was revoked"), max_length=500, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        permissions = [
            ("issue_certificate", _("Can issue certificates")),
            ("revoke_certificate", _("Can revoke certificates")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(revoked_at__isnull=True),
                name="certificate_one_valid_an_enrolment",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_because="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_because="")),
                name="certificate_revoked_with_reason",
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def key(self):
        return self.code


class CertificateJob(models.Model):
    """Certificates of a whole course, issued by the worker, so that the page can be left and found again.

    ``claimed_at`` is the lease of the worker that has it now; ``file`` the bundle of PDFs, kept for a while.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for the worker")
        RUNNING = "running", _("is being issued")
        DONE = "done", _("issued")
        FAILED = "failed", _("stopped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="certificate_jobs")
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.WAITING, editable=False)
    done = models.PositiveIntegerField(_("done"), default=0, editable=False)
    total = models.PositiveIntegerField(_("in all"), default=0, editable=False)
    issued = models.PositiveIntegerField(_("newly issued"), default=0, editable=False)
    problem = models.TextField(_("problem"), blank=True, editable=False)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    language = models.CharField(max_length=2, default="fa", editable=False)
    at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("issue of certificates")
        verbose_name_plural = _("issues of certificates")
        ordering = ["-at"]

    def __str__(self):
        return f"{self.course} · {self.get_state_display()}"

    @property
    def key(self):
        return str(self.pk)

    @property
    def is_running(self):
        return self.state in (self.State.WAITING, self.State.RUNNING)
