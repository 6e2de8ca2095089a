"""What the public pages of a year say, made from rows that ``reports.reading`` read; no query runs in here.

``year_context(rows)`` and its siblings give the whole context of a template: strings, numbers and geometry are ready,
so that the templates only place them. Reading, making and rendering are three steps that can be measured one by one.
"""

from reports.pages.comparison import comparison_context
from reports.pages.firms import firms_context
from reports.pages.home import home_context, index_context, refusal_context
from reports.pages.plan import plan_context
from reports.pages.trainings import trainings_context
from reports.pages.year import year_context

__all__ = [
    "comparison_context",
    "firms_context",
    "home_context",
    "index_context",
    "plan_context",
    "refusal_context",
    "trainings_context",
    "year_context",
]
