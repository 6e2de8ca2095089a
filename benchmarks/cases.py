"""The public figures of purchases over 1,000 and 100,000 cases: the page reads one stored row, making it is SQL.

Run as ``python -m benchmarks.cases`` on a database of its own, SQLite or PostgreSQL. Promised: the page costs at most
twice as much over 100,000 cases as over 1,000, with the same number of queries. What making them costs is only told.
"""

import datetime as dt
import os
import random
import statistics
import sys
import time

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
from market.case_reasons import make_reasons
from market.cases.sums import figures_of
from market.models import CaseFigures, CaseReason, ProcurementCase
from market.services.case_figures import publish_figures
from market.services.cases import keep_keys
from members.models import Capability
from persian.codes import random_code
from tests import build
from tests.members import build_firms

FEW, MANY, FIRMS, BUYERS = 1_000, 100_000, 200, 300
PAGE = "/market/cases/"
ROUNDS, REQUESTS, BUDGET = 9, 20, 2.0
FIRST_DAY, DAYS = dt.date(2020, 3, 20), 1800


def main():
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    apply_roles()
    build.cluster()
    make_reasons(CaseReason)
    by = User.objects.create_user(email="cases@bench.example", full_name="سنجش")
    firms, branches, chance = some_firms(), some_branches(), random.Random(1403)  # noqa: S311  (the same cases at every run)
    sides = {}
    for size in (FEW, MANY):
        add(size - ProcurementCase.objects.count(), firms, branches, chance, by)
        analyse()
        CaseFigures.objects.all().erase_sample()
        ProcurementCase.objects.update(batch=None)
        start = time.monotonic()
        figures = publish_figures(by=by)
        published = time.monotonic() - start
        summed, asked = make_again()
        print(f"{size:7} cases: published in {published:.2f} s, summed in {summed:.2f} s with {asked} queries")
        sides[size] = figures
    compare(sides)


def some_firms():
    return [build_firms.firm() for _place in range(FIRMS)]


def some_branches():
    leaves = []
    for branch in range(8):
        parent = Capability.objects.create(key=f"bench-{branch}", name=f"شاخه {branch}", order=branch)
        names = (f"bench-{branch}-{leaf}" for leaf in range(6))
        leaves += [Capability.objects.create(key=name, name=name, parent=parent) for name in names]
    return leaves


def add(number, firms, branches, chance, by):
    """So many counted cases, written in few statements."""
    now, winners = timezone.now(), ProcurementCase.Winner.values
    for start in range(0, number, 5_000):
        cases = []
        for _place in range(min(5_000, number - start)):
            case = ProcurementCase(
                code=random_code(2), filed_by=by, firm=chance.choice(firms), category=chance.choice(branches),
                buyer_name=f"اداره {chance.randrange(BUYERS)}", amount=chance.randrange(10**8, 10**11),
                decided_on=FIRST_DAY + dt.timedelta(days=chance.randrange(DAYS)),
                winner=chance.choices(winners, [20, 55, 10, 10, 5])[0], state="counted",
                checked_supply=chance.choice(["no", "unknown"]), checked_at=now, decided_at=now,
            )  # fmt: skip
            keep_keys(case)
            cases.append(case)
        ProcurementCase.objects.bulk_create(cases, batch_size=500)
        reasons, through = list(CaseReason.objects.all()), ProcurementCase.reasons.through
        links = [through(procurementcase=case, casereason=row) for case in cases for row in chance.sample(reasons, 2)]
        through.objects.bulk_create(links, batch_size=1_000)


def analyse():
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def make_again():
    """Seconds and queries of the sums alone."""
    start = time.monotonic()
    with CaptureQueriesContext(connection) as captured:
        figures_of(ProcurementCase.objects.published())
    return time.monotonic() - start, len(captured)


def compare(sides):
    """The page over both, in turn: the newest publication is swapped by its number."""
    many = sides[MANY]
    few = CaseFigures(number=many.number + 1, added=FEW, document=sides[FEW].document)
    client, rounds = Client(SERVER_NAME="localhost"), []
    asked = len(queries(client))
    for _round in range(ROUNDS):
        large = cpu(client)
        few.pk = None
        few.save(force_insert=True)
        small, other = cpu(client), len(queries(client))
        CaseFigures.objects.filter(pk=few.pk).erase_sample()
        rounds.append(large / small)
    ratio = statistics.median(rounds)
    print(f"page, {connection.vendor}: {asked} and {other} queries, {cpu(client):.1f} ms CPU, "
          f"{MANY} cases against {FEW}: {ratio:.2f} (budget {BUDGET})")  # fmt: skip
    if ratio > BUDGET or asked != other:
        sys.exit("The page of the figures grows with the cases.")


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        client.get(PAGE)
    return captured.captured_queries


def cpu(client):
    start = time.process_time()
    for _request in range(REQUESTS):
        if client.get(PAGE).status_code != 200:
            sys.exit("The page did not answer.")
    return (time.process_time() - start) / REQUESTS * 1000


if __name__ == "__main__":
    main()
