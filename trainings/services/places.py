"""Places: given, queued for, offered, taken up, given back. One door for the public, firms, staff and imports (I15).

Every act locks the course first, lets offers lapse whose time is over, and hands free places on, all in one
transaction. ``Course.taken`` rises by one conditional UPDATE, and a CHECK stands behind it.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from filing.services import record_change
from members.models import Firm
from persian.digits import localised
from persian.jalali import format_day, today
from trainings.models import Course, Enrolment
from trainings.models.course import MOST_SEATS
from trainings.notices.places import tell

State, Door = Enrolment.State, Enrolment.Door
DOORS_OF_THE_HOUSE = (Door.STAFF, Door.IMPORT)
AT_ONCE = 200  # courses that one tick settles


class EnrolmentRefused(ValidationError):  # noqa: N818  (what happened, not a fault)
    """Why not; ``code`` says which rule: twice, state, early, late, past, members, firm, quota, lapsed, full, seats."""


def lock_course(course):
    """The course's row, locked until the transaction ends (SQLite has one writer at a time anyway)."""
    return Course.objects.select_for_update(of=("self",)).get(pk=course.pk)


@transaction.atomic
def enrol(*, course, learner, door, by=None, firm=None):
    """Give the person a place, or the next place on the wait list. Raises EnrolmentRefused; then nothing is written.

    ``firm``: the firm that sends the person, or that they come from. The wait list goes first: while somebody waits who
    may have a place, nobody who comes later gets one. The learner is written before, in a transaction that has ended,
    or under the course's lock: who waits for the course must not hold a learner that its holder is about to name.
    """
    now, course = timezone.now(), lock_course(course)
    settle_course(course, now)
    require_registration(course, door)
    require_new(course, learner)
    require_firm(course, firm)
    has_place = not course.enrolments.waiting().eligible().exists() and take_place(course)
    enrolment = Enrolment(
        course=course,
        learner=learner,
        firm=firm,
        number=next_number(course),
        state=State.CONFIRMED if has_place else State.WAITING,
        door=door,
        enrolled_by=by,
        enrolled_at=now,
    )
    enrolment.save(force_insert=True)
    record_change(enrolment, by=by, old="", new=enrolment.state)
    tell(enrolment)
    return enrolment


@transaction.atomic
def withdraw(*, enrolment, by=None, why=""):
    """Give a place, an offer or a place in the queue back; who waits first is offered it in the same transaction.

    Twice is once. Raises EnrolmentRefused when the course is over.
    """
    enrolment = lock_enrolment(enrolment)
    if enrolment.state == State.WITHDRAWN:
        return enrolment
    if State.WITHDRAWN not in Enrolment.TRANSITIONS[enrolment.state] or enrolment.course.state not in (
        Course.State.OPEN,
        Course.State.RUNNING,
    ):
        raise EnrolmentRefused(
            _("This enrolment is «%(state)s» and cannot be withdrawn any more.")
            % {"state": enrolment.get_state_display()},
            code="state",
        )
    end(enrolment, State.WITHDRAWN, by=by, why=why)
    tell(enrolment)
    settle_course(enrolment.course, timezone.now())
    return enrolment


def accept_offer(*, enrolment, by=None):
    """Take up an offered place within its time. Twice is once. EnrolmentRefused with code ``lapsed`` after it.

    An offer that is over passes on here, before the refusal, so that what the refusal says is so without the clock.
    """
    now = timezone.now()
    with transaction.atomic():
        enrolment = lock_enrolment(enrolment)
        if enrolment.state == State.CONFIRMED:
            return enrolment
        if enrolment.state_at(now) == State.OFFERED and enrolment.course.state == Course.State.OPEN:
            move(enrolment, State.CONFIRMED, by=by)
            tell(enrolment)
            return enrolment
        settle_course(enrolment.course, now)
    raise refused_offer(enrolment, now)


def refused_offer(enrolment, now):
    if enrolment.course.state in (Course.State.CANCELLED, Course.State.CLOSED):
        text = _("This course is «%(state)s»: nobody can be enrolled.")
        return EnrolmentRefused(text % {"state": enrolment.course.get_state_display()}, code="past")
    if enrolment.state_at(now) == State.LAPSED:
        text = _("The time of this offer is over, and the place was offered to the next person. You can enrol again.")
        return EnrolmentRefused(text, code="lapsed")
    text = _("There is no open offer: the enrolment is «%(state)s».") % {"state": enrolment.get_state_display()}
    return EnrolmentRefused(text, code="state")


