"""Whether every edition still is what was frozen: rows, files, chain, seals and the histories behind the figures.

Each fault is one line that names the edition and what is wrong. Nothing here mends anything.
"""

from editions.book import lines_by_edition
from editions.models import YearEdition
from editions.verifying.book import book_faults
from editions.verifying.chain import chain_faults, dropped
from editions.verifying.files import file_faults
from editions.verifying.histories import evidence_faults, history_faults, minutes_faults
from editions.verifying.rows import read, row_faults


def faults():
    """Every fault, a line each; nothing when all is as it was frozen."""
    editions = list(YearEdition.objects.frozen().select_related("year", "decision").order_by("is_sample", "place"))
    lines = lines_by_edition()
    yield from book_faults()
    for is_sample in (False, True):
        yield from chain_faults([row for row in editions if row.is_sample == is_sample])
    yield from dropped(editions, lines)
    for edition in editions:
        said = lines.get(edition.key, [])
        for fault in (*row_faults(edition, said), *file_faults(edition, said), *history_faults(edition)):
            yield f"{edition.key}: {fault}"
    documents = [document for document in map(read, editions) if document is not None]
    yield from minutes_faults(documents)
    yield from evidence_faults(documents)
