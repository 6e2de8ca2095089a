"""The supervisor's word on what was recorded."""

from django.db import transaction

from actionplans.models import IndicatorReading, ProgressEntry, Verification
from actionplans.services.progress import RECORDED
from filing.services import record_change

Verdict = Verification.Verdict


@transaction.atomic
def verify_entry(*, entry, by, percent=None, reason="", visit=None):
    """Verify an entry with its own percent, or with another one and the reason. Raises ValidationError (I7).

    ``visit``: the supervision visit at which it was seen, if any; it must name the entry's plan. The entry is held, so
    of two supervisors at once the later one's verdict is the newest, and both are kept.
    """
    held = hold(ProgressEntry, entry)
    percent = held.percent if percent is None else percent
    verification = Verification(entry=held, verdict=Verdict.VERIFIED, percent=percent, reason=reason, visit=visit)
    return give_verdict(held, by, verification)


@transaction.atomic
def return_entry(*, entry, by, reason, visit=None):
    """Return an entry with the reason: it counts nowhere until a later verification."""
    held = hold(ProgressEntry, entry)
    return give_verdict(held, by, Verification(entry=held, verdict=Verdict.RETURNED, reason=reason, visit=visit))


@transaction.atomic
def verify_reading(*, reading, by, value=None, reason="", visit=None):
    """Verify an indicator's reading with its own value, or with another one and the reason."""
    held = hold(IndicatorReading, reading)
    value = held.value if value is None else value
    verification = Verification(reading=held, verdict=Verdict.VERIFIED, value=value, reason=reason, visit=visit)
    return give_verdict(held, by, verification)


@transaction.atomic
def return_reading(*, reading, by, reason, visit=None):
    held = hold(IndicatorReading, reading)
    return give_verdict(held, by, Verification(reading=held, verdict=Verdict.RETURNED, reason=reason, visit=visit))


def hold(model, row):
    return model.objects.select_for_update().get(pk=row.pk)


def give_verdict(row, by, verification):
    verification.by = by
    verification.full_clean()
    before = row.verifications.order_by("-pk").values_list("verdict", flat=True).first()
    verification.save(force_insert=True)
    record_change(row, by=by, old=before or RECORDED, new=verification.verdict, why=verification.reason)
    return verification
