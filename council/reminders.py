"""Mails about action items: a week before the last day, the day after it, then every month until it is closed."""

import datetime as dt

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from council.documents.addresses import absolute
from council.models import ActionItem, Seat
from persian.jalali import format_day, today
from post.services import send_later

AHEAD = dt.timedelta(days=7)
MONTH = 30


def remind():
    """What the clock does: write to the owners of items that are due. Safe to run again: each day has one key."""
    day = today()
    items = ActionItem.objects.open().filter(due_on__isnull=False, due_on__lte=day + AHEAD)
    for item in items.select_related("meeting__year", "seat__user", "seat__institution", "institution"):
        occasion = occasion_of(item, day)
        if occasion:
            for seat in owners_of(item, day):
                write(item, seat, occasion)


def occasion_of(item, day):
    """Which mail this is: ``ahead``, ``late-0`` the day after, ``late-1`` a month later …; '' when it is too early.

    A clock that stood still sends the newest one that is due, not all that it missed.
    """
    over = (day - item.due_on).days
    if over <= 0:
        return "ahead"
    return f"late-{(over - 1) // MONTH}"


def owners_of(item, day):
    """The seat that owns the item, or those held that day by whoever stands for the institution. One query at most."""
    if item.seat_id:
        return [item.seat]
    seats = Seat.objects.in_force(day).filter(institution=item.institution_id, alternate_for__isnull=True)
    return list(seats.filter(Q(user__isnull=False) | ~Q(email="")).select_related("user"))


def write(item, seat, occasion):
    """One mail, or a short message where only a mobile number is known; nothing where nobody can be reached."""
    user = seat.user if seat.user_id and seat.user.is_active else None
    email = (user and user.email) or seat.email
    mobile = user.mobile if user else None
    if not (email or mobile):
        return None
    with translation.override(user.language if user else "fa"):
        context = {
            "item": item,
            "person": seat.shown_person,
            "day": format_day(item.due_on),
            "is_late": occasion != "ahead",
            "link": absolute("council:desk"),
        }
        return send_later(
            channel="mail" if email else "sms",
            to=email or mobile,
            subject=_("Action item: %(text)s") % {"text": item.shown_text[:120]},
            body=render_to_string("council/email/action_item.txt", context),
            key=f"action-item/{item.pk}/{seat.pk}/{occasion}",
            language=translation.get_language(),
        )
