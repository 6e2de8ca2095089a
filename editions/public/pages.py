"""The page of an edition in words: what it is, how to check it, what corrects it, its files and its chain. No query."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editions.models import YearEdition
from editions.public.changes import change_rows, first_figures
from editions.public.content import content
from editions.public.reading import document_of
from editions.public.values import decision, hash_groups, plain
from editions.sums import sha256_of
from persian.jalali import format_moment
from reports.pages.evidence import size as size_words
from reports.pages.words import Words, sentence

State = YearEdition.State
FORMATS = {
    "pdf": (gettext_lazy("Report to print"), "report_pdf"),
    "xlsx": (gettext_lazy("All tables"), "report_xlsx"),
    "csv": (gettext_lazy("Progress of the year, its plans and activities, a line each"), "report_csv"),
    "json": (gettext_lazy("The frozen data"), "snapshot"),
}


def edition_context(rows):
    """The context of ``editions/edition.html``; of an edition in preparation there is only its head."""
    words, edition = Words(), rows.edition
    context = {
        "room": "progress",
        "head": head(edition, words),
        "crumbs": crumbs(edition, words),
        "edition": edition,
        "public": edition.state in (State.PUBLISHED, State.SUPERSEDED),
    }
    if rows.document is None:
        return context | {"sample": edition.is_sample}
    return context | {
        "sample": edition.is_sample,
        "hash": {
            "groups": hash_groups(edition.sha256),
            "holds": sha256_of(edition.document) == edition.sha256,
            "seal": edition.seal,
        },
        "year_url": year_url(edition),
        "files": files(rows, words),
        "snapshot_url": address("snapshot", edition),
        "chain": chain(rows, words),
        "corrected": corrected(rows, words),
        "corrects": corrects(rows, words),
        "erratum": erratum(rows, words),
        "frozen": content(rows.document, words),
    }


def address(page, edition):
    return reverse(f"editions:{page}", args=[edition.year.year, edition.number])


def year_url(edition):
    return reverse("reports:year_detail", args=[edition.year.year])


def crumbs(edition, words):
    """Pairs of words and address from the second step on."""
    year = words.digits(edition.year.year)
    return [
        (_("Progress"), reverse("reports:progress_index")),
        (_("Year %(year)s") % {"year": year}, year_url(edition)),
        (_("Frozen editions"), reverse("editions:edition_list", args=[edition.year.year])),
        (_("Edition %(number)s") % {"number": words.digits(edition.number)}, ""),
    ]


def head(edition, words):
    numbers = {"year": words.digits(edition.year.year), "number": words.digits(edition.number)}
    return {
        "title": _("Year %(year)s, frozen edition %(number)s") % numbers,
        "chip": sentence(edition.get_state_display()),
        "as_of": words.day(edition.as_of) if edition.as_of else "",
        "frozen_at": format_moment(edition.frozen_at) if edition.frozen_at else "",
        "published_at": format_moment(edition.published_at) if edition.published_at else "",
        "decision": decision(edition.decision.number, words) if edition.published_at else "",
        "superseded_by": decision(edition.superseded_by, words) if edition.published_at else "",
        **numbers,
    }


def files(rows, words):
    """The files of the page's language, and those that are the same in every language."""
    return [
        {
            "format": row["kind"].upper(),
            "title": FORMATS[row["kind"]][0],
            "detail": size_words(row["size"], words),
            "url": address(FORMATS[row["kind"]][1], rows.edition),
        }
        for row in rows.files
        if row["language"] in ("", words.language)
    ]


def chain(rows, words):
    """The editions of the same year, the one before and the one after in the chain; the oldest first."""
    shown = [
        row for row in rows.around if row.year_id == rows.edition.year_id or abs(row.place - rows.edition.place) == 1
    ]
    return [chain_row(row, rows.edition, words) for row in shown]


def chain_row(row, here, words):
    day = row.published_at or row.frozen_at
    return {
        "url": "" if row.pk == here.pk else address("edition_detail", row),
        "word": _("Year %(year)s, edition %(number)s")
        % {"year": words.digits(row.year.year), "number": words.digits(row.number)},
        "day": words.day(timezone.localdate(day)),
        "state": row.get_state_display(),
        "sha256": row.sha256[:16],
    }


def corrected(rows, words):
    """What a later edition corrects in this one; None while this one is valid."""
    after = rows.after
    if after is None:
        return None
    now = rows.current or after
    return difference(rows.edition, rows.document, after, document_of(after), words) | {
        "number": words.digits(after.number),
        "current": words.digits(now.number),
        "current_url": address("edition_detail", now),
        "current_day": words.day(timezone.localdate(now.published_at)),
    }


def corrects(rows, words):
    """What this edition corrects in the one before it; None of a first edition."""
    before = rows.before
    if before is None:
        return None
    return difference(before, document_of(before), rows.edition, rows.document, words) | {
        "number": words.digits(before.number),
        "before_url": address("edition_detail", before),
    }


def erratum(rows, words):
    """What the edition says of itself where no earlier one stands beside it: who cites it must know all the same."""
    text = rows.document["edition"]["erratum"]
    return plain(text, words) if text and rows.before is None else ""


def difference(old, old_document, new, new_document, words):
    """The erratum of the later edition with its first figures, and the way to all of them."""
    figures, more = first_figures(change_rows(old_document, new_document, words))
    erratum = new_document["edition"]["erratum"]
    return {
        "erratum": plain(erratum, words) if erratum else "",
        "old": words.digits(old.number),
        "new": words.digits(new.number),
        "figures": figures,
        "more": words.figure(more) if more else "",
        "url": address("edition_changes", new),
    }
