"""Every output of an edition, in the order in which they are made."""

import json
from dataclasses import dataclass

from editions.models import EditionFile

Kind = EditionFile.Kind
LANGUAGES = ("fa", "en")


@dataclass(frozen=True)
class Made:
    """One file; ``language`` is empty where it is the same in every language."""

    kind: str
    language: str
    name: str
    content_type: str
    content: bytes


def made_files(text, sha256, seal, tell=lambda _share: None):
    """The files of the document with this text; hash and seal are printed in them. ``tell(share)``: 0 to 1 done."""
    document = json.loads(text)
    makers = [snapshot]
    made = []
    for done, maker in enumerate(makers, 1):
        made += maker(document, text, sha256, seal)
        tell(done / len(makers))
    return made


def stem(document):
    """``1403-edition-1``: what the files are called."""
    edition = document["edition"]
    return f"{edition['year']}-edition-{edition['number']}"


def snapshot(document, text, _sha256, _seal):
    """The document itself: its bytes are those that the hash is over."""
    return [Made(Kind.JSON, "", f"{stem(document)}-snapshot.json", "application/json", text.encode())]


def expected_files():
    """Pairs of kind and language that every frozen edition has."""
    return [(Kind.JSON, "")]
