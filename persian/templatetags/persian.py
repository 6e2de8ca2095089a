"""Filters that follow the language of the page. They are called in loops, so each stays small."""

from django import template

from persian import digits as _digits
from persian.jalali import format_day, format_moment
from persian.numbers import number
from persian.numbers import rial as _rial

register = template.Library()


@register.filter
def jalali(value, style="long"):
    """A day as it is read: «۳۱ شهریور ۱۴۰۳», in English «21 September 2024»; styles as in ``format_day``."""
    return format_day(value, style) if value else ""


@register.filter
def moment(value):
    """A day with its time: «۳۱ شهریور ۱۴۰۳، ۱۴:۳۰»."""
    return format_moment(value) if value else ""


@register.filter
def digits(value):
    """Text with the digits of the language."""
    return _digits.localised(value)


@register.filter
def num(value, places=None):
    """A number with grouped thousands, rounded to ``places``; a dash when there is none."""
    return number(value, places)


@register.filter
def rial(value):
    """Whole rials with their unit; a dash when there are none."""
    return _rial(value)


@register.filter
def jyear(value):
    """A Jalali year, which is 1403 in both languages, in the digits of the language."""
    return _digits.localised(value)
