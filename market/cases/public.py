"""The public pages: the published figures in words and tables, their file, and the cases that were released."""

import csv

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from council.caching import public_page
from council.models import AgendaItem, Institution, Meeting, Statement
from council.models.cluster import in_language
from filing.spreadsheets import BYTE_ORDER_MARK, formula_safe
from market.cases.sums import CATEGORIES, QUARTERS, REASONS, SUPPLY, WINNERS
from market.cases.suppression import LEAST_ADDED
from market.models import CaseFigures, ProcurementCase
from members.suppression import LEAST_FIRMS, LEAST_TOTAL
from persian.digits import localised
from persian.numbers import number, rial, rial_in_words

PER_PAGE = 20
TITLES = {
    WINNERS: gettext_lazy("Where the winners were from"),
    CATEGORIES: gettext_lazy("By what was bought"),
    REASONS: gettext_lazy("By reason"),
    QUARTERS: gettext_lazy("By quarter"),
    SUPPLY: gettext_lazy("Could members have supplied it?"),
}
HEADS = {
    WINNERS: gettext_lazy("Where from"),
    CATEGORIES: gettext_lazy("What was bought"),
    REASONS: gettext_lazy("Reason"),
    QUARTERS: gettext_lazy("Quarter"),
    SUPPLY: gettext_lazy("As staff found"),
}
NOTES = {
    WINNERS: gettext_lazy("All counted purchases; shares are of their value."),
    CATEGORIES: gettext_lazy("Purchases that an outside winner got; shares are of their value."),
    REASONS: gettext_lazy("A purchase may have several reasons and then stands in each, so the rows do not add up."),
    QUARTERS: gettext_lazy("By the day of the buyer's decision, in quarters of the Jalali year."),
    SUPPLY: gettext_lazy("From the capabilities that members registered, looked at case by case."),
}
ORDER = (WINNERS, REASONS, CATEGORIES, QUARTERS, SUPPLY)
SEASONS = {
    1: gettext_lazy("spring"), 2: gettext_lazy("summer"), 3: gettext_lazy("autumn"), 4: gettext_lazy("winter"),
}  # fmt: skip


@require_safe
@public_page
def case_figures(request):
    """The newest publication. Four queries and the frame's one, for ten cases or 100,000: it reads one stored row."""
    figures = newest()
    context = {
        "room": "market",
        "figures": figures,
        "sample": bool(figures and figures.is_sample),
        "headline": headline(figures.document) if figures else None,
        "tables": tables(figures.document) if figures else [],
        "told": told_by_unions(),
        "statements": list(Statement.objects.filter(topic=Statement.Topic.MARKET).select_related("source")),
        "has_released": ProcurementCase.objects.released().exists(),
        "least": localised(LEAST_FIRMS),
        "least_total": localised(LEAST_TOTAL),
        "least_added": localised(LEAST_ADDED),
    }
    return render(request, "market/cases/figures.html", context)


def told_by_unions():
    """What a union's own people said of it in a published meeting, as a source reports: shown with its meeting.

    An item with a decision is none of it: that has its own page and may be confidential. One query.
    """
    spoke = {
        "meeting__attendances__institution__kind": Institution.Kind.GUILD_UNION,
        "meeting__attendances__person__gt": "",
        "presenter__contains": F("meeting__attendances__person"),
    }
    items = AgendaItem.objects.filter(meeting__state=Meeting.State.PUBLISHED, meeting__is_sample=False, **spoke)
    items = items.filter(decisions__isnull=True).exclude(text="")
    return list(items.select_related("meeting__year").order_by("-meeting__held_on", "order").distinct())


def newest():
    return CaseFigures.objects.defer("made_by").order_by("-number").first()


def headline(document):
    """The totals in words; what is None is not published."""
    everything, outside = document["all"], document["outside"]
    found = {"all": None, "outside": None, "share": ""}
    if everything:
        found["all"] = {"cases": number(everything["cases"]), **money(everything["amount"])}
    if outside:
        found["outside"] = {"cases": number(outside["cases"]), **money(outside["amount"])}
    if everything and outside:
        found["share"] = share(outside["amount"], everything["amount"])
    return found


