"""Writing the public directory: the one place where a firm's consents decide what the public can find (I14)."""

from collections import Counter
from itertools import product

from django.db import transaction

from members.models import Capability, DirectoryEntry, Firm
from members.search_index import make_search_index
from members.services.counts import add_to_counts, hold_counts, replace_counts
from persian.jalali import today
from persian.text import search_key, sort_key

HIDDEN_AFTER_DAYS = 180  # a profile that nobody confirmed for half a year beyond its time is hidden, never deleted
AT_A_TIME = 500  # firms whose rows are held in memory together
PARTS = ("sections", "capabilities")
LINKS = [("sections", "section_keys", "section_id"), ("capabilities", "capability_keys", "capability_id")]
WRITTEN = [
    "slug", "name", "name_en", "city", "size", "about", "about_en", "website", "member_since", "is_stale", "is_sample",
    "name_key", "search_text", "sort_text", "search_order", "section_keys", "capability_keys",
]  # fmt: skip


def publish_firm(firm):
    """Make the firm's directory entry from its accepted fields and consents, or take it away.

    Call it after every change of a firm's fields, consents, state or confirmation; it may be repeated. The counts
    beside the filters follow in the same transaction. For several firms call ``publish_firms()`` once.
    """
    publish_firms([firm])


@transaction.atomic
def publish_firms(firms, *, anew=False):
    """``publish_firm()`` for many: about a dozen queries for each 500 firms, fewer where nothing changed.

    ``anew`` writes also what seems unchanged, with the links by which the filters find it.

    Of two that write at once the second waits for the first, at the firms' rows and then at the counts. So one
    transaction calls this once, with all its firms: whoever holds the counts must not go back for another firm's row.
    """
    changes, keys = Counter(), sorted({firm.pk for firm in firms})
    capabilities = Capability.objects.in_bulk()
    for start in range(0, len(keys), AT_A_TIME):
        changes.update(write_entries(keys[start : start + AT_A_TIME], capabilities, anew))
    add_to_counts(changes)


def write_entries(keys, capabilities, anew):
    """Write and delete the entries of the firms with these keys; gives how the counts change, by cell."""
    firms = Firm.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    public = [firm for firm in firms.prefetch_related(*PARTS) if is_public(firm)]
    before = DirectoryEntry.objects.in_bulk(keys)
    after = {firm.pk: entry_of(firm, capabilities) for firm in public}
    DirectoryEntry.objects.filter(pk__in=before.keys() - after.keys()).delete()
    save_entries([entry for key, entry in after.items() if anew or differs(entry, before.get(key))])
    changes = Counter(cell for entry in after.values() for cell in cells_of(entry))
    changes.subtract(Counter(cell for entry in before.values() for cell in cells_of(entry)))
    return changes


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


def entry_of(firm, capabilities):
    """The unsaved row with what the firm consents to, and nothing else."""
    sections = list(firm.sections.all()) if firm.shows_sections else []
    able = with_ancestors(firm.capabilities.all(), capabilities) if firm.shows_capabilities else []
    entry = DirectoryEntry(
        firm=firm,
        slug=firm.slug,
        name=firm.name,
        name_en=firm.name_en,
        city=firm.city if firm.shows_city else "",
        size=firm.size if firm.shows_size else "",
        about=firm.about if firm.shows_about else "",
        about_en=firm.about_en if firm.shows_about else "",
        website=firm.website if firm.shows_website else "",
        member_since=firm.active_since,
        is_stale=is_stale(firm),
        is_sample=firm.is_sample,
        name_key=search_key(f"{firm.name} {firm.name_en}")[:330],
        sort_text=firm.sort_text[:300],
        section_keys=sorted(section.pk for section in sections),
        capability_keys=sorted(capability.pk for capability in able),
    )
    entry.search_order = sort_key(entry.name_key)[:300]
    words = [entry.name, entry.name_en, entry.city, entry.about, entry.about_en]
    words += [text for item in (*sections, *able) for text in (item.name, item.name_en)]
    entry.search_text = search_key(" ".join(word for word in words if word))
    return entry


def with_ancestors(own, capabilities):
    """The capabilities and all that they are part of, so that a filter by a branch finds its leaves. No query."""
    found, level = {}, list(own)
    while level:
        found |= {capability.pk: capability for capability in level}
        parents = {capability.parent_id for capability in level} - {None} - found.keys()
        level = [capabilities[key] for key in sorted(parents)]
    return list(found.values())


def differs(entry, stored):
    return stored is None or any(getattr(entry, name) != getattr(stored, name) for name in WRITTEN)


def save_entries(entries):
    """Insert or overwrite the rows, and the links by which the filters find them."""
    DirectoryEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["firm"], update_fields=[*WRITTEN, "changed_at"]
    )
    for part, link, column in LINKS:
        through = getattr(DirectoryEntry, part).through
        through.objects.filter(directoryentry__in=[entry.pk for entry in entries]).delete()
        through.objects.bulk_create(
            through(directoryentry_id=entry.pk, **{column: key}) for entry in entries for key in getattr(entry, link)
        )


def cells_of(entry):
    """Every combination of filters under which this entry is counted, "any" included."""
    sections, capabilities = [0, *entry.section_keys], [0, *entry.capability_keys]
    return set(product(sections, capabilities, {"", entry.city}, {"", entry.size}))


def rebuild_directory():
    """Make every entry, every count and the search index anew; gives the number of listed firms.

    As after a change of a capability's name, or once the database has learnt to index parts of words.

    Batches of their own transactions, so that firms can be changed in between.
    """
    keys = list(Firm.objects.order_by("pk").only("pk"))
    for start in range(0, len(keys), AT_A_TIME):
        publish_firms(keys[start : start + AT_A_TIME], anew=True)
    make_search_index()
    with transaction.atomic():
        hold_counts()
        counts = Counter()
        for entry in DirectoryEntry.objects.only("section_keys", "capability_keys", "city", "size").iterator():
            counts.update(cells_of(entry))
        replace_counts(counts)
    return DirectoryEntry.objects.count()
