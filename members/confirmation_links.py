"""The signed link by which a representative confirms a firm's profile without signing in.

It names the firm, the day until which the profile was confirmed when the link went out, and whom it was sent to. So a
link is used up as soon as the profile is confirmed, by whichever way, and no row has to remember it.
"""

import datetime as dt
from dataclasses import dataclass

from django.core import signing

from members.models import Firm, Representative

KEPT_FOR = dt.timedelta(days=30)
SALT = "members.confirmation"


class LinkRefused(Exception):  # noqa: N818  (an event, not a fault)
    """``reason``: ``forged``, ``expired`` or ``left`` (who holds it does not act for the firm any more)."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Link:
    """An open link: its firm, who holds it, and whether the profile was confirmed since it was sent."""

    firm: Firm
    user: object
    is_used: bool


def confirmation_token(firm, user):
    """Works for thirty days, for this person, until the profile is confirmed."""
    return _signer().sign(f"{firm.pk}-{firm.confirmed_until.toordinal()}-{user.pk}")


def open_link(token):
    """The link behind a token. Raises LinkRefused. One query."""
    try:
        text = _signer().unsign(token, max_age=KEPT_FOR)
    except signing.SignatureExpired:
        raise LinkRefused("expired") from None
    except signing.BadSignature:
        raise LinkRefused("forged") from None
    firm, until, user = map(int, text.split("-"))
    row = Representative.objects.current().filter(firm=firm, user=user, user__is_active=True)
    representative = row.select_related("firm", "user").first()
    if representative is None:
        raise LinkRefused("left")
    firm = representative.firm
    return Link(firm, representative.user, firm.confirmed_until != dt.date.fromordinal(until))


def _signer():
    return signing.TimestampSigner(salt=SALT, sep=".")
