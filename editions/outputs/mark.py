"""The mark by which a file names the edition that it was made from, in a place that people do not edit.

In PDF and XLSX it stands in the keywords of the file, in CSV in two columns of every row; ``snapshot.json`` is the
document itself. ``editions.public.marks`` finds it.
"""


def mark_of(document, sha256):
    """``cluster-portal-edition:1403/edition/1:sha256:…``: ASCII, without a space, the same in every language."""
    return f"cluster-portal-edition:{document['edition']['key']}:sha256:{sha256}"
