"""Parts of the report that stand after the plans: what is behind, decisions, money, courses, firms, gaps, hand-over."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from editions.outputs.report.cells import beside, code, figure, quiet, stacked
from editions.outputs.tables.reach import FIRM_SUMS, firm_lines, firm_sum_titles
from editions.outputs.tables.summary import training_words
from editions.told import late_plans, plan_words


def heading(text):
    return {"kind": "heading", "text": text}


def words(text):
    return {"kind": "words", "text": text}


def table(head, widths, rows, foot=None):
    """``widths``: a number is a share of what is left, 0 what the column needs. ``foot``: one row of sums."""
    return {"kind": "table", "head": head, "widths": widths, "rows": rows, "foot": foot}


def nothing(text):
    return {"kind": "words", "text": quiet(text)}


def behind(reader):
    """Plans with less verified than planned, the farthest behind first, with what was said about them."""
    rows = late_plans(reader.document)
    yield heading(_("What is behind, why, and what is done about it"))
    if not rows:
        yield nothing(_("No plan is behind."))
        return
    yield table(
        [_("Action plan"), _("Variance in points"), _("Reason"), _("Corrective action")],
        [2, 0, 3, 3],
        [behind_row(plan, said, reader) for plan, said in rows],
    )


def behind_row(plan, said, reader):
    stopped = plan["stopped_by"] and _("Stopped by decision %(number)s") % {
        "number": reader.isolated(plan["stopped_by"])
    }
    source = said.report and _("report of %(day)s") % {"day": reader.day(said.report["as_of"])}
    return [
        stacked(plan_name(plan, reader), ["s", plan["status"], reader.status(plan["status"])], quiet(stopped or "")),
        figure(reader.words.percent(plan["variance"])),
        stacked(reader.persian(said.reason) or "—", quiet(source or "")),
        reader.persian(said.action) or "—",
    ]


def plan_name(plan, reader):
    return beside(["b", f"{reader.words.digits(plan['number'])}."], reader.said(plan["title"]))


def decisions(reader):
    rows = reader.document["decisions"]
    yield heading(_("Decisions of the year"))
    if not rows:
        yield nothing(_("No decision is recorded."))
        return
    yield table(
        [_("Decision"), _("Adopted on"), _("Text"), _("Votes")],
        [0, 1.5, 5, 1.5],
        [decision_row(row, reader) for row in rows],
    )


def decision_row(row, reader):
    more = [
        (row["source"], _("Source: %(number)s")),
        (row["supersedes"], _("Supersedes %(number)s")),
    ]
    return [
        stacked(reader.number(row["number"]), reader.sample(row)),
        reader.day(row["adopted_on"]),
        stacked(
            reader.said(row["text"]) if row["text"] else quiet(reader.decision_text(row)),
            *(quiet(word % {"number": reader.isolated(number)}) for number, word in more if number),
        ),
        reader.votes(row["votes"]) or "—",
    ]


def meetings(reader):
    rows = reader.document["meetings"]
    if not rows:
        return
    yield heading(_("Meetings with published minutes"))
    yield table(
        [_("Meeting"), _("Held on"), _("SHA-256 of the minutes")],
        [0, 1, 3],
        [
            [
                beside(reader.number(row["key"]), reader.sample(row)),
                reader.day(row["held_on"]),
                code(row["minutes_sha256"]) if row["minutes_sha256"] else quiet(source_words(row, reader)),
            ]
            for row in rows
        ],
    )


def source_words(row, reader):
    return _("Source: %(number)s") % {"number": reader.isolated(row["source"])} if row["source"] else "—"


def money(reader):
    found = reader.document["money"]
    yield heading(_("Money, in rials"))
    if not found["lines"]:
        yield nothing(_("No decision of the year approved any money."))
        return
    total = found["total"]
    sums = [figure(reader.words.figure(total[name])) for name in ("pledged", "approved", "paid")]
    kinds = {"cash": reader.words.figure(total["paid_cash"]), "in_kind": reader.words.figure(total["paid_in_kind"])}
    yield table(
        [_("Plan"), _("Institution and purpose"), _("Pledged"), _("Approved"), _("Paid"), _("Decision")],
        [0, 1, 0, 0, 0, 0],
        [money_row(row, reader) for row in found["lines"]],
        ["", _("Sum"), *sums, ""],
    )
    yield words(_("Of what was paid, %(cash)s rials in cash and %(in_kind)s rials in kind.") % kinds)


def money_row(row, reader):
    return [
        reader.number(row["plan"]),
        stacked(
            reader.said(row["institution"]["name"]),
            reader.said(row["subject"]),
            quiet(reader.label("money", row["kind"])),
        ),
        *(figure(reader.words.figure(row[name])) for name in ("pledged", "approved", "paid")),
        reader.number(row["decision"]),
    ]


def trainings(reader):
    found = reader.document["trainings"]
    yield heading(_("Trainings"))
    yield {
        "kind": "facts",
        "rows": [[word, figure(reader.words.figure(found["sums"][name]))] for name, word in training_words()],
    }
    if any(found["grades"].values()):
        yield table(
            [_("Grade that people gave, of 5"), *(reader.words.digits(grade) for grade in sorted(found["grades"]))],
            [2] + [1] * len(found["grades"]),
            [[_("Answers"), *(figure(reader.words.figure(found["grades"][key])) for key in sorted(found["grades"]))]],
        )
    if found["courses"]:
        yield table(
            [_("Course"), _("Ended on"), _("Plan"), _("Trained"), _("Completed"), _("Certificates"), _("Firms")],
            [3, 1.4, 0, 0, 0, 0, 0],
            [course_row(row, reader) for row in found["courses"]],
        )


def course_row(row, reader):
    counts = [figure(reader.words.figure(row[name])) for name in ("trained", "completed", "certified", "firms")]
    return [
        stacked(beside(reader.said(row["title"]), reader.sample(row)), reader.quietly(row["provider"])),
        reader.day(row["ended_on"]),
        reader.number(row["plan"]) if row["plan"] else "—",
        *counts,
    ]


def firms(reader):
    found = reader.document["firms"]
    yield heading(_("Firms and jobs"))
    if found is None:
        yield nothing(_("No firm has filed a return of this year."))
        return
    if found["closed_on"]:
        yield words(_("The returns were closed on %(day)s.") % {"day": reader.day(found["closed_on"])})
    if found["is_sample"]:
        yield words(["k", _("Sample")])
    hidden = quiet(pgettext("figure", "hidden"))
    yield table(
        [_("Sums"), *firm_sum_titles()],
        [1, *[0] * len(FIRM_SUMS)],
        [
            [
                stacked(quiet(group), reader.said(name)),
                *(hidden if sums is None else figure(reader.words.figure(sums[key])) for key in FIRM_SUMS),
            ]
            for group, name, sums in firm_lines(reader)
        ],
    )
    yield words(quiet(_("A hidden sum is made of so few firms that it would tell about one of them.")))


def gaps(reader):
    found = reader.document["findings"]
    counts = {"closed": reader.words.figure(found["closed"]), "all": reader.words.figure(found["addressed"])}
    yield heading(_("Gaps that the year's plans remedy"))
    yield words(_("%(closed)s of %(all)s gaps are closed.") % counts)
    if found["gaps"]:
        yield table(
            [_("Number"), _("Gap"), _("State"), _("Plans"), _("Closed on"), _("By the report")],
            [0, 3, 1.6, 0, 1.6, 2.4],
            [gap_row(row, reader) for row in found["gaps"]],
        )


def gap_row(row, reader):
    return [
        figure(reader.words.digits(row["number"])),
        beside(reader.said(row["title"]), reader.sample(row)),
        reader.label("gap", row["state"]),
        stacked(*(plan_words(key, reader.words) for key in row["plans"])),
        reader.day(row["closed_on"]) or "—",
        reader.report(row["closed_by"]) or "—",
    ]


def handover(reader):
    found = reader.document["handover"]
    yield heading(_("Readiness for the hand-over"))
    if not found:
        yield nothing(_("Nobody assessed the criteria up to this day."))
        return
    figures = {
        "share": reader.words.percent(found["share"]),
        "met": reader.words.figure(found["met"]),
        "all": reader.words.figure(found["must_haves"]),
    }
    yield words(_("Readiness %(share)s percent; %(met)s of %(all)s must-haves met.") % figures)
    yield table(
        [_("Criterion"), _("Weight"), _("Met from"), _("Score"), _("Scored on")],
        [4, 0, 0, 0, 1.6],
        [criterion_row(row, reader) for row in found["criteria"]],
    )


def criterion_row(row, reader):
    threshold = row["threshold"]
    return [
        stacked(
            beside(reader.said(row["text"]), reader.sample(row)), quiet(_("must-have") if row["must_have"] else "")
        ),
        figure(reader.words.figure(row["weight"])),
        _("to be set by the council") if threshold is None else figure(reader.words.figure(threshold)),
        figure(reader.words.figure(row["score"])),
        reader.day(row["scored_on"]) or "—",
    ]


def notes(reader):
    rows = reader.document["notes"]
    if not rows:
        return
    yield heading(_("Notes of this edition"))
    yield table(
        [_("About"), _("Reason"), _("Corrective action")],
        [2, 3, 3],
        [
            [
                stacked(reader.label("note", row["about"]), quiet(subject_words(row, reader))),
                reader.persian(row["reason"]),
                reader.persian(row["corrective_action"]) or "—",
            ]
            for row in rows
        ],
    )


def subject_words(row, reader):
    """A note is about a report or about a plan."""
    return reader.report(row["subject"]) if "@" in row["subject"] else plan_words(row["subject"], reader.words)
