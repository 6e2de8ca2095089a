"""The story of a plan: what was found and said, what was decided, frozen, changed, verified, returned and remedied.

The whole story is told as it is known today, whatever day the figures are for.
"""

import re
from collections import defaultdict

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans.arithmetic import FULL
from actionplans.models import ActionPlan
from reports.pages.addresses import decision_url, meeting_url
from reports.pages.differences import baseline_changes, frozen_line
from reports.pages.findings import finding_events
from reports.pages.records import RETURNED
from reports.pages.visits import visit_events, visit_link
from reports.pages.words import sentence

STATEMENT = re.compile(r"statement (\w+)")
AGENDA = re.compile(r"meeting\.agenda\[(\d+)\]")


def story(rows, words):
    """The events, oldest first. Each: kind, day, title; optional url, lines, icon, tone, source."""
    events = [
        *finding_events(rows, words),
        *origin(rows, words),
        *decision_events(rows, words),
        *baseline_events(rows, words),
        *visit_events(rows, words),
        *verdict_events(rows, words),
        *overdue_events(rows, words),
    ]
    events.sort(key=lambda event: (event["date"], event["rank"]))
    for event in events:
        event["day"], event["iso"] = words.day(event["date"]), event["date"].isoformat()
    return events


def origin(rows, words):
    """Where the plan comes from: a statement or an agenda item of the source, or the words that were noted."""
    noted = rows.plan.from_source
    if match := STATEMENT.fullmatch(noted):
        return [statement_event(row, rows, words) for row in rows.statements if row.topic == match[1]]
    if match := AGENDA.fullmatch(noted):
        items = rows.agenda[int(match[1]) : int(match[1]) + 1]
        return [agenda_event(item, rows, words) for item in items]
    if not noted or rows.plan.approved_by_id is None:
        return []
    meeting = rows.plan.approved_by.agenda_item.meeting
    return [{"kind": _("Origin"), "date": meeting.held_on, "rank": 0, "title": words.persian(noted), "icon": "i-find"}]


def statement_event(statement, rows, words):
    meeting = next((item.meeting for item in rows.agenda if item.meeting.source_id == statement.source_id), None)
    return {
        "kind": _("Statement"),
        "date": statement.source.published_on,
        "rank": 0,
        "title": words.persian(statement.text),
        "lines": [words.persian(statement.speaker)],
        "icon": "i-find",
        "source": statement.source,
        "url": meeting_url(rows.plan.year.year, meeting, "#source") if meeting else "",
    }


def agenda_event(item, rows, words):
    return {
        "kind": _("Agenda item"),
        "date": item.meeting.held_on,
        "rank": 0,
        "title": words.name(item.title, item.title_en),
        "lines": [words.persian(text) for text in (item.presenter, item.text) if text],
        "icon": "i-find",
        "source": item.meeting.source,
        "url": meeting_url(rows.plan.year.year, item.meeting, f"#item-{item.order}"),
    }


def decision_events(rows, words):
    """The decision that approved the plan, with the minutes, and the one that stopped it."""
    plan, events = rows.plan, []
    if plan.approved_by_id:
        decision = plan.approved_by
        meeting = decision.agenda_item.meeting
        events.append(
            {
                "kind": _("Decision"),
                "date": decision.adopted_on,
                "rank": 1,
                "title": decision_title(_("Decision {number}: {text}"), decision, words),
                "url": decision_url(decision.number),
                "lines": [minutes_link(plan.year.year, meeting, words), *reported_only(decision)],
                "icon": "s-done",
                "source": decision.source,
            }
        )
    if plan.state == ActionPlan.State.STOPPED:
        events.append(
            {
                "kind": _("Stopped"),
                "date": plan.stopped_on,
                "rank": 5,
                "title": decision_title(_("Stopped by decision {number}: {text}"), plan.stopped_by, words),
                "url": decision_url(plan.stopped_by.number),
                "lines": [_("The reported and verified values stay as of that day; weight and planned curve remain.")],
                "icon": "s-stop",
                "tone": "warn",
            }
        )
    return events


def decision_title(pattern, decision, words):
    return format_html(pattern, number=words.code(decision.number), text=words.decision(decision))


