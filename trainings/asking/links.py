"""The signed link of a sheet of questions: names the enrolment and which of the two sheets, works for six months."""

import datetime as dt

from django.core import signing

from trainings.models import CourseFeedback, Enrolment
from trainings.services.feedback import may_answer

KEPT_FOR = dt.timedelta(days=183)
SALT = "trainings.feedback"


def feedback_token(enrolment, kind):
    return _signer().sign(f"{enrolment.pk}-{CourseFeedback.Kind(kind)}")


def open_token(token):
    """(enrolment, kind), or None for what is forged or expired, or of somebody who is not asked. One query."""
    try:
        pk, _dash, kind = _signer().unsign(token, max_age=KEPT_FOR).partition("-")
    except signing.BadSignature:
        return None
    enrolment = Enrolment.objects.select_related("course", "learner").filter(pk=pk).first()
    return (enrolment, CourseFeedback.Kind(kind)) if enrolment and may_answer(enrolment, kind) else None


def _signer():
    return signing.TimestampSigner(salt=SALT, sep=".")
