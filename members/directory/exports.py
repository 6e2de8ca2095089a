"""The directory as a file for spreadsheets, made while it is sent."""

import csv
import io

from django.utils.translation import get_language, gettext, override

from council.documents.addresses import absolute
from filing.spreadsheets import BYTE_ORDER_MARK, formula_safe, taken
from members.directory.pages import SIZES, leaves
from persian.jalali import format_day

ROWS = 500  # read and sent together


def firm_lines(entries, labels):
    """Lines in UTF-8 with a byte order mark; no cell is a formula. One row after the other, so memory stays flat."""
    language, buffer = get_language(), io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BYTE_ORDER_MARK)
    with override(language):
        writer.writerow(heads())
    for number, entry in enumerate(entries.iterator(chunk_size=ROWS), 1):
        with override(language):  # by now the request is over, and its language with it
            writer.writerow(cells(entry, labels))
        if number % ROWS == 0:
            yield taken(buffer)
    yield taken(buffer)


def heads():
    return [
        gettext("name"),
        gettext("name in English"),
        gettext("city"),
        gettext("size"),
        gettext("sections"),
        gettext("capabilities"),
        gettext("what the firm does"),
        gettext("website"),
        gettext("member since"),
        gettext("address of its page"),
        gettext("sample"),
    ]


def cells(entry, labels):
    sections = [labels["section"][key].name for key in entry.section_keys if key in labels["section"]]
    values = [
        entry.name,
        entry.name_en,
        entry.city,
        str(SIZES.get(entry.size, "")),
        "; ".join(sections),
        "; ".join(label.name for label in leaves(entry, labels)),
        entry.about,
        entry.website,
        format_day(entry.member_since, "numeric", "fa") if entry.member_since else "",
        absolute("members:firm_detail", entry.slug),
    ]
    return [*map(formula_safe, values), gettext("sample") if entry.is_sample else ""]
