"""The mark by which a file names the edition that it was made from, in a place that people do not edit.

In PDF and XLSX it stands in the keywords of the file, in CSV in two columns of every row. ``snapshot.json`` is the
document itself.
"""

import re

_MARK = re.compile(r"cluster-portal-edition:(\d{4}/edition/\d{1,5}):sha256:([0-9a-f]{64})")


def mark_of(document, sha256):
    """``cluster-portal-edition:1403/edition/1:sha256:…``: ASCII, without a space, the same in every language."""
    return f"cluster-portal-edition:{document['edition']['key']}:sha256:{sha256}"


def marks_in(text):
    """Pairs of edition key and hash that a text carries, in the order in which they stand."""
    return _MARK.findall(text)
