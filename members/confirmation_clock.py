"""What the clock does about profiles whose year ends: ask, mark, hide. Each job may run at any time and again."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from members.models import Firm, Representative
from members.notices.confirmation import ask_to_confirm, confirmation_key
from members.services.directory import HIDDEN_AFTER_DAYS, publish_firms
from persian.jalali import today
from post.models import Message

AHEAD = dt.timedelta(days=30)
HIDDEN_AFTER = dt.timedelta(days=HIDDEN_AFTER_DAYS)
EVERY = 30  # days: a link lives as long, so that a firm never waits for a link that works
AT_A_TIME = 300  # letters that one run writes; the next run writes the next ones


def ask_for_confirmations():
    """Write to whoever acts for firms whose year ends within thirty days, and every thirty days until they are hidden.

    A clock that stood still sends the newest letter that is due, not all that it missed. Two queries where all are
    written, one more for each that is not.
    """
    day, written = today(), 0
    due = Representative.objects.current().filter(
        firm__state=Firm.State.ACTIVE,
        firm__confirmed_until__range=(day - HIDDEN_AFTER, day + AHEAD),
        user__is_active=True,
    )
    due = list(due.select_related("firm", "user").order_by("firm__confirmed_until", "pk"))
    keys = {row.pk: confirmation_key(row.firm, row.user, occasion_of(row.firm, day)) for row in due}
    lately = timezone.now() - dt.timedelta(days=EVERY + 1)  # a letter that is due today was written since then
    known = Message.objects.filter(key__startswith="firm-confirmation/", created_at__gte=lately)
    known = set(known.values_list("key", flat=True))
    for row in due:
        if keys[row.pk] not in known and written < AT_A_TIME:
            is_over = row.firm.confirmed_until < day
            written += ask_to_confirm(row.firm, row.user, occasion_of(row.firm, day), is_over=is_over) is not None


def occasion_of(firm, day):
    """The number of the letter: 0 in the last thirty days of the term, 1 in the thirty days after it, and so on."""
    return (day - (firm.confirmed_until - AHEAD)).days // EVERY


def publish_what_expired():
    """Mark the entries whose year is over since the last run, hide those that nobody confirmed for half a year more.

    One query where there is none.
    """
    day = today()
    over = Q(entry__is_stale=False) | Q(confirmed_until__lt=day - HIDDEN_AFTER)
    expired = Firm.objects.filter(over, entry__isnull=False, confirmed_until__lt=day)
    if firms := list(expired.only("pk")):
        publish_firms(firms)
