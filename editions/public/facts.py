"""What an edition holds beside its plans, in words: decisions, money, courses, firms, gaps, hand-over, notes."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from editions.labels import label
from editions.public.values import date, decision, exact, name, percent, plan_number
from editions.told import report_words, votes
from persian.numbers import rial, rial_in_words
from reports.pages.addresses import decision_url

PEOPLE = ("firms", "staff", "women", "graduates")
MONEY = ("exports", "local_sales")


def facts(document, words):
    return {
        "decisions": [decision_row(row, words) for row in document["decisions"]],
        "meetings": [meeting_row(row, words) for row in document["meetings"]],
        "money": money(document["money"], words),
        "trainings": trainings(document["trainings"], words),
        "firms": firms(document["firms"], words),
        "gaps": gaps(document["findings"], words),
        "handover": handover(document["handover"], words),
        "notes": [note_row(row, words) for row in document["notes"] if row["about"] == "unverified"],
    }


def decision_row(row, words):
    return {
        "number": words.code(row["number"]),
        "url": decision_url(row["number"]),
        "iso": row["adopted_on"],
        "day": words.day(date(row["adopted_on"])) if row["adopted_on"] else "",
        "text": name(row["text"], words) if row["text"] else "",
        "closed_until": words.day(date(row["confidential_until"])) if row["confidential_until"] else "",
        "votes": votes(row["votes"], words),
        "is_reported": bool(row["source"]),
        "is_sample": row["is_sample"],
    }


def meeting_row(row, words):
    return {
        "number": words.digits(row["key"].rpartition("-")[2].lstrip("0")),
        "url": reverse("council:meeting_detail", args=[row["key"]]),
        "day": words.day(date(row["held_on"])),
        "sha256": row["minutes_sha256"] or "",
    }


def money(found, words):
    """Commitments with what was paid; None where the council approved none."""
    if not found["lines"]:
        return None
    total = found["total"]
    return {
        "total": {kind: amount(total[kind]) for kind in ("pledged", "approved", "paid")},
        "paid_cash": rial(total["paid_cash"]),
        "paid_in_kind": rial(total["paid_in_kind"]),
        "lines": [
            {
                "plan": words.digits(plan_number(row["plan"])),
                "anchor": f"plan-{plan_number(row['plan'])}",
                "institution": name(row["institution"]["name"], words),
                "kind": label("money", row["kind"]),
                "subject": name(row["subject"], words),
                "decision": decision(row["decision"], words),
                **{kind: words.figure(row[kind]) for kind in ("pledged", "approved", "paid")},
            }
            for row in found["lines"]
        ],
    }


def amount(value):
    return {"words": rial_in_words(value), "exact": rial(value)}


def trainings(found, words):
    if not found["courses"]:
        return None
    return {
        "sums": {key: words.figure(value) for key, value in found["sums"].items()},
        "courses": [
            {
                "name": name(row["title"], words),
                "provider": name(row["provider"]["name"], words) if row["provider"] else "",
                "day": words.day(date(row["ended_on"])),
                **{key: words.figure(row[key]) for key in ("trained", "completed", "certified", "firms")},
            }
            for row in found["courses"]
        ],
    }


def firms(found, words):
    """The sums of the returns; a cell that is hidden in the document has no figure here either."""
    if found is None:
        return None
    total = found["total"]
    return {
        "state": state_of_returns(found, words),
        "total": total
        and {key: words.figure(total[key]) for key in PEOPLE} | {key: amount(total[key]) for key in MONEY},
        "sections": [
            table_row(_("without a section") if row["section"] is None else name(row["section"], words), row, words)
            for row in found["sections"]
        ],
        "sizes": [table_row(label("size", row["size"]), row, words) for row in found["sizes"]],
        "has_hidden": any(row["sums"] is None for row in (*found["sections"], *found["sizes"])),
    }


def state_of_returns(found, words):
    if not found["closed_on"]:
        return _("When this was frozen, returns were still coming in; these sums are of those filed by then.")
    return _("The returns were closed on %(day)s.") % {"day": words.day(date(found["closed_on"]))}


def table_row(title, row, words):
    hidden = pgettext("figure", "hidden")
    return {
        "name": title,
        "is_hidden": row["sums"] is None,
        "cells": [hidden if row["sums"] is None else words.figure(row["sums"][key]) for key in PEOPLE],
    }


def gaps(found, words):
    if not found["gaps"]:
        return None
    return {
        "addressed": words.figure(found["addressed"]),
        "closed": words.figure(found["closed"]),
        "rows": [
            {
                "number": words.digits(row["number"]),
                "name": name(row["title"], words),
                "state": label("gap", row["state"]),
                "is_closed": bool(row["closed_on"]),
                "closed_on": words.day(date(row["closed_on"])) if row["closed_on"] else "",
                "plans": [
                    {"number": words.digits(plan_number(key)), "anchor": f"plan-{plan_number(key)}"}
                    for key in row["plans"]
                ],
            }
            for row in found["gaps"]
        ],
    }


def handover(found, words):
    if found is None:
        return None
    return {
        "share": percent(found["share"], words),
        "met": words.figure(found["met"]),
        "must_haves": words.figure(found["must_haves"]),
        "criteria": [
            {
                "text": name(row["text"], words),
                "weight": words.figure(exact(row["weight"])),
                "score": words.figure(row["score"]),
                "threshold": words.figure(row["threshold"]),
                "must_have": row["must_have"],
                "is_met": None not in (row["score"], row["threshold"]) and row["score"] >= row["threshold"],
                "day": words.day(date(row["scored_on"])) if row["scored_on"] else "",
            }
            for row in found["criteria"]
        ],
    }


def note_row(row, words):
    """Why a report stands unverified."""
    return {"report": report_words(row["subject"], words), "reason": words.persian(row["reason"])}
