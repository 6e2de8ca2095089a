"""What a box of the editor holds: how a value is shown, and how what was typed is read back. All digits are taken."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from council.forms import LARGEST
from persian.digits import localised, to_latin
from persian.jalali import format_day, parse_typed_day
from persian.text import normalise


class Box:
    """What all boxes share."""

    def words(self, value):
        """A shown value as it is told to people."""
        return value


class Text(Box):
    """Words: one line or several."""

    def __init__(self, longest=20_000, *, one_line=False, required=""):
        self.longest, self.one_line, self.required = longest, one_line, required

    def show(self, value):
        return value or ""

    def canonical(self, typed):
        """What was typed, in the one form in which it is compared with what was shown."""
        return normalise(typed, one_line=self.one_line)

    def read(self, typed):
        text = self.canonical(typed)
        if len(text) > self.longest:
            raise ValidationError(
                _("At most %(limit)s characters have room here.") % {"limit": localised(self.longest)}
            )
        if self.required and not text:
            raise ValidationError(self.required)
        return text


class Choice(Box):
    """One of a few words, sent by a button of a group. ``choices``: pairs of value and label."""

    def __init__(self, choices):
        self.values = dict(choices)

    def show(self, value):
        return value or ""

    def canonical(self, typed):
        return typed.strip()

    def read(self, typed):
        value = self.canonical(typed)
        if value not in self.values:
            raise ValidationError(_("Choose one of the values that are offered."))
        return value

    def words(self, value):
        return str(self.values.get(value, value))


class Count(Box):
    """A number of votes."""

    def show(self, value):
        return "" if value is None else localised(value)

    def canonical(self, typed):
        return localised(to_latin(typed).strip())

    def read(self, typed):
        digits = to_latin(typed).strip()
        if not digits:
            return None
        if not (digits.isascii() and digits.isdigit()) or len(digits) > 5 or int(digits) > LARGEST:
            raise ValidationError(_("Enter a whole number."))
        return int(digits)


class Clock(Box):
    """A time of the day such as 9:40."""

    def show(self, value):
        return localised(f"{value:%H:%M}") if value else ""

    def canonical(self, typed):
        try:
            return self.show(self.read(typed))
        except ValidationError:
            return typed.strip()

    def read(self, typed):
        text = to_latin(typed).strip().replace(".", ":")
        if not text:
            return None
        hours, _colon, minutes = text.partition(":")
        try:
            return dt.time(int(hours), int(minutes or 0))
        except ValueError:
            raise ValidationError(_("Enter a time such as 9:40.")) from None


class Day(Box):
    """A day, Jalali on Persian pages."""

    def show(self, value):
        return format_day(value, "numeric") if value else ""

    def canonical(self, typed):
        try:
            return self.show(self.read(typed))
        except ValidationError:
            return typed.strip()

    def read(self, typed):
        text = typed.strip()
        if not text:
            return None
        try:
            return parse_typed_day(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error
