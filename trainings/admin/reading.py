"""What the courses' pages of the desk show: people in their groups, and what an act would bring about."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils import timezone

from trainings.models import Enrolment
from trainings.notices.places import recipient
from trainings.services import courses

State = Enrolment.State


def people_of(course):
    """Everybody who is or was in the course, in the order of their numbers, with the sessions that each was in."""
    rows = course.enrolments.select_related("learner", "firm").order_by("number")
    return rows.annotate(attended=Count("attendances", filter=Q(attendances__is_present=True)))


def groups_of(course):
    """People by what holds of them at this moment: an offer whose time is over has lapsed. One query."""
    now, groups = timezone.now(), {"placed": [], "offered": [], "waiting": [], "result": [], "gone": []}
    for row in people_of(course):
        row.course, row.now = course, row.state_at(now)
        groups[group_of(row.now)].append(row)
    for place, row in enumerate(groups["waiting"], start=1):
        row.place = place
    return groups


def group_of(state):
    if state in Enrolment.ENDED_WITH_RESULT:
        return "result"
    names = {State.CONFIRMED: "placed", State.OFFERED: "offered", State.WAITING: "waiting"}
    return names.get(state, "gone")


def forecast(course, act):
    """What the act would bring about, in numbers; ``letters``: how many would be sent."""
    if act == "cancel":
        live = list(course.enrolments.live().select_related("learner", "enrolled_by"))
        return {"people": len(live), "letters": sum(bool(recipient(row)) for row in live)}
    if act == "begin":
        offers = list(course.enrolments.filter(state=State.OFFERED).select_related("learner", "enrolled_by"))
        waiting = course.enrolments.waiting().count()
        return {"offers": len(offers), "waiting": waiting, "letters": sum(bool(recipient(row)) for row in offers)}
    if act == "end":
        return results(course)
    if act == "announce":
        return {"clashes": courses.clashes(course), "sessions": course.sessions.count(), "letters": 0}
    return {}


def results(course):
    """How many would get which result, and what is still missing."""
    rows = courses.with_attended(course.enrolments.filter(state=State.CONFIRMED))
    sessions = course.sessions.count()
    found = Counter(courses.result_of(course, row.attended, sessions) for row in rows)
    lapsed = course.enrolments.waiting().count()
    return {
        "results": [(State(state).label, found[state]) for state in Enrolment.ENDED_WITH_RESULT],
        "waiting": lapsed,
        "missing": missing(course),
        "letters": 0,
    }


def missing(course):
    """Why the course cannot be ended yet, in words; empty when it can."""
    try:
        courses.require_complete_lists(course)
    except ValidationError as refusal:
        return refusal.messages
    return []
