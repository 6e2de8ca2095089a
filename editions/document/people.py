"""Who reported and who verified: by seat and role, never by a person's name."""

from django.utils import timezone

from reports.plan_reading import read_groups, read_seats


class Actors:
    """Names accounts by the seat they held on the day of the act, else by their role. Two queries."""

    def __init__(self, users):
        users = {user for user in users if user}
        self.seats, self.groups = read_seats(users), read_groups(users)
        for seats in self.seats.values():
            seats.sort(key=lambda seat: (seat.valid_from, seat.role, seat.institution.key if seat.institution else ""))

    def who(self, user, moment):
        on = timezone.localdate(moment)
        for seat in self.seats.get(user, []):
            if seat.valid_from <= on and (seat.valid_to is None or on <= seat.valid_to):
                return {"seat": seat.role, "institution": seat.institution.key if seat.institution_id else None}
        return {"role": self.groups.get(user)}
