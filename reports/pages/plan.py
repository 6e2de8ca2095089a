"""The page of one plan: its story from the source to the verified result, and everything its figures rest on."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans.arithmetic import FULL
from reports.pages import charts, sums
from reports.pages.addresses import Addresses, as_of_form, decision_url, meeting_url, open_graph
from reports.pages.badge import plan_embedding
from reports.pages.cards import bar, next_line, three
from reports.pages.evidence import evidence_list
from reports.pages.findings import finding_rows
from reports.pages.indicators import indicator_rows
from reports.pages.money import plan_money
from reports.pages.parting import parted_curve
from reports.pages.records import entry_rows
from reports.pages.story import story
from reports.pages.visits import visit_rows
from reports.pages.words import Words, sentence, status_key
from reports.pages.year import known_note
from reports.people import People


def plan_context(rows):
    """The context of ``reports/plan_detail.html``. No query."""
    words, plan, progress = Words(), rows.plan, rows.progress
    addresses = Addresses(plan.year, rows.day)
    people = People(rows.seats, rows.groups, words)
    context = {
        "room": "progress",
        "sample": plan.is_sample,
        "plan": plan,
        "number": words.digits(plan.number),
        "year": words.digits(plan.year.year),
        "year_url": addresses.progress(),
        "here": addresses.here(plan.number),
        "title": words.name(plan.title, plan.title_en),
        "plain_title": words.plain(plan.title, plan.title_en),
        "objective": words.name(plan.objective, plan.objective_en) if plan.objective else "",
        "above": above(rows, words),
        "asked": as_of_form(plan.year, rows.day, words),
        "facts": facts(rows, words),
        "story": story(rows, words),
        "findings": finding_rows(rows, words),
        "entries": entry_rows(rows, people, words),
        "entries_note": entries_note(rows, words),
        "more_entries": len(rows.entries) < rows.entry_count,
        "indicators": indicator_rows(rows, people, words),
        "evidence": evidence_list(rows, words),
        "visits": visit_rows(rows, words),
        "money": plan_money(rows, words),
        "ideas": [{"pk": idea.pk, "title": words.persian(idea.title)} for idea in rows.ideas],
        "up_money": addresses.progress("#money"),
        "siblings": siblings(rows, addresses, words),
        "waiting": sum(1 for row in rows.entries if ("entry", row.pk) not in rows.verdicts),
    }
    if plan.approved_by_id:
        context["embedding"] = plan_embedding(plan, words)
        context["open_graph"] = open_graph("reports:plan_picture", plan.year.year, plan.number)
    if progress.figures is not None:
        context |= figures(rows, addresses, words)
    return context


def above(rows, words):
    """«Action plan 5 of 9 · year 1403 · weight 15 of 100»."""
    parts = [
        _("Action plan %(number)s of %(count)s")
        % {"number": words.digits(rows.plan.number), "count": words.figure(len(rows.siblings))},
        _("year %(year)s") % {"year": words.digits(rows.plan.year.year)},
    ]
    if rows.progress.figures:
        parts.append(_("weight %(weight)s of 100") % {"weight": words.figure(rows.progress.figures.weight)})
    return " · ".join(words.digits(part) for part in parts)


def facts(rows, words):
    """Lead, partners, pillar, sections, decision and baseline in force."""
    plan, figures = rows.plan, rows.progress.figures
    found = {
        "lead": words.name(plan.lead.name, plan.lead.name_en) if plan.lead else "",
        "lead_key": plan.lead.key if plan.lead else "",
        "partners": [{"name": words.name(row.name, row.name_en), "key": row.key} for row in rows.partners],
        "pillar": sentence(str(plan.get_pillar_display())),
        "sections": [words.name(section.name, section.name_en) for section in rows.sections],
        "contact": words.persian(plan.contact),
    }
    if plan.approved_by_id:
        meeting = plan.approved_by.agenda_item.meeting
        found |= {
            "decision": words.code(plan.approved_by.number),
            "decision_url": decision_url(plan.approved_by.number),
            "meeting": words.figure(meeting.number),
            "meeting_url": meeting_url(plan.year.year, meeting),
        }
    if figures:
        found["baseline"] = _("version %(version)s, in force from %(day)s") % {
            "version": words.figure(figures.baseline.version),
            "day": words.day(figures.baseline.in_force_on),
        }
    return found


def figures(rows, addresses, words):
    """What a plan with a baseline has: its percents, its calendar, and the sum that makes them."""
    progress, made = rows.progress, rows.progress.figures
    axis = charts.Axis(rows.plan.year, words)
    return {
        "curve": parted_curve(rows, words),
        "curve_title": _("Progress curve of plan %(number)s up to %(day)s")
        % {"number": words.digits(rows.plan.number), "day": words.short_day(rows.day)},
        "curve_text": _(
            "Planned %(planned)s, reported %(reported)s, verified %(verified)s percent. "
            "All numbers stand in the table below the chart."
        )
        % {kind: words.percent(getattr(made, kind)) for kind in ("planned", "reported", "verified")},
        "status": status_key(made.status),
        "hero": three(made, words) | {"bar": bar(made), "gap": words.gap(made.variance)},
        "known": known_note(progress, words),
        "day": words.day(rows.day),
        "short_day": words.short_day(rows.day),
        "next": next_line(progress, words),
        "now": charts.geometry(axis.end_of(rows.day)),
        "months": charts.gantt_months(rows.day, words),
        "activities": [activity_row(axis, row, rows.day, words) for row in made.activities],
        "made": sums.sum_table(
            [activity_part(row, words) for row in made.activities],
            {"planned": made.planned, "reported": made.reported, "verified": made.verified},
            words,
        ),
        "up": addresses.progress("#made"),
    }


def activity_row(axis, row, day, words):
    facts = row.facts
    first, last = words.short_day(facts.start), words.short_day(facts.finish)
    if facts.is_milestone:
        dates = _("milestone, %(day)s") % {"day": last}
    else:
        dates = _("from %(first)s to %(last)s") % {"first": first, "last": last}
    verified = words.percent(row.verified if row.verified is not None else 0)
    return charts.activity_bars(axis, row, day) | {
        "number": words.digits(facts.number),
        "name": words.name(facts.title, facts.title_en),
        "weight": words.figure(facts.weight),
        "dates": dates,
        "label": _("%(dates)s; %(verified)s percent verified") % {"dates": sentence(dates), "verified": verified},
        "overdue": facts.finish < day and row.verified != FULL,
        "planned": words.percent(row.planned),
        "reported": words.percent(row.reported),
        "verified": words.percent(row.verified),
        "reported_entry": row.reported_entry.id if row.reported_entry else "",
        "verified_entry": row.verified_entry.id if row.verified_entry else "",
    }


def activity_part(row, words):
    """An activity as a part of its plan's figure; its name leads to the report that counts."""
    entry = row.verified_entry or row.reported_entry
    return {
        "number": words.digits(row.facts.number),
        "name": words.name(row.facts.title, row.facts.title_en),
        "url": f"#entry-{entry.id}" if entry else "",
        "weight": row.facts.weight,
        "planned": row.planned,
        "reported": row.reported,
        "verified": row.verified,
    }


def entries_note(rows, words):
    """How many reports there are, how many are shown, and that none was ever rewritten."""
    shown, total = len(rows.entries), rows.entry_count
    if shown < total:
        text = _("%(shown)s of %(total)s reports: the newest, and those that count on the day of the page.")
        return text % {"shown": words.figure(shown), "total": words.figure(total)}
    text = ngettext("%(count)s report.", "%(count)s reports.", total) % {"count": words.count(total)}
    return sentence(text)


def siblings(rows, addresses, words):
    """The plan before and the plan after this one."""
    numbers = [number for number, _title, _title_en in rows.siblings]
    here = numbers.index(rows.plan.number)
    found = {}
    for name, place in (("previous", here - 1), ("next", here + 1)):
        if 0 <= place < len(numbers):
            number, title, title_en = rows.siblings[place]
            found[name] = {
                "url": addresses.plan(number),
                "number": words.digits(number),
                "name": words.name(title, title_en),
            }
    return found
