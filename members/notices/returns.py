"""Reminders of the yearly return: before the last day, after it, until the firm has filed or the round is closed."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from council.documents.addresses import absolute
from members.models import Firm, FirmReturn, Representative, ReturnRound
from persian.digits import localised
from persian.jalali import format_day, today
from post.models import Message
from post.services import send_later

AHEAD = ((3, "ahead-3"), (14, "ahead-14"))  # days before the last one
EVERY = 14  # days after it


@dataclass(frozen=True)
class Reader:
    """Where a reminder goes; a firm without a reachable representative is written to at its own contact."""

    key: str
    name: str
    email: str
    mobile: str
    language: str


@dataclass
class LateFirm:
    """A firm that has not filed, and the reminders that were written to it, newest first."""

    firm: Firm
    reminded: list = field(default_factory=list)


def remind():
    """What the clock does: one letter to each person of each firm that owes its return. Safe to run again.

    Each occasion has one key, with the last day in it. Four queries for an open round in which all were written to.
    """
    day = today()
    for return_round in ReturnRound.objects.open().select_related("year"):
        occasion = occasion_of(return_round, day)
        if occasion:
            remind_of(return_round, occasion)


def occasion_of(return_round, day):
    """``ahead-14`` two weeks before the last day, ``ahead-3``, ``late-0`` the day after it, ``late-1`` two weeks later.

    '' when it is too early. A clock that stood still sends the newest one that is due, not all that it missed.
    """
    left = (return_round.due_on - day).days
    if left < 0:
        return f"late-{(-left - 1) // EVERY}"
    return next((name for days, name in AHEAD if left <= days), "")


def prefix_of(return_round):
    return f"return/{return_round.pk}/"


def remind_of(return_round, occasion):
    """Write to those who were not written to on this occasion. The letters of one firm stand or fall together."""
    prefix = f"{prefix_of(return_round)}{return_round.due_on.isoformat()}/{occasion}/"
    written = set(Message.objects.filter(key__startswith=prefix).values_list("key", flat=True))
    for firm in late_firms(return_round):
        missing = [(key, reader) for reader in readers_of(firm) if (key := f"{prefix}{reader.key}") not in written]
        if missing:
            with transaction.atomic():
                for key, reader in missing:
                    write(firm, return_round, reader, key)


def late_firms(return_round):
    """The active firms that have not filed, with the people who act for them. Two queries."""
    filed = FirmReturn.objects.filter(year=return_round.year_id).values("firm_id")
    people = Representative.objects.current().filter(user__is_active=True).select_related("user")
    return list(
        Firm.objects.active()
        .exclude(pk__in=filed)
        .prefetch_related(Prefetch("representatives", people, to_attr="people"))
    )


def readers_of(firm):
    """The firm's people; the contact of a firm that nobody acts for yet. A sample firm's contact is invented."""
    people = [
        Reader(
            f"{firm.pk}/{row.user_id}",
            row.user.full_name,
            row.user.email or "",
            row.user.mobile or "",
            row.user.language,
        )
        for row in firm.people
    ]
    if not people and not firm.is_sample:
        name = firm.contact_person or firm.name
        people = [Reader(f"{firm.pk}/0", name, firm.contact_email, firm.contact_phone, firm.language)]
    return [reader for reader in people if reader.email or reader.mobile]


def write(firm, return_round, reader, key):
    """A mail, or a short message where only a mobile number is known."""
    with translation.override(reader.language):
        context = {
            "firm": firm,
            "person": reader.name,
            "year": localised(return_round.year.year),
            "day": format_day(return_round.due_on),
            "is_late": return_round.due_on < today(),
            "link": absolute("members:firm_return", firm.tracking_code, return_round.year.year),
        }
        kind = "" if reader.email else "_sms"
        send_later(
            channel="sms" if kind else "mail",
            to=reader.email or reader.mobile,
            subject="" if kind else _("The yearly return of %(firm)s") % {"firm": firm.name[:120]},
            body=render_to_string(f"members/email/return{kind}.txt", context),
            key=key,
            language=reader.language,
        )


def late_list(return_round):
    """For the staff's page: who has not filed, and when they were reminded. Three queries."""
    late = {firm.pk: LateFirm(firm) for firm in late_firms(return_round)}
    messages = Message.objects.filter(key__startswith=prefix_of(return_round)).order_by("-pk")
    for message in messages.only("key", "created_at", "state", "to", "channel"):
        firm = late.get(int(message.key.split("/")[4]))
        if firm:
            firm.reminded.append(message)
    return list(late.values())
