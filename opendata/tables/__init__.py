"""All tables in the order in which the dictionary shows them."""

from opendata.tables.council import DECISIONS, INSTITUTIONS, MEETINGS, SECTIONS, YEARS
from opendata.tables.figures import EDITIONS, FIRM_RETURNS, PROCUREMENT, PROGRESS
from opendata.tables.plans import ACTIVITIES, ENTRIES, PLANS
from opendata.tables.rooms import CAPABILITIES, COURSES, FINDINGS, FIRMS

TABLES = {
    table.name: table
    for table in (
        YEARS, PLANS, ACTIVITIES, ENTRIES, PROGRESS, MEETINGS, DECISIONS, FIRMS, COURSES, FINDINGS, FIRM_RETURNS,
        PROCUREMENT, EDITIONS, SECTIONS, INSTITUTIONS, CAPABILITIES,
    )
}  # fmt: skip
