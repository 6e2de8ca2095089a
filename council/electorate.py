"""Who may vote on a day, who of them is there, and whether that is enough. Reads only."""

from dataclasses import dataclass

from django.db.models import Q

from council.models import Attendance, CouncilRule, Seat


@dataclass(frozen=True)
class Elector:
    """One person with a vote. A person who holds two seats votes, and counts, once."""

    seats: tuple
    is_present: bool
    by_alternate: str = ""

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
        """The smallest number of people that makes the quorum."""
        share = self.rule.quorum(self.call) * len(self.electors)
        return -(-share.numerator // share.denominator)

    @property
    def is_met(self):
        return bool(self.rule and self.electors) and self.present >= self.needed

    @property
    def chair_is_present(self):
        return any(elector.is_present and elector.is_chair for elector in self.electors)


def quorum_of(meeting):
    """The quorum of a meeting as its attendance stands now. Three queries."""
    seats = list(Seat.objects.in_force(meeting.held_on).voting().select_related("institution").order_by("pk"))
    present = dict(
        Attendance.objects.filter(meeting=meeting, status=Attendance.Status.PRESENT)
        .filter(Q(seat__in=seats) | Q(seat__alternate_for__in=seats))
        .values_list("seat", "by_alternate")
    )
    alternates = dict(
        Seat.objects.filter(pk__in=present, alternate_for__isnull=False).values_list("alternate_for", "person")
    )
    people = {}
    for seat in seats:
        people.setdefault(seat.user_id or seat.person, []).append(seat)
    electors = tuple(elector_of(tuple(held), present, alternates) for held in people.values())
    return Quorum(CouncilRule.objects.in_force(meeting.held_on), meeting.call, electors)


def elector_of(seats, present, alternates):
    """A person is there when one of their seats is, in person or by an alternate."""
    for seat in seats:
        if seat.pk in present:
            return Elector(seats, is_present=True, by_alternate=present[seat.pk])
        if seat.pk in alternates:
            return Elector(seats, is_present=True, by_alternate=alternates[seat.pk])
    return Elector(seats, is_present=False)
