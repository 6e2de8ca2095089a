"""The published editions of a year for the yearly page, counted together with the year itself."""

import datetime as dt

from django.db.models import JSONField, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from council.models import ProgramYear
from editions.models import YearEdition
from reports.year_counts import JSONList

CLOSED, PUBLISHED = ProgramYear.State.CLOSED, YearEdition.State.PUBLISHED


def published():
    """The JSON list of a year's published editions, as everybody may see them; null when there is none."""
    fields = ("number", "sha256", "state", "as_of", "published_at", "is_sample")
    rows = YearEdition.objects.published().filter(year=OuterRef("pk")).order_by()
    listed = rows.values("year").annotate(rows=JSONList(JSONObject(**{name: name for name in fields}))).values("rows")
    return Subquery(listed, output_field=JSONField())


def notice(year, words):
    """What the year's page says of them; None before the first one is published. No query."""
    rows = sorted(getattr(year, "editions_published", None) or [], key=lambda row: -row["number"])
    if not rows:
        return None
    current = next((row for row in rows if row["state"] == PUBLISHED), rows[0])
    title = _("The year is closed: its figures stand in frozen edition %(number)s, published on %(day)s.")
    numbers = {"number": words.digits(current["number"]), "day": words.day(day_of(current["published_at"]))}
    return {
        "template": "editions/of_year.html",
        "is_final": year.state == CLOSED,
        "title": title % numbers,
        "text": _("This page goes on showing what is known today and may differ from it."),
        "url": address(year, current),
        "link": _("Frozen edition %(number)s") % numbers,
        "list_url": reverse("editions:edition_list", args=[year.year]),
        "sample": any(row["is_sample"] for row in rows),
        "editions": [edition_row(row, year, words) for row in rows],
    }


def edition_row(row, year, words):
    return {
        "number": words.digits(row["number"]),
        "url": address(year, row),
        "as_of": words.day(dt.date.fromisoformat(row["as_of"])),
        "published_on": words.day(day_of(row["published_at"])),
        "state": YearEdition.State(row["state"]).label,
        "is_current": row["state"] == PUBLISHED,
        "sha256": row["sha256"][:16],
    }


def address(year, row):
    return reverse("editions:edition_detail", args=[year.year, row["number"]])


def day_of(moment):
    """The day in Tehran of a moment as the database's JSON writes it, with or without its zone."""
    found = dt.datetime.fromisoformat(moment)
    return timezone.localdate(found if found.tzinfo else found.replace(tzinfo=dt.UTC))
