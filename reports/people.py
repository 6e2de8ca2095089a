"""Who stands behind a report or a verdict: a seat of the council, else a role; never a private person's name."""

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import roles


class People:
    """Names people by the seat they held on the day of the act, as the council's page does, or by their role."""

    def __init__(self, seats, groups, words):
        self.seats, self.groups, self.words = seats, groups, words

    def who(self, user, moment):
        day = timezone.localdate(moment)
        for seat in self.seats.get(user, []):
            if seat.valid_from <= day and (seat.valid_to is None or day <= seat.valid_to):
                person = self.words.name(seat.person, seat.person_en)
                comma = pgettext("between the items of a list", ", ")
                return format_html("{}{}{}", person, comma, seat.get_role_display())
        return roles.WORDS.get(self.groups.get(user), _("portal account"))
