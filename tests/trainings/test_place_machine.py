"""A course played by chance against a model in plain Python: 300 runs of every act that moves a place.

The model keeps lists and knows no database; after each step every row, deadline and counter must be as it says.
"""

import copy
import datetime as dt
from dataclasses import dataclass, field

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from members.models import Firm
from tests import build
from tests.members import build_firms
from tests.trainings import build_trainings as make
from trainings.models import Certificate, Course, Enrolment
from trainings.services import courses, places
from trainings.services.attendance import record_attendance
from trainings.services.certificates import CertificateRefused, issue_certificate

RUNS, STEPS = 100, 12  # three hundred runs find no more; HYPOTHESIS_PROFILE=default searches anew
PHASES = [Phase.generate, Phase.shrink]  # to explain a failure would take many minutes more
TEHRAN = timezone.get_default_timezone()
BEGIN = dt.datetime(2024, 5, 1, 12, tzinfo=TEHRAN)
OPENS, CLOSES, FIRST, LAST = (BEGIN.date() + dt.timedelta(days) for days in (1, 5, 7, 8))
OFFER, QUOTA, SHARE = dt.timedelta(hours=48), 2, 75
LIVE, HOLDING = ("confirmed", "offered", "waiting"), ("confirmed", "offered")
RESULTS = ("completed", "failed", "no_show")
PEOPLE = 7  # the first three come for themselves, then two of firm 0 and two of firm 1
FIRM_OF = (None, None, None, 0, 0, 0, 1)
person, place = st.integers(0, PEOPLE - 1), st.integers(0, 9)


class Refused(Exception):  # noqa: N818
    """What the model does not allow."""


@dataclass
class Row:
    person: int
    state: str
    until: dt.datetime | None = None
    attended: dict = field(default_factory=dict)  # session: was there


@dataclass
class Model:
    """What a course is, by its rules and nothing else."""

    seats: int = 2
    state: str = "open"
    now: dt.datetime = BEGIN
    rows: list = field(default_factory=list)  # in the order of their numbers
    active: list = field(default_factory=lambda: [True, True])
    certified: set = field(default_factory=set)

    @property
    def day(self):
        return self.now.astimezone(TEHRAN).date()

    @property
    def taken(self):
        return sum(row.state in HOLDING + RESULTS for row in self.rows)

    def may_have_a_place(self, row):
        firm = FIRM_OF[row.person]
        return firm is None or self.active[firm]

    def queue(self):
        return [row for row in self.rows if row.state == "waiting" and self.may_have_a_place(row)]

    def settle(self):
        if self.state != "open":
            return
        for row in self.rows:
            if row.state == "offered" and row.until <= self.now:
                row.state, row.until = "lapsed", None
        while self.day < FIRST and self.taken < self.seats and self.queue():
            first_day = dt.datetime.combine(FIRST, dt.time(), TEHRAN)
            self.queue()[0].until = min(self.now + OFFER, first_day)
            self.queue()[0].state = "offered"

    def enrol(self, person, door):
        self.settle()
        if self.state == "closed" or self.day > LAST:
            raise Refused
        if door in ("public", "firm") and (self.state != "open" or not OPENS <= self.day <= CLOSES):
            raise Refused
        if any(row.person == person and row.state in LIVE + RESULTS for row in self.rows):
            raise Refused
        firm = FIRM_OF[person]
        sent = [row for row in self.rows if FIRM_OF[row.person] == firm and row.state in LIVE]
        if firm is not None and (not self.active[firm] or len(sent) >= QUOTA):
            raise Refused
        is_free = self.taken < self.seats and not self.queue()
        self.rows.append(Row(person, "confirmed" if is_free else "waiting"))

    def withdraw(self, row):
        if row.state == "withdrawn":
            return
        if row.state not in LIVE or self.state not in ("open", "running"):
            raise Refused
        row.state, row.until = "withdrawn", None
        self.settle()

    def accept(self, row):
        """Whether it was taken up; what lapsed meanwhile stays lapsed after the refusal."""
        if row.state == "confirmed":
            return True
        if row.state == "offered" and row.until > self.now and self.state == "open":
            row.state, row.until = "confirmed", None
            return True
        self.settle()
        return False

    def promote(self, row, adds_place):
        if row.state == "confirmed":
            return
        if row.state == "offered" and row.until > self.now and self.state == "open":
            row.state, row.until = "confirmed", None
            return
        if row.state != "waiting" or self.state == "closed" or not self.may_have_a_place(row):
            raise Refused
        if self.taken >= self.seats and not adds_place:
            raise Refused
        self.seats = max(self.seats, self.taken + 1)
        row.state = "confirmed"

    def change_seats(self, seats):
        self.settle()
        if self.state == "closed" or seats < max(1, self.taken):
            raise Refused
        self.seats = seats
        self.settle()

    def begin(self):
        self.state = "running"
        for row in self.rows:
            if row.state == "offered":
                row.state, row.until = "lapsed", None

    def tick(self):
        if self.state == "open" and self.day >= FIRST:
            self.begin()
        self.settle()

    def attend(self, session, marks):
        """``marks``: place in the rows → was there."""
        day = (FIRST, LAST)[session]
        if self.state == "closed" or self.day < day or any(self.rows[at].state != "confirmed" for at in marks):
            raise Refused
        if self.state == "open":
            self.begin()
        for at, is_present in marks.items():
            self.rows[at].attended[session] = is_present

    def close(self):
        inside = [row for row in self.rows if row.state == "confirmed"]
        if self.state != "running" or self.day < LAST or any(len(row.attended) < 2 for row in inside):
            raise Refused
        self.state = "closed"
        for row in self.rows:
            if row.state == "confirmed":
                there = sum(row.attended.values())
                row.state = "no_show" if there == 0 else "completed" if there * 100 >= SHARE * 2 else "failed"
            elif row.state == "waiting":
                row.state = "lapsed"

    def certify(self, at):
        if self.state != "closed" or self.rows[at].state != "completed":
            raise Refused
        self.certified.add(at)