@transaction.atomic
def change_seats(*, course, seats, by):
    """More places are offered along the wait list at once; fewer are refused below what is taken. EnrolmentRefused."""
    course = lock_course(course)
    if course.state not in (Course.State.DRAFT, Course.State.OPEN, Course.State.RUNNING):
        text = _("This course is «%(state)s»: its places stay as they are.")
        raise EnrolmentRefused(text % {"state": course.get_state_display()}, code="state")
    if not 1 <= seats <= MOST_SEATS:
        text = _("A course has between %(least)s and %(most)s places.")
        raise EnrolmentRefused(text % {"least": localised(1), "most": localised(MOST_SEATS)}, code="seats")
    settle_course(course, timezone.now())
    old = course.seats
    changed = Course.objects.filter(pk=course.pk, taken__lte=seats).update(
        seats=seats, row_version=F("row_version") + int(old != seats), changed_at=timezone.now()
    )
    if not changed:
        raise EnrolmentRefused(
            _("%(taken)s places are taken: withdraw enrolments before you go below that.")
            % {"taken": localised(course.taken)},
            code="seats",
        )
    course.seats = seats
    if old != seats:
        record_change(course, by=by, old=f"{old} seats", new=f"{seats} seats")
    settle_course(course, timezone.now())
    return course


@transaction.atomic
def promote(*, enrolment, by, adds_place=False):
    """Staff take one person off the wait list out of turn, into a free place; the reason stands with who did it.

    Who has been offered a place meanwhile has it now. ``adds_place``: the course gets one place more for this person; a
    place that is added otherwise is offered along the wait list at once. Raises EnrolmentRefused when no place is free,
    and for a firm that is no active member.
    """
    enrolment = lock_enrolment(enrolment)
    if enrolment.state == State.CONFIRMED:
        return enrolment
    course = enrolment.course
    if enrolment.state_at(timezone.now()) == State.OFFERED and course.state == Course.State.OPEN:
        move(enrolment, State.CONFIRMED, by=by)
        tell(enrolment)
        return enrolment
    if enrolment.state != State.WAITING or course.state not in (Course.State.OPEN, Course.State.RUNNING):
        raise refused_offer(enrolment, timezone.now())
    if not is_eligible(enrolment):
        raise refused_firm(enrolment.firm)
    if not take_place(course) and not (adds_place and add_place(course, by)):
        text = _("No place is free: free places are offered along the wait list. Give the course one place more.")
        raise EnrolmentRefused(text, code="full")
    move(enrolment, State.CONFIRMED, by=by, why="out of turn")
    tell(enrolment)
    return enrolment


def add_place(course, by):
    """One place more than the course had, taken at once. The course is locked. False when it has the most already."""
    facts = {"row_version": F("row_version") + 1, "changed_at": timezone.now()}
    rows = Course.objects.filter(pk=course.pk, seats__lt=MOST_SEATS)
    if not rows.update(seats=F("seats") + 1, taken=F("taken") + 1, **facts):
        return False
    old, course.seats, course.taken = course.seats, course.seats + 1, course.taken + 1
    record_change(course, by=by, old=f"{old} seats", new=f"{course.seats} seats")
    return True


def settle_courses():
    """What the clock does: offers whose time is over pass on to the next, course by course.

    So do places that became free with nobody there to settle them: a firm that is an active member again.
    """
    now = timezone.now()
    lapsed = Enrolment.objects.filter(state=State.OFFERED, offered_until__lte=now)
    waits = Enrolment.objects.filter(state=State.WAITING).eligible()
    is_owed = Q(taken__lt=F("seats"), starts_on__gt=today(), pk__in=waits.values("course_id"))
    owing = Course.objects.filter(is_owed | Q(pk__in=lapsed.values("course_id")), state=Course.State.OPEN)
    for course in owing.order_by("pk")[:AT_ONCE]:
        with transaction.atomic():
            settle_course(lock_course(course), now)


def settle_course(course, now):
    """Let offers lapse whose time is over, then offer free places along the wait list. The course is locked.

    Only while the course is announced: when it begins its open offers end, and who was told that it is cancelled is
    told nothing more.
    """
    if course.state != Course.State.OPEN:
        return
    for enrolment in course.enrolments.lapsed(now).select_related("learner"):
        enrolment.course = course
        end(enrolment, State.LAPSED, by=None)
        tell(enrolment)
    if course.starts_on <= today() or course.taken >= course.seats:
        return
    for enrolment in course.enrolments.waiting().eligible().select_related("learner", "firm"):
        if not take_place(course):
            break
        enrolment.course = course
        offer(enrolment, now)


