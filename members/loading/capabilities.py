"""What firms of this field can do, and the reasons that reviewers give: ``capabilities.toml`` beside the facts.

Each row is known by its key. A row that is there stays as it is: people may have worked on it since.
"""

from council.loading import DataFile, files
from members.models import Capability, ReviewReason

FILE = "capabilities.toml"

PART = {"key": files.text, "name": files.text, "name_en?": files.text}
SCHEMA = {
    "capability?": [PART | {"part?": [PART]}],
    "review_reason?": [
        {
            "key": files.text,
            "use": files.one_of(ReviewReason.Use),
            "title": files.text,
            "title_en?": files.text,
            "text": files.text,
            "text_en?": files.text,
        }
    ],
}


def read_lists(folder):
    """The checked file, or None: a cluster may do without, and keep its lists by hand. Raises DataFileError."""
    path = folder / FILE
    return DataFile(path, SCHEMA) if path.is_file() else None


def load_lists(file, *, context):
    """Write what is not there yet, in the order of the file. Raises DataFileError."""
    for order, (place, row) in enumerate(file.rows("capability"), 1):
        branch = load_capability(place, row, context, order=order)
        for below, (at, part) in enumerate(place.each(row, "part"), 1):
            load_capability(at, part, context, order=below, parent=branch)
    for place, row in file.rows("review_reason"):
        if not ReviewReason.objects.filter(key=row["key"]).exists():
            context.save(place, ReviewReason(**row))


def load_capability(place, row, context, **fields):
    own = {name: row[name] for name in ("key", "name", "name_en") if name in row}
    return Capability.objects.filter(key=row["key"]).first() or context.save(place, Capability(**own, **fields))
