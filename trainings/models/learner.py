"""A person who takes courses: known by an e-mail address or mobile number, or by the firm that sends them."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import canonical_email, canonical_mobile
from accounts.services import confirmed_addresses
from members.models import Firm
from persian.fields import NormalisedCharField, SortKeyField

REMOVED = "@removed.invalid"


def removed_address(pk):
    """What stands in the place of a removed learner's address: nobody can receive or register it."""
    return f"removed-learner-{pk}{REMOVED}"


class LearnerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who run courses see everybody, a firm those it sent, a person themselves."""
        if user.has_perm("trainings.view_learner"):
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(user=user) | Q(added_by_firm__in=Firm.objects.of(user)))

    def of(self, user):
        """The rows of a signed-in person: tied to the account, or to one of its confirmed addresses."""
        if not user.is_authenticated:
            return self.none()
        addresses = confirmed_addresses(user)
        untied = Q(email__in=addresses) | Q(mobile__in=addresses)
        return self.filter(Q(user=user) | Q(untied, user=None))


class Learner(models.Model):
    """Never public. ``wants_letters``: a person may stop reminders; what concerns a place is told all the same."""

    full_name = NormalisedCharField(_("full name"), max_length=120)
    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    mobile = models.CharField(
        _("mobile number"),
        max_length=16,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^\+989\d{9}\Z", _("Enter a mobile number such as 09123456789."))],
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="learner",
        verbose_name=_("account"),
    )
    added_by_firm = models.ForeignKey(
        Firm, null=True, blank=True, on_delete=models.PROTECT, related_name="learners", verbose_name=_("sent by firm")
    )
    language = models.CharField(
        _("language of mails"), max_length=2, choices=[("fa", _("Persian")), ("en", _("English"))], default="fa"
    )
    wants_letters = models.BooleanField(_("wants reminders"), default=True)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    sort_text = SortKeyField(source="full_name")

    objects = LearnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("learner")
        verbose_name_plural = _("learners")
        ordering = ["sort_text", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=False)
                | Q(mobile__isnull=False)
                | Q(user__isnull=False)
                | Q(added_by_firm__isnull=False),
                name="learner_can_be_reached",
                violation_error_message=_(
                    "Give an e-mail address, a mobile number, or the firm that sends the person."
                ),
            ),
            models.CheckConstraint(condition=~Q(email="") & ~Q(mobile=""), name="learner_address_null_not_empty"),
            models.UniqueConstraint(
                fields=["added_by_firm", "full_name"],
                condition=Q(email__isnull=True, mobile__isnull=True, user__isnull=True),
                name="learner_once_a_firm_by_name",
                violation_error_message=_("The firm has sent a person of this name without an address already."),
            ),
        ]

    def __str__(self):
        return self.full_name

    @property
    def key(self):
        """How the book names a learner: by number, never by name."""
        return str(self.pk)

    @property
    def address(self):
        """Where letters go: the e-mail address, else the mobile number; empty for who has neither or was removed."""
        return "" if self.is_removed else self.email or self.mobile or ""

    @property
    def is_removed(self):
        """Whether the person's data was replaced by a number."""
        return self.email == removed_address(self.pk)

    def clean(self):
        self.email = canonical_email(self.email)
        self.mobile = canonical_mobile(self.mobile)
