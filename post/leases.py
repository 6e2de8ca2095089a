"""Work that somebody ordered and a worker does: taken under a lease, told step by step, found again on its page.

For any model with ``state`` (waiting, running, done, failed), ``at``, ``language``, ``claimed_at``, ``ended_at`` and
``problem``. A lease that ran out is taken by the next worker; who lost it writes nothing more.
"""

import datetime as dt
import logging

from django.db.models import Q
from django.utils import timezone, translation

logger = logging.getLogger(__name__)
LEASE = dt.timedelta(minutes=5)
WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
OPEN = (WAITING, RUNNING)


class LeaseLost(Exception):  # noqa: N818  (an event, not a fault)
    """Another worker has the job now."""


def run_oldest(jobs, work, *, problem, **reset):
    """Run the oldest job that waits, if no other worker has it. Gives how many were run: the worker asks again.

    ``work(job)`` does all of it, in the language in which it was ordered, and ends with ``end()``; it must never stop
    the next one, so what it raises is logged, and the job says ``problem()``. ``reset`` are its counters.
    """
    now = timezone.now()
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - LEASE)
    job = jobs.filter(free, state__in=OPEN).order_by("at").first()
    if job is None:
        return 0
    claim = {"state": RUNNING, "claimed_at": now} | reset
    if not type(job).objects.filter(free, pk=job.pk, state=job.state).update(**claim):
        return 0
    for name, value in claim.items():
        setattr(job, name, value)
    with translation.override(job.language):
        try:
            work(job)
        except LeaseLost:
            logger.warning("another worker took %s %s", job._meta.label_lower, job.pk)
        except Exception:
            logger.exception("%s %s failed", job._meta.label_lower, job.pk)
            end(job, FAILED, problem=problem())
    return 1


def tell(job, **values):
    """Write down how far it is, so that its page can be left and found again; renews the lease. Raises LeaseLost."""
    now = timezone.now()
    if not held(job).update(claimed_at=now, **values):
        raise LeaseLost
    job.claimed_at = now


def end(job, state, **values):
    """Let go of it, done or failed. Nothing happens to a job that another worker has."""
    held(job).update(state=state, claimed_at=None, ended_at=timezone.now(), **values)


def held(job):
    """The job's row as long as this worker has the lease."""
    return type(job).objects.filter(pk=job.pk, state=RUNNING, claimed_at=job.claimed_at)
