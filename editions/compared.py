"""The figures that a year's published edition gives to the comparison of years, from its document alone."""

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse

from actionplans.arithmetic import Point, Status
from editions.models import YearEdition


def frozen_figures(years):
    """{key of the year: fields of ``reports.comparing.Compared``} of the editions that are valid now. One query."""
    rows = YearEdition.objects.filter(year__in=years, state=YearEdition.State.PUBLISHED).select_related("year")
    return {row.year_id: figures_of(row, json.loads(row.document)) for row in rows}


def figures_of(edition, document):
    progress, money, trainings = document["progress"], document["money"], document["trainings"]
    firms = (document["firms"] or {}).get("total")
    handover = document["handover"]
    return {
        "day": edition.as_of,
        "planned": exact(progress["planned"]),
        "reported": exact(progress["reported"]),
        "verified": exact(progress["verified"]),
        "plans": len(document["plans"]) or document["year"]["reported_plan_count"],
        "statuses": known(progress["plans_by_status"]),
        "decisions": len(document["decisions"]),
        "courses": trainings["sums"]["courses"],
        "trained": trainings["sums"]["trained"],
        "firms": firms and firms["firms"],
        "staff": firms and firms["staff"],
        "approved": money["total"]["approved"] if money["lines"] else None,
        "paid": money["total"]["paid"] if money["lines"] else None,
        "gaps": document["findings"]["addressed"],
        "gaps_closed": document["findings"]["closed"],
        "readiness": handover and Decimal(handover["share"]),
        "series": tuple(map(point, progress["series"])),
        "is_sample": edition.is_sample,
        "edition": str(edition),
        "url": reverse("editions:edition_detail", args=[edition.year.year, edition.number]),
    }


def known(counts):
    """Plans by status; a status that this release has no more stands in no line of the comparison."""
    return {status: counts[status.value] for status in Status if status.value in counts}


def exact(text):
    return None if text is None else Fraction(text)


def point(row):
    shares = {name: exact(row[name]) for name in ("planned", "reported", "verified")}
    return Point(day=dt.date.fromisoformat(row["day"]), **shares)
