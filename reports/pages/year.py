"""The yearly progress page: the year's state, its figures, its plans, what slipped and what was decided."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans.arithmetic import Status
from reports.pages import charts, sums
from reports.pages.addresses import Addresses, as_of_form, decision_url, meeting_url, open_graph, source_url
from reports.pages.badge import year_embedding
from reports.pages.cards import plan_cards
from reports.pages.firms import has_sums, year_firms
from reports.pages.money import year_money
from reports.pages.remedied import year_remedied
from reports.pages.trainings import year_trainings
from reports.pages.words import Words, geometry, sentence, status_key
from reports.pages.year_notices import notices_of
from reports.reading import DECISIONS_SHOWN, is_late

ORDER = [Status.DONE, Status.ON_TRACK, Status.AT_RISK, Status.BEHIND, Status.NOT_STARTED, Status.STOPPED]


def year_context(rows):
    """The context of ``reports/year_detail.html``. No query."""
    words, progress = Words(), rows.progress
    addresses = Addresses(rows.year, rows.day)
    in_force = [row for row in progress.plans if row.figures is not None]
    sample = any(row.plan.is_sample for row in progress.plans)
    firms = year_firms(rows.year, rows.years, words)
    firms_sample = firms is not None and firms["sample"]
    trainings, remedied = year_trainings(rows.year, words), year_remedied(rows.year, words)
    context = {
        "room": "progress",
        "sample": sample
        or firms_sample
        or any(block is not None and block["sample"] for block in (trainings, remedied))
        or any(decision.is_sample for decision in rows.decisions)
        or rows.year.is_sample,
        "sample_plans": sample,
        "year": words.digits(rows.year.year),
        "here": addresses.path,
        "head": head(rows, words),
        "asked": as_of_form(rows.year, rows.day, words),
        "known": known_note(progress, words),
        "cards": plan_cards(progress, addresses, words),
        "plans_title": plans_title(len(progress.plans), words),
        "gantt": gantt(in_force, rows, addresses, words),
        "slipped": slipped(rows, addresses, words),
        "decisions": decisions(rows, words),
        "money": year_money(rows, addresses, words),
        "firms": firms,
        "trainings": trainings,
        "remedied": remedied,
        "neighbours": neighbours(rows, words),
        "downloads": downloads(rows, addresses, words),
        "notices": notices_of(rows.year, words),
        "embedding": year_embedding(rows.year, words),
        "feed": reverse("reports:year_feed", args=[rows.year.year]),
        "open_graph": open_graph("reports:year_picture", rows.year.year),
    }
    if progress.figures.has_roll_up and in_force:
        context |= roll_up(rows, in_force, addresses, words)
    elif not progress.plans:
        context["nothing"] = nothing_yet(rows, words)
    return context


def head(rows, words):
    """The year's place in the programme, its state, the decision that it rests on, one sentence of summary."""
    year, figures = rows.year, rows.progress.figures
    numbers = {row.plan.approved_by.number for row in rows.progress.plans if row.plan.approved_by_id}
    source = reported_source(rows)
    return {
        "title": _("Progress of the year %(year)s") % {"year": words.digits(year.year)},
        "chip": sentence(year.get_state_display()),
        "ordinal": words.figure(year.ordinal),
        "source": source,
        "decisions": [{"url": decision_url(number), "number": words.code(number)} for number in sorted(numbers)],
        "lead": summary(rows, words) if figures.has_roll_up and figures.plans else "",
    }


def reported_source(rows):
    """The source of the year's reported facts with the page that shows its text, if one of its decisions has one."""
    if not rows.year.reported_plan_count:
        return None
    reported = next((decision for decision in rows.decisions if decision.source_id), None)
    return {"source": reported.source, "url": source_url(rows.year.year, reported)} if reported else None


