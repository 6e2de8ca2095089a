"""The files of a full year: how long each takes to be made. Budget: 2 s for a PDF.

``python -m benchmarks.edition [1403]`` on a database that holds the year; nothing is written. Seconds are those of the
processor, so that a busy machine tells the same.
"""

import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cluster_portal.settings")

import django

django.setup()

from council.documents.canonical import canonical
from council.models import ProgramYear
from editions.document import edition_document
from editions.models import YearEdition
from editions.outputs import made_files
from editions.services import tail_of
from editions.sums import sha256_of

PDF_BUDGET = 2.0


def main(year):
    found = measured(year)
    for name, size, seconds in found:
        print(f"{name:32} {size / 1024:8.0f} KiB {seconds:6.2f} s")
    return max(seconds for name, _size, seconds in found if name.endswith(".pdf")) > PDF_BUDGET


def measured(year):
    """Triples of name, size and seconds; the first of each kind pays for loading its library, so all are made twice."""
    row = ProgramYear.objects.get(year=year)
    text = canonical(edition_document(YearEdition(year=row, number=1, as_of=row.end), tail_of))
    moments = []
    for _time in range(2):
        moments[:] = [time.process_time()]
        made = made_files(text, sha256_of(text), "0" * 64, lambda _share: moments.append(time.process_time()))
    return [
        (one.name, len(one.content), after - before)
        for one, before, after in zip(made, moments, moments[1:], strict=False)
    ]


if __name__ == "__main__":
    sys.exit(main(int((sys.argv[1:] or ["1403"])[0])))
