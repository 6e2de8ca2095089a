"""``make bench``: each promise is a ratio of two things measured in turn, because times drift with the machine.

The yearly page may cost 1.5 times the CPU of a bare view that reads the same rows and draws the same template. Both run
through the whole stack of middleware, in this process, on the sample of Khuzestan.
"""

import os
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

from benchmarks.bare import remember_context
from benchmarks.editor import measure_editor

SAMPLE = "samples/khuzestan/reported.toml"
YEAR = 1403
PAGE, BARE = f"/progress/{YEAR}/", f"/bare/{YEAR}/"
ROUNDS, REQUESTS, WARM_UP = 11, 30, 10
BUDGET = 1.5


def main():
    call_command("migrate", verbosity=0)
    call_command("load_cluster", SAMPLE, sample=True, verbosity=0)
    call_command("apply_roles", verbosity=0)
    remember_context(YEAR, PAGE)
    client = Client(SERVER_NAME="localhost")
    size = prove_same(client)
    for path in (PAGE, BARE):
        cpu(client, path, WARM_UP)
    rounds = [in_turn(client, number) for number in range(ROUNDS)]
    page, bare = (statistics.median(side) for side in zip(*rounds, strict=True))
    ratio = statistics.median(ours / plain for ours, plain in rounds)
    print(f"yearly page, {size / 1000:.0f} kB, {connection.vendor}: median of {ROUNDS} rounds of {REQUESTS} requests")
    print(f"  page     {page:6.1f} ms CPU, {queries(client, PAGE)} queries")
    print(f"  bare     {bare:6.1f} ms CPU, {queries(client, BARE)} queries")
    print(f"  ratio    {ratio:6.2f}  (budget {BUDGET})")
    print(f"  rounds   {' '.join(f'{ours / plain:.2f}' for ours, plain in rounds)}")
    if ratio > BUDGET:
        sys.exit(f"The yearly page costs more than {BUDGET} times its bare twin.")


def prove_same(client):
    """Both addresses answer with the same page, save for their own address in it; the page's size in bytes."""
    page, bare = (client.get(path).content.decode() for path in (PAGE, BARE))
    if page != bare.replace(BARE, PAGE):
        sys.exit("The bare view does not draw the same page.")
    return len(page.encode())


def in_turn(client, number):
    """One round: both sides, the first one changing, in ms of CPU per request."""
    first, second = (PAGE, BARE) if number % 2 else (BARE, PAGE)
    times = {path: cpu(client, path, REQUESTS) for path in (first, second)}
    return times[PAGE], times[BARE]


def cpu(client, path, requests):
    start = time.process_time()
    for _ in range(requests):
        response = client.get(path)
    spent = time.process_time() - start
    if response.status_code != 200:
        sys.exit(f"{path} answered {response.status_code}.")
    return spent / requests * 1000


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


main()
measure_editor()
