"""The headline figures of a year, each with the words it goes by: for the workbook's first sheet and the report."""

from django.utils.translation import gettext as _

from editions.outputs.tables.columns import (
    ANY,
    DAY,
    LONG,
    SHARE,
    TEXT,
    WHOLE,
    YEAR,
    Column,
    Table,
    day_cells,
    exact,
    yes_or_no,
)
from editions.outputs.tables.reach import FIRM_SUMS, firm_sum_titles


def summary(reader):
    """A line for each figure: part, name, value."""
    columns = [Column(_("Part"), width=24), Column(_("What"), width=LONG), Column(_("Value"), ANY, LONG)]
    lines = [*edition_lines(reader), *progress_lines(reader), *money_lines(reader), *training_lines(reader)]
    lines += [*firm_total_lines(reader), *gap_lines(reader), *handover_lines(reader)]
    return Table(_("Summary"), columns, [list(line) for line in lines])


def edition_lines(reader):
    document, part = reader.document, _("Edition")
    edition, year, cluster = document["edition"], document["year"], document["cluster"]
    yield part, _("Cluster"), (TEXT, reader.text(cluster["name"]) if cluster else "")
    yield part, _("Province"), (TEXT, reader.text(cluster["province"]) if cluster else "")
    yield part, _("Host of the cluster"), (TEXT, reader.institution(cluster["host"]) if cluster else "")
    yield part, _("Key"), (TEXT, edition["key"])
    yield part, _("Year"), (YEAR, edition["year"])
    yield part, _("Edition"), (WHOLE, edition["number"])
    for name, iso in ((_("Figures for"), edition["as_of"]), (_("Year approved on"), year["approved_on"])):
        jalali, day = day_cells(iso)
        yield part, _("%(what)s (Jalali)") % {"what": name}, (TEXT, jalali)
        yield part, _("%(what)s (ISO)") % {"what": name}, (DAY, day)
    yield part, _("What it corrects"), (TEXT, reader.text(edition["erratum"]))
    yield part, _("Sample"), (TEXT, yes_or_no(edition["is_sample"]))


def progress_lines(reader):
    progress, part = reader.document["progress"], _("Progress")
    yield part, _("Planned percent"), (SHARE, exact(progress["planned"]))
    yield part, _("Reported percent"), (SHARE, exact(progress["reported"]))
    yield part, _("Verified percent"), (SHARE, exact(progress["verified"]))
    yield part, _("Action plans"), (WHOLE, len(reader.document["plans"]))
    for status, count in sorted(progress["plans_by_status"].items()):
        yield part, _("Action plans: %(status)s") % {"status": reader.status(status)}, (WHOLE, count)


def money_lines(reader):
    total, part = reader.document["money"]["total"], _("Money, in rials")
    yield part, _("Pledged"), (WHOLE, total["pledged"])
    yield part, _("Approved"), (WHOLE, total["approved"])
    yield part, _("Paid"), (WHOLE, total["paid"])
    yield part, _("Paid in cash"), (WHOLE, total["paid_cash"])
    yield part, _("Paid in kind"), (WHOLE, total["paid_in_kind"])


def training_lines(reader):
    found, part = reader.document["trainings"], _("Trainings")
    for name, word in training_words():
        yield part, word, (WHOLE, found["sums"][name])
    for grade, count in sorted(found["grades"].items()):
        yield part, _("Answers with grade %(grade)s of 5") % {"grade": reader.words.digits(grade)}, (WHOLE, count)


def training_words():
    return [
        ("courses", _("Courses")),
        ("trained", _("People trained")),
        ("completed", _("People who completed")),
        ("certified", _("Certificates")),
        ("firms_taught", _("Firms reached by courses")),
    ]


def firm_total_lines(reader):
    found = reader.document["firms"]
    total = found and found["total"]
    if not total:
        return
    for name, word in zip(FIRM_SUMS, firm_sum_titles(), strict=True):
        yield _("Firms and jobs"), word, (WHOLE, total[name])


def gap_lines(reader):
    found, part = reader.document["findings"], _("Gaps")
    yield part, _("Gaps that plans remedy"), (WHOLE, found["addressed"])
    yield part, _("Gaps closed"), (WHOLE, found["closed"])


def handover_lines(reader):
    found, part = reader.document["handover"], _("Hand-over")
    if not found:
        return
    yield part, _("Readiness, in percent"), (SHARE, exact(found["share"]))
    yield part, _("Must-haves met"), (WHOLE, found["met"])
    yield part, _("Must-haves"), (WHOLE, found["must_haves"])
