"""``?as_of=``: the day a page is about."""

from django.utils.translation import gettext as _

from persian import jalali
from persian.digits import localised

LONGEST = 40


class DayRefusedError(ValueError):
    """The asked day is no day, or none of this year; the message says which. It is never moved to another day."""

    def __init__(self, message, asked):
        super().__init__(message)
        self.message, self.asked = message, asked[:LONGEST]


def asked_day(year, text):
    """The day that ``text`` names inside the programme year and not after today; None when nothing is asked.

    Raises DayRefusedError with a message for the reader.
    """
    asked = (text or "").strip()
    if not asked:
        return None
    try:
        day = jalali.parse_day(asked[:LONGEST])
    except ValueError as error:
        raise DayRefusedError(str(error), asked) from error
    if not year.start <= day <= year.end:
        message = _("%(day)s does not lie in the programme year %(year)s.")
        raise DayRefusedError(message % {"day": jalali.format_day(day), "year": localised(year.year)}, asked)
    if day > jalali.today():
        message = _("%(day)s has not come yet: figures exist up to today.")
        raise DayRefusedError(message % {"day": jalali.format_day(day)}, asked)
    return day
