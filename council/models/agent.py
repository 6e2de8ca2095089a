"""Who acts for an institution without a seat on the council: a buyer's purchasing officer, a union's clerk."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council.models.institution import Institution
from persian.fields import NormalisedCharField


class InstitutionAgentQuerySet(models.QuerySet):
    def current(self):
        return self.filter(left_at__isnull=True)

    def institutions_of(self, user):
        """The keys of the institutions that this person acts for now; none of a stranger. For use inside a query."""
        if not user.is_authenticated:
            return self.none().values("institution_id")
        return self.current().filter(user=user).values("institution_id")


class InstitutionAgent(models.Model):
    """A person who acts for an institution in the market, from when to when. It gives no seat and no vote."""

    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="agents", verbose_name=_("institution")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="agencies", verbose_name=_("person")
    )
    position = NormalisedCharField(_("position"), max_length=80, blank=True)
    joined_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    left_at = models.DateTimeField(_("until"), null=True, blank=True, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    objects = InstitutionAgentQuerySet.as_manager()

    class Meta:
        verbose_name = _("agent of an institution")
        verbose_name_plural = _("agents of institutions")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "user"],
                condition=Q(left_at__isnull=True),
                name="institutionagent_once_at_a_time",
                violation_error_message=_("This person acts for the institution already."),
            )
        ]

    def __str__(self):
        return str(self.user)

    @property
    def key(self):
        """How the book names it: the institution, and the person by number."""
        return f"{self.institution.key}/{self.user_id}"
