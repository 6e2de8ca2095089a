"""The technical supervisor's visits: what was seen, and what was found."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionplans.models.plan import ActionPlan
from council.models import ProgramYear
from council.models.cluster import in_language
from filing.append_only import AppendOnlyQuerySet
from filing.models import StoredFile
from persian import jalali
from persian.digits import localised
from persian.fields import NormalisedTextField


class SupervisionVisitQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """The public sees visits to approved plans."""
        if user.has_perm("actionplans.view_supervisionvisit"):
            return self
        return self.filter(plans__approved_by__isnull=False).distinct()

    def with_file_for(self, user):
        """Visits whose file this user may open: released ones for everybody who sees the visit."""
        visits = self.visible_to(user)
        return visits if user.has_perm("actionplans.view_supervisionvisit") else visits.filter(is_file_public=True)


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
        return _("visit of %(day)s") % {"day": jalali.format_day(self.visited_on)}

    @property
    def shown_findings(self):
        return in_language(self.findings, self.findings_en)

    def clean(self):
        """Not in the future, not before the year; only while the year runs. (Its plans are checked by the service.)"""
        if self.year_id is None or self.visited_on is None:
            return
        year = self.year
        if year.state != ProgramYear.State.RUNNING:
            raise ValidationError(
                _("Visits are recorded while the year runs; the year %(year)s is %(state)s.")
                % {"year": localised(year.year), "state": year.get_state_display()}
            )
        if self.visited_on > jalali.today():
            raise ValidationError({"visited_on": _("The day lies in the future: record a visit once it was made.")})
        if self.visited_on < year.start:
            raise ValidationError(
                {"visited_on": _("The day lies before the programme year %(year)s.") % {"year": localised(year.year)}}
            )

    @property
    def key(self):
        """The natural key: year, day, and the how-manieth visit of that day."""
        ordinal = SupervisionVisit.objects.filter(
            year=self.year_id, visited_on=self.visited_on, pk__lte=self.pk
        ).count()
        return f"{self.year.year}/visit@{self.visited_on.isoformat()}#{ordinal}"
