"""Loading a cluster from its data files, and taking the sample away: each room's part in its order, all or nothing.

What was loaded is known by a hash over the files, kept in the book of changes: loading the same files again reads them,
writes nothing, and so never meets what people entered since.
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts.loading import load_accounts, remove_accounts
from accounts.roles import apply_roles
from actionplans import loading as plans_part
from council import loading as council_part
from council.loading import Context, DataFile, DataFileError, files
from council.loading.reported import text_path
from council.models import Source
from filing.loading import remove_files
from filing.models import StateChange
from filing.services import record_change
from handover import loading as handover_part
from ideas import loading as ideas_part
from market import loading as market_part
from members import loading as members_part
from trainings import loading as trainings_part

LISTS_LOADED = "lists loaded"
LOADED, SAMPLE_LOADED, SAMPLE_REMOVED = "loaded", "sample loaded", "sample removed"
LATER = []  # parts of rooms above, loaded once the minutes are published; filled by ``register``
PARTS = [council_part, plans_part, members_part, trainings_part, market_part, ideas_part, handover_part]
SAMPLE_HEAD = {"sample": files.yes, "year?": files.whole}
MOST_NAMED = 10


def register(part):
    """A part of a room above: ``SCHEMAS``, ``load(data, context=)`` and ``remove_sample()`` (ids of files to remove).

    Called in ``AppConfig.ready()``.
    """
    LATER.append(part)


class SampleInUseError(Exception):
    """The sample cannot go: rows that are no sample stand on it. The message names them."""


@dataclass
class Loaded:
    """What a load did: rows by kind, whether facts and sample were new, a password made up for the accounts."""

    made: dict = field(default_factory=dict)
    is_new: bool = False
    sample: str = ""  # "", "new", "same", "other"
    password: str | None = None


def schema(kind):
    """The keys that files of this kind may have, from every room."""
    keys = dict(SAMPLE_HEAD) if kind == "sample" else {}
    for part in (*PARTS, *LATER):
        keys |= part.SCHEMAS[kind]
    return keys


def load_cluster(path, *, with_sample=False):
    """Load the file of facts, the lists beside it and, if asked, the ``sample-*.toml``. All or nothing.

    Every file is checked before the first row is written. Raises DataFileError; ValidationError when sample accounts
    are not allowed here.
    """
    path = Path(path)
    facts = DataFile(path, schema("reported"))
    lists = members_part.read_lists(path.parent)
    samples = []
    if with_sample:
        samples = [DataFile(found, schema("sample")) for found in sorted(path.parent.glob("sample-*.toml"))]
    loaded = Loaded()
    with transaction.atomic():
        apply_roles()
        context = Context(folder=path.parent)
        load_facts(facts, context, loaded)
        if lists:
            load_lists(lists, context)
        if with_sample:
            load_sample(samples, context, loaded)
    loaded.made = dict(context.made)
    return loaded


def load_facts(file, context, loaded):
    """The reported facts, unless exactly these were loaded before."""
    digest = content_hash([file.path, text_path(file)])
    number = file.content["source"]["number"]
    if newest_hash(number, [LOADED]) == (LOADED, digest):
        context.source = Source.objects.filter(number=number).first()
    if context.source is None:
        council_part.load([file], context=context)
        record_change(context.source, by=None, old="", new=LOADED, why=digest)
        loaded.is_new = True


def load_lists(file, context):
    """What firms can do and the reasons of reviews, unless exactly this file was loaded before."""
    number, digest = context.source.number, content_hash([file.path])
    if newest_hash(number, [LISTS_LOADED]) != (LISTS_LOADED, digest):
        members_part.load_lists(file, context=context)
        record_change(context.source, by=None, old="", new=LISTS_LOADED, why=digest)


def load_sample(samples, context, loaded):
    """Accounts and the sample, unless a sample is there: that stays as it is until it is removed."""
    context.accounts, loaded.password = load_accounts()
    digest = content_hash([file.path for file in samples] + sorted((context.folder / "evidence").glob("*")))
    state, there = newest_hash(context.source.number, [SAMPLE_LOADED, SAMPLE_REMOVED])
    if state == SAMPLE_LOADED:
        loaded.sample = "same" if there == digest else "other"
        return
    context.is_sample, loaded.sample = True, "new"
    for part in PARTS:
        part.load(samples, context=context)
    try:
        council_part.publish_meetings(context=context)
        for part in LATER:
            part.load(samples, context=context)
    except ValidationError as error:
        raise DataFileError(("sample-*.toml", "meeting", " ".join(error.messages))) from error
    record_change(context.source, by=None, old="", new=SAMPLE_LOADED, why=digest)


def content_hash(paths):
    """SHA-256 over names and contents of the files that are there."""
    total = hashlib.sha256()
    for path in paths:
        if path.is_file():
            total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def newest_hash(number, states):
    """(state, hash) of the newest line of the book about loading this source, or two empty texts."""
    lines = StateChange.objects.filter(model=Source._meta.label_lower, object_key=number, new__in=states)
    line = lines.order_by("-pk").first()
    return (line.new, line.why) if line else ("", "")


@transaction.atomic
def remove_sample():
    """Take every sample row and file away; the book of changes stays, and whoever it names stays without a name.

    Gives (plans, files, accounts deleted, accounts emptied). Raises SampleInUseError, and then nothing is removed.
    """
    try:
        papers = [
            file_id for part in (*LATER, handover_part, ideas_part, market_part) for file_id in part.remove_sample()
        ]
        papers += [*trainings_part.remove_courses(), *members_part.remove_firms()]
        plans, file_ids = plans_part.remove_plans()
        council_part.remove_council()
    except ProtectedError as error:
        named = sorted(f"{row._meta.verbose_name}: {row}" for row in error.protected_objects)
        message = _("These records are no sample but stand on the sample; change or remove them first:")
        raise SampleInUseError("\n".join([message, *named[:MOST_NAMED]])) from error
    removed = remove_files([*file_ids, *papers])
    deleted, emptied = remove_accounts()
    for source in Source.objects.all():
        if newest_hash(source.number, [SAMPLE_LOADED, SAMPLE_REMOVED])[0] == SAMPLE_LOADED:
            record_change(source, by=None, old=SAMPLE_LOADED, new=SAMPLE_REMOVED)
    return plans, removed, deleted, emptied
