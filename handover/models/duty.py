"""What passes from those who run the cluster to the network, duty by duty, and who takes it there."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from council.models import Institution, Seat
from council.models.cluster import in_language
from members.models import Network
from persian.fields import NormalisedCharField, NormalisedTextField


class NetworkOfficerQuerySet(models.QuerySet):
    def in_force(self, day):
        """Offices held on ``day``: both ends count."""
        return self.filter(Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day))

    def visible_to(self, user):
        """Who acts for a network is known to the desk and to the person."""
        if user.has_perm("handover.view_networkofficer"):
            return self
        return self.filter(user=user.pk) if user.is_authenticated else self.none()


class NetworkOfficer(models.Model):
    """A person who acts for a network here: takes over duties in its name."""

    class Role(models.TextChoices):
        SECRETARY = "secretary", _("secretary of the network")
        CHAIR = "chair", _("chair of the network's board")
        BOARD = "board", _("member of the network's board")

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="officers", verbose_name=_("network"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="network_offices", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=9, choices=Role.choices, default=Role.SECRETARY)
    valid_from = models.DateField(_("from day"))
    valid_to = models.DateField(_("to day"), null=True, blank=True)

    objects = NetworkOfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("officer of a network")
        verbose_name_plural = _("officers of networks")
        ordering = ["network", "-valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "user"],
                condition=Q(valid_to__isnull=True),
                name="networkofficer_once_at_a_time",
                violation_error_message=_("This person acts for the network already."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="networkofficer_from_before_to",
                violation_error_message=_("The last day is on or after the first."),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()}"

    @property
    def key(self):
        return f"{self.network.key}/{self.user_id}"


class DutyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What is handed over, and how far it is, is public."""
        return self

    def of_receiver(self, user, day):
        """Those that come to a network for which this person acts on a day."""
        return self.filter(receiver__in=NetworkOfficer.objects.in_force(day).filter(user=user).values("network"))


class Duty(models.Model):
    """One duty on its way: planned, then done together («shadowing»), handed over, and accepted by the receiver."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        SHADOWING = "shadowing", _("done together")
        TRANSFERRED = "transferred", _("handed over, waits for acceptance")
        ACCEPTED = "accepted", _("accepted")

    TRANSITIONS = {
        State.PLANNED: {State.SHADOWING},
        State.SHADOWING: {State.TRANSFERRED},
        State.TRANSFERRED: {State.ACCEPTED, State.SHADOWING},
        State.ACCEPTED: {State.SHADOWING},
    }

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    title = NormalisedCharField(_("duty"), max_length=200)
    title_en = NormalisedCharField(_("duty in English"), max_length=200, blank=True)
    holder = models.ForeignKey(
        Institution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="duties",
        verbose_name=_("held by the institution"),
    )
    holder_seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="duties", verbose_name=_("held by the seat")
    )
    receiver = models.ForeignKey(
        Network, on_delete=models.PROTECT, related_name="duties", verbose_name=_("received by the network")
    )
    due_on = models.DateField(_("to be handed over by"))
    state = models.CharField(_("state"), max_length=11, choices=State.choices, default=State.PLANNED, editable=False)
    shadowing_on = models.DateField(_("done together since"), null=True, blank=True, editable=False)
    transferred_on = models.DateField(_("handed over on"), null=True, blank=True, editable=False)
    transferred_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    returned_because = NormalisedTextField(_("why it came back"), max_length=1000, blank=True, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    row_version = models.PositiveIntegerField(default=0, editable=False)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty to hand over")
        verbose_name_plural = _("duties to hand over")
        ordering = ["number"]
        permissions = [("transfer_duty", _("Can hand duties over to a network"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(holder__isnull=False, holder_seat__isnull=True)
                | Q(holder__isnull=True, holder_seat__isnull=False),
                name="duty_of_one_holder",
                violation_error_message=_("Name who holds the duty today: either an institution or a seat."),
            ),
            models.CheckConstraint(
                condition=Q(state="planned", shadowing_on__isnull=True)
                | (~Q(state="planned") & Q(shadowing_on__isnull=False)),
                name="duty_shadowed_has_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["planned", "shadowing"], transferred_on__isnull=True, transferred_by__isnull=True
                )
                | Q(state__in=["transferred", "accepted"], transferred_on__isnull=False, transferred_by__isnull=False),
                name="duty_transferred_has_day_and_giver",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_on__isnull=False, accepted_by__isnull=False)
                | (~Q(state="accepted") & Q(accepted_on__isnull=True, accepted_by__isnull=True)),
                name="duty_accepted_has_day_and_receiver",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True) | ~Q(accepted_by=F("transferred_by")),
                name="duty_not_accepted_by_its_giver",
                violation_error_message=_("You handed this duty over: somebody else of the network accepts it."),
            ),
        ]

    def __str__(self):
        return in_language(self.title, self.title_en)

    def clean(self):
        if bool(self.holder_id) == bool(self.holder_seat_id):
            raise ValidationError(_("Name who holds the duty today: either an institution or a seat."))

    @property
    def key(self):
        return str(self.number)

    @property
    def giver(self):
        """Who holds it until it is accepted."""
        return self.holder or self.holder_seat

    @property
    def giver_name(self):
        """The institution, or the role of the seat: who sits on it may change before the duty passes on."""
        return str(self.holder) if self.holder_id else self.holder_seat.get_role_display()

    @property
    def is_open(self):
        """Whether its words may be edited: what was handed over stands as it was."""
        return self.state in (self.State.PLANNED, self.State.SHADOWING)
