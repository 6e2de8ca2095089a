"""The open data over 1,000 and 100,000 rows: lists of the API by key, whole tables as files.

Run as ``python -m benchmarks.open_data`` on a database of its own, SQLite or PostgreSQL. Promised: the 95th percentile
of a list, first page or deep one, is at most twice as high over 100,000 rows as over 1,000, with the same number of
queries; a file takes at most 20 MB more. Each request is measured in turn with one that does not grow (the list of
years), because times drift with the machine: what is compared are the ratios to it, the median of nine rounds.
"""

import datetime as dt
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import apply_roles
from actionplans.models import Activity, BaselineActivity, ProgressEntry, Verification
from market.models import Finding
from members.models import DirectoryEntry, Firm
from opendata.cursors import cursor_of
from opendata.table import Table
from opendata.tables import TABLES
from persian.jalali import year_bounds
from tests import build

FEW, MANY, PLANS = 1_000, int(os.environ.get("ROWS", "100000")), 50
ROUNDS, REQUESTS, BUDGET, MEGABYTES = 9, 20, 2.0, 20
STEADY = "/api/v1/years"
GROWN = ("entries", "activities", "firms", "findings")
START, END = year_bounds(1403)


def main():
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    apply_roles()
    by = User.objects.create_user(email="open@bench.example", full_name="سنجش")
    plans = some_plans()
    found = {}
    for size in (FEW, MANY):
        add(Activity.objects.count(), size, plans, by)
        analyse()
        found[size] = {name: measured(path) for name, path in paths(size).items()}, memory()
    sys.exit(report(found))


def some_plans():
    """Approved plans without activities yet; each with its first baseline."""
    decision = build.adopted_decision()
    plans = [build.plan(number, weight=2) for number in range(1, PLANS + 1)]
    return [(plan, build.approve(plan, decision)) for plan in plans]


def add(had, size, plans, by):
    """Rows up to ``size`` in each grown table, written in few statements."""
    for start in range(had, size, 5_000):
        numbers = range(start, min(start + 5_000, size))
        add_progress(numbers, plans, by)
        add_firms(numbers)
        Finding.objects.bulk_create(
            Finding(
                number=number + 1, kind="gap", title=f"کمبود {number}", origin="study", source_text="مطالعه",
                state="accepted", accepted_on=START,
            )
            for number in numbers
        )  # fmt: skip


