"""Everything that is kept about a firm, for the firm: one JSON file and its documents, as a ZIP that is streamed.

What is not the firm's stays out: notes of reviewers, their names, links that open something. Rooms above add what they
keep of a firm: ``register(name, part)`` in ``AppConfig.ready()``; ``part(firm, user)`` gives the rows for the JSON, as
plain values, and pairs of a name in the archive and its ``StoredFile``, all of which this person may read.
"""

import json
import zipfile
from pathlib import Path, PurePath

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from members.models import Firm

PIECE = 256 * 1024
PARTS = {}
PLAIN = (
    "tracking_code", "state", "name", "name_en", "slug", "legal_kind", "national_id", "licence_number", "guild",
    "founded", "city", "address", "postal_code", "size", "about", "about_en", "website", "contact_person",
    "contact_email", "contact_phone", "language", "is_listed", *Firm.CONSENTS, "round", "applied_at", "active_since",
    "confirmed_until", "created_at",
)  # fmt: skip
RETURN = ("staff", "women", "graduates", "sales_band", "exports", "local_sales", "filed_at")


def register(name, part):
    PARTS[name] = part


class Pipe:
    """What the ZIP writer writes, taken out again piece by piece."""

    def __init__(self):
        self.pieces = []

    def write(self, data):
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self):
        """The writer asks for it; nothing waits here."""

    def take(self):
        taken, self.pieces = b"".join(self.pieces), []
        return taken


def stream_export(firm, user):
    """The bytes of the ZIP, never more than one piece of a file at a time."""
    documents = list(firm.documents.select_related("file").order_by("pk"))
    parts = {name: part(firm, user) for name, part in PARTS.items()}
    files = [(name_in_archive(document), document.file) for document in documents]
    files += [pair for _rows, pairs in parts.values() for pair in pairs]
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        more = {name: found for name, (found, _pairs) in parts.items()}
        archive.writestr("firm.json", as_json(facts(firm, documents) | more))
        yield pipe.take()
        for name, file in files:
            path = Path(settings.MEDIA_ROOT) / file.path
            if path.is_file():
                yield from stream_file(archive, pipe, path, name)
    yield pipe.take()


def stream_file(archive, pipe, path, name):
    with path.open("rb") as source, archive.open(name, "w") as target:
        while piece := source.read(PIECE):
            target.write(piece)
            yield pipe.take()


def name_in_archive(document):
    """``documents/7-licence.pdf``: no name that somebody typed can lead out of the folder."""
    return f"documents/{document.pk}-{document.kind}{suffix_of(document.file)}"


def suffix_of(file):
    return PurePath(file.name).suffix.lower()


def as_json(values):
    return json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def facts(firm, documents):
    """Plain values, in the order in which a person reads them."""
    return {
        "firm": {name: getattr(firm, name) for name in PLAIN}
        | {
            "sections": [section.name for section in firm.sections.all()],
            "capabilities": [capability.name for capability in firm.capabilities.all()],
        },
        "representatives": rows(firm.representatives, "user__full_name", "position", "joined_at", "left_at"),
        "invitations": rows(firm.invitations, "contact", "invited_at", "expires_at", "used_at"),
        "documents": [
            {
                "file": name_in_archive(document),
                "name": document.file.name,
                "kind": document.kind,
                "sha256": document.file.sha256,
                "added_at": document.added_at,
                "removed_at": document.removed_at,
            }
            for document in documents
        ],
        "reviews": rows(firm.reviews, "round", "act", "message", "at"),
        "changes": rows(firm.changes, "before", "after", "reason", "state", "asked_at", "decided_at", "message"),
        "returns": rows(firm.returns, "year__year", *RETURN),
        "networks": rows(firm.networks, "network__name", "joined_on", "left_on"),
    }


def rows(related, *names):
    return list(related.order_by("pk").values(*names))
