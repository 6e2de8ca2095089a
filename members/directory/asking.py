"""What a visitor may ask of the directory: parameters of the address become one question, or the page is not found."""

import re
from dataclasses import dataclass

from django.db.models import BigIntegerField, CharField, F, Value
from django.http import Http404, QueryDict

from council.models import Section
from council.models.cluster import in_language
from members.directory.searching import FILTERS, Asked
from members.models import Capability, Firm
from persian.digits import to_latin
from persian.text import normalise, search_key

LONGEST_TEXT = 100
MOST_WORDS = 8
PLACE = re.compile(r"([0-2])-([0-9]{0,300})-([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True)
class Label:
    """A section or a capability: its key in addresses, its name in the reader's language."""

    pk: int
    key: str
    name: str
    parent: int | None


def read_labels():
    """Sections and capabilities by number, each in its order. One query."""
    columns = ("kind", "pk", "in_address", "up", "place", "sorted", "name", "name_en")
    sections = Section.objects.order_by().annotate(
        kind=Value("section"),
        in_address=Value("", output_field=CharField()),
        up=Value(None, output_field=BigIntegerField()),
        place=F("order"),
        sorted=Value("", output_field=CharField()),
    )
    capabilities = Capability.objects.order_by().annotate(
        kind=Value("capability"), in_address=F("key"), up=F("parent_id"), place=F("order"), sorted=F("sort_text")
    )
    rows = sections.values_list(*columns).union(capabilities.values_list(*columns), all=True)
    labels = {"section": {}, "capability": {}}
    for kind, pk, key, up, place, _sorted, name, name_en in rows.order_by("place", "sorted", "pk"):
        labels[kind][pk] = Label(pk, key or str(place), in_language(name, name_en), up)
    return labels


def asked_of(params, labels):
    """The question. Raises Http404 for a section, capability, size or place that does not exist; a city may be any."""
    place, back = place_of(params)
    return Asked(
        key=" ".join(search_key(text_of(params)).split()[:MOST_WORDS]),
        section=number_of(params.get("section", ""), labels["section"]),
        capability=number_of(params.get("capability", ""), labels["capability"]),
        city=normalise(params.get("city", "")[:LONGEST_TEXT], one_line=True),
        size=one_of(params.get("size", ""), Firm.Size.values),
        place=place,
        back=back,
    )


def text_of(params):
    """The words as they were typed, as far as they are looked for."""
    return normalise(params.get("q", "")[: 4 * LONGEST_TEXT], one_line=True)[:LONGEST_TEXT]


def number_of(key, labels):
    """The number of the label with this key in the address; 0 for none."""
    if not key:
        return 0
    for label in labels.values():
        if label.key == to_latin(key):
            return label.pk
    raise Http404


def one_of(value, values):
    if value and value not in values:
        raise Http404
    return value


def place_of(params):
    """Where the page begins, and whether it is read backwards from there."""
    back = "before" in params
    written = params.get("before" if back else "after", "")
    if not written:
        return None, False
    if not (found := PLACE.fullmatch(written)):
        raise Http404
    return (int(found[1]), found[2], int(found[3])), back


def written(place):
    """A place as it stands in an address."""
    return "-".join(map(str, place))


def query_of(asked, text, labels, **changes):
    """The parameters of the question with changes, encoded; without its page, unless that is one of the changes."""
    query = QueryDict(mutable=True)
    values = {"q": text} | asked.chosen | changes
    for name in ("q", *FILTERS, "after", "before"):
        value = values.get(name)
        if value:
            query[name] = labels[name][value].key if name in labels else value
    return query.urlencode()
