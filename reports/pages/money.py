"""Money in words: what was pledged, approved and paid, by institution, by plan, and payment by payment. No query here.

Tables carry whole rials; headlines say millions and billions, with the exact amount beside them.
"""

from django.urls import reverse

from actionplans.models import Funding
from actionplans.money import Sums, grouped
from persian.numbers import rial, rial_in_words
from reports.pages.addresses import decision_url
from reports.pages.words import geometry

HUNDRED = 100


def institution_url(institution, anchor=""):
    return reverse("council:institution_detail", args=[institution.key]) + anchor


def year_money(rows, addresses, words):
    """The block of the yearly page; None when nothing was pledged, because no zero belongs there."""
    lines = rows.money
    if not lines:
        return None
    total = Sums.of(lines)
    by_institution = grouped(lines, lambda line: line.funding.institution)
    by_plan = grouped(lines, lambda line: line.funding.plan)
    widest = max(Sums.of(group).pledged for _institution, group in by_institution)
    anchor = f"#money-{rows.year.year}" if rows.money_is_of_today else ""
    return {
        "day": words.day(rows.money_day),
        "is_of_today": rows.money_is_of_today,
        "headline": headline(total, words),
        "bar": bar(total, total.pledged),
        "institutions": [
            amounts(Sums.of(group), words)
            | {
                "name": words.name(institution.name, institution.name_en),
                "url": institution_url(institution, anchor),
                "bar": bar(Sums.of(group), widest),
            }
            for institution, group in sorted(by_institution, key=lambda pair: -Sums.of(pair[1]).pledged)
        ],
        "plans": [
            amounts(Sums.of(group), words)
            | {
                "number": words.digits(plan.number),
                "name": words.name(plan.title, plan.title_en),
                "url": addresses.plan(plan.number, "#money"),
            }
            for plan, group in by_plan
        ],
        "total": amounts(total, words),
        "sample": any(plan.is_sample for plan, _group in by_plan),
    }


def headline(total, words):
    """The sums at a glance, each with its exact amount; how much of what was approved is paid, and in which kind."""
    kinds = [(Funding.Kind.CASH, total.paid_cash), (Funding.Kind.IN_KIND, total.paid_in_kind)]
    return {
        "pledged": at_a_glance(total.pledged),
        "approved": at_a_glance(total.approved),
        "paid": at_a_glance(total.paid),
        "share": share(total, words),
        "kinds": [at_a_glance(amount) | {"kind": kind.label} for kind, amount in kinds if amount],
    }


def at_a_glance(amount):
    return {"words": rial_in_words(amount), "exact": rial(amount)}


def share(sums, words):
    """Percent of the approved amount that is paid; a dash before anything is approved."""
    return words.percent(HUNDRED * sums.paid / sums.approved if sums.approved else None)


def amounts(sums, words):
    """The sums for a table of rials; a dash where no decision approved anything."""
    return {
        "pledged": words.figure(sums.pledged),
        "approved": words.figure(sums.approved or None),
        "paid": words.figure(sums.paid if sums.approved else None),
        "share": share(sums, words),
    }


def bar(sums, widest):
    """Three parts from zero, in percent of the widest: pledged, approved of it, paid of that."""
    parts = {"pledged": sums.pledged, "approved": sums.approved, "paid": sums.paid}
    return {name: geometry(HUNDRED * amount / widest) for name, amount in parts.items() if amount}


def plan_money(rows, words):
    """The block of a plan's page: its commitments with their decisions, and every payment with the running sum."""
    lines, payments = rows.money
    if not lines:
        return None
    return {
        "day": words.day(rows.money_day),
        "rows": [commitment(line, words) for line in lines],
        "total": amounts(Sums.of(lines), words),
        "payments": [payment_row(payment, words) for payment in payments],
    }


def commitment(line, words):
    """One commitment as a row; its decision is named once it counts."""
    funding = line.funding
    decision = funding.decision if line.approved else None
    return amounts(Sums.of([line]), words) | {
        "institution": words.name(funding.institution.name, funding.institution.name_en),
        "institution_url": institution_url(funding.institution, "#money"),
        "kind": funding.get_kind_display(),
        "subject": words.name(funding.subject, funding.subject_en) if funding.subject else "",
        "decision": words.code(decision.number) if decision else "",
        "decision_url": decision_url(decision.number) if decision else "",
    }


def payment_row(payment, words):
    institution = payment.funding.institution
    return {
        "pk": payment.pk,
        "day": words.day(payment.paid_on),
        "iso": payment.paid_on.isoformat(),
        "institution": words.name(institution.name, institution.name_en),
        "kind": payment.funding.get_kind_display(),
        "amount": words.figure(payment.amount),
        "running": words.figure(payment.running),
        "note": words.persian(payment.note),
        "reversed": words.persian(payment.reversal.reason) if payment.is_reversed else "",
    }


def institution_money(lines, words):
    """The block of an institution's page: its commitments by year, each year with its sum."""
    return [
        {
            "year": words.digits(year),
            "anchor": f"money-{year}",
            "rows": [
                commitment(line, words)
                | {
                    "plan": words.name(line.funding.plan.title, line.funding.plan.title_en),
                    "number": words.digits(line.funding.plan.number),
                    "plan_url": reverse("reports:plan_detail", args=[year, line.funding.plan.number]) + "#money",
                }
                for line in group
            ],
            "total": amounts(Sums.of(group), words),
            "year_url": reverse("reports:year_detail", args=[year]) + "#money",
        }
        for year, group in grouped(lines, lambda line: line.funding.plan.year.year)
    ]
