"""Networks of firms: business networks, and the inclusive network that is to lead the cluster."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from council.models.cluster import in_language
from members.models.firm import Firm
from persian.fields import NormalisedCharField, NormalisedTextField, SortKeyField


class NetworkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Networks are public; which firms they show is the firms' consent."""
        return self


class Network(models.Model):
    class Kind(models.TextChoices):
        BUSINESS = "business", _("business network")
        INCLUSIVE = "inclusive", _("inclusive network")

    class LegalForm(models.TextChoices):
        AGREEMENT = "agreement", _("agreement of cooperation")
        CONSORTIUM = "consortium", _("consortium")
        COMPANY = "company", _("company")
        COOPERATIVE = "cooperative", _("cooperative")
        ASSOCIATION = "association", _("association")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices)
    name = NormalisedCharField(_("name"), max_length=160)
    name_en = NormalisedCharField(_("name in English"), max_length=160, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=12, choices=LegalForm.choices)
    purpose = NormalisedTextField(_("what it is for"), max_length=1000, blank=True)
    purpose_en = NormalisedTextField(_("what it is for, in English"), max_length=1000, blank=True)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)
    part_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        limit_choices_to={"kind": "inclusive"},
        related_name="networks",
        verbose_name=_("part of the inclusive network"),
    )
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    row_version = models.PositiveIntegerField(default=0, editable=False)
    sort_text = SortKeyField(source="name")

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["kind", "sort_text", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="business") | Q(part_of__isnull=True),
                name="network_inclusive_is_part_of_none",
                violation_error_message=_("Only a business network is part of the inclusive network."),
            ),
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True)
                | Q(founded_on__isnull=True)
                | Q(dissolved_on__gte=F("founded_on")),
                name="network_founded_before_dissolved",
                violation_error_message=_("A network is dissolved after it is founded."),
            ),
        ]

    def __str__(self):
        return in_language(self.name, self.name_en)


class NetworkMember(models.Model):
    """A firm in a network, from when to when."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="members", verbose_name=_("network"))
    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="networks", verbose_name=_("firm"))
    joined_on = models.DateField(_("joined on"))
    left_on = models.DateField(_("left on"), null=True, blank=True)

    class Meta:
        verbose_name = _("member of a network")
        verbose_name_plural = _("members of networks")
        ordering = ["joined_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "firm"],
                condition=Q(left_on__isnull=True),
                name="networkmember_once_at_a_time",
                violation_error_message=_("This firm is a member of the network already."),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="networkmember_joined_before_left",
                violation_error_message=_("A firm leaves on or after the day it joined."),
            ),
        ]

    def __str__(self):
        return str(self.firm)


class JointAction(models.Model):
    """Something that a network did together."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="actions", verbose_name=_("network"))
    done_on = models.DateField(_("day"))
    title = NormalisedCharField(_("title"), max_length=200)
    title_en = NormalisedCharField(_("title in English"), max_length=200, blank=True)
    result = NormalisedTextField(_("result"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("joint action")
        verbose_name_plural = _("joint actions")
        ordering = ["-done_on", "-pk"]

    def __str__(self):
        return in_language(self.title, self.title_en)