def add_progress(numbers, plans, by):
    common = {"weight": 1, "start": START, "finish": END}
    pairs = [(plans[number % PLANS], number) for number in numbers]
    activities = Activity.objects.bulk_create(
        Activity(plan=plan, number=number // PLANS + 1, title=f"فعالیت {number}", **common)
        for (plan, _baseline), number in pairs
    )
    BaselineActivity.objects.bulk_create(
        BaselineActivity(baseline=baseline, activity=row, title=row.title, profile="linear", **common)
        for ((_plan, baseline), _number), row in zip(pairs, activities, strict=True)
    )
    entries = ProgressEntry.objects.bulk_create(
        ProgressEntry(activity=row, as_of=START + dt.timedelta(days=9), percent=50, recorded_by=by, narrative="شد")
        for row in activities
    )
    Verification.objects.bulk_create(Verification(entry=row, verdict="verified", percent=40, by=by) for row in entries)


def add_firms(numbers):
    """Listed firms as the directory holds them; codes and slugs that no two share."""
    firms = Firm.objects.bulk_create(
        Firm(
            name=f"شرکت {number}", slug=f"firm-{number:06d}", tracking_code=f"B{number:08d}", legal_kind="company",
            national_id=f"{number:011d}", city="اهواز", size="small", state="active", applied_at=timezone.now(),
            active_since=START,
        )
        for number in numbers
    )  # fmt: skip
    DirectoryEntry.objects.bulk_create(
        DirectoryEntry(firm=row, slug=row.slug, name=row.name, city=row.city, size=row.size, member_since=START)
        for row in firms
    )


def analyse():
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def paths(size):
    """First page and a page at four fifths of the depth of each grown table; and one filter of each kind of path."""
    found = {}
    for name in GROWN:
        table = TABLES[name]
        deep = table.read({}, place_of(table, size * 4 // 5), 1)[0]
        found[name] = f"/api/v1/{name}"
        found[f"{name}, deep"] = f"/api/v1/{name}?cursor={cursor_of(table, deep)}"
    found["entries of a year"] = "/api/v1/entries?year=1403"
    found["activities of a plan"] = "/api/v1/activities?plan=1403/7&limit=20"
    return found


def place_of(table, number):
    """The key of the row with this number, found once and not measured."""
    return table.key_of(
        table.source.shown(list(table.source.rows().order_by(table.source.order)[number : number + 1]))[0]
    )


def measured(path):
    """(95th percentile as a ratio to that of the steady list, median in ms, queries)."""
    client = Client(SERVER_NAME="localhost")
    with CaptureQueriesContext(connection) as captured:
        answered(client, path)
    queries = len(captured)
    rounds, medians = [], []
    for _round in range(ROUNDS):
        pairs = [(answered(client, path), answered(client, STEADY)) for _request in range(REQUESTS)]
        times, steady = zip(*pairs, strict=True)
        rounds.append(statistics.quantiles(times, n=20)[-1] / statistics.quantiles(steady, n=20)[-1])
        medians.append(statistics.median(times))
    return statistics.median(rounds), statistics.median(medians) * 1000, queries


def answered(client, path):
    start = time.perf_counter()
    if client.get(path).status_code != 200:
        sys.exit(f"{path} did not answer.")
    return time.perf_counter() - start


def memory():
    """Megabytes that each file adds to a fresh process, and how many it holds."""
    found = {}
    for name in GROWN:
        for ending in ("csv", "json"):
            command = [sys.executable, "-m", "benchmarks.open_data", f"{name}.{ending}"]
            said = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ).stdout.split()
            found[f"{name}.{ending}"] = tuple(map(float, said))
    return found


def export(file):
    """One file read to its end in this process: megabytes that it added, megabytes that it holds, seconds."""
    client = Client(SERVER_NAME="localhost")
    client.get("/open-data/sections.csv").getvalue()
    read, seen = Table.read, [resident()]
    base, start, size = seen[0], time.monotonic(), 0

    def read_and_look(*asked):
        rows = read(*asked)
        seen.append(resident())
        return rows

    Table.read = read_and_look
    for part in client.get(f"/open-data/{file}").streaming_content:
        size += len(part)
        seen.append(resident())
    most = max(seen)
    print(f"{most - base:.1f} {size / 1e6:.1f} {time.monotonic() - start:.1f}")


def resident():
    """Megabytes in memory now. The peak that the system keeps is no use: a new process is born with its parent's."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def report(found):
    """Prints the ratios; gives what is wrong, or nothing."""
    wrong = []
    (few, few_memory), (many, many_memory) = found[FEW], found[MANY]
    for name, (ratio, median, queries) in many.items():
        small, small_median, small_queries = few[name]
        grown = ratio / small
        print(f"{name:22} {connection.vendor}: p95 × {grown:.2f} (budget {BUDGET}), median {small_median:.1f} → "
              f"{median:.1f} ms, queries {small_queries} → {queries}")  # fmt: skip
        if grown > BUDGET or queries != small_queries:
            wrong.append(name)
    for name, (added, size, seconds) in many_memory.items():
        print(f"{name:22} memory +{few_memory[name][0]:.1f} → +{added:.1f} MB for {size:.0f} MB in {seconds:.0f} s")
        if added - few_memory[name][0] > MEGABYTES:
            wrong.append(name)
    return f"Over the budget: {wrong}" if wrong else None


if __name__ == "__main__":
    export(sys.argv[1]) if len(sys.argv) > 1 else main()
