"""The money of a sample year: pledges tied to the decisions that approve them, payments in the order of their days."""

import datetime as dt
from dataclasses import dataclass
from zlib import crc32

from django.utils.translation import gettext as _

from actionplans.loading.files import kept_file
from actionplans.loading.times import moment
from actionplans.models import Funding, Payment, PaymentReversal
from actionplans.services import accept_funding, propose_funding
from actionplans.services.funding import PLEDGED, PROPOSED, RECORDED, REVERSED
from council.loading import Place
from filing.services import record_change

OWN = ["kind", "subject", "subject_en"]


@dataclass
class Pledge:
    """A commitment of a file, with the row that was made of it."""

    place: Place
    row: dict
    funding: Funding

    @property
    def decision(self):
        return self.row.get("decision", "")


def load_pledges(data, plans, context):
    """Every ``[[funding]]`` of the files as a pledge; ``plans``: (place, row, plan) by number. Raises DataFileError."""
    return [load_pledge(place, row, plans, context) for file in data for place, row in file.rows("funding")]


def load_pledge(place, row, plans, context):
    if row["plan"] not in plans:
        raise place.at("plan").refuse(_("The files have no plan with this number."))
    funding = Funding(
        plan=plans[row["plan"]][2],
        institution=context.institution(place.at("institution"), row["institution"]),
        pledged=row["amount"],
        pledged_on=row.get("on"),
        **{name: row[name] for name in OWN if name in row},
    )
    return Pledge(place, row, context.save(place, funding))


def accept_by_earlier(pledges, context, by):
    """Pledges of a decision that was adopted before this load, such as the one that the source reports."""
    keys = {motion.key for motion in context.motions if motion.key}
    for pledge in pledges:
        if not pledge.decision or pledge.decision in keys:
            continue
        pledge.funding.decision = context.decision(pledge.place.at("decision"), pledge.decision)
        pledge.funding.save(update_fields=["decision"])
        with pledge.place:
            record_change(pledge.funding, by=by, old=PLEDGED, new=PROPOSED)
            accept_funding(funding=pledge.funding, decision=pledge.funding.decision, by=by)


def tie_money(motion, pledges, by):
    """Tie to a proposed decision the pledges that it approves."""
    for pledge in pledges:
        if pledge.decision and pledge.decision == motion.key:
            with pledge.place:
                propose_funding(funding=pledge.funding, decision=motion.decision, by=by)


def load_payments(pledges, context):
    """What was paid, recorded some days after its day; a reversed payment with its reason."""
    stored = {}
    for pledge in pledges:
        pledge.funding = Funding.objects.select_related("plan__year", "decision", "institution").get(
            pk=pledge.funding.pk
        )
        for place, row in pledge.place.each(pledge.row, "payment"):
            load_payment(place, row, pledge.funding, stored, context)


def load_payment(place, row, funding, stored, context):
    by = context.account(place, "facilitator")
    recorded_at = moment(row["on"] + dt.timedelta(days=1 + crc32(place.key.encode()) % 3), place.key)
    payment = Payment(
        funding=funding,
        amount=row["amount"],
        paid_on=row["on"],
        note=row.get("note", ""),
        file=kept_file(place.at("file"), row["file"], stored, context) if "file" in row else None,
        recorded_by=by,
        recorded_at=recorded_at,
    )
    context.save(place, payment)
    record_change(payment, by=by, old="", new=RECORDED, at=recorded_at)
    if "reversed" in row:
        at = moment(recorded_at.date() + dt.timedelta(days=2), place.key)
        context.save(place, PaymentReversal(payment=payment, reason=row["reversed"], by=by, at=at))
        record_change(payment, by=by, old=RECORDED, new=REVERSED, why=row["reversed"], at=at)
