"""Widgets for days, times, a Jalali year, rials: text fields that work alone, with a picker where script runs."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from persian.digits import localised
from persian.jalali import format_day
from persian.numbers import number

# Years, days and times read from the left in both languages; a keypad of digits comes up on a phone.
LATIN_ORDER = {"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}


class JalaliDateInput(forms.TextInput):
    """A day as it is read. What the picker needs (its calendar and its words) stands in data attributes."""

    template_name = "persian/day_input.html"

    class Media:
        css = {"all": ["css/picker.css"]}
        js = ["js/jalali-picker.js"]

    def format_value(self, value):
        """A date is written as it is read; what could not be read comes back as it was typed."""
        if isinstance(value, dt.datetime):
            value = timezone.localdate(value)
        return format_day(value, "numeric") if isinstance(value, dt.date) else super().format_value(value)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] = picker_attributes() | context["widget"]["attrs"]
        return context


class TimeInput(forms.TimeInput):
    def __init__(self, attrs=None, format="%H:%M"):  # noqa: A002  (the name is Django's)
        super().__init__(LATIN_ORDER | {"size": 5, "maxlength": 10} | (attrs or {}), format)

    def format_value(self, value):
        shown = super().format_value(value)
        return localised(shown) if isinstance(value, dt.time) else shown


class JalaliDateTimeInput(forms.SplitDateTimeWidget):
    """A day and a time of that day in Tehran, in two fields."""

    template_name = "persian/day_time_input.html"

    def __init__(self, attrs=None):
        forms.MultiWidget.__init__(self, [JalaliDateInput(), TimeInput()], attrs)

    def decompress(self, value):
        """Minutes are what is shown; seconds would make an untouched form look changed."""
        day, time = super().decompress(value)
        return [day, time and time.replace(second=0, microsecond=0)]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], [_("day"), _("time")], strict=True):
            part["attrs"]["aria-label"] = label
        return context


class YearInput(forms.TextInput):
    """No ``type=number``: browsers refuse Persian digits there."""

    def __init__(self, attrs=None):
        super().__init__(LATIN_ORDER | {"size": 6, "maxlength": 10} | (attrs or {}))

    def format_value(self, value):
        return localised(value) if isinstance(value, int) else super().format_value(value)


class RialInput(forms.TextInput):
    """Whole rials in groups of three; what could not be read comes back as it was typed."""

    def __init__(self, attrs=None):
        super().__init__(LATIN_ORDER | {"size": 20, "maxlength": 40} | (attrs or {}))

    def format_value(self, value):
        return number(value) if isinstance(value, int) else super().format_value(value)


def picker_attributes():
    """What the picker reads: the calendar, and its words in the language of the page."""
    return LATIN_ORDER | {
        "data-day-picker": "persian" if get_language() == "fa" else "gregory",
        "data-open": _("Choose from the calendar"),
        "data-previous": _("Previous month"),
        "data-next": _("Next month"),
        "data-close": _("Close"),
        "size": 11,
        "maxlength": 20,
    }
