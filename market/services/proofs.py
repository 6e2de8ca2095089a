"""The reports that could close a finding."""

from django.db.models import Exists, OuterRef

from actionplans.models import Evidence, IndicatorReading, ProgressEntry

MOST_OFFERED = 100


def proofs_of(finding):
    """(entries, readings) of its plans that are verified, have evidence and are not older than the finding.

    Newest first, at most ``MOST_OFFERED`` of each. Two queries.
    """
    plans = finding.links.values("plan")
    entries = ProgressEntry.objects.verified().filter(
        Exists(Evidence.objects.filter(entry=OuterRef("pk"))),
        activity__plan__in=plans,
        as_of__gte=finding.identified_on,
    )
    readings = IndicatorReading.objects.verified().filter(
        Exists(Evidence.objects.filter(reading=OuterRef("pk"))),
        indicator__plan__in=plans,
        as_of__gte=finding.identified_on,
    )
    return (
        list(entries.select_related("activity__plan__year").order_by("-as_of", "-pk")[:MOST_OFFERED]),
        list(readings.select_related("indicator__plan__year").order_by("-as_of", "-pk")[:MOST_OFFERED]),
    )
