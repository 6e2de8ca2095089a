"""The plans in the report: their table, then each with its activities and the reports that make its figures."""

from django.utils.translation import gettext as _

from editions.outputs.report.cells import beside, code, figure, quiet, stacked
from editions.outputs.report.drawing import clipped
from editions.outputs.report.parts import heading, nothing, table, words
from editions.told import last_verdict, reading_day
from persian.jalali import format_day

KINDS = ("planned", "reported", "verified")


def plan_table(reader):
    plans, progress = reader.document["plans"], reader.document["progress"]
    yield heading(_("Action plans"))
    if not plans:
        yield nothing(_("The document holds no plan in force."))
        return
    foot = None
    if progress["planned"] is not None:
        foot = ["", _("The year"), "", "", *percents(progress, reader), ""]
    yield table(
        ["#", _("Action plan"), _("Weight"), _("Progress"), _("Planned"), _("Reported"), _("Verified"), _("Variance")],
        [0, 1, 0, 0, 0, 0, 0, 0],
        [plan_line(plan, reader) for plan in plans],
        foot,
    )


def plan_line(plan, reader):
    return [
        figure(reader.words.digits(plan["number"])),
        stacked(
            beside(reader.said(plan["title"]), reader.sample(plan)),
            reader.quietly(plan["lead"]),
            ["s", plan["status"], reader.status(plan["status"])],
        ),
        figure(reader.words.figure(plan["weight"])),
        ["bar", *(clipped(plan[kind]) for kind in KINDS)],
        *percents(plan, reader),
        figure(reader.words.percent(plan["variance"])),
    ]


def percents(row, reader):
    return [figure(reader.words.percent(row[kind])) for kind in KINDS]


def plan_parts(reader):
    """Each plan by itself."""
    for plan in reader.document["plans"]:
        yield {"kind": "plan", "number": reader.words.digits(plan["number"]), "text": reader.said(plan["title"])}
        yield {"kind": "facts", "rows": [fact for fact in plan_facts(plan, reader) if fact[1]]}
        yield table(
            ["#", _("Activity"), _("Weight"), _("From – to"), _("Planned"), _("Reported"), _("Verified")],
            [0, 1, 0, 0, 0, 0, 0],
            [activity_line(row, reader) for row in plan["activities"]],
            ["", _("The plan"), "", "", *percents(plan, reader)],
        )
        yield from report_table(plan, reader)
        yield from indicator_table(plan, reader)


def plan_facts(plan, reader):
    yield _("Objective"), reader.said(plan["objective"])
    yield _("Lead"), reader.said(plan["lead"]["name"]) if plan["lead"] else ""
    yield _("Partners"), reader.listed(reader.institution_of(key) for key in plan["partners"])
    yield _("Sections"), reader.listed(reader.text(section) for section in plan["sections"])
    yield _("Pillar"), reader.label("pillar", plan["pillar"])
    yield _("Status"), ["s", plan["status"], reader.status(plan["status"])]
    yield _("Approved by decision"), reader.number(plan["approved_by"])
    if plan["stopped_by"]:
        yield _("Stopped by decision"), beside(reader.number(plan["stopped_by"]), quiet(reader.day(plan["stopped_on"])))
    yield _("Baseline"), stacked(*(baseline_words(row, reader) for row in plan["baselines"]))


def baseline_words(row, reader):
    return _("Version %(version)s, in force from %(day)s by decision %(number)s") % {
        "version": reader.words.figure(row["version"]),
        "day": reader.day(row["in_force_on"]),
        "number": reader.isolated(row["decision"]),
    }


def activity_line(row, reader):
    span = [reader.day(row["start"], "numeric"), reader.day(row["finish"], "numeric")]
    return [
        figure(reader.words.digits(row["number"])),
        stacked(reader.said(row["title"]), quiet(_("Milestone") if row["is_milestone"] else "")),
        figure(reader.words.figure(row["weight"])),
        stacked(*(figure(day) for day in (span[1:] if row["is_milestone"] else span))),
        *percents(row, reader),
    ]


def report_table(plan, reader):
    """The reports by which the activities stand where they stand, each once."""
    named = {row[name]: row for row in plan["activities"] for name in ("reported_entry", "verified_entry") if row[name]}
    if not named:
        yield nothing(_("Nothing was reported of this plan."))
        return
    yield words(["b", _("Reports that make these figures")])
    yield table(
        [_("Report"), _("Figures for"), _("Reported"), _("Recorded by"), _("Verified"), _("Verdict by"), _("Evidence")],
        [0, 1.2, 0, 2, 0, 2, 0],
        [report_line(reader.reports[key], reader) for key in named if key in reader.reports],
    )


def report_line(row, reader):
    last = last_verdict(row)
    return [
        code(row["key"]),
        reader.day(row["as_of"], "numeric"),
        figure(reader.words.percent(row["percent"])),
        stacked(reader.who(row["recorded_by"]), quiet(reader.day(row["recorded_on"], "numeric"))),
        figure(reader.words.percent(last["percent"])) if last else "—",
        verdict_cell(last, reader),
        figure(reader.words.figure(len(row["evidence"]))),
    ]


def verdict_cell(last, reader):
    """Who said what and when; a dash before anybody did."""
    if last is None:
        return quiet(_("not yet verified"))
    verdict = reader.label("verdict", last["verdict"])
    return stacked(reader.who(last["by"]), quiet(f"{verdict} · {reader.day(last['on'], 'numeric')}"))


def indicator_table(plan, reader):
    """From where to where, and how far: what was reported last and counts, what of it was verified."""
    if not plan["indicators"]:
        return
    yield words(["b", _("Indicators")])
    yield table(
        [_("Indicator"), _("Unit"), _("Set out from"), _("Target"), _("Reported"), _("Verified")],
        [3, 1.4, 0, 0, 1.2, 1.2],
        [indicator_line(row, reader) for row in plan["indicators"]],
    )


def indicator_line(row, reader):
    return [
        reader.said(row["title"]),
        reader.said(row["unit"]),
        *(figure(reader.words.figure(row[name])) for name in ("start", "target")),
        *(reading_cell(row, name, reader) for name in ("reported", "verified")),
    ]


def reading_cell(row, name, reader):
    """A figure with the day of its reading."""
    day = reading_day(row[f"{name}_reading"])
    return stacked(figure(reader.words.figure(row[name])), quiet(format_day(day, "numeric", reader.language)))
