"""Form fields: normalised text, a Jalali day, a time, a day and time, a Jalali year. All take digits of any script."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from persian.digits import to_latin
from persian.jalali import MAX_YEAR, MIN_YEAR, parse_typed_day
from persian.text import normalise
from persian.widgets import JalaliDateInput, JalaliDateTimeInput, TimeInput, YearInput


class NormalisedCharField(forms.CharField):
    """Text as we keep it, before its length is measured. Line breaks stay where the box has several lines."""

    def to_python(self, value):
        value = super().to_python(value)
        if value in self.empty_values:
            return value
        return normalise(value, one_line=not isinstance(self.widget, forms.Textarea)) or self.empty_value


class JalaliDateField(forms.DateField):
    """A typed day: Jalali in Persian; in English Gregorian (``2024-09-21``) or Jalali, told apart by the year."""

    widget = JalaliDateInput

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return super().to_python(value)
        text = str(value).strip()
        try:
            return parse_typed_day(text) if text else None
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error


class LocalTimeField(forms.TimeField):
    """A time of day in hours and minutes."""

    widget = TimeInput
    default_error_messages = {"invalid": _("Write the time as hours:minutes, such as 14:30.")}

    def __init__(self, **kwargs):
        super().__init__(**{"input_formats": ["%H:%M"]} | kwargs)

    def to_python(self, value):
        return super().to_python(to_latin(value).strip().replace(".", ":") if isinstance(value, str) else value)


class JalaliDateTimeField(forms.SplitDateTimeField):
    """A day and a time in Tehran; gives an aware datetime."""

    widget = JalaliDateTimeInput
    default_error_messages = {
        "invalid_date": _("Write the day too."),
        "invalid_time": _("Write the time too, such as 14:30."),
    }

    def __init__(self, *, input_date_formats=None, input_time_formats=None, **kwargs):
        forms.MultiValueField.__init__(self, (JalaliDateField(), LocalTimeField()), **kwargs)


class JalaliYearField(forms.IntegerField):
    """A Jalali year, in any digits."""

    widget = YearInput
    default_error_messages = {"invalid": _("Write the year with four digits, such as 1403.")}

    def __init__(self, **kwargs):
        super().__init__(**{"min_value": MIN_YEAR, "max_value": MAX_YEAR} | kwargs)

    def to_python(self, value):
        """Only plain digits: Python itself would also read ``1_403`` and ``1403.0``."""
        if isinstance(value, str):
            value = to_latin(value).strip()
            if value and not (value.isascii() and value.isdecimal()):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)
