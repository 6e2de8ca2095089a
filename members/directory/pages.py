"""What the pages of the directory show: entries in the reader's language, filters with their counts."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from council.documents.addresses import absolute
from council.documents.linked_data import linked_data
from council.models.cluster import in_language
from members.directory.asking import query_of, written
from members.models import Firm

LONGEST_ABOUT = 180  # signs of a card
MOST_TAGS = 6
MOST_CITIES = 12
SIZES = dict(Firm.Size.choices)


def list_context(found, asked, text, labels):
    """The context of ``members/firm_list.html``. No query."""
    address = Addresses(asked, text, labels)
    return {
        "room": "members",
        "text": text,
        "firms": [card(entry, labels) for entry in found.entries],
        "count": found.count,
        "total": found.total,
        "is_capped": found.is_capped,
        "is_filtered": bool(asked.key or any(asked.chosen.values())),
        "has_sample": any(entry.is_sample for entry in found.entries),
        "kept": [(name, value) for name, value in address.kept().items()],
        "active": active(asked, text, labels, address),
        "filters": filters(found, asked, labels, address),
        "chosen_count": sum(1 for value in asked.chosen.values() if value),
        "previous": address.to(before=written(found.previous)) if found.previous else "",
        "following": address.to(after=written(found.following)) if found.following else "",
        "csv": reverse("members:firms_csv") + address.query(),
    }


class Addresses:
    """Addresses of the list, near the question that was asked."""

    def __init__(self, asked, text, labels):
        self.asked, self.text, self.labels = asked, text, labels
        self.path = reverse("members:firm_list")

    def query(self, **changes):
        encoded = query_of(self.asked, self.text, self.labels, **changes)
        return f"?{encoded}" if encoded else ""

    def to(self, **changes):
        return self.path + self.query(**changes)

    def kept(self):
        """The chosen filters as fields of the search form, so that a search keeps them."""
        chosen = {name: value for name, value in self.asked.chosen.items() if value}
        return {name: self.labels[name][value].key if name in self.labels else value for name, value in chosen.items()}


def card(entry, labels):
    """One firm of the list."""
    return {
        "name": in_language(entry.name, entry.name_en),
        "url": reverse("members:firm_detail", args=[entry.slug]),
        "facts": [fact for fact in (entry.city, SIZES.get(entry.size)) if fact],
        "about": shortened(in_language(entry.about, entry.about_en)),
        "is_persian": in_language(entry.about, entry.about_en) == entry.about,
        "tags": [label.name for label in leaves(entry, labels)][:MOST_TAGS],
        "sections": [labels["section"][key].name for key in entry.section_keys if key in labels["section"]],
        "website": entry.website,
        "host": host_of(entry.website),
        "is_stale": entry.is_stale,
        "is_sample": entry.is_sample,
    }


def leaves(entry, labels):
    """The entry's capabilities without the branches that stand there for their leaves."""
    own = [labels["capability"][key] for key in entry.capability_keys if key in labels["capability"]]
    branches = {label.parent for label in own}
    return [label for label in own if label.pk not in branches]


def shortened(text):
    """The beginning of a text, cut between words."""
    if len(text) <= LONGEST_ABOUT:
        return text
    return text[:LONGEST_ABOUT].rsplit(" ", 1)[0] + "…"


def host_of(website):
    return website.partition("://")[2].removeprefix("www.").rstrip("/")


def active(asked, text, labels, address):
    """What is asked for, each with the address of the list without it."""
    found = [{"words": _("search: “%(text)s”") % {"text": text}, "url": address.to(q="")}] if text else []
    for name, value in asked.chosen.items():
        if value:
            found.append({"words": name_of(name, value, labels), "url": address.to(**{name: ""})})
    return found


def name_of(name, value, labels):
    if name in labels:
        return labels[name][value].name
    return str(SIZES[value]) if name == "size" else value


def filters(found, asked, labels, address):
    """The filters with their options; an option that would find nothing is left out, save a chosen one."""
    groups = [
        ("section", _("section"), list(labels["section"])),
        ("capability", _("capability"), branch_of(asked.capability, labels["capability"])),
        ("city", _("city"), cities(found, asked)),
        ("size", _("size"), list(SIZES)),
    ]
    return [
        {"name": name, "title": title, "options": options}
        for name, title, values in groups
        if (options := options_of(name, values, found, asked, labels, address))
    ]


def options_of(name, values, found, asked, labels, address):
    chosen, options = asked.chosen[name], []
    for value in values:
        count = found.counts[name][value] if found.counts else None
        if count != 0 or value == chosen:
            options.append(
                {
                    "words": name_of(name, value, labels),
                    "count": count,
                    "is_chosen": value == chosen,
                    "depth": depth_of(value, labels["capability"]) if name == "capability" else 0,
                    "url": address.to(**{name: "" if value == chosen else value}),
                }
            )
    return options


def branch_of(chosen, capabilities):
    """The tree as far as it is opened: the first level, and below the chosen one and what it is part of the next."""
    open_ones, key = {None}, chosen
    while key:
        open_ones.add(key)
        key = capabilities[key].parent
    return list(below(None, capabilities, open_ones))


def below(parent, capabilities, open_ones):
    for label in capabilities.values():
        if label.parent == parent:
            yield label.pk
            if label.pk in open_ones:
                yield from below(label.pk, capabilities, open_ones)


def depth_of(key, capabilities):
    depth, parent = 0, capabilities[key].parent
    while parent:
        depth, parent = depth + 1, capabilities[parent].parent
    return min(depth, 3)


def cities(found, asked):
    """The cities with the most firms, the chosen one among them; where the counts are not known only that one."""
    most = [city for city, _count in found.counts["city"].most_common(MOST_CITIES)] if found.counts else []
    return most if not asked.city or asked.city in most else [*most, asked.city]


def detail_context(entry, labels, memberships):
    """The context of ``members/firm_detail.html``. No query."""
    sections = [labels["section"][key] for key in entry.section_keys if key in labels["section"]]
    return {
        "room": "members",
        "entry": entry,
        "name": in_language(entry.name, entry.name_en),
        "about": in_language(entry.about, entry.about_en),
        "is_persian": in_language(entry.about, entry.about_en) == entry.about,
        "host": host_of(entry.website),
        "size": SIZES.get(entry.size, ""),
        "sections": [(label.name, query("section", label.key)) for label in sections],
        "capabilities": [(label.name, query("capability", label.key)) for label in leaves(entry, labels)],
        "city_url": query("city", entry.city) if entry.city else "",
        "memberships": memberships,
        "json_ld": json_ld(entry, leaves(entry, labels)),
    }


def query(name, key):
    return f"{reverse('members:firm_list')}?{urlencode({name: key})}"


def json_ld(entry, capabilities):
    """The firm for machines (schema.org): only what its entry holds."""
    return linked_data(
        {
            "@type": "Organization",
            "@id": absolute("members:firm_detail", entry.slug),
            "name": entry.name,
            "alternateName": entry.name_en,
            "description": in_language(entry.about, entry.about_en),
            "url": entry.website or absolute("members:firm_detail", entry.slug),
            "address": {"@type": "PostalAddress", "addressLocality": entry.city} if entry.city else None,
            "knowsAbout": [label.name for label in capabilities],
        }
    )
