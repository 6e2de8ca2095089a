"""Who may vote on a day, who of them is there, and whether that is enough. Reads only."""

from dataclasses import dataclass

from council.models import Attendance, CouncilRule, Seat
from persian.text import search_key


@dataclass(frozen=True)
class Elector:
    """One person with a vote. A person who holds two seats votes, and counts, once."""

    seats: tuple
    is_present: bool
    by_alternate: str = ""

    @property
    def person(self):
        return self.seats[0].person

    @property
    def is_chair(self):
        return any(seat.role == Seat.Role.CHAIR for seat in self.seats)


@dataclass(frozen=True)
class Quorum:
    """The electorate of a meeting held against the rule in force that day; ``rule`` is None when there was none."""

    rule: CouncilRule | None
    call: int
    electors: tuple

    @property
    def present(self):
        return sum(elector.is_present for elector in self.electors)

    @property
    def needed(self):
        """The smallest number of people that makes the quorum; 0 while there is no rule."""
        if self.rule is None:
            return 0
        share = self.rule.quorum(self.call) * len(self.electors)
        return -(-share.numerator // share.denominator)

    @property
    def is_met(self):
        return bool(self.rule and self.electors) and self.present >= self.needed

    @property
    def chair_is_present(self):
        return any(elector.is_present and elector.is_chair for elector in self.electors)


def quorum_of(meeting, at=None):
    """The quorum of a meeting as its attendance stands now; ``at``: counted at that time of the day. Three queries."""
    day = meeting.held_on
    seats = list(Seat.objects.in_force(day).voting().select_related("institution").order_by("pk"))
    here = Attendance.objects.filter(meeting=meeting, status=Attendance.Status.PRESENT, seat__isnull=False)
    here = [row for row in here.select_related("seat").order_by("pk") if is_there(row, at)]
    sat_for = who_sat_for(meeting, {seat.pk for seat in seats}, here)
    return Quorum(CouncilRule.objects.in_force(day), meeting.call, electors_of(seats, sat_for))


def is_there(row, at):
    """Whether somebody who was present was there at a time: from coming to leaving; without times, always."""
    came = at is None or row.arrived_at is None or row.arrived_at <= at
    stayed = at is None or row.left_at is None or at < row.left_at
    return came and stayed


def who_sat_for(meeting, seats, here):
    """For each seat that was taken: the alternate's name, or nothing when its holder was there. No query.

    An alternate is named with the seat, or holds a seat of their own as its alternate, which must be in force that day.
    """
    in_person, by_alternate = {}, {}
    for row in here:
        if row.seat_id in seats:
            (by_alternate if row.by_alternate else in_person)[row.seat_id] = row.by_alternate
        elif row.seat.alternate_for_id in seats and row.seat.is_in_force(meeting.held_on):
            by_alternate.setdefault(row.seat.alternate_for_id, row.seat.person)
    return by_alternate | in_person


def electors_of(seats, sat_for):
    """The people behind the seats. Nobody is counted twice: who is there, or sits in for one member, is one person."""
    people = people_of(seats)
    in_person = [any(sat_for.get(seat.pk) == "" for seat in held) for held in people]
    counted = {search_key(held[0].person) for held, is_there in zip(people, in_person, strict=True) if is_there}
    electors = []
    for held, is_there in zip(people, in_person, strict=True):
        alternate = "" if is_there else next((sat_for[seat.pk] for seat in held if seat.pk in sat_for), "")
        sits_in = bool(alternate) and search_key(alternate) not in counted
        if sits_in:
            counted.add(search_key(alternate))
        electors.append(Elector(tuple(held), is_present=is_there or sits_in, by_alternate=alternate))
    return tuple(electors)


def people_of(seats):
    """Seats by person: the same account, or the same name where a seat has no account.

    Where two accounts bear one name, a seat of that name without an account is a third person.
    """
    accounts = {}
    for seat in seats:
        if seat.user_id:
            accounts.setdefault(search_key(seat.person), set()).add(seat.user_id)
    people = {}
    for seat in seats:
        name = search_key(seat.person)
        owners = {seat.user_id} if seat.user_id else accounts.get(name, set())
        people.setdefault(min(owners) if len(owners) == 1 else name, []).append(seat)
    return list(people.values())
