"""The home page and the list of years."""

from django.utils.translation import ngettext

from reports.pages.addresses import Addresses, as_of_form
from reports.pages.words import Words, sentence
from reports.pages.year import year_context
from reports.pages.year_notices import notices_of


def home_context(rows):
    """The context of ``reports/home.html``. No query."""
    words = Words()
    context = {
        "room": "home",
        "sample": any(section.is_sample for section in rows.sections),
        "years": year_cards(rows.years, rows.year_rows.year if rows.year_rows else None, words),
        "statements": [
            {"text": words.persian(row.text), "speaker": words.persian(row.speaker), "source": row.source}
            for row in rows.statements
        ],
        "sections": sections(rows, words),
        "courses": rows.courses,
        "sections_sample": any(section.is_sample for section in rows.sections),
    }
    if rows.year_rows:
        year = year_context(rows.year_rows)
        context["sample"] = context["sample"] or year["sample"]
        context["current"] = year
        context["current_url"] = Addresses(rows.year_rows.year, rows.year_rows.day).progress()
        context["reported"] = reported(rows.year_rows.year, words)
        context["short_day"] = words.short_day(rows.year_rows.day)
    return context


def index_context(years):
    """The context of ``reports/progress_index.html``. No query."""
    words = Words()
    return {
        "room": "progress",
        "sample": any(year.is_sample for year in years),
        "years": year_cards(list(reversed(years)), None, words),
    }


def year_cards(years, current, words):
    return [
        {
            "year": words.digits(year.year),
            "url": Addresses(year, None).path,
            "ordinal": words.nth_year(year.ordinal),
            "state": sentence(str(year.get_state_display())),
            "now": current is not None and year.pk == current.pk,
            "reported": reported(year, words),
            "notices": notices_of(year, words),
        }
        for year in years
    ]


def reported(year, words):
    """«Nine action plans, as reported», if a source said so."""
    amount = year.reported_plan_count
    if not amount:
        return ""
    text = ngettext("%(count)s action plan, as reported", "%(count)s action plans, as reported", amount)
    return sentence(text % {"count": words.count(amount)})


def sections(rows, words):
    return [
        {
            "name": words.name(section.name, section.name_en),
            "market": words.name(section.market, section.market_en) if section.market else "",
        }
        for section in rows.sections
    ]


def refusal_context(year, refusal, plan):
    """The context of ``reports/day_refused.html``: what is wrong with the asked day, and the way to another one."""
    words = Words()
    addresses = Addresses(year, None)
    return {
        "room": "progress",
        "sample": False,
        "year": words.digits(year.year),
        "year_url": addresses.path,
        "message": refusal.message,
        "asked_for": words.digits(refusal.asked),
        "asked": as_of_form(year, None, words) | {"value": words.digits(refusal.asked), "refused": True},
        "here": addresses.here(plan) if plan else addresses.path,
        "plan": words.digits(plan) if plan else "",
    }
