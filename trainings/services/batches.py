"""Many people at once, under one lock and by few queries: what a spreadsheet brings. The rules are those of places."""

from collections import Counter

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from filing.services import record_changes
from trainings.models import Course, Enrolment
from trainings.notices.places import tell_many
from trainings.services.learners import learner_of
from trainings.services.places import (
    EnrolmentRefused,
    lock_course,
    refused_quota,
    require_firm,
    require_registration,
    settle_course,
)

State = Enrolment.State


@transaction.atomic
def enrol_many(*, course, people, door, by):
    """Enrol everybody or nobody; gives the new enrolments and how many people were in the course already.

    ``people``: dicts of ``full_name``, ``contact`` and ``firm``, in the order of the queue. Raises ValidationError.
    """
    now, course = timezone.now(), lock_course(course)
    settle_course(course, now)
    require_registration(course, door)
    learners = learners_of(people)
    inside = set(course.enrolments.exclude(state__in=Enrolment.OVER).values_list("learner_id", flat=True))
    new = {learner.pk: (learner, who["firm"]) for learner, who in zip(learners, people, strict=True)}
    new = [pair for pk, pair in new.items() if pk not in inside]
    for refusal in refusals(course, [firm for _learner, firm in new]):
        if refusal:
            raise refusal
    rows = write(course, new, door=door, by=by, now=now)
    return rows, len(people) - len(rows)


def learners_of(people):
    """New people are written in one order by all who write many, so that no two wait for each other's rows."""
    order = sorted(range(len(people)), key=lambda at: (people[at]["contact"], people[at]["full_name"]))
    found = {at: learner_of(**people[at]) for at in order}
    return [found[at] for at in range(len(people))]


def refusals(course, firms):
    """The EnrolmentRefused of each, or None: the firms of new people, in their order. At most two queries a firm."""
    met, sent, found = {}, Counter(), []
    for firm in firms:
        key = firm and firm.pk
        if key not in met:
            met[key] = refusal_of(course, firm)
            if firm and course.firm_quota is not None:
                sent[key] = course.enrolments.live().filter(firm=firm).count()
        sent[key] += 1
        is_over = firm is not None and course.firm_quota is not None and sent[key] > course.firm_quota
        found.append(met[key] or (refused_quota(course, firm) if is_over else None))
    return found


def refusal_of(course, firm):
    try:
        require_firm(course, firm)
    except EnrolmentRefused as refusal:
        return refusal
    return None


def free_places(course):
    """What who comes now would find: nothing while somebody waits who may have a place."""
    return 0 if course.enrolments.waiting().eligible().exists() else max(course.seats - course.taken, 0)


def write(course, people, *, door, by, now):
    """The rows with their lines in the book and letters. The course is locked; a CHECK stands behind the sum."""
    placed = min(free_places(course), len(people))
    first = course.last_number + 1
    rows = [
        Enrolment(
            course=course,
            learner=learner,
            firm=firm,
            number=first + at,
            state=State.CONFIRMED if at < placed else State.WAITING,
            door=door,
            enrolled_by=by,
            enrolled_at=now,
        )
        for at, (learner, firm) in enumerate(people)
    ]
    facts = {"taken": F("taken") + placed, "last_number": F("last_number") + len(rows)}
    Course.objects.filter(pk=course.pk).update(**facts)
    rows = Enrolment.objects.bulk_create(rows)
    for state in (State.CONFIRMED, State.WAITING):
        record_changes([row for row in rows if row.state == state], by=by, old="", new=state)
    tell_many(rows)
    return rows
