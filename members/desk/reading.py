"""What a firm sees of itself on its own desk, in a fixed number of queries. Notes of reviewers are not for it."""

from dataclasses import dataclass

from members.differences import diff_rows
from members.models import Capability, Firm, FirmChange, FirmReview

Act = FirmReview.Act


@dataclass
class Branch:
    """One branch of the tree of capabilities, with the boxes of what is in it."""

    name: str
    boxes: list
    is_open: bool


def last_word(firm, steps):
    """What the firm was told last, if it has the next word: the review that asked or rejected."""
    wanted = {Firm.State.MORE_INFORMATION: Act.ASKED, Firm.State.REJECTED: Act.REJECTED}.get(firm.state)
    return next((step for step in reversed(steps) if step.act == wanted), None)


def open_change(firm):
    """The change that waits for review with its rows, or None."""
    change = firm.changes.filter(state=FirmChange.State.PENDING).first()
    if change:
        change.rows = diff_rows(change)
    return change


def branches(form):
    """The boxes of the form's capabilities by branch; a branch with a ticked box stands open. One query."""
    rows = {row.pk: row for row in Capability.objects.all()}
    found = {}
    for box in form["capabilities"]:
        row = rows.get(getattr(box.data["value"], "value", box.data["value"]))
        if row:
            found.setdefault(root_of(row, rows).pk, []).append(box)
    return [
        Branch(str(rows[pk]), boxes, any(box.data["selected"] for box in boxes))
        for pk, boxes in sorted(found.items(), key=lambda pair: (rows[pair[0]].order, rows[pair[0]].sort_text))
    ]


def root_of(row, rows):
    while row.parent_id in rows:
        row = rows[row.parent_id]
    return row
