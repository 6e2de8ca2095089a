"""What was frozen, in words: headline, curve, plans, their activities with the reports behind them. No query."""

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  (a type beside the function of that name)
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editions.labels import label
from editions.public.facts import facts
from editions.public.records import Reports
from editions.public.values import anchor, date, decision, exact, name, percent
from editions.told import late_plans
from persian.jalali import month_ends
from reports.pages import charts
from reports.pages.words import geometry, sentence

KINDS = ("planned", "reported", "verified")
GOOD = {"done", "on_track"}


@dataclass(frozen=True)
class Span:
    """What the chart asks of a year."""

    year: int
    start: Day
    end: Day


@dataclass(frozen=True)
class Point:
    """What the chart asks of a point of the curve."""

    day: Day
    planned: Decimal
    reported: Decimal | None
    verified: Decimal | None


def content(document, words):
    """Everything of the document that the page shows."""
    reports = Reports(document, words)
    context = {
        "sample": document["edition"]["is_sample"],
        "plans": [plan_row(plan, reports, words) for plan in document["plans"]],
        "plans_title": plans_title(len(document["plans"]), words),
        "behind": behind(document, words),
        **facts(document, words),
    }
    if document["progress"]["planned"] is not None:
        context |= roll_up(document, words)
    return context


def plans_title(amount, words):
    return sentence(
        ngettext("%(count)s action plan", "%(count)s action plans", amount) % {"count": words.count(amount)}
    )


def roll_up(document, words):
    """Headline and curve, which only an approved year has."""
    progress, as_of = document["progress"], date(document["edition"]["as_of"])
    span = Span(document["year"]["year"], date(document["year"]["start"]), date(document["year"]["end"]))
    shown = {kind: percent(progress[kind], words) for kind in KINDS}
    counts = progress["plans_by_status"]
    return {
        "hero": {
            **shown,
            "gap": words.gap(exact(progress["verified"]) - exact(progress["planned"])),
            "bar": {kind: geometry(exact(progress[kind])) for kind in KINDS},
        },
        "on_track": {
            "value": words.figure(sum(counts.get(status, 0) for status in GOOD)),
            "of": _("of %(count)s plans") % {"count": words.figure(sum(counts.values()))},
        },
        "curve": charts.curve(span, as_of, points(progress["series"]), month_ends(span.year), words),
        "curve_title": _("Progress curve of %(year)s up to %(day)s")
        % {"year": words.digits(span.year), "day": words.short_day(as_of)},
        "curve_text": _(
            "Planned %(planned)s, reported %(reported)s, verified %(verified)s percent. "
            "All numbers stand in the table below the chart."
        )
        % shown,
    }


def points(series):
    return [Point(date(row["day"]), *(exact(row[kind]) for kind in KINDS)) for row in series]


def plan_row(plan, reports, words):
    return {
        "anchor": f"plan-{plan['number']}",
        "number": words.digits(plan["number"]),
        "name": name(plan["title"], words),
        "objective": name(plan["objective"], words) if plan["objective"]["fa"] else "",
        "lead": name(plan["lead"]["name"], words) if plan["lead"] else "",
        "pillar": label("pillar", plan["pillar"]),
        "sections": [name(section, words) for section in plan["sections"]],
        "weight": words.figure(exact(plan["weight"])),
        **{kind: percent(plan[kind], words) for kind in KINDS},
        "variance": words.signed(exact(plan["variance"])),
        "bar": {kind: geometry(exact(plan[kind]) or 0) for kind in KINDS},
        "status": plan["status"],
        "status_word": label("status", plan["status"]),
        "approved_by": decision(plan["approved_by"], words),
        "stopped_by": decision(plan["stopped_by"], words),
        "baselines": [
            {
                "version": words.figure(row["version"]),
                "day": words.day(date(row["in_force_on"])),
                "decision": decision(row["decision"], words),
            }
            for row in plan["baselines"]
        ],
        "activities": [activity_row(row, reports, words) for row in plan["activities"]],
        "indicators": [indicator_row(row, words) for row in plan["indicators"]],
        "is_sample": plan["is_sample"],
    }


def indicator_row(row, words):
    return {
        "anchor": f"indicator-{anchor(row['key'])}",
        "name": name(row["title"], words),
        "unit": name(row["unit"], words),
        **{kind: words.figure(exact(row[kind])) for kind in ("start", "target", "reported", "verified")},
    }


def activity_row(row, reports, words):
    return {
        "anchor": f"activity-{anchor(row['key'])}",
        "number": words.digits(row["number"]),
        "name": name(row["title"], words),
        "weight": words.figure(exact(row["weight"])),
        **{kind: percent(row[kind], words) for kind in KINDS},
        "start": "" if row["is_milestone"] else words.short_day(date(row["start"])),
        "finish": words.short_day(date(row["finish"])),
        "reports": reports.of_activity(row),
    }


def behind(document, words):
    """Plans with less verified than planned, worst first; why, and what is done, as the edition says or a report."""
    return [
        {
            "anchor": f"plan-{plan['number']}",
            "number": words.digits(plan["number"]),
            "name": name(plan["title"], words),
            "status": plan["status"],
            "status_word": label("status", plan["status"]),
            "variance": words.signed(exact(plan["variance"])),
            "reason": words.persian(said.reason),
            "action": words.persian(said.action),
            "said_on": words.day(date(said.report["as_of"])) if said.report else "",
            "stopped_by": decision(plan["stopped_by"], words),
        }
        for plan, said in late_plans(document)
    ]
