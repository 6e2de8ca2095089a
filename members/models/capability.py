"""What firms can do: a tree of goods and services of the field, loaded as data."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from council.models.cluster import in_language
from persian.fields import NormalisedCharField, SortKeyField


class Capability(models.Model):
    """One good or service; a firm picks leaves, a search finds whoever is at or below what was asked."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("part of")
    )
    name = NormalisedCharField(_("name"), max_length=120)
    name_en = NormalisedCharField(_("name in English"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    sort_text = SortKeyField(source="name")

    class Meta:
        verbose_name = _("capability")
        verbose_name_plural = _("capabilities")
        ordering = ["order", "sort_text", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="capability_not_its_own_parent",
                violation_error_message=_("A capability is not part of itself."),
            )
        ]

    def __str__(self):
        return in_language(self.name, self.name_en)
