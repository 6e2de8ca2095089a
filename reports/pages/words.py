"""Numbers, days and names as one page writes them, in the language of the page."""

from fractions import Fraction

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from actionplans.arithmetic import Status
from persian.digits import localised
from persian.jalali import format_day, month_name
from persian.numbers import number

STATUS_WORDS = {
    Status.DONE: gettext_lazy("Completed"),
    Status.ON_TRACK: gettext_lazy("On track"),
    Status.AT_RISK: gettext_lazy("At risk"),
    Status.BEHIND: gettext_lazy("Behind plan"),
    Status.NOT_STARTED: gettext_lazy("Not started"),
    Status.STOPPED: gettext_lazy("Stopped"),
}
COUNT_WORDS = [
    pgettext_lazy("how many", "no"),
    gettext_lazy("one"),
    gettext_lazy("two"),
    gettext_lazy("three"),
    gettext_lazy("four"),
    gettext_lazy("five"),
    gettext_lazy("six"),
    gettext_lazy("seven"),
    gettext_lazy("eight"),
    gettext_lazy("nine"),
    gettext_lazy("ten"),
]
YEAR_WORDS = [
    gettext_lazy("first year"),
    gettext_lazy("second year"),
    gettext_lazy("third year"),
    gettext_lazy("fourth year"),
    gettext_lazy("fifth year"),
]


def status_key(status):
    """The name by which ``includes/status.html`` knows a status: ``on_track``."""
    return status.name.lower()


def geometry(value):
    """A length for SVG: percent with one decimal in ASCII."""
    return f"{float(value):.1f}"


class Words:
    """Formats for one language; made once per page, because asking for the language in a loop costs."""

    def __init__(self, language=None):
        self.language = language or get_language()
        self.is_english = self.language == "en"
        self.is_rtl = not self.is_english

    def percent(self, value):
        """With one decimal, rounded half up only here; a dash when there is nothing."""
        return number(value, 1, self.language)

    def figure(self, value):
        """As many decimals as it has: weights, targets, readings."""
        return number(value, None, self.language)

    def signed(self, value):
        """A difference in points, kept in one piece: the minus sign stays at its place in a right-to-left line."""
        return format_html('<bdi dir="ltr">{}</bdi>', number(value, 1, self.language))

    def digits(self, text):
        return localised(text, self.language)

    def code(self, text):
        """A decision number, an address: digits of the language, order of its own."""
        return format_html('<bdi dir="ltr">{}</bdi>', localised(text, self.language))

    def day(self, day):
        return format_day(day, "long", self.language)

    def short_day(self, day):
        return format_day(day, "daymonth", self.language)

    def month(self, month):
        return month_name(month, self.language)

    def plain(self, persian, english=""):
        """A text of two languages for an attribute or a file: English where it is read and there is one."""
        return english if english and self.is_english else persian

    def name(self, persian, english=""):
        """A title or a name on the page, isolated; a Persian one on an English page says so."""
        if not self.is_english:
            return format_html('<bdi class="long">{}</bdi>', persian)
        if english:
            return format_html('<bdi class="long">{}</bdi>', english)
        return self.persian(persian)

    def decision(self, decision):
        """The words of a decision, or until when they are confidential to this reader."""
        if decision.is_closed:
            return decision.shown_text
        return self.name(decision.text, decision.text_en)

    def persian(self, text):
        """A text that exists in Persian only."""
        if not self.is_english or not text:
            return text
        return format_html('<bdi class="long" lang="fa">{}</bdi>', text)

    def count(self, amount):
        """«nine» up to ten, then digits."""
        return str(COUNT_WORDS[amount]) if amount < len(COUNT_WORDS) else self.figure(amount)

    def nth_year(self, ordinal):
        """«Third year» of a programme up to the fifth, then digits."""
        if 1 <= ordinal <= len(YEAR_WORDS):
            return sentence(str(YEAR_WORDS[ordinal - 1]))
        return _("Year %(number)s") % {"number": self.figure(ordinal)}

    def listed(self, parts):
        """«a, b and c»."""
        *first, last = parts
        if not first:
            return last
        comma = pgettext("between the items of a list", ", ")
        return _("%(items)s and %(last)s") % {"items": comma.join(first), "last": last}

    def gap(self, variance):
        """How far the verified figure is from the plan, in words."""
        shown = number(abs(variance), 1, self.language)
        if not any(digit in shown for digit in "123456789۱۲۳۴۵۶۷۸۹"):
            return _("as planned")
        if variance < 0:
            return _("%(points)s points behind the plan") % {"points": shown}
        return _("%(points)s points ahead of the plan") % {"points": shown}

    def plans_by_status(self, counts):
        """«one is completed, three are on track and one is stopped» from pairs (status, how many)."""
        return self.listed([plans_with(status, amount) % {"count": self.count(amount)} for status, amount in counts])


def plans_with(status, amount):
    """The phrase of one status; ``%(count)s`` is still to be filled in."""
    match status:
        case Status.DONE:
            return ngettext("%(count)s is completed", "%(count)s are completed", amount)
        case Status.ON_TRACK:
            return ngettext("%(count)s is on track", "%(count)s are on track", amount)
        case Status.AT_RISK:
            return ngettext("%(count)s is at risk", "%(count)s are at risk", amount)
        case Status.BEHIND:
            return ngettext("%(count)s is behind plan", "%(count)s are behind plan", amount)
        case Status.STOPPED:
            return ngettext("%(count)s is stopped", "%(count)s are stopped", amount)
        case _other:
            return ngettext("%(count)s has not started", "%(count)s have not started", amount)


def sentence(text):
    """The text with a capital first letter, where the script has one; safe text stays safe."""
    return mark_safe(text[:1].upper() + text[1:]) if hasattr(text, "__html__") else text[:1].upper() + text[1:]  # noqa: S308


def product(weight, percent):
    """What ``percent`` of something that weighs ``weight`` of 100 adds to the whole, exactly."""
    return Fraction(weight) * Fraction(percent) / 100
