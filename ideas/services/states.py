"""An idea's way from state to state: under lock, with its line in the book."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from filing.services import record_change
from ideas.models import Idea


def lock_idea(idea):
    """The idea's row as it stands now, held until the transaction ends."""
    rows = Idea.objects.select_for_update(of=("self",)).select_related("call", "firm", "user")
    return rows.get(pk=idea.pk)


def require_step(idea, state):
    """Raises ValidationError when the idea cannot become ``state`` from where it is now."""
    if state not in Idea.TRANSITIONS[idea.state]:
        raise ValidationError(
            _("The idea is «%(old)s» and cannot become «%(new)s». Open its page again to see what was done.")
            % {"old": idea.get_state_display(), "new": Idea.State(state).label},
            code="wrong_state",
        )


def move_idea(idea, state, *, by, why="", **fields):
    """Take a locked idea to ``state``. Call it in the transaction that locked it. Raises ValidationError.

    What the submitter wrote or reads is not repeated in the book: it may have to be forgotten.
    """
    require_step(idea, state)
    old, idea.state = idea.state, state
    for name, value in fields.items():
        setattr(idea, name, value)
    idea.row_version += 1
    idea.save(update_fields=["state", "row_version", *fields])
    record_change(idea, by=by, old=old, new=state, why=why)
    return idea


def require_words(text, field, words):
    """Raises ValidationError, at the field, for nothing but spaces."""
    if not (text or "").strip():
        raise ValidationError({field: words})
