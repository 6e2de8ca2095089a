"""The counts beside the directory's filters: one row for each combination, kept as firms come, change and go."""

from django.db import connection

from members.models import DirectoryCell

EVERYTHING = (0, 0, "", "")  # the cell of all listed firms: whoever writes counts takes this row first
ROWS = 2000  # of five values each in one statement
ADD = (
    "INSERT INTO {table} (section, capability, city, size, count) VALUES {rows} "
    "ON CONFLICT (section, capability, city, size) DO UPDATE SET count = {table}.count + excluded.count"
)


def add_to_counts(changes):
    """Add ``changes`` (a number by cell) to the counts, in one statement for each 2,000 cells.

    The database adds, so that no count read before is written back. The cells go in one order that begins with the
    cell of everything: of two writers the second waits there, and never in a ring. Call it in the transaction that
    writes the entries.
    """
    changed = sorted(cell for cell, step in changes.items() if step)
    if not changed:
        return
    cells = [EVERYTHING, *(cell for cell in changed if cell != EVERYTHING)]
    for start in range(0, len(cells), ROWS):
        rows = [(*cell, changes[cell]) for cell in cells[start : start + ROWS]]
        statement = ADD.format(table=DirectoryCell._meta.db_table, rows=", ".join(["(%s, %s, %s, %s, %s)"] * len(rows)))
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for row in rows for value in row])


def hold_counts():
    """Until this transaction ends nobody else adds to the counts: they would wait at the first cell."""
    section, capability, city, size = EVERYTHING
    DirectoryCell.objects.get_or_create(section=section, capability=capability, city=city, size=size)
    DirectoryCell.objects.select_for_update().get(section=section, capability=capability, city=city, size=size)


def replace_counts(counts):
    """Write the counts as they are given; other cells are gone. The held cell stays, so that who waits finds it."""
    names = ("section", "capability", "city", "size")
    everything = dict(zip(names, EVERYTHING, strict=True))
    DirectoryCell.objects.exclude(**everything).delete()
    DirectoryCell.objects.filter(**everything).update(count=counts.pop(EVERYTHING, 0))
    DirectoryCell.objects.bulk_create(
        (DirectoryCell(**dict(zip(names, cell, strict=True)), count=count) for cell, count in sorted(counts.items())),
        batch_size=ROWS,
    )
