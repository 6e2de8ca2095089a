"""An export of all data and files, made by the worker; its page may be left and found again."""

import datetime as dt
from pathlib import Path
from tempfile import TemporaryFile

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from council.documents.addresses import absolute
from filing.made import keep_made, remove_made
from filing.models import StoredFile
from filing.services import record_change
from handover.models import Export
from handover.pack.readme import readme
from handover.pack.tables import own_models, sealed_files
from handover.pack.writing import Pack, file_chunks, table_lines
from persian.jalali import today
from post.leases import end, run_oldest, tell

EXPORT = "handover.export_portal"
BEAT = dt.timedelta(seconds=2)  # between two words to the page
KEPT_FOR = dt.timedelta(days=7)
ZIP = "application/zip"
State = Export.State


@transaction.atomic
def begin_export(*, by):
    """Ask the worker for an export; the one that is being made, if there is one. Raises PermissionDenied."""
    if not by.has_perm(EXPORT):
        raise PermissionDenied(_("Only an administrator exports everything."))
    running = Export.objects.filter(state__in=[State.WAITING, State.RUNNING]).first()
    if running:
        return running
    job = Export.objects.create(by=by, language=translation.get_language())
    record_change(job, by=by, old="", new=State.WAITING)
    return job


def run_waiting():
    """What the worker does every few seconds: the oldest export that waits. Gives how many."""
    return run_oldest(Export.objects, run, problem=problem, done=0, rows=0, missing=0)


def problem():
    return _("The portal stopped for a reason of its own. Look at the free space, and press the button again.")


def run(job):
    """One job from the beginning."""
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=settings.MEDIA_ROOT) as out:  # beside the files: as large as all of them together
        fill(job, out)
        finish(job, out)


def fill(job, out):
    """Every table, every file, the page that explains them, the checksums. Memory does not grow with their size."""
    models, stored = own_models(), files_to_pack()
    tell(job, total=len(models) + stored.count())
    day = today()
    with Pack(out, day=day.timetuple()[:3], beat=lambda: beat(job)) as pack:
        for model in models:
            pack.add(f"data/{model._meta.label_lower}.jsonl", table_lines(model, lambda count: add_rows(job, count)))
            job.done += 1
        facts = {"files": add_files(job, pack, stored), "rows": job.rows, "missing": job.missing}
        pack.add("README.txt", [readme(day=day, address=absolute("reports:home"), **facts).encode()])
    tell(job, done=job.done, rows=job.rows, missing=job.missing)


def files_to_pack():
    """All stored files but earlier exports and offers under seal."""
    own = Export.objects.filter(file__isnull=False).values("file_id")
    return StoredFile.objects.exclude(pk__in=own).exclude(pk__in=sealed_files()).order_by("sha256", "pk")


def add_files(job, pack, stored):
    """Each content once, under its hash; what is not on the disk is listed. Gives how many were packed."""
    packed, last, missing = 0, None, []
    for file in stored.iterator(chunk_size=500):
        job.done += 1
        if file.sha256 == last:
            continue
        last, chunks = file.sha256, file_chunks(file)
        if chunks is None:
            missing.append(f"{file.sha256}  {file.name}\n")
            job.missing += 1
            continue
        pack.add(file.path, chunks, is_packed=True)
        packed += 1
    if missing:
        pack.add("MISSING.txt", ["".join(missing).encode()])
    return packed


def add_rows(job, count):
    job.rows += count


def beat(job):
    """Tell the page how far it is, not more often than every other second."""
    if timezone.now() - job.claimed_at >= BEAT:
        tell(job, done=job.done, rows=job.rows)


@transaction.atomic
def finish(job, out):
    """The new file takes the place of older ones. Raises LeaseLost."""
    tell(job)
    file = keep_made(out, name=f"portal-export-{today().isoformat()}.zip", content_type=ZIP)
    end(job, State.DONE, file=file)
    remove_exports(Export.objects.filter(file__isnull=False).exclude(pk=job.pk))
    record_change(job, by=job.by, old=State.RUNNING, new=State.DONE, why=file.sha256)


@transaction.atomic
def remove_exports(jobs):
    """Rows and bytes; the jobs stay, as a line of what was exported when and by whom."""
    remove_made(StoredFile.objects.filter(pk__in=list(jobs.values_list("file_id", flat=True))))


def forget_exports():
    """What the clock does: a file of everything lies about for a week at most."""
    old = Export.objects.filter(file__isnull=False, ended_at__lt=timezone.now() - KEPT_FOR)
    if old.exists():
        remove_exports(old)


def exports_visible_to(user):
    """The ids of the stored files that this user may open."""
    return Export.objects.visible_to(user).filter(file__isnull=False).values("file_id")