def minutes_link(year, meeting, words):
    return format_html(
        _('<a href="{url}">Minutes of meeting {number}</a>'),
        url=meeting_url(year, meeting),
        number=words.figure(meeting.number),
    )


def reported_only(decision):
    return [_("Attendance and votes were not reported.")] if decision.source_id else []


def baseline_events(rows, words):
    """Every frozen version, with its decision and what it changed."""
    events, before = [], None
    facts = {baseline.version: baseline for baseline in rows.progress.facts.baselines}
    targets = defaultdict(dict)
    for target in rows.targets:
        targets[target.baseline_id][target.indicator_id] = target
    for baseline in rows.baselines:
        now = (facts[baseline.version], targets[baseline.pk])
        events.append(
            {
                "kind": _("Baseline, version %(version)s") % {"version": words.figure(baseline.version)},
                "date": baseline.in_force_on,
                "rank": 2,
                "title": frozen_line(*now, words) if before is None else _("The council changed the baseline."),
                "lines": [
                    *(baseline_changes(before, now, words) if before else []),
                    decision_line(baseline.decision, words),
                ],
                "icon": "i-lock",
                "anchor": f"baseline-{baseline.version}",
            }
        )
        before = now
    return events


def decision_line(decision, words):
    return format_html(
        _('By <a href="{url}">decision {number}</a>'),
        url=decision_url(decision.number),
        number=words.code(decision.number),
    )


def verdict_events(rows, words):
    """Each returned report, and the verified ones of one day together."""
    events, verified = [], defaultdict(list)
    for entry in rows.entries:
        for verdict in rows.verdicts.get(("entry", entry.pk), []):
            if verdict.verdict == RETURNED:
                events.append(returned_event(entry, verdict, words))
            else:
                verified[timezone.localdate(verdict.at)].append((entry, verdict))
    return events + [verified_event(day, pairs, words) for day, pairs in verified.items()]


def returned_event(entry, verdict, words):
    return {
        "kind": _("Returned report"),
        "date": timezone.localdate(verdict.at),
        "rank": 3,
        "title": format_html(
            _("{activity}: {percent} percent was reported and not accepted."),
            activity=words.name(entry.activity.title, entry.activity.title_en),
            percent=words.percent(entry.percent),
        ),
        "url": f"#entry-{entry.pk}",
        "lines": [
            format_html(_("Reason: {reason}"), reason=words.persian(verdict.reason)),
            *at_visits([verdict], words),
        ],
        "icon": "s-ret",
        "tone": "warn",
    }


def verified_event(day, pairs, words):
    other = sum(1 for entry, verdict in pairs if verdict.percent != entry.percent)
    text = ngettext("%(count)s report was verified.", "%(count)s reports were verified.", len(pairs))
    lines = []
    if other:
        differs = ngettext(
            "%(count)s figure differs from the report.", "%(count)s figures differ from the report.", other
        )
        lines.append(sentence(differs % {"count": words.count(other)}))
    return {
        "kind": _("Verification"),
        "date": day,
        "rank": 4,
        "title": sentence(text % {"count": words.count(len(pairs))}),
        "url": f"#entry-{pairs[0][0].pk}",
        "lines": [*lines, *at_visits([verdict for _entry, verdict in pairs], words)],
        "icon": "s-done",
    }


def at_visits(verdicts, words):
    """«At the visit of 31 Tir 1403», once for each visit at which they were given."""
    visits = {verdict.visit_id: verdict.visit for verdict in verdicts if verdict.visit_id}
    return [sentence(visit_link(visit, words)) for visit in visits.values()]


def overdue_events(rows, words):
    """Activities whose last day passed before the page's day without being verified as complete."""
    figures, stopped = rows.progress.figures, rows.plan.stopped_on
    if figures is None:
        return []
    return [
        {
            "kind": _("Past its due day"),
            "date": row.facts.finish,
            "rank": 6,
            "title": format_html(
                _("{activity} was not verified as complete by its last day."),
                activity=words.name(row.facts.title, row.facts.title_en),
            ),
            "icon": "s-late",
            "tone": "bad",
        }
        for row in figures.activities
        if row.facts.finish < rows.day and row.verified != FULL and (stopped is None or row.facts.finish < stopped)
    ]
