"""Form fields: normalised text, a Jalali day, a day and time, a Jalali year."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from persian.digits import to_latin
from persian.jalali import MAX_YEAR, MIN_YEAR, parse_day
from persian.text import normalise
from persian.widgets import JalaliDateInput, JalaliDateTimeInput


class NormalisedCharField(forms.CharField):
    """Text as we keep it, before its length is measured."""

    def to_python(self, value):
        value = super().to_python(value)
        return value if value in self.empty_values else normalise(value)


class JalaliDateField(forms.DateField):
    """A typed day: Jalali in Persian; in English Gregorian (``2024-09-21``) or Jalali, told apart by the year."""

    widget = JalaliDateInput

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return super().to_python(value)
        return typed_day(str(value))


def typed_day(text):
    """Read a day in the language of the form; raises ValidationError with what to do."""
    latin = to_latin(text).strip().replace("/", "-").replace(".", "-")
    if get_language() != "fa" and latin[:1] in {"1", "2"} and latin[:2] not in {"13", "14"}:
        try:
            day = parse_date(latin)
        except ValueError:
            day = None
        if day is None:
            raise ValidationError(_("Write the day as year-month-day, such as 2024-09-21."), code="invalid")
        return day
    try:
        return parse_day(text)
    except ValueError as error:
        raise ValidationError(str(error), code="invalid") from error


class LatinTimeField(forms.TimeField):
    def to_python(self, value):
        return super().to_python(to_latin(value).strip() if isinstance(value, str) else value)


class JalaliDateTimeField(forms.SplitDateTimeField):
    """A day and a time in Tehran; gives an aware datetime."""

    widget = JalaliDateTimeInput

    def __init__(self, *args, **kwargs):
        for name in ("input_date_formats", "input_time_formats"):
            kwargs.pop(name, None)
        time = LatinTimeField(
            input_formats=["%H:%M"], error_messages={"invalid": _("Write the time as hours:minutes, such as 14:30.")}
        )
        forms.MultiValueField.__init__(self, (JalaliDateField(), time), *args, **kwargs)


class JalaliYearField(forms.IntegerField):
    """A Jalali year, in any digits."""

    def __init__(self, **kwargs):
        super().__init__(**{"min_value": MIN_YEAR, "max_value": MAX_YEAR} | kwargs)

    def to_python(self, value):
        return super().to_python(to_latin(value) if isinstance(value, str) else value)
