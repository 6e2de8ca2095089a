"""The document as tables, in the language that is active: what the workbook holds, a sheet for each."""

from django.utils.translation import gettext as _

from editions.outputs.tables.columns import HASH_WIDTH, Column, Table
from editions.outputs.tables.council import decisions, meetings, money, notes
from editions.outputs.tables.plans import activities, baselines, curve, indicators, plans
from editions.outputs.tables.reach import courses, criteria, firms, gaps
from editions.outputs.tables.reports import entries, evidence, readings, verdicts
from editions.outputs.tables.summary import summary

MAKERS = [
    summary,
    plans,
    baselines,
    activities,
    indicators,
    curve,
    entries,
    readings,
    verdicts,
    evidence,
    decisions,
    meetings,
    money,
    courses,
    firms,
    gaps,
    criteria,
    notes,
]


def tables_of(reader, check_rows):
    """Every table of the document; ``check_rows`` are the lines of the last one."""
    columns = [Column(_("What"), width=34), Column(_("Value"), width=HASH_WIDTH)]
    return [*(maker(reader) for maker in MAKERS), Table(_("How to check"), columns, check_rows)]
