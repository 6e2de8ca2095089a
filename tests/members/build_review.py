"""What the review desk works on: an application with its person, a reviewer's finished checklist, the posted form."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from filing.uploads import store_file
from members.models import Firm, FirmDocument, FirmReview, ReviewReason
from tests.members import build_firms
from tests.papers import PDF

CHECKS = ("identifier", "name", "place", "sections", "size", "representative")
ALL_RIGHT = [{"check": check, "found": "right"} for check in CHECKS]


def application(name=None, *, user=None, days=0, **fields):
    """A firm that waits for review since ``days`` days; with ``user`` it has a representative."""
    fields.setdefault("state", Firm.State.APPLIED)
    firm = build_firms.firm(name, applied_at=timezone.now() - dt.timedelta(days=days), **fields)
    FirmReview.objects.create(firm=firm, round=firm.round, act=FirmReview.Act.APPLIED, by=user)
    if user:
        build_firms.representative(firm, user)
    return firm


def document(firm, *, by=None, name="آگهی.pdf", kind=FirmDocument.Kind.REGISTRATION):
    file = store_file(SimpleUploadedFile(name, PDF), by=by)
    return FirmDocument.objects.create(firm=firm, kind=kind, file=file, added_by=by)


def reason(key="stamp", use=ReviewReason.Use.ASK, text="معرفی‌نامه مهر ندارد.", **fields):
    return ReviewReason.objects.create(key=key, use=use, title=fields.pop("title", "مهر"), text=text, **fields)


def posted(firm, verdict, **fields):
    """The review form as a browser sends it, every check right."""
    checks = {f"check-{check}": "right" for check in CHECKS}
    return checks | {"act": "send", "verdict": verdict, "message": "", "note": "", "seen": firm.row_version} | fields
