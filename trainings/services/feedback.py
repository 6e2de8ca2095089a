"""What learners think, and what they use: taken once each, from those who were in the course."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from trainings.models import Course, CourseFeedback, Enrolment

Kind, State = CourseFeedback.Kind, Enrolment.State
ASKED = {Kind.AFTER: (State.COMPLETED, State.FAILED), Kind.FOLLOW_UP: (State.COMPLETED,)}


def may_answer(enrolment, kind):
    """Who was in a course that has ended: after it all who came, half a year later those who completed it."""
    is_over = enrolment.course.state == Course.State.CLOSED
    return is_over and enrolment.state in ASKED[kind] and not enrolment.learner.is_removed


def receive_feedback(*, enrolment, kind, answers):
    """Keep the answers: (row, True), or (the first ones, False) when they were given already.

    Raises ValidationError for answers that are not whole, or from somebody who was not in the course.
    """
    if not may_answer(enrolment, kind):
        raise ValidationError(_("This course asks you nothing."), code="state")
    made = CourseFeedback(enrolment=enrolment, kind=kind, **answers)
    made.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # sent twice, perhaps at the same moment
        first = CourseFeedback.objects.filter(enrolment=enrolment, kind=kind).first()
        if first is None:
            raise
        return first, False
    return made, True
