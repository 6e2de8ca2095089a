"""Typing into the editor of a meeting as a browser does: the page is asked for, some boxes are sent back."""

import re

from django.urls import reverse

from council.models import Seat
from tests import build


def board(meeting):
    return reverse("admin:council_meeting_board", args=[meeting.pk])


def shown(client, meeting, query=""):
    """The page's boxes by name, and the fingerprints that it carries."""
    context = client.get(board(meeting) + query).context
    return {cell.name: cell.shown for cell in context["board"].cells}, context["base"]


def send(client, meeting, act="save", base=None, follow=True, **fields):
    """Post some boxes as the page that was shown last would; names may use ``_`` for ``-``."""
    base = base or shown(client, meeting)[1]
    data = {name.replace("__", "-"): value for name, value in fields.items()}
    return client.post(board(meeting), data | {"act": act, "base": base}, follow=follow)


def stands(response):
    """What stands in the boxes of a page that came back."""
    return {cell.name: cell.shown for cell in response.context["board"].cells}


def keep(client, meeting, base, **fields):
    return client.post(reverse("admin:council_meeting_draft", args=[meeting.pk]), fields | {"base": base})


def told(response):
    return [str(message) for message in response.context["messages"]]


def errors(response):
    return {cell.name: cell.errors for cell in response.context["board"].cells if cell.errors}


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def table_meeting():
    """A held meeting with one item, and seats of three institutions."""
    for key, name in [
        ("imt", "اداره کل صنعت، معدن و تجارت"),
        ("gov", "استانداری خوزستان"),
        ("tvto", "اداره کل فنی و حرفه‌ای"),
    ]:
        build.seat(f"نماینده {key}", Seat.Role.SUPPORT, institution=build.institution(key, name))
    build.seat("محمود نایل", Seat.Role.ACTOR)
    meeting = build.meeting()
    build.agenda_item(meeting, title="بند یک")
    return meeting


def type_line(client, meeting, text, kind="auto"):
    return send(client, meeting, act="capture", **{"c-text": text, "c-kind": kind, "c-item": meeting.agenda.first().pk})
