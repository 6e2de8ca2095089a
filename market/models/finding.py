"""What the cluster found about itself: strengths, weaknesses, opportunities, threats, gaps, and what became of each."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from actionplans.models import ActionPlan, IndicatorReading, ProgressEntry, Verification
from council.models import AgendaItem, Institution, Seat, Section
from council.models.cluster import in_language
from persian.digits import localised
from persian.fields import NormalisedCharField, NormalisedTextField
from persian.jalali import today

LIVE = (ActionPlan.State.APPROVED, ActionPlan.State.RUNNING, ActionPlan.State.COMPLETED)


class FindingQuerySet(models.QuerySet):
    def public(self):
        """Those that were accepted, whatever became of them since; what is only noted or was rejected is not."""
        return self.filter(state__in=Finding.PUBLIC)

    def visible_to(self, user):
        """The public reads accepted ones and what came of them; who may view findings at the desk reads all."""
        return self if user.has_perm("market.view_finding") else self.public()

    def gaps(self):
        return self.filter(kind=Finding.Kind.GAP)

    def with_proof(self):
        """Add ``proof``: what the newest verification says of the entry or reading that a closed finding rests on."""
        verdicts = Verification.objects.order_by("-pk").values("verdict")
        of_entry = verdicts.filter(entry=OuterRef("closing_entry"))[:1]
        of_reading = verdicts.filter(reading=OuterRef("closing_reading"))[:1]
        return self.annotate(proof=Coalesce(Subquery(of_entry), Subquery(of_reading)))

    def closed(self):
        """Closed, on a proof that the supervisor has verified to this day."""
        return self.with_proof().filter(state=Finding.State.CLOSED, proof=Verification.Verdict.VERIFIED)

    def in_doubt(self):
        """Closed, on a proof that was returned since: staff open them again, or they are verified anew."""
        return self.with_proof().filter(state=Finding.State.CLOSED).exclude(proof=Verification.Verdict.VERIFIED)

    def with_live_plan(self):
        """Those that a plan remedies which the council approved and did not stop."""
        links = FindingPlan.objects.filter(finding=OuterRef("pk"), plan__state__in=LIVE)
        return self.filter(Exists(links))


class Finding(models.Model):
    """One thing that was found. It closes only on a report of a plan that remedies it, verified and with evidence.

    ``closing_entry``/``closing_reading``: that report. The ``source_text`` of a firm may name it, so it is not public.
    """

    class Kind(models.TextChoices):
        STRENGTH = "strength", _("strength")
        WEAKNESS = "weakness", _("weakness")
        OPPORTUNITY = "opportunity", _("opportunity")
        THREAT = "threat", _("threat")
        GAP = "gap", _("gap")

    class Severity(models.TextChoices):
        LOW = "low", _("slight")
        MEDIUM = "medium", _("considerable")
        HIGH = "high", _("great")

    class Origin(models.TextChoices):
        STUDY = "study", _("a study")
        MEETING = "meeting", _("a meeting")
        FIRM = "firm", _("a firm")

    class State(models.TextChoices):
        IDENTIFIED = "identified", _("identified")
        ACCEPTED = "accepted", _("accepted")
        ADDRESSED = "addressed", _("addressed by plans")
        CLOSED = "closed", _("closed with evidence")
        REJECTED = "rejected", _("rejected")

    TRANSITIONS = {
        State.IDENTIFIED: {State.ACCEPTED, State.REJECTED},
        State.ACCEPTED: {State.ADDRESSED, State.REJECTED},
        State.ADDRESSED: {State.ACCEPTED, State.CLOSED},
        State.CLOSED: {State.ADDRESSED, State.ACCEPTED},
        State.REJECTED: set(),
    }
    PUBLIC = (State.ACCEPTED, State.ADDRESSED, State.CLOSED)

    number = models.PositiveIntegerField(_("number"), unique=True, editable=False, validators=[MinValueValidator(1)])
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    section = models.ForeignKey(
        Section,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="findings",
        verbose_name=_("section"),
        help_text=_("Empty: it is about the whole cluster."),
    )
    severity = models.CharField(
        _("how much it matters"), max_length=6, choices=Severity.choices, default=Severity.MEDIUM
    )
    title = NormalisedCharField(_("title"), max_length=200)
    title_en = NormalisedCharField(_("title in English"), max_length=200, blank=True)
    text = NormalisedTextField(_("what was found"), max_length=2000, blank=True)
    text_en = NormalisedTextField(_("what was found, in English"), max_length=2000, blank=True)
    identified_on = models.DateField(_("found on"), default=today)
    origin = models.CharField(_("found in"), max_length=7, choices=Origin.choices)
    source_text = NormalisedCharField(
        _("where it stands"),
        max_length=300,
        blank=True,
        help_text=_("The title of the study, or what was said. The words of a firm are not shown to the public."),
    )
    source_text_en = NormalisedCharField(_("where it stands, in English"), max_length=300, blank=True)
    agenda_item = models.ForeignKey(
        AgendaItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="findings",
        verbose_name=_("agenda item of the meeting"),
    )
    owner_seat = models.ForeignKey(
        Seat,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="findings",
        verbose_name=_("looked after by the seat"),
    )
    owner_institution = models.ForeignKey(
        Institution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="findings",
        verbose_name=_("looked after by the institution"),
    )
    plans = models.ManyToManyField(ActionPlan, through="FindingPlan", related_name="findings", verbose_name=_("plans"))

    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.IDENTIFIED, editable=False, db_index=True
    )
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True, editable=False)
    addressed_on = models.DateField(_("addressed since"), null=True, blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    rejected_on = models.DateField(_("rejected on"), null=True, blank=True, editable=False)
    rejected_because = NormalisedTextField(_("why it was rejected"), max_length=500, blank=True, editable=False)
    closing_entry = models.ForeignKey(
        ProgressEntry,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="closed_findings",
        editable=False,
        verbose_name=_("report that closed it"),
    )
    closing_reading = models.ForeignKey(
        IndicatorReading,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="closed_findings",
        editable=False,
        verbose_name=_("reading that closed it"),
    )
    closing_note = NormalisedTextField(_("how it was remedied"), max_length=500, blank=True, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    row_version = models.PositiveIntegerField(default=0, editable=False)

    objects = FindingQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["row_version"])

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["number"]
        permissions = [("judge_finding", _("Can accept, reject, link and close findings"))]
        indexes = [models.Index(fields=["kind", "state", "number"], name="finding_board")]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_seat__isnull=True) | Q(owner_institution__isnull=True),
                name="finding_one_owner",
                violation_error_message=_("A finding is looked after by a seat or by an institution, not by both."),
            ),
            models.CheckConstraint(
                condition=Q(agenda_item__isnull=False) | ~Q(source_text=""),
                name="finding_says_its_source",
                violation_error_message=_("Say where it was found: name the study, the words, or an agenda item."),
            ),
            models.CheckConstraint(
                condition=Q(agenda_item__isnull=True) | Q(origin="meeting"),
                name="finding_agenda_item_of_a_meeting",
                violation_error_message=_("An agenda item belongs to what was found in a meeting."),
            ),
            models.CheckConstraint(
                condition=Q(
                    Q(closing_entry__isnull=False, closing_reading__isnull=True)
                    | Q(closing_entry__isnull=True, closing_reading__isnull=False),
                    state="closed",
                    closed_on__isnull=False,
                )
                | Q(
                    ~Q(state="closed"),
                    closed_on__isnull=True,
                    closing_entry__isnull=True,
                    closing_reading__isnull=True,
                ),
                name="finding_closed_on_one_proof",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["identified", "rejected"]) | Q(accepted_on__isnull=False),
                name="finding_accepted_has_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["addressed", "closed"], addressed_on__isnull=False)
                | (~Q(state__in=["addressed", "closed"]) & Q(addressed_on__isnull=True)),
                name="finding_addressed_has_day",
            ),
            models.CheckConstraint(
                condition=Q(~Q(rejected_because=""), state="rejected", rejected_on__isnull=False)
                | Q(~Q(state="rejected"), rejected_because="", rejected_on__isnull=True),
                name="finding_rejected_with_reason",
            ),
        ]

    def __str__(self):
        return f"{localised(self.number)}. {self.shown_title}"

    def clean(self):
        """A finding is of today or earlier."""
        if self.identified_on and self.identified_on > today():
            raise ValidationError(
                {"identified_on": _("The day lies in the future: write down what was found already.")}
            )

    @property
    def key(self):
        """The natural key, the number in its address."""
        return str(self.number)

    @property
    def shown_title(self):
        return in_language(self.title, self.title_en)

    @property
    def shown_text(self):
        return in_language(self.text, self.text_en)

    @property
    def shown_source(self):
        return in_language(self.source_text, self.source_text_en)

    @property
    def is_open(self):
        """Whether its text may still be changed."""
        return self.state not in (self.State.CLOSED, self.State.REJECTED)

    @property
    def is_public(self):
        return self.state in self.PUBLIC

    @property
    def owner(self):
        return self.owner_seat or self.owner_institution

    @property
    def closing_report(self):
        return self.closing_entry or self.closing_reading

    @property
    def report_anchor(self):
        """Where the closing report stands on its plan's page: ``#reading-3``."""
        return f"#reading-{self.closing_reading_id}" if self.closing_reading_id else f"#entry-{self.closing_entry_id}"

    @property
    def is_in_doubt(self):
        """Whether it is closed on a report that was returned since. Asks ``with_proof()`` for the row."""
        return self.state == self.State.CLOSED and self.proof != Verification.Verdict.VERIFIED


class FindingPlan(models.Model):
    """Ties a finding to a plan that remedies it, or, for a strength or an opportunity, builds on it."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="links", verbose_name=_("finding"))
    plan = models.ForeignKey(
        ActionPlan, on_delete=models.PROTECT, related_name="finding_links", verbose_name=_("action plan")
    )
    note = NormalisedCharField(_("how the plan remedies it"), max_length=300, blank=True)
    linked_on = models.DateField(_("linked on"), default=today, editable=False)

    class Meta:
        verbose_name = _("plan of a finding")
        verbose_name_plural = _("plans of findings")
        ordering = ["plan__year__year", "plan__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "plan"],
                name="findingplan_once",
                violation_error_message=_("This plan is linked already."),
            )
        ]

    def __str__(self):
        return f"{self.finding} · {self.plan}"

    @property
    def is_live(self):
        """Whether the council approved the plan and did not stop it."""
        return self.plan.state in LIVE
