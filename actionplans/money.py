"""Sums of money, in whole rials, read in a fixed number of queries: of a plan, of a year, of an institution.

The public sees what a decision approved; who may view funding also sees what is only pledged. A sum of a day takes the
decisions adopted and the payments made up to that day, as they are known today: what was reversed since counts nowhere.
"""

from dataclasses import dataclass

from actionplans.figures import default_day
from actionplans.models import Funding, Payment
from persian.jalali import today


@dataclass(frozen=True)
class Sums:
    """Rials of several commitments; ``cash`` and ``in_kind`` are parts of ``paid``."""

    pledged: int = 0
    approved: int = 0
    paid: int = 0
    paid_cash: int = 0
    paid_in_kind: int = 0

    @classmethod
    def of(cls, lines):
        lines = list(lines)
        in_kind = sum(line.paid for line in lines if line.funding.kind == Funding.Kind.IN_KIND)
        paid = sum(line.paid for line in lines)
        return cls(
            pledged=sum(line.pledged for line in lines),
            approved=sum(line.approved for line in lines),
            paid=paid,
            paid_cash=paid - in_kind,
            paid_in_kind=in_kind,
        )


@dataclass(frozen=True)
class Line:
    """One commitment on one day: ``approved`` and ``paid`` are 0 before their time."""

    funding: Funding
    pledged: int
    approved: int
    paid: int


def day_of_money(year, day):
    """The day up to which the page of ``day`` counts money: payments still come in after the year's last day."""
    return today() if day == default_day(year) else day


def funding_lines(fundings, *, user, day):
    """The lines of the commitments that this user sees on a day, in the order of the rows. One query.

    A commitment that was approved later is only a pledge on that day, which the public does not see.
    """
    rows = fundings.visible_to(user).with_paid(upto=day).select_related("institution", "decision")
    sees_pledges = user.has_perm("actionplans.view_funding")
    return [line for row in rows if (line := line_on(row, day)) and (line.approved or sees_pledges)]


def line_on(funding, day):
    """The commitment as it stood on a day; None when it was not even pledged then."""
    is_approved = funding.approved is not None and funding.decision.adopted_on <= day
    if not is_approved and funding.pledged_on is not None and funding.pledged_on > day:
        return None
    return Line(
        funding=funding,
        pledged=funding.pledged,
        approved=funding.approved if is_approved else 0,
        paid=funding.paid if is_approved else 0,
    )


def running_payments(payments):
    """Payments in the order of their days, each with ``running``: the sum of what counts up to it."""
    total, rows = 0, sorted(payments, key=lambda payment: (payment.paid_on, payment.pk))
    for payment in rows:
        payment.is_reversed = hasattr(payment, "reversal")
        total += 0 if payment.is_reversed else payment.amount
        payment.running = total
    return rows


def plan_money(plan, *, user, day):
    """(lines, payments with their running sum) of a plan up to the page's day. Two queries."""
    until = day_of_money(plan.year, day)
    lines = funding_lines(plan.fundings.order_by("pk"), user=user, day=until)
    payments = Payment.objects.visible_to(user).filter(funding__plan=plan, paid_on__lte=until)
    return lines, running_payments(payments.select_related("funding__institution", "reversal"))


def year_money(year, *, user, day):
    """The lines of a year, by plan and institution. One query."""
    fundings = Funding.objects.filter(plan__year=year).order_by("plan__number", "pk")
    return funding_lines(fundings.select_related("plan"), user=user, day=day_of_money(year, day))


def institution_money(institution, *, user):
    """What an institution pledged and paid up to today, newest year first. One query."""
    fundings = institution.fundings.select_related("plan__year").order_by("-plan__year__year", "plan__number", "pk")
    return funding_lines(fundings, user=user, day=today())


def grouped(lines, key):
    """The lines in groups of the same key, in the order in which each is met first: [(key, lines)]."""
    groups = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    return list(groups.items())
