"""Decisions: proposed, adopted with quorum, frozen."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from council.models.cluster import Source, in_language
from council.models.meeting import AgendaItem, Meeting
from persian.digits import localised
from persian.fields import NormalisedTextField
from persian.jalali import format_day, today


def is_confidential(until, day=None):
    """Whether something that is confidential until a day (None: not at all) is so today, or on ``day``."""
    return until is not None and (day or today()) <= until


def closed_words(until):
    """What stands in place of a confidential text."""
    return gettext("Confidential until the end of %(day)s.") % {"day": format_day(until)}


class DecisionQuerySet(models.QuerySet):
    def adopted(self):
        return self.filter(state=Decision.State.ADOPTED)

    def waiting(self):
        """What the council is to decide on still; the proposals of a cancelled meeting wait for nobody."""
        return self.filter(state=Decision.State.PROPOSED, agenda_item__meeting__state__in=Meeting.OPEN)

    def visible_to(self, user):
        """Adopted decisions are public at once, because plans rest on them.

        What was turned down or put off stands in the published minutes; a proposal is for those who read drafts. They
        alone read what is confidential (``Decision.is_closed``).
        """
        if user.has_perm("council.view_decision"):
            return self.annotate(is_readable=Value(value=True))
        turned_down = [Decision.State.REJECTED, Decision.State.DEFERRED, Decision.State.WITHDRAWN]
        return self.filter(
            Q(state=Decision.State.ADOPTED)
            | Q(state__in=turned_down, agenda_item__meeting__state=Meeting.State.PUBLISHED)
        )

    def open_on(self, day):
        """Decisions of which everybody may read the words on that day. What is filtered by content is filtered so."""
        return self.filter(Q(confidential_until__isnull=True) | Q(confidential_until__lt=day))


class Decision(models.Model):
    """What the council decided. An adopted decision never changes (a database trigger); a later one may supersede it.

    ``snapshot`` is frozen at adoption: the rule in force, every elector with seat, role and presence, the counts.
    A decision that a source reported carries that ``source`` instead; only the loading command writes such a row.

    While it is confidential its number, its day and that it exists are public, its words and votes are not. Pages show
    ``shown_text`` and ``shown_snapshot``, which are closed unless somebody said that this reader may read the row: who
    forgets to ask shows too little, never too much.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ADOPTED = "adopted", _("adopted")
        REJECTED = "rejected", _("rejected")
        DEFERRED = "deferred", _("deferred")
        WITHDRAWN = "withdrawn", _("withdrawn")

    TRANSITIONS = {
        State.PROPOSED: {State.ADOPTED, State.REJECTED, State.DEFERRED, State.WITHDRAWN},
        State.DEFERRED: {State.PROPOSED, State.WITHDRAWN},
        State.ADOPTED: set(),
        State.REJECTED: set(),
        State.WITHDRAWN: set(),
    }

    agenda_item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("agenda item")
    )
    number = models.CharField(_("number"), max_length=12, unique=True, null=True, blank=True, editable=False)
    text = NormalisedTextField(_("text"))
    text_en = NormalisedTextField(_("text in English"), blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.PROPOSED, editable=False, db_index=True
    )
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    votes_abstain = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    by_consensus = models.BooleanField(_("by consensus"), default=False)
    taken_at = models.TimeField(_("time of the vote"), null=True, blank=True)
    confidential_until = models.DateField(_("confidential until"), null=True, blank=True)
    snapshot = models.JSONField(_("electorate and count"), null=True, blank=True, editable=False)
    source = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        editable=False,
        verbose_name=_("source"),
    )
    supersedes = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
        verbose_name=_("supersedes"),
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    recorded_at = models.DateTimeField(_("recorded at"), null=True, blank=True, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    objects = DecisionQuerySet.as_manager()
    is_readable = False  # by this reader, also while it is confidential: visible_to() and open_to() say so

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-number", "pk"]
        permissions = [("adopt_decision", _("Can record that a decision was adopted or rejected"))]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="adopted")
                | Q(snapshot__isnull=False, number__isnull=False, adopted_on__isnull=False)
                | Q(source__isnull=False, number__isnull=False, adopted_on__isnull=False),
                name="decision_adopted_has_snapshot_or_source",
            ),
            models.CheckConstraint(
                condition=Q(state="adopted") | Q(number__isnull=True), name="decision_number_only_when_adopted"
            ),
        ]

    def __str__(self):
        return _("decision %(number)s") % {"number": localised(self.number)} if self.number else self.text[:60]

    def clean(self):
        if self.by_consensus and any([self.votes_for, self.votes_against, self.votes_abstain]):
            raise ValidationError({"by_consensus": _("Give either the votes or «by consensus», not both.")})
        if self.supersedes_id:
            self.require_superseding()

    def require_superseding(self):
        """A decision takes the place of one adopted decision that nothing adopted has replaced: the chain is a line."""
        older = self.supersedes
        if older.pk == self.pk or older.state != self.State.ADOPTED:
            raise ValidationError({"supersedes": _("Only an adopted decision can be superseded.")})
        newer = older.superseded_by.filter(state=self.State.ADOPTED).exclude(pk=self.pk).first()
        if newer is not None:
            raise ValidationError(
                {
                    "supersedes": _("Decision %(old)s is superseded by %(new)s already: name that one.")
                    % {"old": localised(older.number), "new": localised(newer.number)}
                }
            )

    @property
    def key(self):
        return self.number or f"proposal/{self.pk}"

    def open_to(self, user):
        """The same decision, for a page that reached it by another row than ``visible_to()``."""
        self.is_readable = self.is_readable or user.has_perm("council.view_decision")
        return self

    @property
    def is_confidential(self):
        """Through the end of the named day in Tehran; the next day it opens by itself."""
        return is_confidential(self.confidential_until)

    @property
    def is_closed(self):
        """Whether words, votes and objects are kept from this reader today. A proposal is shown to its authors only."""
        return self.is_confidential and self.state != self.State.PROPOSED and not self.is_readable

    @property
    def shown_text(self):
        return closed_words(self.confidential_until) if self.is_closed else in_language(self.text, self.text_en)

    @property
    def is_shown_in_persian(self):
        """Whether the text stands in Persian on a page of another language, which then says so."""
        return not self.is_closed and self.shown_text == self.text

    @property
    def shown_snapshot(self):
        return None if self.is_closed else self.snapshot

    @property
    def is_open(self):
        """Whether its text and votes may still be written."""
        waits = {self.State.PROPOSED, self.State.DEFERRED}
        return self.state in waits and self.agenda_item.meeting.is_open

    @property
    def row_version(self):
        """A meeting and all that is written under it share one version."""
        return self.agenda_item.meeting.row_version

    @property
    def slug(self):
        """``1403/02-04`` → ``1403-02-04``, as in the address."""
        return (self.number or "").replace("/", "-")
