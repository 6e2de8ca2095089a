"""The hash by which an edition is known."""

import hashlib


def sha256_of(text):
    """SHA-256 of a document's text in UTF-8, as ``sha256sum snapshot.json`` gives it."""
    return hashlib.sha256(text.encode()).hexdigest()
