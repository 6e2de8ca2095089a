"""What a reviewer compares with the documents, and how a review row keeps what was found."""

CHECKS = ("identifier", "name", "place", "sections", "size", "representative")
RIGHT, OTHER_FIRM = "right", "other"


def found(checklist, kind):
    """What was found for each entry of one kind: ``{"name": "right"}`` of checks, ``{"K7Q2-…": "other"}`` of firms."""
    return {entry[kind]: entry["found"] for entry in checklist if kind in entry}
