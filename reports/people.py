"""Who stands behind a report or a verdict: a seat of the council, else a role; never a private person's name."""

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import roles

ROLE_WORDS = {
    roles.FACILITATOR: gettext_lazy("facilitator"),
    roles.SUPERVISOR: gettext_lazy("technical supervisor"),
    roles.STAFF: gettext_lazy("industrial-towns staff"),
    roles.COUNCIL_MEMBER: gettext_lazy("council member"),
    roles.ADMINISTRATOR: gettext_lazy("administrator"),
}


class People:
    """Names people by the seat they held on the day of the act, as the council's page does, or by their role."""

    def __init__(self, seats, groups, words):
        self.seats, self.groups, self.words = seats, groups, words

    def who(self, user, moment):
        day = timezone.localdate(moment)
        for seat in self.seats.get(user, []):
            if seat.valid_from <= day and (seat.valid_to is None or day <= seat.valid_to):
                person = self.words.name(seat.person, seat.person_en)
                return format_html("{} ({})", seat.get_role_display(), person)
        return ROLE_WORDS.get(self.groups.get(user), _("portal account"))
