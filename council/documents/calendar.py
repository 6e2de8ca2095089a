"""Meetings as iCalendar: for the invitation and its withdrawal, for one meeting's page, for the feed of all."""

import datetime as dt

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from council.documents.addresses import absolute, host
from council.models import Cluster, Meeting
from persian.digits import localised

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


def calendar(entries, method=PUBLISH):
    """The text of a calendar with these entries, and with the rules of the time zones that they name."""
    from icalendar import Calendar  # noqa: PLC0415  (slow to import, needed for calendars only)

    made = Calendar()
    made.add("prodid", f"-//{host()}//council//{get_language().upper()}")
    made.add("version", "2.0")
    made.add("method", method)
    for entry in entries:
        made.add_component(entry)
    made.add_missing_timezones()
    return made.to_ical().decode()


def entry_of(meeting, *, title, sequence, stamp, status="CONFIRMED"):
    """One meeting: its UID never changes; the entry with the highest ``sequence`` counts."""
    from icalendar import Event  # noqa: PLC0415  (slow to import, needed for calendars only)

    entry = Event()
    entry.add("uid", f"meeting-{meeting.key}@{host()}")
    entry.add("sequence", sequence)
    entry.add("dtstamp", stamp)
    entry.add("dtstart", begins_at(meeting))
    entry.add("summary", title)
    entry.add("status", status)
    entry.add("url", absolute("council:meeting_detail", meeting.key))
    if meeting.place:
        entry.add("location", meeting.place)
    return entry


def begins_at(meeting):
    """The moment in Tehran by the zone database (until 1401 clocks were changed); the day alone without a time."""
    if meeting.starts_at is None:
        return meeting.held_on
    return dt.datetime.combine(meeting.held_on, meeting.starts_at, timezone.get_default_timezone())


def titles():
    """A function that names a meeting with its cluster, in the language that is active. One query."""
    cluster, comma = Cluster.objects.first(), pgettext("between the items of a list", ", ")
    words = _("Meeting %(number)s of the year %(year)s")

    def title(meeting):
        name = words % {"number": localised(meeting.number), "year": localised(meeting.year.year)}
        return f"{name}{comma}{cluster}" if cluster else name

    return title


def letter_calendar(meeting, *, title, person, email, called, stamp, agenda=(), method=REQUEST):
    """What goes with the mail to one person: the invitation that was ``called`` so many times, or its withdrawal."""
    from icalendar import vCalAddress  # noqa: PLC0415  (slow to import, needed for calendars only)

    status, sequence = ("CANCELLED", called) if method == CANCEL else ("CONFIRMED", called - 1)
    entry = entry_of(meeting, title=title, sequence=sequence, stamp=stamp, status=status)
    organizer, attendee = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}"), vCalAddress(f"mailto:{email}")
    organizer.params["CN"] = _("Secretariat of the council")
    attendee.params["CN"] = person
    entry.add("organizer", organizer)
    entry.add("attendee", attendee)
    if agenda:
        entry.add("description", "\n".join(agenda))
    return calendar([entry], method)


def public_meetings(user):
    """Meetings that are called or took place, by their days, with the round and time of the last call. One query."""
    shown = [Meeting.State.CALLED, Meeting.State.HELD, Meeting.State.CONFIRMED, Meeting.State.PUBLISHED]
    return (
        Meeting.objects.visible_to(user)
        .filter(state__in=shown)
        .select_related("year")
        .annotate(rounds=Max("invitations__round"), called_at=Max("invitations__invited_at"))
        .order_by("held_on", "pk")
    )


def public_calendar(meetings):
    """What everybody may put into their own calendar: day, time, place and a link; never the agenda.

    The same meetings give the same bytes: without a call the day of the meeting stands for when the entry was made.
    """
    title = titles()
    return calendar(
        entry_of(
            meeting,
            title=title(meeting),
            sequence=(meeting.rounds or 1) - 1,
            stamp=meeting.called_at or dt.datetime.combine(meeting.held_on, dt.time(), dt.UTC),
        )
        for meeting in meetings
    )