def money(amount):
    return {"words": rial_in_words(amount), "exact": rial(amount)}


def share(part, whole):
    """«38.2 percent» of two whole numbers, rounded half up in whole numbers."""
    tenths = (2000 * part + whole) // (2 * whole)
    return _("%(share)s percent") % {"share": tenths_in_words(tenths)}


def tenths_in_words(tenths):
    return number(f"{tenths // 10}.{tenths % 10}", 1)


def tables(document):
    """Each published table with its rows in words; a hidden row has no figure at all."""
    return [
        {
            "name": name,
            "title": TITLES[name],
            "head": HEADS[name],
            "note": NOTES[name],
            "rows": [row_of(name, row, total_of(name, document)) for row in document["tables"][name]],
            "has_hidden": any(row.get("hidden") for row in document["tables"][name]),
        }
        for name in ORDER
        if document["tables"].get(name)
    ]


def total_of(name, document):
    return document["all" if name == WINNERS else "outside"]["amount"]


def row_of(name, row, whole):
    if row.get("hidden"):
        return {"name": name_of(name, row), "is_hidden": True, "permille": 0}
    permille = (2000 * row["amount"] + whole) // (2 * whole)
    return {
        "name": name_of(name, row),
        "is_hidden": False,
        "cases": number(row["cases"]),
        "share": share(row["amount"], whole),
        "permille": permille,
        **money(row["amount"]),
    }


def name_of(name, row):
    if name == QUARTERS:
        return quarter_words(row["key"])
    if name == WINNERS:
        return ProcurementCase.Winner(row["key"]).label
    if name == SUPPLY:
        return ProcurementCase.Supply(row["key"]).label
    return in_language(row["name"], row["name_en"])


def quarter_words(quarter):
    """«تابستان ۱۴۰۳» of 14032."""
    return _("%(season)s %(year)s") % {"season": SEASONS[quarter % 10], "year": localised(quarter // 10)}


@require_safe
@public_page
def case_csv(request):
    """The published tables as a file: what is hidden on the page is hidden here, no cell is a formula. One query."""
    figures = newest()
    if figures is None:
        raise Http404
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="procurement-cases.csv"'
    rows = csv.writer(response)
    rows.writerow([_("table"), _("row"), _("cases"), _("amount in rials"), _("share of value in percent"), _("sample")])
    mark = _("sample") if figures.is_sample else ""
    for line in csv_lines(figures.document):
        rows.writerow([*map(formula_safe, line[:2]), *line[2:], mark])
    return response


def csv_lines(document):
    """Names as words, figures as plain numbers."""
    for key, words in (("all", _("all counted purchases")), ("outside", _("won from outside the province"))):
        if document[key]:
            yield _("total"), words, document[key]["cases"], document[key]["amount"], ""
    for name in ORDER:
        for row in document["tables"].get(name, []):
            yield str(TITLES[name]), str(name_of(name, row)), *cells(row, total_of(name, document))


def cells(row, whole):
    if row.get("hidden"):
        return [pgettext("figure", "hidden")] * 3
    tenths = (2000 * row["amount"] + whole) // (2 * whole)
    return [row["cases"], row["amount"], f"{tenths // 10}.{tenths % 10}"]


@require_safe
@public_page
def case_released(request):
    """The cases that staff released, each with the names that were released and no other. Four queries at any size."""
    rows = ProcurementCase.objects.released().select_related("category", "buyer", "firm").order_by("-decided_on", "-pk")
    page = Paginator(rows.prefetch_related("reasons"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "room": "market",
        "page": page,
        "cases": [released_row(case) for case in page.object_list],
        "sample": any(case.is_sample for case in page.object_list),
    }
    return render(request, "market/cases/released.html", context)


def released_row(case):
    """What the public may know: a name that was not released is not even handed to the template (I18)."""
    return {
        "code": case.code,
        "buyer": case.shown_buyer if case.names_buyer else "",
        "firm": str(case.firm) if case.names_firm else "",
        "category": case.category,
        "decided_on": case.decided_on,
        "amount": case.amount,
        "winner": case.get_winner_display(),
        "reasons": list(case.reasons.all()),
        "is_sample": case.is_sample,
    }
