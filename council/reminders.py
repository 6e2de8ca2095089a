"""Mails about action items: a week before the last day, the day after it, then every month until it is closed.

The clock asks every minute, so what was written already costs nothing: three queries, whatever is open.
"""

import datetime as dt

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from council.documents.addresses import absolute
from council.models import ActionItem, Seat
from persian.jalali import format_day, today
from post.services import message, send_missing, written

AHEAD = dt.timedelta(days=7)
MONTH = 30
KIND = "action-item"  # how the keys of these letters begin


def remind():
    """What the clock does: write to the owners of items that are due. Safe to run again: each occasion has one key.

    Three queries, and two more when there is something to write.
    """
    day = today()
    letters = due_letters(day)
    there = written(letters)
    send_missing(
        [made for key, (item, seat) in letters.items() if key not in there and (made := letter(key, item, seat, day))]
    )


def due_letters(day):
    """Whom to write to about which item, by the key of the letter. Two queries.

    Who reported that it is done has done their part: the item waits for who closes it, at the desk.
    """
    items = ActionItem.objects.open().filter(due_on__isnull=False, due_on__lte=day + AHEAD, reported_at__isnull=True)
    items = list(items.select_related("meeting__year").order_by("pk"))
    seats = list(Seat.objects.in_force(day).select_related("user").order_by("pk")) if items else []
    return {key_of(item, seat, day): (item, seat) for item in items for seat in owners_of(item, seats)}


def key_of(item, seat, day):
    """Names the last day too: when it is moved, its owner is told of the new one."""
    return f"{KIND}/{item.pk}/{occasion_of(item, day)}/{item.due_on.isoformat()}/{seat.pk}"


def occasion_of(item, day):
    """Which mail this is: ``ahead``, ``late-0`` the day after, ``late-1`` a month later …

    A clock that stood still sends the newest one that is due, not all that it missed.
    """
    over = (day - item.due_on).days
    if over <= 0:
        return "ahead"
    return f"late-{(over - 1) // MONTH}"


def owners_of(item, seats):
    """Of the seats that are held today the one that owns the item, or those that stand for its institution.

    One for each address: who holds two seats of an institution gets one letter.
    """
    if item.seat_id:
        return [seat for seat in seats if seat.pk == item.seat_id]
    theirs = [seat for seat in seats if seat.institution_id == item.institution_id and seat.alternate_for_id is None]
    return list({address_of(seat): seat for seat in reversed(theirs)}.values())[::-1]


def address_of(seat):
    """(channel, address) of who holds the seat: a mail, else a short message; empty where nobody can be reached."""
    user = account_of(seat)
    if email := (user and user.email) or seat.email:
        return "mail", email
    return ("sms", user.mobile) if user and user.mobile else ("", "")


def account_of(seat):
    return seat.user if seat.user_id and seat.user.is_active else None


def letter(key, item, seat, day):
    """The message, not yet written, in the language of its reader; None where nobody can be reached."""
    channel, to = address_of(seat)
    if not to:
        return None
    user = account_of(seat)
    with translation.override(user.language if user else "fa"):
        context = {
            "item": item,
            "person": seat.shown_person,
            "day": format_day(item.due_on),
            "is_late": item.due_on < day,
            "link": absolute("council:desk"),
        }
        return message(
            channel=channel,
            to=to,
            subject=_("Action item: %(text)s") % {"text": item.shown_text[:120]},
            body=render_to_string("council/email/action_item.txt", context),
            key=key,
            language=translation.get_language(),
        )
