"""The evidence of a plan: caption and hash always, the file only for whom it is released."""

from pathlib import PurePosixPath

from django.urls import reverse
from django.utils.translation import gettext as _

KILO = 1024


def evidence_list(rows, words):
    """Evidence of the shown reports and of the readings, newest report first, and how many files are not public."""
    subjects = [
        *((("entry", entry.pk), entry.activity, entry.as_of) for entry in rows.entries),
        *((("reading", row.pk), row_indicator(rows, row), row.as_of) for row in rows.readings),
    ]
    shown = [
        evidence_row(evidence, about, as_of, rows.open_files, words)
        for subject, about, as_of in subjects
        for evidence in rows.evidence.get(subject, [])
    ]
    return {"rows": shown, "closed": sum(1 for row in shown if not row["url"])}


def row_indicator(rows, reading):
    return next(indicator for indicator in rows.indicators if indicator.pk == reading.indicator_id)


def evidence_row(evidence, about, as_of, open_files, words):
    file = evidence.file
    return {
        "pk": evidence.pk,
        "caption": words.persian(evidence.caption),
        "url": reverse("filing:file", args=[file.pk]) if evidence.pk in open_files else "",
        "kind": PurePosixPath(file.name).suffix.lstrip(".").upper(),
        "size": size(file.size, words),
        "about": words.name(about.title, about.title_en),
        "day": words.short_day(as_of),
        "sha256": file.sha256,
        "entry": evidence.entry_id or "",
    }


def size(octets, words):
    if octets < KILO * KILO:
        return _("%(size)s kB") % {"size": words.figure(max(1, round(octets / KILO)))}
    return _("%(size)s MB") % {"size": words.percent(octets / KILO / KILO)}
