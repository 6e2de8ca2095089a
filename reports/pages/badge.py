"""The badge: geometry and words of a small SVG, and the HTML that puts it on another site."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from council.documents.addresses import absolute

WIDTH, HEIGHT, EDGE = 360, 96, 14
LONGEST = 52  # signs of a line at this width


def badge_context(glance):
    """Everything ``reports/badge.svg`` places: time and text begin at the right in Persian."""
    is_rtl = get_language_bidi()
    room = WIDTH - 2 * EDGE
    return {
        "glance": glance,
        "name": shortened(glance.name),
        "width": WIDTH,
        "height": HEIGHT,
        "rtl": is_rtl,
        "start": WIDTH - EDGE if is_rtl else EDGE,
        "end": EDGE if is_rtl else WIDTH - EDGE,
        "room": room,
        "edge": EDGE,
        "bars": bars(glance.bar, is_rtl) if glance.bar else None,
    }


def bars(bar, is_rtl):
    """(x, width) of what is verified and reported, x of the planned mark."""
    room = WIDTH - 2 * EDGE

    def length(kind):
        return room * min(max(float(bar[kind]), 0), 100) / 100

    def begin(kind):
        return WIDTH - EDGE - length(kind) if is_rtl else EDGE

    planned = WIDTH - EDGE - length("planned") if is_rtl else EDGE + length("planned")
    return {
        "verified": {"x": f"{begin('verified'):.1f}", "width": f"{length('verified'):.1f}"},
        "reported": {"x": f"{begin('reported'):.1f}", "width": f"{length('reported'):.1f}"},
        "planned": f"{planned:.1f}",
    }


def shortened(text):
    """At most ``LONGEST`` signs: an SVG breaks no lines. The whole name stands in its title."""
    if len(text) <= LONGEST:
        return text
    return text[: text.rfind(" ", 0, LONGEST) if " " in text[:LONGEST] else LONGEST].rstrip() + "…"


def embedding(page, badge, *args, words):
    """The HTML to copy: a picture that leads to the page. ``words`` stand for the picture."""
    picture = absolute(badge, *args)
    return {
        "html": format_html(
            '<a href="{}"><img src="{}" width="{}" height="{}" alt="{}"></a>',
            absolute(page, *args),
            picture,
            WIDTH,
            HEIGHT,
            words,
        ),
        "here": reverse(badge, args=args),
        "alt": words,
        "width": WIDTH,
        "height": HEIGHT,
    }


def year_embedding(year, words):
    alt = _("Progress of the year %(year)s") % {"year": words.digits(year.year)}
    return embedding("reports:year_detail", "reports:year_badge", year.year, words=alt)


def plan_embedding(plan, words):
    facts = {"number": words.digits(plan.number), "year": words.digits(plan.year.year)}
    alt = _("Progress of action plan %(number)s of %(year)s") % facts
    return embedding("reports:plan_detail", "reports:plan_badge", plan.year.year, plan.number, words=alt)
