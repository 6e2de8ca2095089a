"""Firms that come in by a file: checked by the worker, seen by a person, written as a whole, approved by staff."""

import datetime as dt
import logging
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from filing.loading import remove_bytes
from filing.services import record_change, record_changes
from filing.uploads import store_file
from members.codes import new_code
from members.exchange.checking import check_file
from members.exchange.limits import refuse_hostile
from members.exchange.resources import LISTS
from members.matching import match_key
from members.models import Firm, FirmReview, ImportJob
from members.models.firm import CONFIRMED_FOR
from members.services.directory import publish_firms
from members.services.states import move_firm
from persian.jalali import today

logger = logging.getLogger(__name__)
LEASE = dt.timedelta(minutes=10)
PREVIEWED = 20
AT_A_TIME = 500
APPROVED_AT_A_TIME = 100
KEPT_FOR = dt.timedelta(days=30)  # a file, after its import ended
FORGOTTEN_AT_ONCE = 100
State = ImportJob.State


@transaction.atomic
def begin_import(*, upload, by):
    """Keep a file that may be read, for the worker to check. Raises ValidationError for one that may not be."""
    content = upload.read()
    refuse_hostile(content, upload.name)
    upload.seek(0)
    file = store_file(upload, by=by)
    return ImportJob.objects.create(file=file, by=by, language=translation.get_language())


@transaction.atomic
def confirm_import(*, job, by):
    """The person has seen the preview: the worker writes it. Raises ValidationError unless it waits for that word."""
    move_job(job, State.WRITING, done=0, claimed_at=None)


@transaction.atomic
def drop_import(*, job, by):
    """Forget a file that was not written. Raises ValidationError when it is being written or is."""
    move_job(job, State.DROPPED, ended_at=timezone.now())


def move_job(job, state, **values):
    """Of two at once one moves it."""
    allowed = [old for old, after in ImportJob.TRANSITIONS.items() if state in after]
    if not ImportJob.objects.filter(pk=job.pk, state__in=allowed).update(state=state, **values):
        raise ValidationError(_("This import has moved on since you opened its page."), code="wrong_state")
    job.refresh_from_db()


def run_waiting():
    """What the worker does every few seconds: the oldest file that waits, if no other worker has it. Gives how many."""
    now = timezone.now()
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - LEASE)
    done = 0
    for job in ImportJob.objects.waiting().filter(free).select_related("file", "by")[:1]:
        if ImportJob.objects.filter(free, pk=job.pk, state=job.state).update(claimed_at=now):
            run(job)
            done += 1
    return done


def run(job):
    """One step of one file. Whatever goes wrong is kept in its row: a file must never stop the next one."""
    with translation.override(job.language):
        try:
            content = (Path(settings.MEDIA_ROOT) / job.file.path).read_bytes()
            checked = check_file(content, job.file.name, tell=teller(job))
            if checked.problems:
                end(job, State.REFUSED, problems=checked.problems, ended_at=timezone.now())
            elif job.state == State.WRITING:
                write(job, checked)
            else:
                end(job, State.READY, counts=checked.counts, preview=preview_of(checked))
        except ValidationError as refusal:
            refuse(job, refusal.messages)
        except Exception:
            logger.exception("import %s failed", job.pk)
            refuse(job, [_("The import failed for a reason of the portal's own; nothing was written.")])


def refuse(job, reasons):
    end(job, State.REFUSED, problems=[[0, "", reason] for reason in reasons], ended_at=timezone.now())


def end(job, state, **values):
    """This step is over; what happened to the job meanwhile (it was dropped) stays."""
    ImportJob.objects.filter(pk=job.pk, state=job.state).update(state=state, claimed_at=None, **values)


def teller(job):
    """Writes down how far the file is, so that its page can be left and found again; renews the lease."""

    def tell(done, total):
        ImportJob.objects.filter(pk=job.pk).update(done=done, total=total, claimed_at=timezone.now())

    return tell


def preview_of(checked):
    """The first rows as they were understood."""
    return [
        {
            "row": row.number,
            "action": row.action,
            "name": row.firm.name,
            "identifier": row.firm.national_id or row.firm.licence_number,
            "city": row.firm.city,
            "sections": [section.name for section in row.lists["sections"]],
        }
        for row in checked.rows[:PREVIEWED]
    ]


@transaction.atomic
def write(job, checked):
    """All rows or none. The job moves in the same transaction, so that a repeated run cannot write twice."""
    if not ImportJob.objects.select_for_update().filter(pk=job.pk, state=State.WRITING).exists():
        return
    new = [row for row in checked.rows if row.action == "new"]
    changed = [row for row in checked.rows if row.action == "changed"]
    for start in range(0, len(new), AT_A_TIME):
        write_new(job, new[start : start + AT_A_TIME])
    write_changed(job, changed)
    end(job, State.DONE, counts=checked.counts, problems=[], ended_at=timezone.now())
    record_change(job, by=job.by, old=State.WRITING, new=State.DONE)


