"""What a proposal carries besides its text: the votes by name, and the person whom it puts on a seat."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from council.models.decision import Decision
from council.models.institution import Institution, Seat
from persian.fields import NormalisedCharField


class Vote(models.Model):
    """How one seat voted, where the council votes by name; frozen into the decision's snapshot at adoption."""

    class Choice(models.TextChoices):
        FOR = "for", _("for")
        AGAINST = "against", _("against")
        ABSTAIN = "abstain", _("abstained")

    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, related_name="votes", verbose_name=_("decision"), editable=False
    )
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="votes", verbose_name=_("seat"))
    choice = models.CharField(_("vote"), max_length=7, choices=Choice.choices)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["decision", "seat"]
        constraints = [models.UniqueConstraint(fields=["decision", "seat"], name="vote_once_a_seat")]

    def __str__(self):
        return f"{self.seat}: {self.get_choice_display()}"


class SeatElection(models.Model):
    """Whom a decision puts on the council. Adopting it opens the seat and ends the one that it replaces."""

    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, related_name="seat_elections", verbose_name=_("decision")
    )
    role = models.CharField(_("role"), max_length=12, choices=Seat.Role.choices)
    person = NormalisedCharField(_("person"), max_length=120)
    person_en = NormalisedCharField(_("person, in English"), max_length=120, blank=True)
    institution = models.ForeignKey(
        Institution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("institution"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("user"),
    )
    is_voting = models.BooleanField(_("has a vote"), default=True)
    replaces = models.ForeignKey(
        Seat,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("replaces the seat of"),
    )
    valid_from = models.DateField(_("from day"), null=True, blank=True)

    class Meta:
        verbose_name = _("election to a seat")
        verbose_name_plural = _("elections to seats")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.person} ({self.get_role_display()})"

    def clean(self):
        """Who replaces somebody takes over a seat of the same role that is still held."""
        if self.replaces_id and self.replaces.role != self.role:
            raise ValidationError({"replaces": _("The seat that is replaced has another role.")})
        if self.replaces_id and self.replaces.valid_to is not None:
            raise ValidationError({"replaces": _("This seat has ended already.")})
        if self.decision_id and self.role and self.person:
            self.require_free(self.first_day(self.decision.agenda_item.meeting.held_on))

    def first_day(self, decided_on):
        """From when the person holds the seat: the day that is given, else that of the decision."""
        return self.valid_from or decided_on

    def require_free(self, day):
        """One chair at a time, and nobody in two roles at once. Raises ValidationError at the field to change."""
        others = Seat.objects.in_force(day).filter(alternate_for__isnull=True).exclude(pk=self.replaces_id)
        if self.role == Seat.Role.CHAIR and others.filter(role=Seat.Role.CHAIR).exists():
            raise ValidationError({"replaces": _("There is a chair on that day: say whose seat is taken over.")})
        others = others.exclude(role=self.role)
        held = next((seat for seat in others if seat.is_of(self.person, self.user_id)), None)
        if held is not None:
            raise ValidationError(
                {
                    "role": _("%(person)s holds a seat as %(role)s at that time: one person has one role at a time.")
                    % {"person": held.shown_person, "role": held.get_role_display()}
                }
            )
