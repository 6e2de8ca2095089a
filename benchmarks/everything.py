"""The search over all kinds, measured by ``benchmarks.directory``: 2,000 findings stand beside the firms."""

import math

from django.urls import reverse
from django.utils.http import urlencode

from benchmarks.firm_names import WORDS
from market.models import Finding
from persian.jalali import today
from search.indexing import refresh_entries

FINDINGS, EXPONENT = 2_000, 0.3


def fill_findings():
    """As many as ten clusters would write down; the clock has come by."""
    work = WORDS["work"]
    Finding.objects.bulk_create(
        Finding(
            number=number,
            kind=Finding.Kind.GAP,
            origin=Finding.Origin.STUDY,
            title=f"کمبود {number} در {WORDS['cities'][number % len(WORDS['cities'])]}",
            text="؛ ".join([work[number % len(work)], work[number * 7 % len(work)]]) + ".",
            state=Finding.State.ACCEPTED,
            identified_on=today(),
            accepted_on=today(),
            source_text="سنجش",
        )
        for number in range(1, FINDINGS + 1)
    )
    refresh_entries()


def questions():
    path = reverse("search:search")
    asked = [{"q": text} | more for text in WORDS["questions"] for more in ({}, {"kind": "firm"}, {"kind": "finding"})]
    return [f"{path}?{urlencode(one)}" for one in asked]


def growth(ratio, times):
    """The exponent by which the cost grows with the number of firms."""
    return math.log(ratio) / math.log(times)
