"""What a plan remedies: the findings that are tied to it, and their part in its story."""

from django.urls import reverse
from django.utils.translation import gettext as _

from market.models import Finding
from reports.pages.words import sentence


def finding_rows(rows, words):
    """One dict per finding, by number. ``proof``: where on this page the report stands that closed it."""
    return [
        {
            "finding": finding,
            "number": words.figure(finding.number),
            "url": finding_url(finding),
            "name": words.name(finding.title, finding.title_en),
            "kind": sentence(str(finding.get_kind_display())),
            "section": words.name(finding.section.name, finding.section.name_en) if finding.section else "",
            "found": words.day(finding.identified_on),
            "closed": words.day(finding.closed_on) if finding.closed_on else "",
            "note": words.persian(finding.note),
            "proof": finding.report_anchor if is_closed_here(finding, rows.plan) else "",
        }
        for finding in rows.findings
    ]


def finding_events(rows, words):
    """Where the story begins, what was found; and where it ends, what a report of this plan closed."""
    events = [
        {
            "kind": sentence(str(finding.get_kind_display())),
            "date": finding.identified_on,
            "rank": -1,
            "title": words.name(finding.title, finding.title_en),
            "url": finding_url(finding),
            "lines": [words.persian(finding.note)] if finding.note else [],
            "icon": "i-find",
        }
        for finding in rows.findings
    ]
    return events + [closed_event(finding, words) for finding in rows.findings if is_closed_here(finding, rows.plan)]


def closed_event(finding, words):
    event = {
        "kind": _("Closed with evidence"),
        "date": finding.closed_on,
        "rank": 7,
        "title": words.name(finding.title, finding.title_en),
        "url": finding_url(finding),
        "lines": [words.persian(finding.closing_note)] if finding.closing_note else [],
        "icon": "s-done",
    }
    if finding.is_in_doubt:
        event |= {"kind": _("Closed, and its report returned since"), "icon": "s-ret", "tone": "bad"}
    return event


def is_closed_here(finding, plan):
    """Whether it was closed on a report of this plan."""
    if finding.state != Finding.State.CLOSED:
        return False
    about = finding.closing_entry.activity if finding.closing_entry else finding.closing_reading.indicator
    return about.plan_id == plan.pk


def finding_url(finding):
    return reverse("market:finding_detail", args=[finding.number])
