"""Long lists that go out by a file: ordered on the desk, written by the worker, kept for a month."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from filing.made import keep_made, remove_made
from filing.models import StoredFile
from filing.services import record_change
from filing.uploads import safe_name
from members.exchange.lists import keys_of, open_list, texts_of
from members.exchange.sheets import CONTENT_TYPES, made_file
from members.models import ExportJob
from persian.jalali import today
from post.leases import OPEN, end, run_oldest, tell

KEPT_FOR = dt.timedelta(days=30)
LONGEST_QUERY = ExportJob._meta.get_field("query").max_length
LONGEST_TITLE = ExportJob._meta.get_field("title").max_length
State = ExportJob.State


@transaction.atomic
def order_export(*, kind, query, ending, by):
    """Ask the worker for a list; the order that runs already, if this person gave the same.

    Raises ValidationError at once for a list that is not there for this person.
    """
    if len(query) > LONGEST_QUERY:
        raise ValidationError(_("The filters are too long. Choose fewer of them."), code="refused")
    sheet = open_list(kind, by, query)
    order = {"kind": kind, "query": query, "ending": ending, "by": by}
    running = ExportJob.objects.filter(**order, state__in=OPEN)
    if job := running.first():
        return job
    try:
        with transaction.atomic():
            job = ExportJob.objects.create(
                **order, title=sheet.title[:LONGEST_TITLE], language=translation.get_language()
            )
    except IntegrityError:  # the other click of a double one, at the same moment
        return running.get()
    record_change(job, by=by, old="", new=State.WAITING)
    if sheet.about is not None:
        record_change(sheet.about, by=by, old="", new="exported")
    return job


def run_waiting():
    """What the worker does every few seconds: the oldest order that waits. Gives how many."""
    return run_oldest(ExportJob.objects.select_related("by"), run, problem=problem, done=0, total=0)


def problem():
    return _("The portal stopped for a reason of its own. Look at the free space, and order the file again.")


def run(job):
    """One order from the beginning: the list as who ordered it may see it now."""
    try:
        sheet = open_list(job.kind, job.by, job.query)
    except ValidationError as refusal:
        end(job, State.FAILED, problem="\n".join(refusal.messages))
        return
    keys = keys_of(sheet)
    tell(job, total=len(keys))
    rows = texts_of(sheet, keys, lambda done: tell(job, done=done))
    with made_file(rows, job.ending, sheet.title) as out:
        finish(job, out, safe_name(f"{sheet.name}-{today().isoformat()}.{job.ending}"))


@transaction.atomic
def finish(job, out, name):
    """Raises LeaseLost: another worker has the order, or somebody was forgotten since it began."""
    tell(job)
    file = keep_made(out, name=name, content_type=CONTENT_TYPES[job.ending])
    end(job, State.DONE, file=file)
    record_change(job, by=job.by, old=State.RUNNING, new=State.DONE, why=file.sha256)


@transaction.atomic
def take_back(jobs):
    """Files that name somebody who is forgotten go at once; what is being written begins anew without them."""
    jobs.filter(state__in=OPEN).update(state=State.WAITING, claimed_at=None)
    remove_files(jobs.filter(file__isnull=False))


def remove_files(jobs):
    """Rows and bytes; the orders stay."""
    remove_made(StoredFile.objects.filter(pk__in=list(jobs.values_list("file_id", flat=True))))


def forget_files():
    """What the clock does: a file of a list lies about for thirty days at most."""
    old = ExportJob.objects.forgettable(timezone.now() - KEPT_FOR)
    if old.exists():
        remove_files(old)


def files_visible_to(user):
    """The ids of the stored files that this user may open."""
    return ExportJob.objects.visible_to(user).filter(file__isnull=False).values("file_id")
