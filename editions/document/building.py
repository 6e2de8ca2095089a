"""The document of an edition: read once from the live tables as everybody may see them, then never again.

It names things by natural keys (``1403/3/2``, ``1403/02-04``, ``1403/3/2@2024-09-21#1``), holds no database id and no
clock reading, so that the same data give the same bytes on every machine, in every language and on both databases.
State, times and the publishing decision of the edition stand outside it.
"""

from django.contrib.auth.models import AnonymousUser

from council.documents.canonical import in_nfc
from council.models import Cluster
from editions.document.institutions import institution_rows
from editions.document.plans import approved_targets, far_behind, institution, plan_rows, series, statuses
from editions.document.records import Records
from editions.document.values import day, share, texts
from editions.document.year import (
    decision_rows,
    firm_facts,
    gap_facts,
    meeting_rows,
    money_facts,
    readiness_facts,
    training_facts,
)
from editions.models import EditionNote
from reports.reading import read_year, read_years

SCHEMA = "https://schema.cluster-portal.org/edition/1"
FACTS, SAMPLE = "facts", "sample"


def edition_document(edition, tail_of):
    """The document of an edition that is about to be frozen.

    ``tail_of(is_sample)`` gives (hash, place) of the newest edition of a chain, ("", 0) of an empty one. Some forty
    queries, whatever the size of the year. Call it in one transaction with one view of the data.
    """
    user = AnonymousUser()
    years = read_years(user, counted=True)
    year = next(row for row in years if row.pk == edition.year_id)
    rows = read_year(year, years, user=user, day=edition.as_of)
    records, targets = Records(year, edition.as_of), approved_targets(rows.progress)
    document = {
        "schema": SCHEMA,
        "cluster": cluster_facts(),
        "year": year_facts(year),
        "progress": progress_facts(rows.progress),
        "plans": plan_rows(rows.progress, records, targets),
        "entries": records.entry_rows(),
        "readings": records.reading_rows(),
        "decisions": decision_rows(year, edition.as_of),
        "meetings": meeting_rows(year, edition.as_of),
        "money": money_facts(year, edition.as_of, user),
        "trainings": training_facts(year),
        "firms": firm_facts(year),
        "findings": gap_facts(year, edition.as_of, records),
        "handover": readiness_facts(edition.as_of),
        "notes": still_true(note_rows(edition), rows.progress, records),
    }
    document["institutions"] = institution_rows(document)
    sample = year.is_sample or holds_sample(document)
    document["edition"] = edition_facts(edition, sample)
    previous, place = tail_of(sample)
    document["chain"] = {"kind": SAMPLE if sample else FACTS, "place": place + 1, "previous": previous or None}
    return in_nfc(document)


def cluster_facts():
    cluster = Cluster.objects.select_related("host_institution").first()
    return cluster and {
        "name": texts(cluster.name, cluster.name_en),
        "province": texts(cluster.province, cluster.province_en),
        "host": institution(cluster.host_institution),
    }


def year_facts(year):
    return {
        "year": year.year,
        "ordinal": year.ordinal,
        "start": day(year.start),
        "end": day(year.end),
        "approved_on": day(year.approved_on),
        "reported_plan_count": year.reported_plan_count,
    }


def progress_facts(progress):
    """The roll-up; its three shares are None before the year is approved."""
    figures = progress.figures
    return {
        "planned": share(figures.planned),
        "reported": share(figures.reported),
        "verified": share(figures.verified),
        "plans_by_status": statuses(progress),
        "series": series(progress),
    }


def edition_facts(edition, is_sample):
    erratum = texts(edition.erratum, edition.erratum_en) if edition.erratum else None
    return {
        "key": edition.key,
        "year": edition.year.year,
        "number": edition.number,
        "as_of": day(edition.as_of),
        "erratum": erratum,
        "is_sample": is_sample,
    }


def still_true(notes, progress, records):
    """The notes whose matter is still open in this view of the data: what was verified since needs no excuse."""
    kinds = EditionNote.Kind
    behind = {(kinds.BEHIND, row.plan.key) for row in far_behind(progress)}
    subjects = behind | {(kinds.UNVERIFIED, key) for key, _row in records.unverified()}
    return [note for note in notes if (note["about"], note["subject"]) in subjects]


def note_rows(edition):
    """All notes by kind and subject, sorted here: databases differ in how they sort signs such as ``/`` and ``@``."""
    notes = sorted(edition.notes.all(), key=lambda note: (note.kind, note.subject)) if edition.pk else []
    return [
        {
            "about": note.kind,
            "subject": note.subject,
            "reason": note.reason,
            "corrective_action": note.corrective_action,
        }
        for note in notes
    ]


def holds_sample(value):
    """Whether anything in the document carries the sample mark."""
    if isinstance(value, dict):
        return value.get("is_sample") is True or any(map(holds_sample, value.values()))
    return isinstance(value, list) and any(map(holds_sample, value))