def summary(rows, words):
    """One sentence of progress and one of the plans, made from the figures."""
    figures = rows.progress.figures
    progress = _(
        "By %(day)s, %(verified)s percent of the year's work was verified by the technical supervisor; "
        "by plan it was to be %(planned)s percent."
    ) % {
        "day": words.day(rows.day),
        "verified": words.percent(figures.verified),
        "planned": words.percent(figures.planned),
    }
    plans = ngettext("Of %(count)s action plan, %(list)s.", "Of %(count)s action plans, %(list)s.", len(figures.plans))
    return f"{progress} " + plans % {
        "count": words.count(len(figures.plans)),
        "list": words.plans_by_status(counts(rows.progress)),
    }


def counts(progress):
    return [(status, amount) for status in ORDER if (amount := progress.count(status))]


def plans_title(amount, words):
    return sentence(
        ngettext("%(count)s action plan", "%(count)s action plans", amount) % {"count": words.count(amount)}
    )


def known_note(progress, words):
    """The page tells what is known today about its day; what became known after that day is counted."""
    later = progress.later.either
    text = _("Figures for %(day)s, as known today.") % {"day": words.day(progress.day)}
    if not later:
        return text
    more = ngettext(
        "%(count)s report that counts here was recorded or verified after that day.",
        "%(count)s reports that count here were recorded or verified after that day.",
        later,
    )
    return f"{text} {sentence(more % {'count': words.count(later)})}"


def roll_up(rows, in_force, addresses, words):
    """What only an approved year has: headline, plans on track, curve, and how the number is made."""
    progress, figures = rows.progress, rows.progress.figures
    good = progress.count(Status.DONE, Status.ON_TRACK)
    totals = {"planned": figures.planned, "reported": figures.reported, "verified": figures.verified}
    return {
        "hero": hero(figures, words),
        "on_track": {
            "value": words.figure(good),
            "of": _("of %(count)s plans") % {"count": words.figure(len(in_force))},
            "note": sentence(words.plans_by_status(counts(progress))) + ".",
        },
        "tally": tally(progress, good, len(in_force), words),
        "curve": charts.curve(rows.year, rows.day, progress.series, progress.facts.month_ends, words),
        "curve_title": _("Progress curve of %(year)s up to %(day)s")
        % {"year": words.digits(rows.year.year), "day": words.short_day(rows.day)},
        "curve_text": _(
            "Planned %(planned)s, reported %(reported)s, verified %(verified)s percent. "
            "All numbers stand in the table below the chart."
        )
        % {kind: words.percent(total) for kind, total in totals.items()},
        "made": sums.sum_table(sums.plan_parts(progress, words, addresses.plan), totals, words),
    }


def hero(figures, words):
    return {
        "verified": words.percent(figures.verified),
        "reported": words.percent(figures.reported),
        "planned": words.percent(figures.planned),
        "gap": words.gap(figures.verified - figures.planned),
        "bar": {kind: geometry(getattr(figures, kind)) for kind in sums.KINDS},
    }


def tally(progress, good, total, words):
    """«1 completed + 3 on track = 4 of 9 plans»: the sum behind the second headline figure."""
    return format_html(
        _("Completed {done} + on track {on_track} = {good} of {total} plans"),
        done=words.figure(progress.count(Status.DONE)),
        on_track=words.figure(progress.count(Status.ON_TRACK)),
        good=words.figure(good),
        total=words.figure(total),
    )


def gantt(in_force, rows, addresses, words):
    if not in_force:
        return None
    axis = charts.Axis(rows.year, words)
    lines = []
    for row in in_force:
        bars, first, last = charts.plan_bars(axis, row.figures, rows.day)
        label = _("From %(first)s to %(last)s; %(verified)s percent verified") % {
            "first": words.short_day(first),
            "last": words.short_day(last),
            "verified": words.percent(row.figures.verified),
        }
        lines.append(
            bars
            | {
                "number": words.digits(row.plan.number),
                "name": words.name(row.plan.title, row.plan.title_en),
                "label": label,
            }
        )
    return {
        "now": geometry(axis.end_of(rows.day)),
        "day": words.short_day(rows.day),
        "months": charts.gantt_months(rows.day, words),
        "rows": lines,
    }


