"""Writing the public directory: the one place where a firm's consents decide what the public can find (I14)."""

from itertools import product

from django.db import transaction
from django.db.models import F

from members.models import DirectoryCell, DirectoryEntry, Firm
from persian.jalali import today
from persian.text import search_key, sort_key

HIDDEN_AFTER_DAYS = 180  # a profile that nobody confirmed for half a year beyond its time is hidden, never deleted


@transaction.atomic
def publish_firm(firm):
    """Make the firm's directory entry from its accepted fields and consents, or take it away.

    Call it after every change of a firm's fields, consents, state or confirmation; it may be repeated. The counts
    beside the filters follow in the same transaction.
    """
    firm = Firm.objects.select_for_update(of=("self",)).get(pk=firm.pk)
    before = cells_of_entry(DirectoryEntry.objects.filter(firm=firm).first())
    if is_public(firm):
        after = cells_of_entry(write_entry(firm))
    else:
        DirectoryEntry.objects.filter(firm=firm).delete()
        after = set()
    count_cells(before - after, step=-1)
    count_cells(after - before, step=1)


def is_public(firm, day=None):
    """Listed are active firms that consent and were confirmed at most half a year too late."""
    if firm.state != Firm.State.ACTIVE or not firm.is_listed:
        return False
    if firm.confirmed_until is None:
        return True
    return ((day or today()) - firm.confirmed_until).days <= HIDDEN_AFTER_DAYS


def is_stale(firm, day=None):
    """The profile's confirmation is over: the public page says so."""
    return firm.confirmed_until is not None and firm.confirmed_until < (day or today())


def write_entry(firm):
    """One row with what the firm consents to, and nothing else."""
    sections = list(firm.sections.all()) if firm.shows_sections else []
    capabilities = with_ancestors(firm.capabilities.all()) if firm.shows_capabilities else []
    shown = {
        "slug": firm.slug,
        "name": firm.name,
        "name_en": firm.name_en,
        "city": firm.city if firm.shows_city else "",
        "size": firm.size if firm.shows_size else "",
        "about": firm.about if firm.shows_about else "",
        "about_en": firm.about_en if firm.shows_about else "",
        "website": firm.website if firm.shows_website else "",
        "member_since": firm.active_since,
        "is_stale": is_stale(firm),
        "is_sample": firm.is_sample,
        "name_key": search_key(f"{firm.name} {firm.name_en}")[:330],
        "sort_text": sort_key(firm.name)[:300],
    }
    words = [shown["name"], shown["name_en"], shown["city"], shown["about"], shown["about_en"]]
    words += [text for item in (*sections, *capabilities) for text in (item.name, item.name_en)]
    shown["search_text"] = search_key(" ".join(word for word in words if word))
    entry, _made = DirectoryEntry.objects.update_or_create(firm=firm, defaults=shown)
    entry.sections.set(sections)
    entry.capabilities.set(capabilities)
    return entry


def with_ancestors(capabilities):
    """The capabilities and all that they are part of, so that a filter by a branch finds its leaves."""
    found, level = {}, list(capabilities)
    while level:
        found |= {capability.pk: capability for capability in level}
        level = [
            capability.parent for capability in level if capability.parent_id and capability.parent_id not in found
        ]
    return list(found.values())


def cells_of_entry(entry):
    """Every combination of filters under which this entry is counted, "any" included."""
    if entry is None:
        return set()
    sections = [0, *entry.sections.values_list("pk", flat=True)]
    capabilities = [0, *entry.capabilities.values_list("pk", flat=True)]
    cities, sizes = {"", entry.city}, {"", entry.size}
    return set(product(sections, capabilities, cities, sizes))


def count_cells(cells, *, step):
    """Add ``step`` to the count of each cell; in one order, so that two writers never wait for each other in a ring."""
    for section, capability, city, size in sorted(cells):
        names = {"section": section, "capability": capability, "city": city, "size": size}
        cell, _made = DirectoryCell.objects.get_or_create(**names)
        DirectoryCell.objects.filter(pk=cell.pk).update(count=F("count") + step)
