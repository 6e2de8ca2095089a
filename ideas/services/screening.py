"""Screening: an idea passes, is asked about, or is not taken up with a reason that its submitter reads."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.models import Idea
from ideas.notices.letters import tell_submitter
from ideas.services.conflicts import refuse_conflict
from ideas.services.states import lock_idea, move_idea, require_step, require_words

State = Idea.State


@transaction.atomic
def pass_screening(*, idea, by):
    """On to the scorers. Raises ValidationError."""
    idea = lock_idea(idea)
    require_step(idea, State.SCREENED)
    refuse_conflict(idea, by)
    return move_idea(idea, State.SCREENED, by=by, screened_at=timezone.now())


@transaction.atomic
def ask_submitter(*, idea, by, question):
    """The submitter has the next word, on the tracking page. Raises ValidationError."""
    idea = lock_idea(idea)
    require_step(idea, State.ASKED)
    refuse_conflict(idea, by)
    require_words(question, "question", _("Write what the submitter is to tell."))
    move_idea(idea, State.ASKED, by=by, question=question, answer="")
    tell_submitter(idea, "asked")
    return idea


@transaction.atomic
def answer_question(*, idea, answer, by=None):
    """The submitter's answer; the idea waits for screening again. Raises ValidationError."""
    idea = lock_idea(idea)
    require_words(answer, "answer", _("Write your answer."))
    if idea.state != State.ASKED:
        raise ValidationError(_("Nothing is asked about this idea now."), code="wrong_state")
    return move_idea(idea, State.SUBMITTED, by=by, answer=answer)


@transaction.atomic
def reject_idea(*, idea, by, reason):
    """Not taken up: before or after scoring by who screens; once it is before the council only as the council decided.

    The submitter reads the reason; it stands on the idea alone. Raises ValidationError.
    """
    idea = lock_idea(idea)
    require_step(idea, State.REJECTED)
    refuse_conflict(idea, by)
    require_words(reason, "reason", _("Write the reason; the submitter reads it."))
    if idea.state == State.SHORTLISTED and not Idea.objects.turned_down().filter(pk=idea.pk).exists():
        text = _("This idea is before the council: the council decides. It can be taken off the shortlist first.")
        raise ValidationError(text, code="council")
    move_idea(idea, State.REJECTED, by=by, reason=reason, decided_at=timezone.now())
    tell_submitter(idea, "rejected")
    return idea
