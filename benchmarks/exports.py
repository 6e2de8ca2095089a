"""Lists that the worker writes, over 1,000 and 100,000 firms: how much memory a file takes, and how long.

Run as ``python -m benchmarks.exports`` on a database of its own, SQLite or PostgreSQL. Promised: the worker needs at
most 20 MB more for 100,000 firms than for 1,000, as XLSX and as CSV, and its CPU time grows with the rows, no faster.
"""

import os
import subprocess
import sys
import threading
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from accounts.models import User
from accounts.roles import apply_roles
from benchmarks.open_data import add_firms, analyse, resident
from council.models import Section
from members.models import Capability, ExportJob, Firm
from members.services import exports

FEW, MANY = 1_000, int(os.environ.get("ROWS", "100000"))
MEGABYTES, GROWTH, GLANCE = 20, 1.5, 0.05
EMAIL = "exports@bench.example"


def main():
    call_command("migrate", verbosity=0)
    apply_roles()
    User.objects.create_superuser(email=EMAIL, full_name="سنجش", password=None)
    found = {}
    for size in (FEW, MANY):
        for start in range(Firm.objects.count(), size, 5_000):
            add_firms(range(start, min(start + 5_000, size)))
        fill_lists()
        analyse()
        found[size] = {ending: measured(ending) for ending in ExportJob.Ending.values}
    sys.exit(report(found))


def fill_lists():
    """Every firm in a section and with a capability."""
    section, _new = Section.objects.get_or_create(order=1, defaults={"name": "نرم‌افزار"})
    capability, _new = Capability.objects.get_or_create(key="web", defaults={"name": "وب"})
    for name, row in (("sections", section), ("capabilities", capability)):
        through = getattr(Firm, name).through
        through.objects.all().delete()
        keys, column = Firm.objects.values_list("pk", flat=True), f"{row._meta.model_name}_id"
        through.objects.bulk_create((through(firm_id=pk, **{column: row.pk}) for pk in keys), batch_size=5_000)


def measured(ending):
    """Megabytes that a fresh worker's process adds, rows, seconds of CPU, and megabytes of the file."""
    command = [sys.executable, "-m", "benchmarks.exports", ending]
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ).stdout.split()
    return tuple(map(float, said))


def write(ending):
    """One order from beginning to end in this process, its memory looked at twenty times a second."""
    by = User.objects.get(email=EMAIL)
    write_one("city=%D9%87%DB%8C%DA%86", ending, by)  # an empty list, so that every module is there
    base, start, most, is_over = resident(), time.process_time(), [0], threading.Event()

    def look():
        while not is_over.wait(GLANCE):
            most[0] = max(most[0], resident())

    watcher = threading.Thread(target=look)
    watcher.start()
    job = write_one("", ending, by)
    is_over.set()
    watcher.join()
    print(f"{most[0] - base:.1f} {job.total} {time.process_time() - start:.1f} {job.file.size / 1e6:.1f}")


def write_one(query, ending, by):
    job = exports.order_export(kind="firms", query=query, ending=ending, by=by)
    exports.run_waiting()
    job.refresh_from_db()
    if job.state != ExportJob.State.DONE:
        sys.exit(f"The order ended as {job.state}: {job.problem}")
    return job


def report(found):
    """Prints the figures; gives what is wrong, or nothing."""
    wrong = []
    for ending, (added, rows, seconds, size) in found[MANY].items():
        few_added, few_rows, few_seconds, _size = found[FEW][ending]
        grown = (seconds / rows) / (few_seconds / few_rows)
        print(f"{ending:5}{connection.vendor}: memory +{few_added:.1f} → +{added:.1f} MB (budget +{MEGABYTES}), "
              f"{few_rows:.0f} rows in {few_seconds:.1f} s of CPU → {rows:.0f} in {seconds:.0f} s, "
              f"a row × {grown:.2f}, {size:.1f} MB")  # fmt: skip
        if added - few_added > MEGABYTES or grown > GROWTH or rows != MANY:
            wrong.append(ending)
    return f"Over the budget: {wrong}" if wrong else None


if __name__ == "__main__":
    write(sys.argv[1]) if len(sys.argv) > 1 else main()
