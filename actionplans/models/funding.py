"""Money and goods for a plan: pledged by an institution, approved by a decision, paid in parts."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from actionplans.models.plan import ActionPlan
from council.models import Decision, Institution
from council.models.cluster import in_language
from filing.append_only import AppendOnlyQuerySet
from filing.models import StoredFile
from persian import jalali
from persian.fields import NormalisedCharField, NormalisedTextField
from persian.numbers import rial

MOST_RIALS = 10**17  # far above any budget, far below what a big integer holds when a year is summed


class FundingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The public sees what a decision approved; who may view funding also sees what is only pledged."""
        if user.has_perm("actionplans.view_funding"):
            return self
        return self.approved().filter(plan__approved_by__isnull=False)

    def approved(self):
        return self.filter(approved__isnull=False)

    def pledged_only(self):
        """Pledges that no open or adopted decision names: they may be put to the council."""
        named = [Decision.State.PROPOSED, Decision.State.ADOPTED]
        return self.filter(approved__isnull=True).exclude(decision__isnull=False, decision__state__in=named)

    def with_paid(self, *, upto=None):
        """Add ``paid``: the sum of the payments that count (up to a day, if named), in rials; 0 before the first."""
        counting = Q(payments__reversal__isnull=True)
        if upto is not None:
            counting &= Q(payments__paid_on__lte=upto)
        return self.annotate(paid=Coalesce(Sum("payments__amount", filter=counting), 0))


class Funding(models.Model):
    """What one institution gives to one plan. Amounts are whole rials; goods and work are valued in rials too."""

    class Kind(models.TextChoices):
        CASH = "cash", _("in cash")
        IN_KIND = "in_kind", _("in kind")

    plan = models.ForeignKey(
        ActionPlan, on_delete=models.PROTECT, related_name="fundings", verbose_name=_("action plan")
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="fundings", verbose_name=_("institution")
    )
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices, default=Kind.CASH)
    subject = NormalisedCharField(_("for what"), max_length=200, blank=True)
    subject_en = NormalisedCharField(_("for what, in English"), max_length=200, blank=True)
    pledged = models.BigIntegerField(_("pledged, in rials"), validators=[MinValueValidator(1)])
    pledged_on = models.DateField(_("pledged on"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="fundings",
        verbose_name=_("decision"),
    )
    approved = models.BigIntegerField(_("approved, in rials"), null=True, blank=True, editable=False)
    row_version = models.PositiveIntegerField(default=0, editable=False)

    objects = FundingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("funding")
        verbose_name_plural = _("funding")
        ordering = ["plan", "pk"]
        permissions = [("propose_funding", _("Can put a funding commitment to the council"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(pledged__gte=1, pledged__lte=MOST_RIALS),
                name="funding_pledged_positive",
                violation_error_message=_("An amount is a whole number of rials above zero."),
            ),
            models.CheckConstraint(
                condition=Q(approved__isnull=True) | Q(approved__gte=1, decision__isnull=False),
                name="funding_approved_has_decision",
                violation_error_message=_("Only an adopted decision approves an amount."),
            ),
        ]

    def __str__(self):
        return f"{self.institution}: {self.plan}"

    @property
    def key(self):
        """The natural key: ``1403/3/f2``, counted over all that the plan ever had, deleted ones included."""
        ordinal = Funding.history.filter(plan_id=self.plan_id, history_type="+", id__lte=self.pk).count()
        return f"{self.plan.key}/f{ordinal}"

    @property
    def is_open(self):
        """Whether it is only a pledge that may still be edited."""
        return self.approved is None

    @property
    def shown_subject(self):
        return in_language(self.subject, self.subject_en)

    def clean(self):
        if self.pledged_on is not None and self.pledged_on > jalali.today():
            raise ValidationError({"pledged_on": _("The day lies in the future: enter the day of the promise.")})

    def left(self):
        """What may still be paid of the approved amount, in rials. One query."""
        return (self.approved or 0) - (self.payments.counting().aggregate(total=Sum("amount"))["total"] or 0)


class PaymentQuerySet(AppendOnlyQuerySet):
    def counting(self):
        return self.filter(reversal__isnull=True)

    def visible_to(self, user):
        """The public sees the payments of what was approved for approved plans; reversed ones with their reason too."""
        if user.has_perm("actionplans.view_payment"):
            return self
        return self.filter(funding__approved__isnull=False, funding__plan__approved_by__isnull=False)

    def with_file_for(self, user):
        """Payments whose receipt this user may open: receipts are for those who may view payments."""
        return self if user.has_perm("actionplans.view_payment") else self.none()


class Payment(models.Model):
    """What was paid of a funding, in whole rials. Never edited: a mistaken payment is reversed and entered anew."""

    funding = models.ForeignKey(Funding, on_delete=models.PROTECT, related_name="payments", verbose_name=_("funding"))
    amount = models.BigIntegerField(_("amount, in rials"), validators=[MinValueValidator(1)])
    paid_on = models.DateField(_("paid on"))
    note = NormalisedCharField(_("note"), max_length=200, blank=True)
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("file")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-paid_on", "-pk"]
        permissions = [("reverse_payment", _("Can reverse a payment"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=1, amount__lte=MOST_RIALS),
                name="payment_amount_positive",
                violation_error_message=_("An amount is a whole number of rials above zero."),
            )
        ]

    def __str__(self):
        return f"{self.funding}: {rial(self.amount)}"

    def clean(self):
        """Only what a decision approved is paid: not before its day, not ahead of time, no more than is left."""
        if self.funding_id is None:
            return
        if self.funding.approved is None:
            raise ValidationError(
                _("No adopted decision approves this commitment. Put it to the council; what is approved can be paid.")
            )
        errors = {}
        if self.paid_on is not None and (problem := self._day_problem()):
            errors["paid_on"] = problem
        if self.amount is not None and (problem := self._amount_problem()):
            errors["amount"] = problem
        if errors:
            raise ValidationError(errors)

    def _day_problem(self):
        adopted_on = self.funding.decision.adopted_on
        if self.paid_on > jalali.today():
            return _("The day lies in the future: record a payment once it is made.")
        if self.paid_on < adopted_on:
            return _("The decision is of %(day)s: nothing is paid before it.") % {"day": jalali.format_day(adopted_on)}
        return None

    def _amount_problem(self):
        left = self.funding.left()
        if self.amount <= left:
            return None
        if left <= 0:
            return _("Everything that was approved is paid.")
        return _("More than what is left of the approved amount. Left: %(left)s.") % {"left": rial(left)}

    @property
    def key(self):
        """The natural key: ``1403/3/f2/p1``, counted in the funding."""
        ordinal = Payment.objects.filter(funding=self.funding_id, pk__lte=self.pk).count()
        return f"{self.funding.key}/p{ordinal}"


class PaymentReversalQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """With the payment that it reverses."""
        return self.filter(payment__in=Payment.objects.visible_to(user))


class PaymentReversal(models.Model):
    """Takes one payment out of every sum, with the reason. Append-only."""

    payment = models.OneToOneField(
        Payment, on_delete=models.PROTECT, related_name="reversal", verbose_name=_("payment"), editable=False
    )
    reason = NormalisedTextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    objects = PaymentReversalQuerySet.as_manager()

    class Meta:
        verbose_name = _("reversal of a payment")
        verbose_name_plural = _("reversals of payments")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="paymentreversal_has_reason",
                violation_error_message=_("Say why the payment is reversed."),
            )
        ]

    def __str__(self):
        return f"{self.payment}"
