"""An idea and its way: from who has it, through screening and scoring, to the council and a plan."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.services import confirmed_addresses
from actionplans.models import ActionPlan, Activity
from council.models import AgendaItem, Decision, Section
from ideas.models.call import EQUAL, IdeaCall
from members.models import Firm
from persian.codes import random_code
from persian.fields import NormalisedCharField, NormalisedTextField, SortKeyField
from persian.jalali import today

CODE_GROUPS = 4  # 78 random bits


def new_tracking_code():
    return random_code(CODE_GROUPS)


def removed_contact(pk):
    """What stands in the place of a removed person's address: nobody can receive or register it."""
    return f"removed-idea-{pk}@removed.invalid"


class IdeaQuerySet(models.QuerySet):
    def public(self):
        """What the council adopted, and what became a plan, once the decision is confidential no more."""
        return self.filter(state__in=Idea.PUBLIC, decision__in=Decision.objects.open_on(today()))

    def public_to(self, user):
        """The same, and at once for those who read confidential decisions."""
        return self.filter(state__in=Idea.PUBLIC) if user.has_perm("council.view_decision") else self.public()

    def visible_to(self, user):
        """Screeners see all; scorers what they were asked about, and what is before the council; submitters their own.

        A scorer with a declared conflict was taken off the idea, and sees it as everybody does.
        """
        if user.has_perm("ideas.screen_idea"):
            return self
        allowed = Q(pk__in=Idea.objects.public_to(user).values("pk"))
        if user.has_perm("ideas.score_idea"):
            asked = related("scores").filter(idea=OuterRef("pk"), scorer=user, has_conflict=False)
            allowed |= Q(Exists(asked)) | Q(~Exists(declared(user)), state=Idea.State.SHORTLISTED)
        if user.is_authenticated:
            allowed |= Q(user=user) | Q(firm__in=Firm.objects.of(user))
        return self.filter(allowed)

    def of(self, user):
        """What a person submitted: tied to the account, or to one of its confirmed addresses."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(user=user) | Q(user=None, contact__in=confirmed_addresses(user)))

    def barred_to(self, user):
        """Ideas that this person must not judge; why, is told by ``services.conflicts``. No query by itself."""
        if not user.is_authenticated:
            return self.none()
        which = Q(user=user) | Q(contact__in=user.emailaddress_set.filter(verified=True).values("email"))
        if user.is_mobile_verified and user.mobile:
            which |= Q(contact=user.mobile)
        which |= Q(firm__in=Firm.objects.filter(representatives__user=user))
        return self.filter(which | Q(Exists(declared(user))))

    def to_decide(self):
        """Shortlisted, and on no decision that the council has yet to take."""
        return self.filter(state=Idea.State.SHORTLISTED).exclude(Exists(open_proposals()))

    def turned_down(self):
        """Shortlisted ideas whose adoption the council refused: the submitter waits for the reason in words."""
        refused = related("proposals").filter(idea=OuterRef("pk"), act="adopt", decision__state=Decision.State.REJECTED)
        return self.to_decide().filter(Exists(refused))


def related(name):
    """The rows of another module of this folder that point to ideas."""
    return Idea._meta.get_field(name).related_model.objects


def declared(user):
    """Conflicts of interest that this person declared, about the idea of the outer query."""
    return related("scores").filter(idea=OuterRef("pk"), scorer=user, has_conflict=True)


def open_proposals():
    return related("proposals").filter(idea=OuterRef("pk"), decision__state=Decision.State.PROPOSED)


class Idea(models.Model):
    """By a firm, or by a person who is reached at ``contact``. ``code`` is the submitter's key: it is never shown else.

    ``contact`` and, without ``is_named``, ``name`` are never public.
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("submitted")
        ASKED = "asked", _("waits for the submitter's answer")
        SCREENED = "screened", _("passed screening, being scored")
        SCORED = "scored", _("scored")
        SHORTLISTED = "shortlisted", _("shortlisted for the council")
        ADOPTED = "adopted", _("adopted")
        REJECTED = "rejected", _("not taken up")
        CONVERTED = "converted", _("became a plan")

    TRANSITIONS = {
        State.SUBMITTED: {State.ASKED, State.SCREENED, State.REJECTED},
        State.ASKED: {State.SUBMITTED, State.REJECTED},
        State.SCREENED: {State.SCORED},
        State.SCORED: {State.SHORTLISTED, State.REJECTED},
        State.SHORTLISTED: {State.SCORED, State.ADOPTED, State.REJECTED},
        State.ADOPTED: {State.CONVERTED},
        State.REJECTED: set(),
        State.CONVERTED: set(),
    }
    PUBLIC = (State.ADOPTED, State.CONVERTED)

    code = models.CharField(_("tracking code"), max_length=24, unique=True, default=new_tracking_code, editable=False)
    call = models.ForeignKey(
        IdeaCall, null=True, blank=True, on_delete=models.PROTECT, related_name="ideas", verbose_name=_("call")
    )
    title = NormalisedCharField(_("title of the idea"), max_length=160)
    problem = NormalisedTextField(_("the problem"), max_length=3000)
    solution = NormalisedTextField(_("the solution"), max_length=3000)
    expected_effect = NormalisedTextField(_("expected effect"), max_length=3000)
    sections = models.ManyToManyField(Section, blank=True, related_name="ideas", verbose_name=_("sections"))

    firm = models.ForeignKey(
        Firm, null=True, blank=True, on_delete=models.PROTECT, related_name="ideas", verbose_name=_("firm")
    )
    name = NormalisedCharField(_("name of the submitter"), max_length=120, blank=True)
    contact = models.CharField(_("e-mail or mobile number"), max_length=254, blank=True, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ideas",
        verbose_name=_("account"),
    )
    is_named = models.BooleanField(_("the public may read who had the idea, once it is adopted"), default=False)
    language = models.CharField(
        _("language of mails"), max_length=2, choices=[("fa", _("Persian")), ("en", _("English"))], default="fa"
    )

    state = models.CharField(
        _("state"), max_length=11, choices=State.choices, default=State.SUBMITTED, editable=False, db_index=True
    )
    question = NormalisedTextField(_("what was asked"), max_length=2000, blank=True, editable=False)
    answer = NormalisedTextField(_("the answer"), max_length=3000, blank=True, editable=False)
    reason = NormalisedTextField(_("why it is not taken up"), max_length=2000, blank=True, editable=False)
    agenda_item = models.ForeignKey(
        AgendaItem,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="ideas",
        editable=False,
        verbose_name=_("agenda item"),
    )
    decision = models.ForeignKey(
        Decision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decided_ideas",
        editable=False,
        verbose_name=_("decision"),
    )
    plan = models.ForeignKey(
        ActionPlan,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ideas",
        editable=False,
        verbose_name=_("action plan"),
    )
    activity = models.ForeignKey(
        Activity,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ideas",
        editable=False,
        verbose_name=_("activity"),
    )
    submitted_at = models.DateTimeField(_("submitted at"), default=timezone.now, editable=False, db_index=True)
    screened_at = models.DateTimeField(_("screened at"), null=True, blank=True, editable=False)
    scored_at = models.DateTimeField(_("all scores were in at"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    converted_at = models.DateTimeField(_("became a plan at"), null=True, blank=True, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    row_version = models.PositiveIntegerField(default=0, editable=False)
    sort_text = SortKeyField(source="title")

    objects = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        ordering = ["-submitted_at", "-pk"]
        permissions = [
            ("screen_idea", _("Can screen ideas, name scorers and reject")),
            ("score_idea", _("Can score ideas")),
            ("shortlist_idea", _("Can put ideas to the council")),
            ("convert_idea", _("Can turn adopted ideas into plans")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(firm__isnull=False) | (~Q(name="") & ~Q(contact="")),
                name="idea_by_a_firm_or_a_person",
                violation_error_message=_("Name the firm, or the person with an address."),
            ),
            models.CheckConstraint(condition=~Q(state="rejected") | ~Q(reason=""), name="idea_rejected_with_reason"),
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "converted"]) | Q(decision__isnull=False),
                name="idea_adopted_by_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(state="converted", plan__isnull=False) | (~Q(state="converted") & Q(plan__isnull=True)),
                name="idea_converted_has_its_plan",
            ),
            models.CheckConstraint(
                condition=Q(activity__isnull=True) | Q(plan__isnull=False), name="idea_activity_with_its_plan"
            ),
            models.CheckConstraint(
                condition=Q(scored_at__isnull=False) | ~Q(state__in=["scored", "shortlisted", "adopted", "converted"]),
                name="idea_scored_before_the_council",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def key(self):
        """How the book names an idea: by number, because the code is the submitter's secret."""
        return str(self.pk)

    @property
    def weights(self):
        """Percent by question: those of its call, else all the same."""
        return self.call.weights if self.call_id else EQUAL

    @property
    def submitter(self):
        """Who had the idea, for those who work on it."""
        return str(self.firm) if self.firm_id else self.name

    @property
    def shown_submitter(self):
        """Who had the idea, for everybody; empty without consent."""
        return self.submitter if self.is_named and not self.is_removed else ""

    @property
    def is_removed(self):
        """Whether the person's data was taken out."""
        return self.contact == removed_contact(self.pk)

    @property
    def is_revealed(self):
        """Whether every asked scorer has answered, so that the scores may be read and never change again."""
        return self.scored_at is not None
