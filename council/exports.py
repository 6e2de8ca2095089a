"""Decisions as a file for spreadsheets."""

import csv

from django.http import HttpResponse
from django.utils.translation import gettext as _

from filing.spreadsheets import BYTE_ORDER_MARK, formula_safe
from persian.jalali import format_day


def decisions_csv(decisions):
    """CSV in UTF-8 with a byte order mark, so that spreadsheets read the Persian; no cell is a formula."""
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="decisions.csv"'
    rows = csv.writer(response)
    rows.writerow(
        [_("decision"), _("adopted on"), _("Gregorian date"), _("meeting"), _("text"), _("source"), _("sample")]
    )
    for decision in decisions:
        rows.writerow(
            [
                decision.number,
                format_day(decision.adopted_on, "numeric", "fa"),
                decision.adopted_on.isoformat(),
                decision.agenda_item.meeting.key,
                formula_safe(decision.shown_text if decision.is_closed else decision.text),
                decision.source.number if decision.source else "",
                _("sample") if decision.is_sample else "",
            ]
        )
    return response
