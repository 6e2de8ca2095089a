"""What a buyer needs, and what firms offer: an answer is sealed, until the deadline its firm alone reads it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from council.models import Institution, InstitutionAgent
from council.models.cluster import in_language
from filing.models import StoredFile
from market.models.case import ProcurementCase
from members.models import Capability, Firm
from persian.fields import NormalisedCharField, NormalisedTextField

POST, READ = "market.post_need", "market.view_need"


class NeedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was once open is public for good; before that a need is its buyer's and theirs who post for buyers."""
        if user.has_perm(READ):
            return self
        public = Q(opened_at__isnull=False)
        if not user.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(institution__in=InstitutionAgent.objects.institutions_of(user)))

    def run_by(self, user):
        """The needs that this person may write: those of the buyers they act for; all for who posts on behalf."""
        if user.has_perm(POST):
            return self
        return self.filter(institution__in=InstitutionAgent.objects.institutions_of(user))

    def open_at(self, now):
        """Needs that can be answered at this moment, whether or not the clock has come by."""
        return self.filter(state=Need.State.OPEN, deadline__gt=now)

    def past(self, now):
        """Open needs whose deadline is over and that the clock has not met yet."""
        return self.filter(state=Need.State.OPEN, deadline__lte=now)

    def unsealed(self, now):
        """Needs whose answers may be read: the deadline was reached. One that was withdrawn before stays sealed."""
        reached = Q(state=Need.State.OPEN, deadline__lte=now)
        return self.filter(reached | Q(state__in=[Need.State.CLOSED, Need.State.DECIDED]))

    def without_outcome(self, now):
        """Needs past their deadline of which nobody has said what came of them."""
        return self.filter(Q(state=Need.State.CLOSED) | Q(state=Need.State.OPEN, deadline__lte=now))


class Need(models.Model):
    """A buyer's call. ``told_up_to``: the last firm whose letter is written; ``told_at``: when all of them were."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        OPEN = "open", _("open for answers")
        CLOSED = "closed", pgettext_lazy("a need", "closed")
        DECIDED = "decided", pgettext_lazy("a need", "decided")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Outcome(models.TextChoices):
        LOCAL = "local", _("bought from a firm of the cluster")
        OUTSIDE = "outside", _("bought elsewhere")
        CANCELLED = "cancelled", pgettext_lazy("a need", "not bought")

    class Band(models.TextChoices):
        UNSAID = "unsaid", _("not said")
        UP_TO_1 = "up_to_1", _("up to 1 billion rials")
        UP_TO_5 = "up_to_5", _("1 to 5 billion rials")
        UP_TO_20 = "up_to_20", _("5 to 20 billion rials")
        UP_TO_100 = "up_to_100", _("20 to 100 billion rials")
        OVER_100 = "over_100", _("over 100 billion rials")

    TRANSITIONS = {
        State.DRAFT: {State.OPEN, State.WITHDRAWN},
        State.OPEN: {State.CLOSED, State.WITHDRAWN},
        State.CLOSED: {State.DECIDED},
        State.DECIDED: set(),
        State.WITHDRAWN: set(),
    }

    number = models.PositiveIntegerField(_("number"), unique=True, editable=False)
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="needs", verbose_name=_("buyer")
    )
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("posted by"),
    )
    title = NormalisedCharField(_("title"), max_length=160)
    title_en = NormalisedCharField(_("title in English"), max_length=160, blank=True)
    text = NormalisedTextField(_("what is needed"), max_length=4000)
    text_en = NormalisedTextField(_("what is needed, in English"), max_length=4000, blank=True)
    capabilities = models.ManyToManyField(Capability, related_name="needs", verbose_name=_("capabilities asked for"))
    band = models.CharField(_("amount"), max_length=9, choices=Band.choices, default=Band.UNSAID)
    city = NormalisedCharField(_("city of delivery"), max_length=60, blank=True)
    place = NormalisedCharField(_("place of delivery"), max_length=200, blank=True)
    contact = NormalisedTextField(_("whom firms can ask (only member firms see it)"), max_length=300, blank=True)
    file = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("attachment (public)"),
    )
    deadline = models.DateTimeField(_("deadline for answers"), db_index=True)

    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.DRAFT, editable=False, db_index=True
    )
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True, editable=False)
    told_up_to = models.PositiveBigIntegerField(default=0, editable=False)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    outcome = models.CharField(
        pgettext_lazy("a need", "outcome"), max_length=9, choices=Outcome.choices, blank=True, editable=False
    )
    why = NormalisedTextField(_("reason"), max_length=1000, blank=True, editable=False)
    amount = models.PositiveBigIntegerField(_("amount of the purchase in rials"), null=True, blank=True, editable=False)
    supplier_place = NormalisedCharField(_("where the supplier is from"), max_length=80, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False, db_index=True)
    case = models.OneToOneField(
        ProcurementCase,
        null=True,
        on_delete=models.SET_NULL,
        related_name="need",
        editable=False,
        verbose_name=_("case"),
    )
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    row_version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need of a buyer")
        verbose_name_plural = _("needs of buyers")
        ordering = ["-number"]
        permissions = [("post_need", _("Can post needs on behalf of buyers and record what came of them"))]
        indexes = [models.Index(fields=["state", "deadline"], name="need_state_deadline")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["open", "closed", "decided"]) | Q(opened_at__isnull=False),
                name="need_public_since_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="decided", decided_on__isnull=False) & ~Q(outcome="") & ~Q(why="")
                | ~Q(state="decided") & Q(outcome="", decided_on__isnull=True),
                name="need_decided_with_outcome_and_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(opened_at__isnull=True) | ~Q(why=""),
                name="need_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(deadline__gt=models.F("opened_at")),
                name="need_deadline_after_opening",
            ),
        ]

    def __str__(self):
        return in_language(self.title, self.title_en)

    @property
    def key(self):
        return str(self.number)

    @property
    def shown_text(self):
        return in_language(self.text, self.text_en)

    @property
    def is_open(self):
        """Whether firms may answer at this moment."""
        return self.state == self.State.OPEN and self.deadline > timezone.now()

    @property
    def is_unsealed(self):
        """Whether answers may be read now: the same question as ``unsealed`` of the queryset."""
        reached = self.state == self.State.OPEN and self.deadline <= timezone.now()
        return reached or self.state in (self.State.CLOSED, self.State.DECIDED)


class NeedAnswerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A firm's people read their own answers; from the deadline on the buyer's agents and who posts for buyers.

        Nobody else, whatever else they may: no rival, no supervisor, no administrator. What was withdrawn or never
        unsealed is read by its firm alone. Who stands on both sides of a need reads their own firm's offer only.
        """
        if not user.is_authenticated:
            return self.none()
        own = Q(firm__in=Firm.objects.of(user).values("pk"))
        rival_in = NeedAnswer.objects.standing().filter(own).values("need")
        needs = Need.objects.unsealed(timezone.now()).run_by(user).exclude(pk__in=rival_in)
        return self.filter(own | Q(need__in=needs.values("pk")) & ~Q(state=NeedAnswer.State.WITHDRAWN))

    def standing(self):
        """Answers that count: not withdrawn."""
        return self.exclude(state=NeedAnswer.State.WITHDRAWN)


