"""Saving the editor's form: whatever is right and undisputed is written at once, the rest stays in its box."""

from django.core.exceptions import ValidationError
from django.db import transaction

from council.editor.cells import place_errors, take
from council.editor.leftovers import leftovers, lost_votes
from council.editor.reading import Reader
from council.editor.rows import NewRow
from council.models import ActionItem
from council.services import close_action_item, hold_meeting, raise_version, require_open
from council.services.agendas import next_order


@transaction.atomic
def save_form(*, meeting, posted, by, current=None):
    """Write the form of one meeting. Gives its board; ``is_saved`` says whether all of it was written.

    The meeting's row is held, so nothing slips in between the comparison and the write, and nobody writes while the
    minutes are being confirmed. Raises ValidationError when they are closed: nothing is written then.
    """
    meeting = hold_meeting(meeting)
    require_open(meeting)
    board = Reader(meeting, by).read(current)
    written = [row for row in take(board.cells, posted) if write(board, row, by)]
    written += settle_earlier(board, posted, by)
    if written:
        raise_version(meeting)
    board.leftovers, board.refusals = leftovers(board.cells, posted), lost_votes(board, posted)
    return board


def write(board, row, by):
    """Save one row; a refusal stands at its boxes and undoes this row only."""
    if isinstance(row, NewRow) and getattr(row.instance, "order", True) is None:
        row.instance.order = next_order(board.meeting)
    try:
        with transaction.atomic():
            row.save(by)
    except ValidationError as error:
        place_errors(board.cells, row, error)
        return False
    return True


def settle_earlier(board, posted, by):
    """What was said of open action items of earlier meetings, and of this one's."""
    settled = []
    for item in board.earlier:
        wanted = posted.get(f"carry-{item.pk}", item.state)
        if wanted in (ActionItem.State.DONE, ActionItem.State.CANCELLED):
            settled.append(close_action_item(item=item, state=wanted, by=by, on=board.meeting.held_on))
    return settled
