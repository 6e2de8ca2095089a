"""The technical supervisor's visits: what was seen, and what was found."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionplans.models.plan import ActionPlan
from council.models import ProgramYear
from filing.append_only import AppendOnlyQuerySet
from filing.models import StoredFile
from persian.fields import NormalisedTextField


class SupervisionVisitQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """The public sees visits to approved plans."""
        if user.has_perm("actionplans.view_supervisionvisit"):
            return self
        return self.filter(plans__approved_by__isnull=False).distinct()


class SupervisionVisit(models.Model):
    """One visit of the supervisor to one plan or several of a year. Append-only: a later visit corrects an earlier."""

    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="visits", verbose_name=_("year"))
    visited_on = models.DateField(_("day of the visit"))
    plans = models.ManyToManyField(ActionPlan, related_name="visits", verbose_name=_("action plans"))
    findings = NormalisedTextField(_("findings"))
    findings_en = NormalisedTextField(_("findings in English"), blank=True)
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("file")
    )
    is_file_public = models.BooleanField(_("the file is public"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("by")
    )
    at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    objects = SupervisionVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision visit")
        verbose_name_plural = _("supervision visits")
        ordering = ["-visited_on", "-pk"]
        permissions = [("record_visit", _("Can record a supervision visit"))]

    def __str__(self):
        return f"{self.year.year} · {self.visited_on.isoformat()}"

    @property
    def key(self):
        """The natural key: year, day, and the how-manieth visit of that day."""
        ordinal = SupervisionVisit.objects.filter(
            year=self.year_id, visited_on=self.visited_on, pk__lte=self.pk
        ).count()
        return f"{self.year.year}/visit@{self.visited_on.isoformat()}#{ordinal}"
