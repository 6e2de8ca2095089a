"""Firms and jobs in words: what the yearly returns add up to, what is hidden of it, how it is made. No query here."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from members.aggregates import NO_SECTION, tables
from members.models import Firm
from members.suppression import LEAST_FIRMS, LEAST_TOTAL
from persian.numbers import rial, rial_in_words
from reports.pages.addresses import Addresses
from reports.pages.words import Words
from reports.reading import round_of

PEOPLE = ("firms", "staff", "women", "graduates")


def tables_of(year):
    """The tables of a year's returns; None before there is a round or a return."""
    return_round = round_of(year)
    if return_round is None:
        return None
    found = tables(return_round.sums, section_order(return_round))
    return None if found.is_empty else found


def section_order(return_round):
    rows = return_round.sections
    return tuple(sorted((int(key) for key in rows), key=lambda key: (rows[str(key)]["order"], key)))


def has_sums(year):
    found = tables_of(year)
    return found is not None and found.total is not None


def year_firms(year, years, words):
    """The block of the yearly page; None while nothing was filed. ``total`` is None when too few firms filed."""
    found = tables_of(year)
    if found is None:
        return None
    addresses, return_round = Addresses(year, None), round_of(year)
    block = {
        "url": addresses.firms(),
        "sample": found.has_sample,
        "state": state_of(return_round, words),
        "too_few": too_few(words) if found.total is None else "",
        "total": None,
    }
    if found.total is None:
        return block
    before = year_before(year, years)
    return block | {
        "total": headline(found.total, before, words),
        "sizes": table(sizes(found), words),
        "sections": table(sections(found, return_round, words), words),
        "has_hidden": found.has_hidden,
    }


def state_of(return_round, words):
    if return_round.closed_on:
        return _("The returns were closed on %(day)s.") % {"day": words.day(return_round.closed_on)}
    return _("Returns are still coming in; these sums are of those filed so far.")


def too_few(words):
    text = _("Fewer than %(least)s firms have filed their return; sums are shown from then on.")
    return text % {"least": words.count(LEAST_TOTAL)}


def year_before(year, years):
    """The totals of the programme's year before, if they are shown themselves."""
    earlier = next((row for row in years if row.year == year.year - 1), None)
    found = tables_of(earlier) if earlier else None
    return found.total if found else None


def headline(total, before, words):
    """The sums at a glance, each with its change to the year before where that is shown."""
    money = {name: getattr(total, name) for name in ("exports", "local_sales")}
    return {
        "filed": firms_words(total.firms, words),
        **{name: words.figure(getattr(total, name)) for name in PEOPLE},
        **{name: {"words": rial_in_words(amount), "exact": rial(amount)} for name, amount in money.items()},
        "changes": {
            name: change(getattr(total, name) - getattr(before, name), words) if before else "" for name in PEOPLE
        },
        "women_share": share(total.women, total.staff, words),
        "graduates_share": share(total.graduates, total.staff, words),
    }


def firms_words(amount, words):
    text = ngettext("%(count)s firm", "%(count)s firms", amount)
    return text % {"count": words.figure(amount)}


def change(difference, words):
    """«83 more than the year before»."""
    if not difference:
        return _("as many as the year before")
    text = _("%(count)s more than the year before") if difference > 0 else _("%(count)s fewer than the year before")
    return text % {"count": words.figure(abs(difference))}


def share(part, whole, words):
    """«38.2 percent»; nothing where nobody works."""
    if not whole:
        return ""
    return _("%(share)s percent") % {"share": words.percent(100 * part / whole)}


def sizes(found):
    return [(Firm.Size(key).label, sums) for key, sums in found.sizes.items()]


def sections(found, return_round, words):
    """The sections by the names they had when returns were filed; firms without one, if there are any, come last."""
    rows = return_round.sections
    return [
        (
            _("without a section")
            if key == NO_SECTION
            else words.name(rows[str(key)]["name"], rows[str(key)]["name_en"]),
            sums,
        )
        for key, sums in found.sections.items()
    ]


def table(rows, words):
    """Rows of a table: a cell that is hidden says so in each column, because the count would tell too."""
    hidden = pgettext("figure", "hidden")
    return [
        {
            "name": name,
            "is_hidden": sums is None,
            "cells": [hidden if sums is None else words.figure(getattr(sums, column)) for column in PEOPLE],
        }
        for name, sums in rows
    ]


def firms_context(rows):
    """The context of ``reports/year_firms.html``."""
    words = Words()
    year, return_round = rows.year, round_of(rows.year)
    block = year_firms(year, rows.years, words)
    return {
        "room": "progress",
        "sample": bool(block and block["sample"]),
        "year": words.digits(year.year),
        "year_url": Addresses(year, None).path,
        "firms": block,
        "asked": asked(rows, return_round, words),
        "years": [totals_row(row, words) for row in reversed(rows.years) if round_of(row)],
        "csv_url": Addresses(year, None).firms_csv() if has_sums(year) else "",
        "least_firms": words.count(LEAST_FIRMS),
        "least_total": words.count(LEAST_TOTAL),
        "nothing": nothing_yet(return_round, words),
    }


def asked(rows, return_round, words):
    """How many firms were asked: now, or when the round was closed. Nothing while their number is not shown."""
    if not has_sums(rows.year):
        return ""
    if return_round.is_open:
        return _("of %(count)s active firms today") % {"count": words.figure(rows.active)}
    if return_round.asked is None:
        return ""
    return _("of %(count)s firms that were active when the returns were closed") % {
        "count": words.figure(return_round.asked)
    }


def totals_row(year, words):
    """One line of the table over the years; dashes where the total is not shown."""
    found = tables_of(year)
    total = found.total if found else None
    return {
        "year": words.digits(year.year),
        "url": Addresses(year, None).firms(),
        "cells": [words.figure(getattr(total, name) if total else None) for name in PEOPLE],
        "exports": words.figure(total.exports if total else None),
        "local_sales": words.figure(total.local_sales if total else None),
        "sample": bool(found and found.has_sample),
    }


def nothing_yet(return_round, words):
    if return_round is None:
        return _("The returns of this year are not collected yet. The facilitator opens them after the year's end.")
    return _("No firm has filed its return yet. Returns are due on %(day)s.") % {"day": words.day(return_round.due_on)}
