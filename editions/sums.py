"""The hash by which an edition is known."""

import hashlib


def sha256_of(text):
    """SHA-256 of a document's text in UTF-8, as ``sha256sum snapshot.json`` gives it."""
    return hashlib.sha256(text.encode()).hexdigest()


def file_sha256(path):
    """SHA-256 of a file's bytes; empty when there is no such file or it cannot be read."""
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""
