"""Form fields: normalised text, days, times, a Jalali year, an amount of rials. All take digits of any script."""

import datetime as dt
import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from persian.digits import to_latin
from persian.jalali import MAX_YEAR, MIN_YEAR, parse_typed_day
from persian.text import normalise
from persian.widgets import JalaliDateInput, JalaliDateTimeInput, RialInput, TimeInput, YearInput

# Thousands are set apart by one sign: ``٬`` ``،`` ``,`` ``'`` or a space; groups of three only, so that «۱٬۵» is no 15.
GROUPED = re.compile(r"-?\d{1,3}(?:([٬،,' \u00a0\u202f])\d{3})(?:\1\d{3})*|-?\d+", re.ASCII)
LARGEST = 10**17  # rials
MOST_DIGITS = 40  # signs; more is no amount, and Python would be slow to read it


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


class RialField(forms.IntegerField):
    """Whole rials, typed with or without separators of thousands, with or without the unit."""

    widget = RialInput
    default_error_messages = {
        "invalid": _("Write whole rials in digits, such as 1,500,000."),
        "min_value": _("An amount is a whole number of rials above zero."),
        "max_value": _("The amount is too large. Write whole rials."),
    }

    def __init__(self, *, min_value=1, max_value=LARGEST, **kwargs):
        """A model's column names the limits of its kind, which are wider than those of an amount."""
        super().__init__(**{"min_value": max(min_value, 1), "max_value": min(max_value, LARGEST)} | kwargs)

    def to_python(self, value):
        if isinstance(value, str):
            text = to_latin(value).strip().translate({0x200E: None, 0x200F: None, 0x2212: "-"})
            text = text.removesuffix("ریال").removesuffix("rials").removesuffix("rial").strip()
            if text and (len(text) > MOST_DIGITS or not GROUPED.fullmatch(text)):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            value = re.sub(r"[^\d-]", "", text)
        return super().to_python(value)


class RialOrZeroField(RialField):
    """Whole rials where nothing is an answer too: «۰» is typed, an empty box is none."""

    default_error_messages = {"min_value": _("An amount is a whole number of rials, or zero.")}

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.validators = [validator for validator in self.validators if validator.code != "min_value"]
        self.min_value = 0
        self.validators.append(MinValueValidator(0))
