"""What scorers are asked of an idea, and answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from persian.fields import NormalisedTextField


class IdeaScoreQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; the others' once all are in, for who works on ideas and may judge this one.

        Nobody reads a figure before.
        """
        if not user.is_authenticated:
            return self.none()
        allowed = Q(scorer=user)
        if user.has_perm("ideas.view_ideascore"):
            others = Q(is_final=True, idea__in=Idea.objects.visible_to(user))
            allowed |= others & ~Q(idea__in=Idea.objects.barred_to(user).values("pk"))
        return self.filter(allowed)

    def asked(self):
        """Those whose answer counts: asked, and without a declared conflict."""
        return self.filter(has_conflict=False)

    def given(self):
        return self.filter(given_at__isnull=False)

    def waiting(self):
        """Asked, not answered, of ideas that are still being scored."""
        return self.asked().filter(given_at=None, idea__state=Idea.State.SCREENED)


def grade_field(label):
    return models.PositiveSmallIntegerField(label, null=True, blank=True)


class IdeaScore(models.Model):
    """What one scorer was asked of one idea, and answered: 1 is poor, 5 very good; of cost 5 is the least costly."""

    LOWEST, HIGHEST = 1, 5

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="scores", verbose_name=_("idea"))
    scorer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="idea_scores", verbose_name=_("scorer")
    )
    feasibility = grade_field(_("feasibility"))
    effect = grade_field(_("effect"))
    cost = grade_field(_("cost"))
    fit = grade_field(_("fit with the cluster"))
    comment = NormalisedTextField(_("comment"), max_length=2000, blank=True)
    has_conflict = models.BooleanField(_("conflict of interest"), default=False)
    conflict = NormalisedTextField(_("which conflict"), max_length=500, blank=True)
    assigned_at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)
    given_at = models.DateTimeField(_("scored at"), null=True, blank=True, editable=False)
    is_final = models.BooleanField(_("all were in: it never changes again"), default=False, editable=False)

    objects = IdeaScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score of an idea")
        verbose_name_plural = _("scores of ideas")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "scorer"],
                name="ideascore_once_a_scorer",
                violation_error_message=_("This person was asked about the idea already."),
            ),
            models.CheckConstraint(
                condition=Q(
                    given_at__isnull=True,
                    feasibility__isnull=True,
                    effect__isnull=True,
                    cost__isnull=True,
                    fit__isnull=True,
                )
                | Q(
                    given_at__isnull=False,
                    feasibility__range=(1, 5),
                    effect__range=(1, 5),
                    cost__range=(1, 5),
                    fit__range=(1, 5),
                ),
                name="ideascore_whole_or_not_yet",
            ),
            models.CheckConstraint(
                condition=Q(has_conflict=False) | (Q(given_at__isnull=True) & ~Q(conflict="")),
                name="ideascore_no_figures_with_a_conflict",
            ),
            models.CheckConstraint(
                condition=Q(is_final=False) | Q(given_at__isnull=False), name="ideascore_final_is_whole"
            ),
        ]

    def __str__(self):
        return f"{self.idea}: {self.scorer}"

    @property
    def key(self):
        return f"{self.idea_id}/{self.scorer_id}"
