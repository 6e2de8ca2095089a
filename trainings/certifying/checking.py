"""Whether a certificate is what this portal issued: its code, its place, its hash, the book, and its revocation."""

from dataclasses import dataclass
from enum import StrEnum

from council.documents.addresses import host
from council.documents.canonical import digest
from filing.models import StateChange
from persian.codes import canonical_code
from trainings.models import Certificate
from trainings.services.certificates import CODE_GROUPS, ISSUED


class Verdict(StrEnum):
    VALID = "valid"
    REVOKED = "revoked"
    REMOVED = "removed"  # the person asked to be forgotten
    ALTERED = "altered"  # the row does not say what was issued
    FOREIGN = "foreign"  # issued by another installation
    UNKNOWN = "unknown"


STATUS = {Verdict.VALID: 200, Verdict.REVOKED: 410, Verdict.REMOVED: 410}  # every other answer is 404


@dataclass(frozen=True)
class Check:
    verdict: Verdict
    certificate: Certificate | None = None

    @property
    def status(self):
        """For machines: 200 valid, 410 not valid any more, 404 not a certificate of this portal."""
        return STATUS.get(self.verdict, 404)

    @property
    def payload(self):
        """What may be shown: the printed fields of what was truly issued here; None when they prove nothing."""
        return self.certificate.payload if self.verdict in (Verdict.VALID, Verdict.REVOKED) else None


def check_code(typed):
    """Look a code up as somebody typed it, in any case and digits, with or without dashes. Two queries at most."""
    code = canonical_code(typed, CODE_GROUPS)
    certificate = Certificate.objects.filter(code=code).first() if code else None
    return Check(verdict_on(certificate), certificate) if certificate else Check(Verdict.UNKNOWN)


def verdict_on(certificate):
    """Of a row that was removed, revoked and altered the first thing that is true is said."""
    payload = certificate.payload
    if not payload:
        return Verdict.REMOVED
    if payload.get("host") != host():
        return Verdict.FOREIGN
    if payload.get("code") != certificate.code or digest(payload) != certificate.sha256 or not in_the_book(certificate):
        return Verdict.ALTERED
    return Verdict.REVOKED if certificate.revoked_at else Verdict.VALID


def in_the_book(certificate):
    """The append-only book holds the hash since the day of issue: who changes the row cannot change that line."""
    lines = StateChange.objects.filter(model=Certificate._meta.label_lower, object_key=certificate.code, new=ISSUED)
    return list(lines.values_list("why", flat=True)) == [certificate.sha256]