def offer(enrolment, now):
    """The place that was just taken is this person's until the deadline, which is never later than the first day."""
    first_day = dt.datetime.combine(enrolment.course.starts_on, dt.time(), timezone.get_default_timezone())
    enrolment.offered_until = min(now + enrolment.course.offer_time, first_day)
    move(enrolment, State.OFFERED, by=None)
    tell(enrolment)


def is_eligible(enrolment):
    """Somebody of a firm that is no member any more does not hold up the others."""
    return enrolment.firm_id is None or enrolment.firm.state == Firm.State.ACTIVE


def take_place(course):
    """One place more is taken, if one is free: asked and written by the database in one step."""
    if not Course.objects.filter(pk=course.pk, taken__lt=F("seats")).update(taken=F("taken") + 1):
        return False
    course.taken += 1
    return True


def next_number(course):
    """The queue number: each is given once in a course. The course is locked."""
    course.last_number += 1
    Course.objects.filter(pk=course.pk).update(last_number=course.last_number)
    return course.last_number


def lock_enrolment(enrolment):
    """The enrolment as it is now, under its course's lock: always the course first, so nobody waits in a circle."""
    course = lock_course(Course(pk=enrolment.course_id))
    fresh = Enrolment.objects.select_related("learner", "firm").get(pk=enrolment.pk)
    fresh.course = course
    return fresh


def move(enrolment, state, *, by, why=""):
    """Write the new state with its line in the book. The place itself is the caller's business."""
    old, enrolment.state = enrolment.state, state
    if state != State.OFFERED:
        enrolment.offered_until = None
    if state not in Enrolment.LIVE:
        enrolment.ended_at = timezone.now()
    enrolment.save(update_fields=["state", "offered_until", "ended_at"])
    record_change(enrolment, by=by, old=old, new=state, why=why)


def end(enrolment, state, *, by, why=""):
    """An enrolment is over before the course is: its place, if it held one, is free."""
    held = enrolment.state in Enrolment.HOLDING
    move(enrolment, state, by=by, why=why)
    if held:
        Course.objects.filter(pk=enrolment.course_id).update(taken=F("taken") - 1)
        enrolment.course.taken -= 1


def require_registration(course, door):
    """Strangers and firms enrol within the window; the desk also before and after it, until the course is over."""
    day = today()
    if course.state in (Course.State.DRAFT, Course.State.CANCELLED, Course.State.CLOSED) or course.ends_on < day:
        text = _("This course is «%(state)s»: nobody can be enrolled.") % {"state": course.get_state_display()}
        if course.ends_on and course.ends_on < day and course.state in (Course.State.OPEN, Course.State.RUNNING):
            text = _("This course was held until %(day)s: it is over.") % {"day": format_day(course.ends_on)}
        raise EnrolmentRefused(text, code="past")
    if door in DOORS_OF_THE_HOUSE:
        return
    if day < course.opens_on:
        text = _("Registration begins on %(day)s. Come back then.") % {"day": format_day(course.opens_on)}
        raise EnrolmentRefused(text, code="early")
    if day > course.closes_on or course.state != Course.State.OPEN:
        text = _("Registration ended on %(day)s. Ask the organisers whether a place is left.")
        raise EnrolmentRefused(text % {"day": format_day(course.closes_on)}, code="late")


def require_new(course, learner):
    there = course.enrolments.filter(learner=learner).exclude(state__in=Enrolment.OVER).first()
    if there:
        text = _("%(person)s is in this course already: «%(state)s».")
        raise EnrolmentRefused(text % {"person": learner.full_name, "state": there.get_state_display()}, code="twice")


def refused_firm(firm):
    text = _("%(firm)s is no active member: it cannot send anybody.") % {"firm": firm}
    return EnrolmentRefused(text, code="firm")


def require_firm(course, firm):
    """Members only, and no firm beyond its quota: whoever is in the course or waits for it counts."""
    if firm is None:
        if course.eligibility == Course.Eligibility.MEMBERS:
            text = _("This course is for people of member firms: your firm enrols you from its own desk.")
            raise EnrolmentRefused(text, code="members")
        return
    if firm.state != Firm.State.ACTIVE:
        raise refused_firm(firm)
    if course.firm_quota is None:
        return
    if course.enrolments.live().filter(firm=firm).count() >= course.firm_quota:
        raise refused_quota(course, firm)


def refused_quota(course, firm):
    text = _("%(firm)s has all of its %(quota)s places in this course. Withdraw somebody first.")
    return EnrolmentRefused(text % {"firm": firm, "quota": localised(course.firm_quota)}, code="quota")
