"""What learners thought at the end, and what they used half a year later. Read by anybody as sums only."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from persian.fields import NormalisedTextField
from trainings.models.enrolment import Enrolment

GRADE = {"choices": [(grade, str(grade)) for grade in range(1, 6)]}


class CourseFeedback(models.Model):
    """One answer of one learner: five grades after the course, or what came of it six months later.

    Tied to the enrolment so that nobody answers twice; never shown with a name, and below five answers not at all.
    """

    class Kind(models.TextChoices):
        AFTER = "after", _("after the course")
        FOLLOW_UP = "follow_up", _("six months later")

    class Use(models.TextChoices):
        OFTEN = "often", _("used at work often")
        SOMETIMES = "sometimes", _("used at work sometimes")
        NEVER = "never", _("not used")

    class Effect(models.TextChoices):
        JOB = "job", _("found a job")
        BETTER_JOB = "better_job", _("a better job or more pay")
        NEW_WORK = "new_work", _("a new service or customer")
        NONE = "none", _("no change yet")

    QUESTIONS = ("content", "teaching", "organisation", "usefulness", "overall")

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="feedback", verbose_name=_("enrolment")
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices)
    content = models.PositiveSmallIntegerField(_("The content"), null=True, blank=True, **GRADE)
    teaching = models.PositiveSmallIntegerField(_("The teaching"), null=True, blank=True, **GRADE)
    organisation = models.PositiveSmallIntegerField(_("Place, time and organisation"), null=True, blank=True, **GRADE)
    usefulness = models.PositiveSmallIntegerField(_("Useful for my work"), null=True, blank=True, **GRADE)
    overall = models.PositiveSmallIntegerField(_("The course as a whole"), null=True, blank=True, **GRADE)
    use = models.CharField(_("What was learnt was"), max_length=9, choices=Use.choices, blank=True)
    effect = models.CharField(_("What came of it"), max_length=10, choices=Effect.choices, blank=True)
    comment = NormalisedTextField(_("What could be better?"), max_length=1000, blank=True)
    at = models.DateTimeField(_("answered at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "kind"],
                name="coursefeedback_once_a_kind",
                violation_error_message=_("Your answer was received already. Thank you."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind="after",
                    content__range=(1, 5),
                    teaching__range=(1, 5),
                    organisation__range=(1, 5),
                    usefulness__range=(1, 5),
                    overall__range=(1, 5),
                )
                | (models.Q(kind="follow_up") & ~models.Q(use="") & ~models.Q(effect="")),
                name="coursefeedback_answers_all",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.enrolment_id}"
