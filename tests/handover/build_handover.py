"""Rows of the hand-over for tests: each valid, with as few words as possible."""

import datetime as dt
from decimal import Decimal
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile

from filing.uploads import store_file
from handover.models import Assessment, AssessmentEvidence, Criterion, Duty, HandoverClosing, NetworkOfficer
from members.models import Network
from tests import build
from tests.papers import PDF

_serial = count(1)
DAY = dt.date(2024, 9, 21)


def criterion(score=None, as_of=DAY, **fields):
    """A must-have of weight 10 that is met from 3; ``score``: assessed with it on ``as_of``."""
    number = next(_serial)
    values = {"key": f"criterion-{number}", "order": number, "text": f"معیار {number}", "weight": Decimal(10)}
    made = Criterion.objects.create(**(values | {"must_have": True} | fields))
    if score is not None:
        assessment(made, score, as_of=as_of)
    return made


def assessment(criterion, score, as_of=DAY, **fields):
    fields.setdefault("by", None)
    fields["by"] = fields["by"] or build.user()
    return Assessment.objects.create(criterion=criterion, score=score, as_of=as_of, note="دیده شد", **fields)


def evidence(assessment, **fields):
    by = build.user()
    file = store_file(SimpleUploadedFile("سند.pdf", PDF), by=by)
    return AssessmentEvidence.objects.create(assessment=assessment, file=file, caption="سند", added_by=by, **fields)


def network(**fields):
    values = {
        "key": f"network-{next(_serial)}",
        "kind": "inclusive",
        "legal_form": "association",
        "name": "شبکه فراگیر",
    }
    return Network.objects.create(**(values | fields))


def officer(network, user=None, **fields):
    """Who acts for the network, since long ago unless told otherwise."""
    values = {"valid_from": dt.date(2024, 3, 20)} | fields
    return NetworkOfficer.objects.create(network=network, user=user or build.user("دبیر شبکه"), **values)


def duty(state="planned", **fields):
    """A duty of an institution, as a row in one of its states."""
    fields.setdefault("number", next(_serial))
    fields["receiver"] = fields.get("receiver") or network()
    if "holder_seat" not in fields:
        fields["holder"] = fields.get("holder") or build.institution()
    if state != "planned":
        fields.setdefault("shadowing_on", DAY)
    if state in ("transferred", "accepted"):
        fields = {"transferred_on": DAY, "transferred_by": fields.pop("transferred_by", None) or build.user()} | fields
    if state == "accepted":
        fields = {"accepted_on": DAY, "accepted_by": fields.pop("accepted_by", None) or build.user()} | fields
    values = {"title": "وظیفه", "due_on": dt.date(2025, 3, 20)}
    return Duty.objects.create(state=state, **(values | fields))


def closing(decision, **fields):
    return HandoverClosing.objects.create(decision=decision, proposed_by=build.user(), **fields)
