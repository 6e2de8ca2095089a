"""The sums of the firms' returns for a spreadsheet: the same cells as on the page, the same ones hidden."""

import csv
from io import StringIO

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filing.spreadsheets import BYTE_ORDER_MARK, formula_safe
from members.models import Firm
from reports.exports import yes_or_no
from reports.pages.firms import PEOPLE, section_order, tables_of
from reports.pages.words import Words
from reports.reading import round_of


def firms_csv_response(year):
    """One row for the total, each size and each section, in the language of the address. No query."""
    response = HttpResponse(firms_csv_text(year), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="firms-{year.year}.csv"'
    return response


def firms_csv_text(year):
    out = StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    found = tables_of(year)
    with_sample = bool(found and found.has_sample)
    writer.writerow(header(with_sample))
    sample = [yes_or_no(True)] if with_sample else []  # noqa: FBT003  (the answer itself)
    for line in lines(year, found):
        writer.writerow([*line, *sample])
    return out.getvalue()


def header(with_sample):
    return [
        _("Table"),
        _("Row"),
        _("Firms"),
        _("People employed"),
        _("Women"),
        _("Graduates"),
        _("Exports, in rials"),
        _("Sales to buyers of the province, in rials"),
        *([_("Sample")] if with_sample else []),
    ]


def lines(year, found):
    """Numbers stay numbers; a hidden cell is the word, an amount that no table has is empty."""
    if found is None or found.total is None:
        return
    words, total = Words(), found.total
    yield [_("Total"), "", *people(total), total.exports, total.local_sales]
    for key, sums in found.sizes.items():
        yield [_("By size"), str(Firm.Size(key).label), *people(sums), "", ""]
    rows = round_of(year).sections
    for key in section_order(round_of(year)):
        name = formula_safe(words.plain(rows[str(key)]["name"], rows[str(key)]["name_en"]))
        yield [_("By section"), name, *people(found.sections[key]), "", ""]
    for key in found.sections.keys() - set(section_order(round_of(year))):
        yield [_("By section"), _("without a section"), *people(found.sections[key]), "", ""]


def people(sums):
    hidden = pgettext("figure", "hidden")
    return [hidden if sums is None else getattr(sums, name) for name in PEOPLE]
