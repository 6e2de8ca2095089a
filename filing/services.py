"""Writing to the archive: lines of the book, the seals over them, and keys that are claimed once."""

import datetime as dt
import hashlib
import json

from django.db import connection, transaction
from django.utils import timezone

from filing.models import IdempotencyKey, Seal, StateChange


def line_hash(change):
    """SHA-256 over what a line of the book says: people by id, times in UTC, never a personal name."""
    facts = {
        "at": change.at.astimezone(dt.UTC).isoformat(),
        "by": change.by_id,
        "role": change.role,
        "model": change.model,
        "object": change.object_key,
        "from": change.old,
        "to": change.new,
        "why": change.why,
    }
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def record_change(obj, *, by, old, new, why="", at=None):
    """Write one line of the book about ``obj``, named by its natural ``key``. ``by`` None: the system itself.

    Call it in the transaction that makes the change. ``at`` is for loading past records; else it is now. Two queries
    (the role, the line), on PostgreSQL a shared lock more.
    """
    hold_seals_off()
    change = line_of(obj, by=by, role=role_of(by), old=old, new=new, why=why, at=at or timezone.now())
    change.save(force_insert=True)
    return change


def record_changes(objects, *, by, old, new, at=None, why_of=lambda _obj: ""):
    """The same line about many objects, as ``record_change``; three queries for some hundred of them.

    ``why_of`` gives the reason that stands in the line of each.
    """
    hold_seals_off()
    role, at = role_of(by), at or timezone.now()
    lines = [line_of(obj, by=by, role=role, old=old, new=new, why=why_of(obj), at=at) for obj in objects]
    return StateChange.objects.bulk_create(lines)


def line_of(obj, *, by, role, old, new, why, at):
    """A checked line with its own hash, not written yet."""
    change = StateChange(
        by=by,
        role=role,
        model=obj._meta.label_lower,
        object_key=str(obj.key),
        old=old or "",
        new=new,
        why=why,
        at=at,
    )
    change.clean_fields(exclude=["sha256", "by", "role", "old", "why"])
    change.sha256 = line_hash(change)
    return change


BOOK_LOCK = 32075  # the advisory lock's number on PostgreSQL: any constant of our own


def hold_seals_off(exclusive=False):
    """Writers hold the book's lock together until they commit; a seal holds it alone.

    So when a seal reads, no line with a lower id can still be on its way. SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            shared = "" if exclusive else "_shared"
            cursor.execute(f"SELECT pg_advisory_xact_lock{shared}(%s)", [BOOK_LOCK])


def role_of(user):
    """The groups a person acts in, as the book names them: ``system`` for nobody."""
    if user is None:
        return "system"
    return ", ".join(user.groups.order_by("name").values_list("name", flat=True)) or "-"


def seal_root(previous, hashes):
    """The root of a seal: SHA-256 over the previous root and the lines' hashes, one a line, in id order."""
    return hashlib.sha256("\n".join([previous, *hashes]).encode()).hexdigest()


@transaction.atomic
def seal_changes():
    """Seal every line that is not sealed yet; None when there is none. ``tick`` calls it: writers never queue.

    Of two seals at once the UNIQUE on ``previous`` lets one win; the other gets IntegrityError, the next tick goes on.
    """
    hold_seals_off(exclusive=True)
    last = Seal.objects.order_by("-pk").first()
    lines = list(
        StateChange.objects.filter(pk__gt=last.last_id if last else 0).order_by("pk").values_list("pk", "sha256")
    )
    if not lines:
        return None
    previous = last.root if last else ""
    return Seal.objects.create(
        first_id=lines[0][0],
        last_id=lines[-1][0],
        count=len(lines),
        previous=previous,
        root=seal_root(previous, [sha256 for _pk, sha256 in lines]),
        sealed_at=timezone.now(),
    )


def claim_key(*, key, action, user=None):
    """Claim a form's key: (row, True) for the first post, (row, False) for every later one."""
    return IdempotencyKey.objects.get_or_create(
        key=key, action=action, defaults={"user": user if user and user.is_authenticated else None}
    )
