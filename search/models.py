"""What the search compares. Firms are not here: the directory's own rows are searched (docs/decisions/0024)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The kinds of pages that are found, in the order of the page."""

    PLAN = "plan", _("Action plans")
    DECISION = "decision", _("Decisions")
    FIRM = "firm", _("Firms")
    COURSE = "course", _("Training courses")
    FINDING = "finding", _("Findings")
    NEED = "need", _("Needs of buyers")
    MEETING = "meeting", _("Meetings")
    INSTITUTION = "institution", _("Institutions")


class SearchEntry(models.Model):
    """One public page as a search compares it: keys only, made by ``indexing``.

    It is never shown. Whether the row behind it is public, and its words, are read anew at every search.
    """

    kind = models.CharField(max_length=11, choices=Kind.choices)
    row = models.PositiveBigIntegerField()
    code = models.CharField(max_length=40, blank=True)
    title_key = models.TextField()
    title_en_key = models.TextField(blank=True)
    search_text = models.TextField()
    day = models.DateField(null=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="searchentry_once")]

    def __str__(self):
        return f"{self.kind} {self.row}"
