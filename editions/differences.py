"""What one document says otherwise than another: figure by figure, and nothing that the two agree on.

Nothing is left out by a list of fields: every value of both documents is compared, rows by their natural keys.
"""

from collections import defaultdict
from dataclasses import dataclass

# What tells one row of a list from the next, by the name of the list. Other lists are compared as a whole.
KEYS = {
    "plans": ("key",),
    "activities": ("key",),
    "indicators": ("key",),
    "baselines": ("version",),
    "entries": ("key",),
    "readings": ("key",),
    "verifications": ("on", "verdict", "percent", "value"),
    "evidence": ("sha256", "caption"),
    "decisions": ("number",),
    "meetings": ("key",),
    "lines": ("plan", "institution", "kind", "decision", "subject"),
    "courses": ("slug",),
    "sizes": ("size",),
    "sections": ("section",),
    "gaps": ("number",),
    "criteria": ("key",),
    "notes": ("about", "subject"),
    "institutions": ("key",),
    "series": ("day",),
}
APART = {"schema", "chain"}  # of the envelope: these differ between any two editions
ENVELOPE = ("as_of", "is_sample")  # what is a figure of the edition itself
WHOLE = ({"fa", "en"}, {"key", "name"}, {"seat", "institution"}, {"role"}, {"for", "against", "abstain"})


@dataclass(frozen=True)
class Change:
    """One figure or one row: ``path`` leads to it, from the section's name through keys of rows to the field.

    ``kind`` is "changed", or "added" or "removed" for a whole row. ``row`` is the row that the figure stands in, as the
    document that has it says.
    """

    path: tuple
    kind: str
    old: object = None
    new: object = None
    row: dict | None = None

    @property
    def section(self):
        return self.path[0]

    @property
    def field(self):
        return self.path[-1]


def differences(old, new):
    """The changes from one document to a later one, in the order of the sections; an empty list for equal documents."""
    found = []
    for section in sorted((old.keys() | new.keys()) - APART):
        before, after = old.get(section), new.get(section)
        if section == "edition":
            before, after = ({name: row.get(name) for name in ENVELOPE} for row in (before or {}, after or {}))
        found += compare(before, after, (section,))
    return found


def compare(old, new, path, row=None):
    """The changes below one value of the two documents; ``row``: the row that it stands in."""
    if old == new:
        return
    if are_rows(old, path[-1]) and are_rows(new, path[-1]):
        yield from compare_rows(old or [], new or [], path)
    elif is_record(old, new):
        for name in sorted((old or {}).keys() | (new or {}).keys()):
            yield from compare((old or {}).get(name), (new or {}).get(name), (*path, name), row)
    else:
        yield Change(path, "changed", old, new, row)


def are_rows(value, name):
    """Whether a value is a list whose rows are told apart by keys; None stands for an empty one."""
    if value is None:
        return name in KEYS
    return (
        name in KEYS
        and isinstance(value, list)
        and all(isinstance(row, dict) and KEYS[name][0] in row for row in value)
    )


def is_record(old, new):
    """Whether two values are compared field by field: two dicts, or one that stands against nothing."""
    dicts = [value for value in (old, new) if isinstance(value, dict)]
    others = [value for value in (old, new) if value is not None and not isinstance(value, dict)]
    return bool(dicts) and not others and not any(is_whole(value) for value in dicts)


def is_whole(value):
    """Whether a dict is one value: a text in two languages, an institution, a seat, a count of votes."""
    return bool(value) and any(value.keys() <= names for names in WHOLE)


def compare_rows(old, new, path):
    before, after = keyed(old, KEYS[path[-1]]), keyed(new, KEYS[path[-1]])
    for key, row in before.items():
        if key in after:
            yield from compare(row, after[key], (*path, key), after[key])
        else:
            yield Change((*path, key), "removed", old=row, row=row)
    for key, row in after.items():
        if key not in before:
            yield Change((*path, key), "added", new=row, row=row)


def keyed(rows, names):
    """Rows by what tells them apart; the second of the same key is its own."""
    counted, found = defaultdict(int), {}
    for row in rows:
        key = "/".join(plain(row.get(name)) for name in names)
        counted[key] += 1
        found[key if counted[key] == 1 else f"{key}#{counted[key]}"] = row
    return found


def plain(value):
    if isinstance(value, dict):
        return str(value.get("key", value.get("fa", "")))
    return "" if value is None else str(value)
