"""The signed link of a person's own page: who holds it sees their courses, gives a place back, takes up an offer."""

import datetime as dt

from django.core import signing

from trainings.models import Learner

KEPT_FOR = dt.timedelta(days=180)
SALT = "trainings.learner"


def learner_token(learner):
    """Works for half a year, for this person as they can be reached now: another address voids it."""
    return _signer().sign(f"{learner.pk}-{_mark(learner)}")


def find_learner(token):
    """The person behind a link; None for what is forged, expired, or was sent to an address they no longer have."""
    try:
        text = _signer().unsign(token, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    pk, _dash, mark = text.partition("-")
    learner = Learner.objects.select_related("user").filter(pk=pk).first()
    return learner if learner and not learner.is_removed and _mark(learner) == mark else None


def _mark(learner):
    return signing.Signer(salt=SALT).signature(learner.address)[:8]


def _signer():
    return signing.TimestampSigner(salt=SALT, sep=".")
