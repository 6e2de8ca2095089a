"""Widgets for a Jalali day, and for a day and time: a text field that works alone, and a picker where script runs."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from persian.digits import localised
from persian.jalali import format_day


class JalaliDateInput(forms.TextInput):
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


class JalaliDateTimeInput(forms.SplitDateTimeWidget):
    """A day and a time of that day in Tehran, in two fields."""

    template_name = "persian/day_time_input.html"

    def __init__(self, attrs=None):
        forms.MultiWidget.__init__(self, [JalaliDateInput(), TimeInput()], attrs)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], [_("day"), _("time")], strict=True):
            part["attrs"]["aria-label"] = label
        return context


class TimeInput(forms.TimeInput):
    def __init__(self, attrs=None):
        super().__init__(
            {"dir": "ltr", "inputmode": "numeric", "autocomplete": "off", "size": 5} | (attrs or {}), "%H:%M"
        )

    def format_value(self, value):
        shown = super().format_value(value)
        return localised(shown) if shown else shown


def picker_attributes():
    """What the picker reads: the calendar, and its words in the language of the page."""
    persian = get_language() == "fa"
    return {
        "data-day-picker": "persian" if persian else "gregory",
        "data-open": _("Choose from the calendar"),
        "data-previous": _("Previous month"),
        "data-next": _("Next month"),
        "data-close": _("Close"),
        "dir": "ltr",
        "inputmode": "numeric",
        "autocomplete": "off",
        "size": 11,
        "maxlength": 20,
    }
