"""Somebody is named and enrolled in one step, under the course's lock: for doors that name the person themselves."""

from django.db import transaction
from django.utils.translation import gettext as _

from persian.text import search_key
from trainings.models import Enrolment
from trainings.services.learners import learner_of
from trainings.services.places import EnrolmentRefused, enrol, lock_course


@transaction.atomic
def enrol_person(*, course, full_name, contact="", user=None, door, firm=None, by=None):
    """The enrolment of a person known by address, or by name in their firm. Raises ValidationError: nothing is kept.

    The course is locked first: of two doors that name one new person, neither waits for the other's row.
    """
    course = lock_course(course)
    added_by = None if door == Enrolment.Door.PUBLIC else firm
    learner = learner_of(full_name=full_name, contact=contact, user=user, firm=added_by)
    if door == Enrolment.Door.FIRM:
        require_name(learner, full_name)
    return enrol(course=course, learner=learner, door=door, firm=firm, by=by)


def require_name(learner, full_name):
    """A firm that types a wrong address enrols no stranger by it, and does not learn the stranger's name."""
    if search_key(learner.full_name) != search_key(full_name):
        text = _("This address belongs to somebody of another name. Correct it, or leave it out.")
        raise EnrolmentRefused(text, code="name")