def write_new(job, rows):
    now = timezone.now()
    for row in rows:
        firm = row.firm
        firm.tracking_code = new_code()
        firm.slug = firm.tracking_code.lower()
        firm.match_key = match_key(firm.name)
        firm.state, firm.applied_at = Firm.State.APPLIED, now
    firms = bulk_create_with_history([row.firm for row in rows], Firm, default_user=job.by)
    link(list(zip(rows, firms, strict=True)))
    FirmReview.objects.bulk_create(
        FirmReview(firm=firm, round=1, act=FirmReview.Act.IMPORTED, note=str(job.pk), by=job.by, at=now)
        for firm in firms
    )
    record_changes(firms, by=job.by, old="", new=Firm.State.APPLIED, at=now)


def write_changed(job, rows):
    """What was imported before and nobody has reviewed yet takes the values of the file."""
    names = [name for name in rows[0].given if name not in LISTS] if rows else []
    for row in rows:
        for name in names:
            setattr(row.there, name, getattr(row.firm, name))
        row.there.match_key = match_key(row.there.name)
        row.there.row_version += 1
    if rows:
        firms = [row.there for row in rows]
        written = [*names, "match_key", "row_version", "sort_text"]
        for firm in firms:
            Firm._meta.get_field("sort_text").pre_save(firm, add=False)
        bulk_update_with_history(firms, Firm, written, batch_size=AT_A_TIME, default_user=job.by)
        link([(row, row.there) for row in rows])


def link(pairs):
    """The lists of the firms, for as many of them as the file has."""
    for name, column in (("sections", "section_id"), ("capabilities", "capability_id")):
        through = getattr(Firm, name).through
        given = [(row, firm) for row, firm in pairs if name in row.given]
        through.objects.filter(firm__in=[firm.pk for _row, firm in given]).delete()
        through.objects.bulk_create(
            through(firm_id=firm.pk, **{column: item.pk})
            for row, firm in given
            for item in dict.fromkeys(row.lists[name])
        )


def imported_by(job):
    """The firms that a file brought and that still wait for approval."""
    reviews = FirmReview.objects.filter(act=FirmReview.Act.IMPORTED, note=str(job.pk))
    return Firm.objects.filter(state=Firm.State.APPLIED, pk__in=reviews.values("firm_id"))


def approve_imported(*, firms, by):
    """Staff approve imported firms as a whole; gives how many are members now.

    Only firms that came by a file and that nobody has reviewed since: the others need their reviewer. Some hundred at a
    time, each batch in its own transaction with its directory entries. Raises ValidationError; what was approved before
    the refusal stays.
    """
    keys, approved = sorted(firm.pk for firm in firms), 0
    for start in range(0, len(keys), APPROVED_AT_A_TIME):
        approved += approve_batch(keys[start : start + APPROVED_AT_A_TIME], by)
    return approved


@transaction.atomic
def approve_batch(keys, by):
    day = today()
    firms = list(Firm.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    touched = (
        FirmReview.objects.filter(firm__in=keys).exclude(act=FirmReview.Act.IMPORTED).values_list("firm_id", flat=True)
    )
    own = Firm.objects.filter(pk__in=keys, representatives__user=by).values_list("pk", flat=True)
    refused = {*touched, *own}
    for firm in firms:
        if firm.pk in refused:
            raise ValidationError(_("«%(firm)s» needs its own review.") % {"firm": firm}, code="reviewed")
        firm.active_since, firm.confirmed_until = day, day + CONFIRMED_FOR
        try:
            with transaction.atomic():
                move_firm(firm, state=Firm.State.ACTIVE, act=FirmReview.Act.APPROVED, by=by)
        except IntegrityError as error:
            text = _("Another active firm has the national ID of «%(firm)s».") % {"firm": firm}
            raise ValidationError(text, code="same_identifier") from error
    publish_firms(firms)
    return len(firms)


def forget_files():
    """What the clock does: files go thirty days after their import ended; one that nobody wrote by then is dropped."""
    before = timezone.now() - KEPT_FOR
    for pk in ImportJob.objects.forgettable(before).values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE]:
        forget_file(pk, before)


@transaction.atomic
def forget_file(pk, before):
    """The row stays; the bytes go once that is committed. Looked at once more under lock: «write» may come just now."""
    job = ImportJob.objects.select_for_update().forgettable(before).filter(pk=pk).first()
    if job is None:
        return
    file = job.file
    if job.state == State.READY:
        job.state, job.ended_at = State.DROPPED, timezone.now()
    job.file, job.preview, job.problems = None, [], []
    job.save(update_fields=["state", "ended_at", "file", "preview", "problems"])
    file.delete()
    transaction.on_commit(lambda: remove_bytes([file]))