class Places(RuleBasedStateMachine):
    """The services beside the model. ``cast``: the people and firms that stand through all runs."""

    cast = None
    clock = None

    def __init__(self):
        super().__init__()
        self.run = transaction.atomic()
        self.run.__enter__()
        self.clock["now"] = BEGIN
        self.model, self.is_settled = Model(), True
        self.course = make.course(
            seats=2, days=(7, 8), opens_on=OPENS, closes_on=CLOSES, offer_hours=48, firm_quota=QUOTA,
            attendance_share=SHARE,
        )  # fmt: skip
        self.sessions = list(self.course.sessions.all())

    def teardown(self):
        transaction.set_rollback(True)
        self.run.__exit__(None, None, None)

    def both(self, play, service):
        """The act in the model and in the portal: both do it, or both refuse it and nothing has changed."""
        after, is_allowed = copy.deepcopy(self.model), True
        try:
            play(after)
        except Refused:
            is_allowed = False
        else:
            self.model = after
        try:
            service()
        except (ValidationError, CertificateRefused):
            assert not is_allowed
        else:
            assert is_allowed
        return is_allowed

    def row(self, at):
        return Enrolment.objects.get(course=self.course, number=at + 1)

    def moves(self, at, play, service, **facts):
        """An act on one row, if there is one at this place."""
        if at >= len(self.model.rows):
            return False
        row = self.row(at)
        return self.both(lambda model: play(model, model.rows[at]), lambda: service(enrolment=row, **facts))

    @rule(who=person, door=st.sampled_from(Enrolment.Door.values))
    def enrol(self, who, door):
        firm = FIRM_OF[who]
        facts = {"learner": self.cast["people"][who], "firm": None if firm is None else self.firm(firm)}
        done = self.both(
            lambda model: model.enrol(who, door), lambda: places.enrol(course=self.course, door=door, **facts)
        )
        self.is_settled = done or self.is_settled

    def firm(self, at):
        return Firm.objects.get(pk=self.cast["firms"][at].pk)

    @rule(at=place)
    def withdraw(self, at):
        self.moves(at, Model.withdraw, places.withdraw)

    @rule(at=place)
    def accept(self, at):
        if at >= len(self.model.rows):
            return
        row, is_taken = self.row(at), self.model.accept(self.model.rows[at])
        try:
            places.accept_offer(enrolment=row)
        except ValidationError:
            assert not is_taken
        else:
            assert is_taken

    @rule(at=place, adds_place=st.booleans())
    def promote(self, at, adds_place):
        play = lambda model, row: model.promote(row, adds_place)  # noqa: E731
        self.moves(at, play, places.promote, by=self.cast["by"], adds_place=adds_place)

    @rule(seats=st.integers(0, 5))
    def seats(self, seats):
        done = self.both(
            lambda model: model.change_seats(seats),
            lambda: places.change_seats(course=self.course, seats=seats, by=self.cast["by"]),
        )
        self.is_settled = done or self.is_settled

    @rule(at=st.integers(0, 1))
    def firm_comes_or_goes(self, at):
        self.model.active[at] = not self.model.active[at]
        state = Firm.State.ACTIVE if self.model.active[at] else Firm.State.SUSPENDED
        Firm.objects.filter(pk=self.cast["firms"][at].pk).update(state=state)
        self.is_settled = False

    @rule(hours=st.sampled_from([1, 20, 30, 48, 72]))
    def time_passes(self, hours):
        self.model.now += dt.timedelta(hours=hours)
        self.clock["now"] = self.model.now

    @rule()
    def tick(self):
        self.model.tick()
        courses.start_courses()
        places.settle_courses()
        self.is_settled = True

    @precondition(lambda self: self.model.day >= FIRST - dt.timedelta(1) and self.model.rows)
    @rule(session=st.integers(0, 1), there=st.sets(place))
    def attend(self, session, there):
        inside = [at for at, row in enumerate(self.model.rows) if row.state == "confirmed"]
        marks = {at: at in there for at in inside or [0]}
        keys = {self.row(at).pk: mark for at, mark in marks.items()}
        self.both(
            lambda model: model.attend(session, marks),
            lambda: record_attendance(session=self.sessions[session], marks=keys, by=self.cast["by"]),
        )

    @precondition(lambda self: self.model.day >= FIRST)
    @rule()
    def close(self):
        self.both(Model.close, lambda: courses.close_course(course=self.course, by=self.cast["by"]))

    @rule(data=st.data())
    @precondition(lambda self: self.model.day >= FIRST and self.model.rows)
    def the_end_comes_with_full_lists(self, data):
        """The way to results is long: chance alone would seldom walk it."""
        self.clock["now"] = self.model.now = max(self.model.now, BEGIN + dt.timedelta(days=8))
        self.tick()
        for session in (0, 1):
            self.attend(session, data.draw(st.sets(place)))
        self.close()
        for at in range(len(self.model.rows)):
            self.certify(at)

    @rule(at=place)
    def certify(self, at):
        if at < len(self.model.rows):
            row = self.row(at)
            self.both(lambda model: model.certify(at), lambda: issue_certificate(enrolment=row, by=self.cast["by"]))

    @invariant()
    def every_row_is_as_the_model_says(self):
        found = Enrolment.objects.filter(course=self.course).order_by("number")
        people = [learner.pk for learner in self.cast["people"]]
        assert list(found.values_list("number", "learner_id", "state", "offered_until")) == [
            (number, people[row.person], row.state, row.until) for number, row in enumerate(self.model.rows, 1)
        ]
        certified = Certificate.objects.filter(enrolment__course=self.course).values_list(
            "enrolment__number", flat=True
        )
        assert sorted(certified) == sorted(at + 1 for at in self.model.certified)

    @invariant()
    def places_are_never_oversold(self):
        course = Course.objects.get(pk=self.course.pk)
        assert (course.state, course.seats, course.taken) == (self.model.state, self.model.seats, self.model.taken)
        assert course.taken <= course.seats

    @invariant()
    def nobody_is_there_twice(self):
        there = [row.person for row in self.model.rows if row.state in LIVE + RESULTS]
        assert len(there) == len(set(there))

    @invariant()
    def the_queue_goes_in_its_order(self):
        alone = [(at, row.state) for at, row in enumerate(self.model.rows) if FIRM_OF[row.person] is None]
        offered = [at for at, state in alone if state == "offered"]
        assert all(at < later for at in offered for later, state in alone if state == "waiting")

    @invariant()
    def no_place_is_free_while_somebody_waits_who_may_have_it(self):
        if self.is_settled and self.model.state == "open" and self.model.day < FIRST and self.model.queue():
            assert self.model.taken == self.model.seats


@pytest.fixture
def machine(db, monkeypatch):
    """Letters and the book have their own tests; here they would take most of the time."""
    clock = {"now": BEGIN}
    monkeypatch.setattr(timezone, "now", lambda: clock["now"])
    for module in (places, courses):
        monkeypatch.setattr(module, "tell", lambda enrolment: None)
        monkeypatch.setattr(module, "record_change", lambda *args, **kwargs: None)
    build.cluster()
    build.institution("provider", "مرکز آموزش آزمایشی")
    firms = [build_firms.firm() for _firm in range(2)]
    cast = {"people": [make.learner() for _person in range(PEOPLE)], "firms": firms, "by": build.user()}
    return type("PlacesOfOneTest", (Places,), {"cast": cast, "clock": clock})


@pytest.mark.long
def test_the_services_do_what_a_plain_model_does(machine):
    steady = settings(max_examples=RUNS, stateful_step_count=STEPS, derandomize=True, deadline=None, phases=PHASES)
    run_state_machine_as_test(machine, settings=steady)
