"""The reports behind the figures: each with its verdicts and its evidence, named by activity, day and place in it."""

from collections import defaultdict

from django.utils import timezone

from actionplans.models import BaselineTarget, Evidence, IndicatorReading, ProgressEntry, Verification
from editions.document.people import Actors
from editions.document.values import amount, day, share, texts

Verdict = Verification.Verdict


class Records:
    """All reports of a year's approved plans up to the edition's day. Nine queries, whatever their number."""

    def __init__(self, year, upto):
        approved = {"plan__year": year, "plan__approved_by__isnull": False}
        entries = ProgressEntry.objects.filter(**{f"activity__{name}": value for name, value in approved.items()})
        readings = IndicatorReading.objects.filter(**{f"indicator__{name}": value for name, value in approved.items()})
        readings = readings.filter(indicator__in=BaselineTarget.objects.values("indicator"))  # the others are drafts
        self.entries = list(entries.filter(as_of__lte=upto).select_related("activity__plan__year").order_by("pk"))
        self.readings = list(readings.filter(as_of__lte=upto).select_related("indicator__plan__year").order_by("pk"))
        self.entry_keys = keys(self.entries, lambda row: row.activity)
        self.reading_keys = keys(self.readings, lambda row: row.indicator)
        self.verdicts = by_subject(Verification.objects.select_related("visit").order_by("pk"), self)
        self.evidence = by_subject(Evidence.objects.select_related("file").order_by("pk"), self)
        verdicts = [row for rows in self.verdicts.values() for row in rows]
        self.actors = Actors(
            [row.recorded_by_id for row in (*self.entries, *self.readings)] + [row.by_id for row in verdicts]
        )

    def key_of(self, entry):
        """The natural key of an ``EntryFacts``; None for none."""
        return self.entry_keys[entry.id] if entry else None

    def reading_of(self, indicator):
        """The newest reading of an indicator that was not returned, and the newest one that is verified."""
        found = {"reported": None, "reported_reading": None, "verified": None, "verified_reading": None}
        for row in sorted(self.readings, key=lambda row: (row.as_of, row.pk)):
            newest = self.verdicts.get(("reading", row.pk), [None])[-1]
            if row.indicator_id != indicator or (newest and newest.verdict == Verdict.RETURNED):
                continue
            found |= {"reported": amount(row.value), "reported_reading": self.reading_keys[row.pk]}
            if newest:
                found |= {"verified": amount(newest.value), "verified_reading": self.reading_keys[row.pk]}
        return found

    def unverified(self):
        """Reports on which the supervisor said nothing yet: pairs of key and row, entries first."""
        kinds = [("entry", self.entries, self.entry_keys), ("reading", self.readings, self.reading_keys)]
        return [
            (names[row.pk], row) for kind, rows, names in kinds for row in rows if not self.verdicts.get((kind, row.pk))
        ]

    def entry_rows(self):
        rows = [
            {
                "key": self.entry_keys[row.pk],
                "activity": row.activity.key,
                "percent": share(row.percent),
                "narrative": row.narrative,
                "fall_reason": row.fall_reason,
                "obstacle": row.obstacle,
                "corrective_action": row.corrective_action,
                **self.behind(row, ("entry", row.pk)),
            }
            for row in self.entries
        ]
        return sorted(rows, key=natural)

    def reading_rows(self):
        rows = [
            {
                "key": self.reading_keys[row.pk],
                "indicator": row.indicator.key,
                "title": texts(row.indicator.title, row.indicator.title_en),
                "unit": texts(row.indicator.unit, row.indicator.unit_en),
                "value": amount(row.value),
                "note": row.note,
                **self.behind(row, ("reading", row.pk)),
            }
            for row in self.readings
        ]
        return sorted(rows, key=natural)

    def behind(self, row, subject):
        """What stands behind a report: its day, who recorded it, every verdict, every piece of evidence."""
        return {
            "as_of": day(row.as_of),
            "recorded_on": day(timezone.localdate(row.recorded_at)),
            "recorded_by": self.actors.who(row.recorded_by_id, row.recorded_at),
            "verifications": [self.verdict_row(verdict) for verdict in self.verdicts.get(subject, [])],
            "evidence": [
                {"caption": row.caption, "sha256": row.file.sha256, "is_public": row.is_public}
                for row in sorted(self.evidence.get(subject, []), key=lambda row: (row.file.sha256, row.caption))
            ],
        }

    def verdict_row(self, row):
        return {
            "verdict": row.verdict,
            "percent": share(row.percent),
            "value": amount(row.value),
            "reason": row.reason,
            "on": day(timezone.localdate(row.at)),
            "by": self.actors.who(row.by_id, row.at),
            "visited_on": day(row.visit.visited_on) if row.visit_id else None,
        }


def natural(row):
    """Order of a list by its keys, numbers by their size: plan 10 after plan 9."""
    path, _at, rest = row["key"].partition("@")
    as_of, _hash, ordinal = rest.partition("#")
    return [int(part.lstrip("i")) for part in path.split("/")], as_of, int(ordinal)


def keys(rows, subject_of):
    """``1403/3/2@2024-09-21#1`` by id: the how-manieth report of that day; rows in the order of their ids."""
    counted, found = defaultdict(int), {}
    for row in rows:
        place = (subject_of(row).key, row.as_of.isoformat())
        counted[place] += 1
        found[row.pk] = f"{place[0]}@{place[1]}#{counted[place]}"
    return found


def by_subject(queryset, records):
    """Rows by what they are about, ("entry" or "reading", id). Two queries."""
    found = defaultdict(list)
    years = {row.activity.plan.year_id for row in records.entries[:1]}
    years |= {row.indicator.plan.year_id for row in records.readings[:1]}
    for kind, path in (("entry", "entry__activity__plan__year"), ("reading", "reading__indicator__plan__year")):
        for row in queryset.filter(**{f"{path}__in": years}):
            found[kind, getattr(row, f"{kind}_id")].append(row)
    return found
