"""Freezing is ordered on the desk and done by the worker."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from editions.models import EditionJob, YearEdition
from editions.services import freeze_edition
from editions.services.preparing import lock_draft
from editions.todo import missing_of
from post.leases import OPEN, end, run_oldest, tell

HUNDRED = 100
State = EditionJob.State


@transaction.atomic
def begin_freezing(*, edition, by):
    """Ask the worker to freeze an edition; the job that runs already, if there is one.

    Raises ValidationError at once with what is missing, so that nobody waits for a refusal.
    """
    edition = lock_draft(edition)
    running = edition.jobs.filter(state__in=OPEN).first()
    if running:
        return running
    missing = missing_of(edition)
    if missing:
        raise ValidationError([_("The edition cannot be frozen yet. Do what the list names first:"), *missing])
    return EditionJob.objects.create(edition=edition, by=by, language=translation.get_language())


def run_waiting():
    """What the worker does every few seconds: the oldest order that waits. Gives how many."""
    return run_oldest(EditionJob.objects.select_related("edition__year", "by"), run, problem=problem, done=0)


def problem():
    return _("The portal stopped for a reason of its own. Press the button again.")


def run(job):
    """One order from the beginning; what refuses it is told in its own words.

    A worker that died after it had frozen the edition could not say so, and nothing is left to do for the next one.
    """
    try:
        if not is_frozen(job):
            freeze_edition(edition=job.edition, by=job.by, tell=lambda share: tell(job, done=int(share * HUNDRED)))
    except ValidationError as refusal:
        if is_frozen(job):
            end(job, State.DONE, done=HUNDRED)
        else:
            end(job, State.FAILED, problem="\n".join(refusal.messages))
    else:
        end(job, State.DONE, done=HUNDRED)


def is_frozen(job):
    return YearEdition.objects.frozen().filter(pk=job.edition_id).exists()
