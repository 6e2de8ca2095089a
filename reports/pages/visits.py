"""The supervisor's visits to a plan: what was found, how many reports were judged at each."""

from collections import Counter

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.pages.evidence import size
from reports.pages.words import sentence


def verdicts_at(rows):
    """How many verdicts on this plan's reports were given at each visit, by its id."""
    return Counter(verdict.visit_id for found in rows.verdicts.values() for verdict in found if verdict.visit_id)


def visit_rows(rows, words):
    """One dict per visit, newest first."""
    counts = verdicts_at(rows)
    return [
        {
            "pk": visit.pk,
            "day": words.day(visit.visited_on),
            "iso": visit.visited_on.isoformat(),
            "findings": words.name(visit.findings, visit.findings_en),
            "verdicts": judged(counts[visit.pk], words),
            "file": words.persian(visit.file.name) if visit.file else "",
            "file_url": reverse("filing:file", args=[visit.file_id]) if visit.pk in rows.open_visit_files else "",
            "size": size(visit.file.size, words) if visit.file else "",
        }
        for visit in rows.visits
    ]


def judged(amount, words):
    """«Three reports of this plan were judged at it.»; nothing when there was none."""
    if not amount:
        return ""
    text = ngettext(
        "%(count)s report of this plan was judged at it.", "%(count)s reports of this plan were judged at it.", amount
    )
    return sentence(text % {"count": words.count(amount)})


def visit_events(rows, words):
    """Each visit in the story of the plan."""
    counts = verdicts_at(rows)
    return [
        {
            "kind": _("Supervision visit"),
            "date": visit.visited_on,
            "rank": 3,
            "title": words.name(visit.findings, visit.findings_en),
            "url": f"#visit-{visit.pk}",
            "lines": [line for line in [judged(counts[visit.pk], words)] if line],
            "icon": "i-find",
        }
        for visit in rows.visits
    ]


def visit_link(visit, words):
    """«at the visit of 31 Tir 1403», leading to it; nothing for a verdict at no visit."""
    if visit is None:
        return ""
    return format_html(
        _('<a href="#visit-{pk}">at the visit of {day}</a>'), pk=visit.pk, day=words.day(visit.visited_on)
    )
