"""The public directory's own rows: written from a firm's accepted fields and consents, read by every public page.

What a firm does not consent to is not in these rows, so that no page, filter, count or search can give it away (I14).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from council.models import Section
from members.models.capability import Capability
from members.models.firm import Firm


class DirectoryEntry(models.Model):
    """One listed firm as the public may see it. Made anew by ``services.directory.publish_firm()``."""

    firm = models.OneToOneField(Firm, on_delete=models.CASCADE, related_name="entry", primary_key=True)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    city = models.CharField(max_length=60, blank=True, db_index=True)
    size = models.CharField(max_length=6, blank=True, choices=Firm.Size.choices, db_index=True)
    about = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    website = models.URLField(blank=True)
    sections = models.ManyToManyField(Section, related_name="+")
    capabilities = models.ManyToManyField(Capability, related_name="+")
    section_keys = models.JSONField(default=list)  # the same once more, so that a row is read whole without joins
    capability_keys = models.JSONField(default=list)
    member_since = models.DateField(null=True)
    is_stale = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)
    name_key = models.CharField(max_length=330, default="")
    search_text = models.TextField(default="")
    sort_text = models.CharField(max_length=300, default="")
    # The order of what a search finds: names that begin alike as a search compares them stand side by side in it.
    search_order = models.CharField(max_length=300, default="")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("directory entry")
        verbose_name_plural = _("directory entries")
        ordering = ["sort_text", "pk"]
        indexes = [
            models.Index(fields=["sort_text", "firm"], name="directoryentry_order"),
            models.Index(fields=["search_order", "firm"], name="directoryentry_search_order"),
        ]

    def __str__(self):
        return self.name


class DirectoryCell(models.Model):
    """How many listed firms stand under one combination of filters; 0 or "" stands for "any".

    Kept by ``publish_firm()``, so that the counts beside the filters cost the same with a hundred firms or 100,000.
    """

    section = models.PositiveIntegerField(default=0)
    capability = models.PositiveIntegerField(default=0)
    city = models.CharField(max_length=60, blank=True, default="")
    size = models.CharField(max_length=6, blank=True, default="")
    count = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("directory count")
        verbose_name_plural = _("directory counts")
        constraints = [
            models.UniqueConstraint(fields=["section", "capability", "city", "size"], name="directorycell_once")
        ]
        indexes = [  # for each filter the cells under the three others
            models.Index(fields=["capability", "city", "size"], name="directorycell_sections"),
            models.Index(fields=["section", "city", "size"], name="directorycell_capabilities"),
            models.Index(fields=["section", "capability", "size"], name="directorycell_cities"),
        ]

    def __str__(self):
        return f"{self.section}/{self.capability}/{self.city}/{self.size}: {self.count}"
