"""``python -m benchmarks.directory``: searching 100,000 firms may take at most twice as long as searching 1,000.

Two databases, equal but for the number of firms. Each question is put to both in turn, through the whole stack of
middleware, in this process; compared is the 95th percentile of each round, filter counts included.
"""

import os
import random
import statistics
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

import datetime as dt

from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from benchmarks import everything, sides
from benchmarks.firm_names import WORDS, firm_names
from benchmarks.multiply import multiply
from council.models import Section
from members.models import Capability, DirectoryEntry, Firm
from members.services import publish_firms

FEW, PUBLISHED, TIMES = 1_000, 5_000, int(os.environ.get("TIMES", "20"))
ROUNDS = 9
BUDGET = 2.0
DAY = dt.date(2024, 4, 1)


def main():
    call_command("migrate", verbosity=0)
    sections, leaves = trees()
    names = list(firm_names(PUBLISHED))
    fill(names[:FEW], 0, sections, leaves)
    everything.fill_findings()
    sides.copy_database()
    spent = fill(names[FEW:], FEW, sections, leaves)
    multiply(TIMES)
    print(f"{connection.vendor}, {DirectoryEntry.objects.count():,} firms against {FEW:,}")
    print(f"  publishing {PUBLISHED - FEW:,} firms: {spent:.1f} s of CPU")
    sides.analyse()
    client = Client(SERVER_NAME="localhost")
    kinds = {"search": searches(), "filters": filters(sections, leaves), "list": [reverse("members:firm_list")]}
    kinds["deep page"] = [deep_page()]
    kinds["firm"] = [firm_page()]
    kinds["everything"] = everything.questions()
    ratios = {kind: measure(client, kind, paths) for kind, paths in kinds.items()}
    exponent = everything.growth(ratios["everything"], DirectoryEntry.objects.count() / FEW)
    print(f"  the search over everything grows by n^{exponent:.2f}  (budget {everything.EXPONENT})")
    if exponent > everything.EXPONENT and connection.vendor == "postgresql":
        sys.exit("The search over everything grows too fast with the number of firms.")
    if ratios["search"] > BUDGET and connection.vendor == "postgresql":
        sys.exit(f"Searching many firms costs more than {BUDGET} times searching {FEW:,}.")


def trees():
    """Three sections, eight branches of six capabilities."""
    sections = [
        Section.objects.get_or_create(order=order, defaults={"name": name})[0]
        for order, name in enumerate(WORDS["sections"], 1)
    ]
    leaves = []
    for place, branch in enumerate(WORDS["branches"]):
        parent = Capability.objects.create(key=f"b{place}", name=branch, order=place)
        leaves += [
            Capability.objects.create(key=f"b{place}-{order}", name=f"{leaf} {branch}", parent=parent, order=order)
            for order, leaf in enumerate(WORDS["leaves"])
        ]
    return sections, leaves


def fill(names, start, sections, leaves):
    """Write firms and publish them; gives the seconds of CPU that publishing took."""
    chance = random.Random(start)  # noqa: S311  (the same words at every run)
    firms = Firm.objects.bulk_create(firm(chance, start + place, name) for place, name in enumerate(names))
    link(Firm.sections.through, "section_id", firms, sections, chance, 2)
    link(Firm.capabilities.through, "capability_id", firms, leaves, chance, 4)
    begun = time.process_time()
    publish_firms(firms)
    return time.process_time() - begun


def firm(chance, serial, name):
    shown = dict.fromkeys(("is_listed", *Firm.CONSENTS), True)
    return Firm(
        name=name,
        slug=f"firm-{serial}",
        tracking_code=f"{serial:014d}",
        legal_kind="guild",
        licence_number=str(serial),
        city=chance.choice(WORDS["cities"]),
        size=chance.choice(["micro", "micro", "micro", "small", "small", "medium", "large"]),
        about="؛ ".join(chance.sample(WORDS["work"], 2)) + ".",
        website=f"https://firm-{serial}.example",
        state=Firm.State.ACTIVE,
        active_since=DAY,
        confirmed_until=dt.date(2099, 1, 1),
        **shown,
    )


def link(through, column, firms, targets, chance, most):
    through.objects.bulk_create(
        through(firm_id=firm.pk, **{column: target.pk})
        for firm in firms
        for target in chance.sample(targets, chance.randint(1, most))
    )


def searches():
    """The questions, half of them with a filter too, and whole names of firms."""
    path = reverse("members:firm_list")
    rare = DirectoryEntry.objects.filter(pk__lte=40).values_list("name", flat=True)[:16]
    asked = [{"q": text} for text in [*WORDS["questions"], *rare]]
    asked += [{"q": text, "city": "دزفول", "section": 2} for text in WORDS["questions"]]
    return [f"{path}?{urlencode(one)}" for one in asked]


def filters(sections, leaves):
    path = reverse("members:firm_list")
    asked = [{"section": section.order} for section in sections] + [
        {"city": "اهواز"},
        {"city": "گتوند", "size": "large"},
    ]
    asked += [{"capability": leaf.key, "section": 1} for leaf in leaves[::6]]
    return [f"{path}?{urlencode(one)}" for one in asked]


def deep_page():
    """The page in the middle of the small directory: in the large one it is as deep, by the order of names."""
    with sides.small():
        entry = DirectoryEntry.objects.all()[FEW // 2]
    return f"{reverse('members:firm_list')}?after=0-{entry.sort_text}-{entry.pk}"


def firm_page():
    return reverse("members:firm_detail", args=["firm-7"])


def measure(client, kind, paths):
    """The median over the rounds of the ratio of the 95th percentiles; prints it with both sides' times."""
    times = {"few": [], "many": []}
    one_round(client, paths)  # warm
    for _round in range(ROUNDS if len(paths) > 9 else 9 * ROUNDS):
        few, many = one_round(client, paths)
        times["few"].append(p95(few))
        times["many"].append(p95(many))
    ratio = statistics.median(many / few for few, many in zip(times["few"], times["many"], strict=True))
    few, many = (statistics.median(times[side]) * 1000 for side in ("few", "many"))
    most = max(queries(client, path) for path in paths)
    print(f"  {kind:10} {few:7.1f} ms  {many:7.1f} ms  ratio {ratio:5.2f}  {most} queries")
    return ratio


def one_round(client, paths):
    few, many = [], []
    for number, path in enumerate(paths):
        for side in ("few", "many") if number % 2 else ("many", "few"):
            if side == "few":
                with sides.small():
                    few.append(spent(client, path))
            else:
                many.append(spent(client, path))
        if os.environ.get("SLOW") and many[-1] > float(os.environ["SLOW"]) / 1000:
            print(f"    {many[-1] * 1000:.0f} ms against {few[-1] * 1000:.0f}: {path}")
    return few, many


def spent(client, path):
    begun = time.perf_counter()
    response = client.get(path)
    taken = time.perf_counter() - begun
    if response.status_code != 200:
        sys.exit(f"{path} answered {response.status_code}.")
    return taken


def p95(times):
    return sorted(times)[max(0, round(len(times) * 0.95) - 1)]


def queries(client, path):
    with CaptureQueriesContext(connections["default"]) as captured:
        client.get(path)
    return len(captured)


main()