class NeedAnswer(models.Model):
    """What one firm offers. Its text, price and file never leave ``visible_to``, nor stand in book, letter or log."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", pgettext_lazy("an answer", "submitted")
        WITHDRAWN = "withdrawn", _("withdrawn")
        CHOSEN = "chosen", _("chosen")
        NOT_CHOSEN = "not_chosen", _("not chosen")

    TRANSITIONS = {
        State.SUBMITTED: {State.WITHDRAWN, State.CHOSEN, State.NOT_CHOSEN},
        State.WITHDRAWN: {State.SUBMITTED},
        State.CHOSEN: set(),
        State.NOT_CHOSEN: set(),
    }

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="answers", verbose_name=_("need of a buyer"))
    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="need_answers", verbose_name=_("firm"))
    text = NormalisedTextField(_("your offer"), max_length=4000)
    price = models.PositiveBigIntegerField(
        _("price in rials"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    file = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("file"),
    )
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("filed by")
    )
    filed_at = models.DateTimeField(_("filed at"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SUBMITTED, editable=False)
    row_version = models.PositiveIntegerField(default=0, editable=False)

    objects = NeedAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a need")
        verbose_name_plural = _("answers to needs")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["need", "firm"], name="needanswer_one_of_a_firm"),
            models.UniqueConstraint(fields=["need"], condition=Q(state="chosen"), name="needanswer_one_chosen"),
            models.CheckConstraint(condition=Q(price__isnull=True) | Q(price__gte=1), name="needanswer_price_above_0"),
        ]

    def __str__(self):
        return f"{self.need_id}/{self.pk}"

    @property
    def key(self):
        """How the book names it: without the firm, which stays unknown while the answer is sealed."""
        return f"{self.need.number}/{self.pk}"

    def clean(self):
        if not self.text:
            raise ValidationError({"text": _("Say what you offer.")})


class NeedLetters(models.Model):
    """A firm's word that it wants to be written to about needs that match it. Without a row, or off: no letter."""

    firm = models.OneToOneField(Firm, on_delete=models.CASCADE, related_name="need_letters", verbose_name=_("firm"))
    is_on = models.BooleanField(_("wants letters about needs"), default=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("firm's wish for letters about needs")
        verbose_name_plural = _("firms' wishes for letters about needs")

    def __str__(self):
        return str(self.firm_id)

    @property
    def key(self):
        return self.firm.tracking_code
