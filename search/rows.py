"""One found row: its names, its words, its address. Made of the ``data`` of ``sources``, for the index and the page."""

import json

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from council.models.cluster import in_language
from persian.digits import localised
from persian.text import search_key
from search.models import Kind


def code_of(kind, data):
    """The number by which people name it, as ``search_key()`` writes it."""
    match kind:
        case Kind.DECISION:
            return data["title"]
        case Kind.MEETING:
            return f"{data['year']}-{data['number']:02d}"
        case Kind.PLAN:
            return f"{data['year']}/{data['number']}"
        case Kind.FINDING | Kind.NEED:
            return str(data["number"])
        case _other:
            return data["slug"] or ""


def title_of(kind, data):
    """What the result is called, in the active language."""
    match kind:
        case Kind.DECISION:
            return _("Decision %(number)s") % {"number": localised(data["title"])}
        case Kind.MEETING:
            words = _("Meeting %(number)s of the year %(year)s")
            return words % {"number": localised(data["number"]), "year": localised(data["year"])}
        case _other:
            return in_language(data["title"], data["title_en"])


def is_named_in_persian(kind, data):
    """Whether the name is Persian in whatever language the page is."""
    return kind not in (Kind.DECISION, Kind.MEETING) and not data["title_en"]


ADDRESSES = {
    Kind.PLAN: lambda data: ("reports:plan_detail", data["year"], data["number"]),
    Kind.DECISION: lambda data: ("council:decision_detail", data["title"].replace("/", "-")),
    Kind.COURSE: lambda data: ("trainings:course_detail", data["slug"]),
    Kind.FINDING: lambda data: ("market:finding_detail", data["number"]),
    Kind.NEED: lambda data: ("market:need_detail", data["number"]),
    Kind.MEETING: lambda data: ("council:meeting_detail", code_of(Kind.MEETING, data)),
    Kind.INSTITUTION: lambda data: ("council:institution_detail", data["slug"]),
}


def address_of(kind, data):
    name, *parts = ADDRESSES[kind](data)
    return reverse(name, args=parts)


def texts_of(data, *, english):
    """The texts in which words may stand, those of the reader's language first."""
    pair = [data["text_en"], data["text"]] if english else [data["text"], data["text_en"]]
    return [text for text in [*pair, *more_of(data)] if text]


def more_of(data):
    """Further texts: a list or the values of an object. SQLite gives what a subquery made as text."""
    more = data["more"]
    if isinstance(more, str):
        more = json.loads(more)
    return list(more.values() if isinstance(more, dict) else more or ())


def keys_of(kind, data):
    """(code, key of the Persian title, of the English one, of everything) as a search compares them."""
    titles = []
    for language in ("fa", "en"):
        with override(language):
            titles.append(search_key(title_of(kind, data)))
    code = code_of(kind, data)
    everything = " ".join(dict.fromkeys([*titles, code, *map(search_key, texts_of(data, english=False))]))
    return code, *titles, everything
