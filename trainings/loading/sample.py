"""The sample's courses with their people: written in few statements, without letters, marked as sample."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from actionplans.models import ActionPlan
from council.loading import files
from filing.services import record_change, record_changes
from members.models import Firm
from persian.jalali import today
from trainings.loading.schema import SCHEMA
from trainings.models import (
    Certificate,
    Course,
    CourseFeedback,
    CourseSession,
    Enrolment,
    Learner,
    SessionAttendance,
)
from trainings.services.certificates import ISSUED, counted, make_certificates
from trainings.services.courses import refresh_days, result_of

__all__ = ["SCHEMA", "load_sample"]

State, Result = Course.State, Enrolment.State
FRIDAY = 4
TEXTS = (
    "slug", "title", "title_en", "kind", "level", "teacher", "summary", "summary_en", "hours", "fee", "city", "place",
    "seats", "eligibility", "firm_quota", "cancelled_because",
)  # fmt: skip


@dataclass
class Person:
    """One line of a course in the file, and the rows that it became."""

    place: files.Place
    row: dict
    enrolment: Enrolment


@dataclass
class Loading:
    """What the courses of one load share: firms by key, learners by address, the staff account that acted."""

    context: object
    firms: dict
    learners: dict
    by: object = None


def load_sample(data, *, context):
    """The courses of all files. Raises DataFileError."""
    rows = [pair for file in data for pair in file.rows("course")]
    if not rows:
        return
    loading = Loading(context, firms={firm.slug: firm for firm in Firm.objects.filter(is_sample=True)}, learners={})
    loading.by = context.account(rows[0][0], "facilitator")
    load_learners(rows, loading)
    for place, row in rows:
        load_course(place, row, loading)


def load_learners(rows, loading):
    """Each address is one person, however many courses they take."""
    for place, row in rows:
        for at, person in place.each(row, "people"):
            if person["email"] not in loading.learners:
                firm = firm_of(at, person, loading)
                learner = Learner(full_name=person["name"], email=person["email"], added_by_firm=firm, is_sample=True)
                with at:
                    learner.clean_fields()
                loading.learners[person["email"]] = learner
    Learner.objects.bulk_create(loading.learners.values())
    loading.context.made[Learner._meta.verbose_name_plural] += len(loading.learners)


def firm_of(place, person, loading):
    key = person.get("firm")
    if key is not None and key not in loading.firms:
        raise place.at("firm").refuse(_("There is nothing with the key «%(key)s».") % {"key": key})
    return loading.firms.get(key)


def load_course(place, row, loading):
    days = days_of(place, row, "days")
    course = Course(
        provider=loading.context.institution(place.at("provider"), row["provider"]),
        plan=plan_of(place, row),
        syllabus="\n".join(row.get("syllabus", [])),
        opens_on=one_day(place, row, "opens"),
        closes_on=one_day(place, row, "closes"),
        starts_on=days[0],
        ends_on=days[-1],
        is_sample=True,
        **{name: row[name] for name in TEXTS if name in row},
    )
    course.state = row["state"]
    course.opened_at = noon(course.opens_on)
    course.created_at = course.changed_at = course.opened_at
    loading.context.save(place, course)
    sessions = CourseSession.objects.bulk_create(
        CourseSession(course=course, day=day, starts_at=row["starts_at"], ends_at=row["ends_at"]) for day in days
    )
    refresh_days(course)
    tell_way(course, loading)
    people = enrol_people(place, row, course, loading)
    mark_attendance(people, sessions, loading)
    give_results(people, course, len(sessions), loading)
    take_feedback(people, course)
    give_certificates(course, len(sessions), loading)


def days_of(place, row, name):
    """The days of the sessions: named, or counted from the day of loading."""
    days = row.get(name) or [from_today(number) for number in row.get(f"{name}_in", [])]
    if not days:
        raise place.at(name).refuse(_("This key is missing."))
    return days


def one_day(place, row, name):
    return row[f"{name}_on"] if f"{name}_on" in row else days_of(place, {"x_in": [row[f"{name}_in"]]}, "x")[0]


def from_today(number):
    """So many days from the day of loading; nobody teaches on a Friday."""
    day = today() + dt.timedelta(days=number)
    return day + dt.timedelta(days=1) if day.weekday() == FRIDAY else day


def plan_of(place, row):
    if "plan" not in row:
        return None
    year, _slash, number = row["plan"].partition("/")
    plan = ActionPlan.objects.filter(year__year=year, number=number).first()
    if plan is None:
        raise place.at("plan").refuse(_("There is nothing with the key «%(key)s».") % {"key": row["plan"]})
    return plan


def noon(day):
    """Noon in Tehran of a day: when a loaded event took place."""
    return dt.datetime.combine(day, dt.time(8, 30), tzinfo=dt.UTC)


def tell_way(course, loading):
    """The lines of the book, from the draft to the state that the file gives."""
    way = [("", State.DRAFT, course.opens_on), (State.DRAFT, State.OPEN, course.opens_on)]
    if course.state in (State.RUNNING, State.CLOSED):
        way.append((State.OPEN, State.RUNNING, course.starts_on))
    if course.state == State.CLOSED:
        way.append((State.RUNNING, State.CLOSED, course.ends_on))
    if course.state == State.CANCELLED:
        way.append((State.OPEN, State.CANCELLED, course.closes_on))
    for old, new, day in way:
        record_change(course, by=loading.by, old=old, new=new, at=noon(day))


def enrol_people(place, row, course, loading):
    """Everybody in the order of the file: a place while there is one, then the wait list."""
    people = []
    for number, (at, person) in enumerate(place.each(row, "people"), 1):
        enrolment = Enrolment(
            course=course,
            learner=loading.learners[person["email"]],
            firm=firm_of(at, person, loading),
            number=number,
            state=state_of(person, number, course),
            offered_until=timezone.now() + course.offer_time if "offered" in person else None,
            door=Enrolment.Door.FIRM if "firm" in person else Enrolment.Door.PUBLIC,
            enrolled_at=noon(course.opens_on),
        )
        people.append(Person(at, person, enrolment))
    enrolments = Enrolment.objects.bulk_create(one.enrolment for one in people)
    for state in (Result.CONFIRMED, Result.OFFERED, Result.WAITING):
        record_changes(
            [row for row in enrolments if row.state == state],
            by=loading.by,
            old="",
            new=state,
            at=noon(course.opens_on),
        )
    course.last_number, course.taken = len(people), min(len(people), course.seats)
    course.save(update_fields=["last_number", "taken"])
    loading.context.made[Enrolment._meta.verbose_name_plural] += len(people)
    return people


def state_of(person, number, course):
    if "offered" in person:
        return Result.OFFERED
    return Result.CONFIRMED if number <= course.seats else Result.WAITING


def mark_attendance(people, sessions, loading):
    """``came``: one sign a session, as far as the list goes."""
    marks = []
    for one in people:
        came = one.row.get("came", "")
        if len(came) > len(sessions):
            raise one.place.at("came").refuse(_("There are more signs than sessions."))
        marks += [
            SessionAttendance(
                session=session,
                enrolment=one.enrolment,
                is_present=sign == "1",
                recorded_by=loading.by,
                recorded_at=noon(session.day),
            )
            for session, sign in zip(sessions, came, strict=False)
        ]
    SessionAttendance.objects.bulk_create(marks)


def give_results(people, course, sessions, loading):
    """By the same rule as ``close_course()``; whoever waited to the end goes without a place."""
    if course.state != State.CLOSED:
        return
    at, groups = noon(course.ends_on), {}
    for one in people:
        old = one.enrolment.state
        came = one.row.get("came", "").count("1")
        new = result_of(course, came, sessions) if old == Result.CONFIRMED else Result.LAPSED
        one.enrolment.state, one.enrolment.ended_at = new, at
        groups.setdefault((old, new), []).append(one.enrolment)
    Enrolment.objects.bulk_update([one.enrolment for one in people], ["state", "ended_at"])
    for (old, new), enrolments in groups.items():
        record_changes(enrolments, by=loading.by, old=old, new=new, at=at)


def give_certificates(course, sessions, loading):
    """Whoever completed got a certificate a week after the last day."""
    done = counted(course.enrolments.filter(state=Result.COMPLETED))
    at = noon(course.ends_on + dt.timedelta(days=7))
    made = Certificate.objects.bulk_create(make_certificates(done, sessions, loading.by, at=at))
    record_changes(made, by=loading.by, old="", new=ISSUED, at=at, why_of=lambda certificate: certificate.sha256)
    loading.context.made[Certificate._meta.verbose_name_plural] += len(made)


def take_feedback(people, course):
    """The answers after the course, and half a year later."""
    answers = []
    for one in people:
        if "grades" in one.row:
            grades = dict(zip(CourseFeedback.QUESTIONS, one.row["grades"], strict=True))
            answers.append(answer(one, CourseFeedback.Kind.AFTER, course.ends_on, 2, **grades))
        if "use" in one.row:
            told = {"use": one.row["use"], "effect": one.row["effect"]}
            answers.append(answer(one, CourseFeedback.Kind.FOLLOW_UP, course.ends_on, 185, **told))
    CourseFeedback.objects.bulk_create(answers)


def answer(one, kind, ends_on, days, **told):
    at = noon(ends_on + dt.timedelta(days=days))
    return CourseFeedback(enrolment=one.enrolment, kind=kind, at=at, **told)
