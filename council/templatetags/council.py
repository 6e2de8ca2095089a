"""Names of meetings and decisions as they are shown everywhere: the word beside the number."""

from django import template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from persian.digits import localised
from persian.numbers import number as shown

register = template.Library()
FRACTIONS = {
    (1, 2): gettext_lazy("half"),
    (1, 3): gettext_lazy("one third"),
    (2, 3): gettext_lazy("two thirds"),
    (1, 4): gettext_lazy("one quarter"),
    (3, 4): gettext_lazy("three quarters"),
    (3, 5): gettext_lazy("three fifths"),
}


@register.simple_tag
def fraction(part, whole):
    """«دوسوم»: the share that a rule asks for, as people say it; a rare one in figures."""
    rare = _("%(part)s of %(whole)s parts") % {"part": shown(part), "whole": shown(whole)}
    return FRACTIONS.get((part, whole), rare)


@register.simple_tag
def decision_name(decision, plain=False):
    """«مصوبه ۱۴۰۳/۰۲-۰۴»; ``plain`` for places that take no markup."""
    number = localised(decision.number or "")
    if plain:
        return _("Decision %(number)s") % {"number": number}
    return format_html("{} {}", _("Decision"), format_html('<bdi dir="ltr">{}</bdi>', number))


@register.simple_tag
def meeting_name(meeting):
    """«جلسه ۱ سال ۱۴۰۳»."""
    words = _("Meeting %(number)s of the year %(year)s")
    return words % {"number": localised(meeting.number), "year": localised(meeting.year.year)}


@register.simple_tag(takes_context=True)
def breadcrumb(context, *pairs):
    """The path to this page: words and address in turn; this page's address is empty."""
    crumbs = list(zip(pairs[::2], pairs[1::2], strict=True))
    return get_template("includes/breadcrumb.html").template.render(context.new({"crumbs": crumbs}))


@register.filter
def clock(time):
    """A time of the day in the reader's digits."""
    return localised(f"{time:%H:%M}") if time else ""


@register.filter
def decision_slug(number):
    """The part of a decision's address: ``1403-02-04``."""
    return number.replace("/", "-")
