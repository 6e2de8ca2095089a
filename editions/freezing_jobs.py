"""Freezing is ordered on the desk and done by the worker."""

import datetime as dt
import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from editions.models import EditionJob
from editions.services import freeze_edition
from editions.services.preparing import lock_draft
from editions.todo import missing_of

logger = logging.getLogger(__name__)
LEASE = dt.timedelta(minutes=5)
HUNDRED = 100
State = EditionJob.State


class LeaseLost(Exception):  # noqa: N818  (an event, not a fault)
    """Another worker has the job now."""


@transaction.atomic
def begin_freezing(*, edition, by):
    """Ask the worker to freeze an edition; the job that runs already, if there is one.

    Raises ValidationError at once with what is missing, so that nobody waits for a refusal.
    """
    edition = lock_draft(edition)
    running = edition.jobs.filter(state__in=[State.WAITING, State.RUNNING]).first()
    if running:
        return running
    missing = missing_of(edition)
    if missing:
        raise ValidationError([_("The edition cannot be frozen yet. Do what the list names first:"), *missing])
    return EditionJob.objects.create(edition=edition, by=by, language=translation.get_language())


def run_waiting():
    """What the worker does every few seconds: the oldest job that waits, if no other worker has it. Gives how many."""
    now = timezone.now()
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - LEASE)
    waiting = EditionJob.objects.filter(free, state__in=[State.WAITING, State.RUNNING])
    job = waiting.select_related("edition__year", "by").order_by("at").first()
    if job is None:
        return 0
    claimed = EditionJob.objects.filter(free, pk=job.pk, state=job.state)
    if not claimed.update(state=State.RUNNING, claimed_at=now, done=0):
        return 0
    job.state, job.claimed_at = State.RUNNING, now
    with translation.override(job.language):
        run(job)
    return 1


def run(job):
    """One job from the beginning. It must never stop the next one; a refusal is told in its words."""
    try:
        freeze_edition(edition=job.edition, by=job.by, tell=lambda share: tell(job, int(share * HUNDRED)))
    except LeaseLost:
        logger.warning("another worker took the freezing of %s", job.edition.key)
    except ValidationError as refusal:
        end(job, State.FAILED, "\n".join(refusal.messages))
    except Exception:
        logger.exception("the freezing of %s failed", job.edition.key)
        end(job, State.FAILED, _("The portal stopped for a reason of its own. Press the button again."))
    else:
        end(job, State.DONE)


def tell(job, done):
    """Write down how far it is, so that its page can be left and found again; renews the lease. Raises LeaseLost."""
    now = timezone.now()
    mine = EditionJob.objects.filter(pk=job.pk, state=State.RUNNING, claimed_at=job.claimed_at)
    if not mine.update(claimed_at=now, done=done):
        raise LeaseLost
    job.claimed_at = now


def end(job, state, problem=""):
    mine = EditionJob.objects.filter(pk=job.pk, state=State.RUNNING, claimed_at=job.claimed_at)
    mine.update(state=state, problem=problem, claimed_at=None, ended_at=timezone.now())
