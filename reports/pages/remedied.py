"""What a year remedied, and how ready the cluster is to pass on: in words, for the yearly page. No query here."""

from decimal import Decimal

from django.urls import reverse

from handover.models import Criterion
from handover.standing import readiness_of


def year_remedied(year, words):
    """The block of the yearly page; None while no plan remedies a gap and nothing of the hand-over is assessed."""
    standing = readiness_at(year)
    if not year.gaps and standing is None:
        return None
    return {
        "sample": bool(year.sample_gaps) or (standing is not None and standing.is_sample),
        "gaps": gaps(year, words) if year.gaps else None,
        "handover": handover(standing, words) if standing is not None else None,
    }


def gaps(year, words):
    return {
        "closed": words.figure(year.gaps_closed),
        "addressed": words.figure(year.gaps),
        "url": reverse("market:finding_list"),
    }


def handover(standing, words):
    return {
        "share": words.percent(standing.share),
        "met": words.figure(standing.met),
        "must_haves": words.figure(standing.must_haves),
        "url": reverse("handover:scorecard"),
    }


def readiness_at(year):
    """The standing on the year's last day; None before the first assessment."""
    rows = list(map(criterion, year.criteria or []))
    return readiness_of(rows) if any(row.score is not None for row in rows) else None


def criterion(row):
    """A criterion from the database's JSON, with its score; the weight exact to two digits."""
    made = Criterion(
        weight=Decimal(str(row["weight"])),
        threshold=row["threshold"],
        must_have=bool(row["must_have"]),
        is_sample=bool(row["is_sample"]),
    )
    made.score = row["score"]
    return made
