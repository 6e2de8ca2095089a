"""Reading an edition for a page: two queries, of which neither touches a live table of the portal.

The first reads the edition with its year and its publishing decision, the second the editions around it with their
files. Everything else on the page comes out of the document.
"""

import json
from dataclasses import dataclass

from django.db.models import Case, F, JSONField, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import JSONObject

from council.models import Decision
from editions.models import EditionFile, YearEdition
from reports.year_counts import JSONList

State = YearEdition.State
GREATEST = 9999  # of a year or a number in an address; more is no edition, and too much for a column
MEDIA = ("pdf", "xlsx", "csv", "json")


@dataclass
class EditionRows:
    """An edition, its document, and the editions around it: the oldest of its chain first."""

    edition: YearEdition
    document: dict | None
    around: list[YearEdition]

    @property
    def files(self):
        """The files of the edition in the order of the formats, then of the languages."""
        own = next((row for row in self.around if row.pk == self.edition.pk), None)
        rows = (own and own.stored) or []
        return sorted(rows, key=lambda row: (MEDIA.index(row["kind"]), row["language"]))

    def of_year(self):
        return [row for row in self.around if row.year_id == self.edition.year_id]

    @property
    def before(self):
        """The edition of the same year that this one corrects, of those that the reader may see."""
        return max(
            (row for row in self.of_year() if row.number < self.edition.number),
            key=lambda row: row.number,
            default=None,
        )

    @property
    def after(self):
        """The published edition of the same year that corrects this one."""
        later = [
            row
            for row in self.of_year()
            if row.number > self.edition.number and row.state in (State.PUBLISHED, State.SUPERSEDED)
        ]
        return min(later, key=lambda row: row.number, default=None)

    @property
    def current(self):
        """The edition of the year that is valid now."""
        return next((row for row in self.of_year() if row.state == State.PUBLISHED), None)


def find_edition(year, number, user):
    """The edition with its year and its decision; None for who may not see it. One query.

    ``superseded_by`` is the number of the adopted decision that took the place of the publishing one, None for none.
    """
    if not (0 < year <= GREATEST and 0 < number <= GREATEST):
        return None
    later = Decision.objects.adopted().filter(supersedes=OuterRef("decision")).order_by("pk").values("number")[:1]
    rows = YearEdition.objects.visible_to(user).select_related("year", "decision")
    rows = rows.annotate(superseded_by=Subquery(later))
    return rows.filter(year__year=year, number=number).first()


def read_edition(year, number, user):
    """Everything of an edition's page, None for who may not see it. Two queries; one of a draft or of none."""
    edition = find_edition(year, number, user)
    if edition is None:
        return None
    if not edition.is_frozen:
        return EditionRows(edition, None, [])
    return EditionRows(edition, json.loads(edition.document), read_around(edition, user))


def read_around(edition, user):
    """The frozen editions of the same chain that the reader may see, each with its files as ``stored``.

    ``text`` is the document of the two next to it in its year, which the page compares it with, else empty. One query.
    """
    visible = YearEdition.objects.visible_to(user).frozen()
    of_year = visible.filter(year=edition.year_id)
    beside = [
        of_year.filter(number__lt=edition.number).order_by("-number").values("pk")[:1],
        of_year.filter(number__gt=edition.number).published().order_by("number").values("pk")[:1],
    ]
    text = Case(*(When(pk__in=row, then=F("document")) for row in beside), default=Value(""), output_field=TextField())
    rows = visible.filter(Q(is_sample=edition.is_sample) | Q(pk=edition.pk)).order_by("place")
    return list(
        rows.select_related("year")
        .annotate(text=text, stored=Subquery(files_of(edition.pk), output_field=JSONField()))
        .defer("document", "seal")
    )


def files_of(edition):
    """The files of one edition as a JSON list, for the row of that edition only."""
    fields = {
        "kind": F("kind"),
        "language": F("language"),
        "sha256": F("sha256"),
        "size": F("file__size"),
    }
    rows = EditionFile.objects.filter(edition=OuterRef("pk"), edition_id=edition).order_by()
    return rows.values("edition").annotate(rows=JSONList(JSONObject(**fields))).values("rows")


def document_of(row):
    """The document of an edition of ``read_around`` that stands next to the one that was read."""
    return json.loads(row.text)