def slipped(rows, addresses, words):
    """Plans with less verified than planned, worst first, with the newest obstacle and remedy that was reported."""
    late = [row for row in rows.progress.plans if is_late(row.figures)]
    late.sort(key=lambda row: row.figures.variance)
    return [slipped_row(row, rows.obstacles.get(row.plan.pk), addresses, words) for row in late]


def slipped_row(row, told, addresses, words):
    stopped_by = row.plan.stopped_by if row.figures.status == Status.STOPPED else None
    return {
        "number": words.digits(row.plan.number),
        "name": words.name(row.plan.title, row.plan.title_en),
        "url": addresses.plan(row.plan.number),
        "status": status_key(row.figures.status),
        "variance": words.signed(row.figures.variance),
        "obstacle": words.persian(told["obstacle"]) if told else "",
        "remedy": words.persian(told["corrective_action"]) if told else "",
        "entry": addresses.plan(row.plan.number, f"#entry-{told['pk']}") if told else "",
        "told_on": words.short_day(told["as_of"]) if told else "",
        "stopped_by": decision_link(stopped_by.number, words) if stopped_by else "",
    }


def decision_link(number, words):
    return format_html(_('<a href="{url}">decision {number}</a>'), url=decision_url(number), number=words.code(number))


def decisions(rows, words):
    year = rows.year.year
    shown = rows.decisions[:DECISIONS_SHOWN]
    return {
        "rows": [
            {
                "number": words.code(decision.number),
                "url": decision_url(decision.number),
                "text": words.decision(decision),
                "day": words.short_day(decision.adopted_on),
                "iso": decision.adopted_on.isoformat(),
                "meeting_url": meeting_url(year, decision.agenda_item.meeting),
                "meeting": words.figure(decision.agenda_item.meeting.number),
                "source": decision.source,
                "source_url": source_url(year, decision),
                "is_sample": decision.is_sample,
            }
            for decision in shown
        ],
        "more": len(rows.decisions) > DECISIONS_SHOWN,
        "sample": any(decision.is_sample for decision in shown),
    }


def neighbours(rows, words):
    """The programme's other years for the rail."""
    return [
        {
            "url": Addresses(year, None).path,
            "word": _("Year %(year)s (%(state)s)")
            % {"year": words.digits(year.year), "state": year.get_state_display()},
        }
        for year in reversed(rows.years)
        if year.pk != rows.year.pk
    ]


def downloads(rows, addresses, words):
    files = []
    detail = _("for a spreadsheet; figures for %(day)s")
    if rows.progress.figures.plans:
        day, url = words.day(rows.day), addresses.csv()
        title = _("Progress of plans and activities")
        files.append({"format": "CSV", "title": title, "detail": detail % {"day": day}, "url": url})
    if has_sums(rows.year):
        title = _("People and sales of the firms, as sums")
        detail_now = _("for a spreadsheet; returns as known today")
        files.append({"format": "CSV", "title": title, "detail": detail_now, "url": addresses.firms_csv()})
    if rows.money:
        day, url = words.day(rows.money_day), addresses.money_csv()
        title = _("Funding commitments and what was paid")
        files.append({"format": "CSV", "title": title, "detail": detail % {"day": day}, "url": url})
    return files


def nothing_yet(rows, words):
    """What the page says of a year without plans: what a source reported of it, or that it is being planned."""
    year = rows.year
    if year.reported_plan_count:
        text = ngettext(
            "%(count)s action plan was approved; its title is not in the source.",
            "%(count)s action plans were approved; their titles are not in the source.",
            year.reported_plan_count,
        )
        return {
            "title": sentence(text % {"count": words.count(year.reported_plan_count)}),
            "text": _("Progress appears here once the plans are recorded and the facilitator reports on them."),
            "reported": True,
        }
    return {
        "title": _("No action plan of this year is public yet."),
        "text": _("Plans appear here as soon as the steering council approves them."),
        "reported": False,
    }
