"""Certificates: issued to who attended enough, checked by anybody, revoked with a reason, never changed."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from council.documents.addresses import host
from council.documents.canonical import digest, in_nfc
from council.models import Cluster
from filing.services import record_change, record_changes
from persian.codes import random_code
from persian.digits import localised
from persian.text import normalise
from post.services import send_missing, written
from trainings.models import Certificate, Course, Enrolment
from trainings.notices.certificates import certificate_key, certificate_letter
from trainings.services.courses import result_of, with_attended

FORMAT = 1
CODE_GROUPS = 5  # twenty letters of thirty: 98 random bits
ISSUED, REVOKED = "issued", "revoked"


class CertificateRefused(ValidationError):  # noqa: N818  (what happened, not a fault)
    """Why there is none; ``code`` says which rule: course, state, attendance, removed."""


@transaction.atomic
def issue_certificate(*, enrolment, by):
    """The certificate of one enrolment; the valid one that is there already, so that twice is once.

    Raises CertificateRefused for who has not earned one. The attendance is counted anew (I16), whatever the row says.
    """
    (fresh,) = lock_enrolments([enrolment.pk])
    sessions = fresh.course.sessions.count()
    if reason := refusal_of(fresh, sessions):
        raise reason
    return issue_many([fresh], sessions=sessions, by=by)[0][0]


@transaction.atomic
def issue_batch(keys, *, by):
    """Certificates for those of the enrolments that earned one: pairs of certificate and whether it is new.

    For some dozen of one course at a time; the queries do not grow with their number.
    """
    enrolments = lock_enrolments(keys)
    sessions = enrolments[0].course.sessions.count() if enrolments else 0
    return issue_many([row for row in enrolments if refusal_of(row, sessions) is None], sessions=sessions, by=by)


def lock_enrolments(keys):
    """Whoever issues holds the enrolments first: of two at once the second finds what the first has issued."""
    locked = Enrolment.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("number")
    list(locked.values_list("pk"))
    return list(counted(Enrolment.objects.filter(pk__in=keys)))


def counted(enrolments):
    """Enrolments with all that a certificate needs, and the sessions that each was in, counted now."""
    return with_attended(enrolments).select_related("course__provider", "learner", "enrolled_by").order_by("number")


def refusal_of(enrolment, sessions):
    """The CertificateRefused that this enrolment meets, or None: asked with ``attended`` counted from the lists."""
    course = enrolment.course
    if course.state != Course.State.CLOSED:
        text = _("The course is «%(state)s»: certificates are issued once it has ended.")
        return CertificateRefused(text % {"state": course.get_state_display()}, code="course")
    if enrolment.learner.is_removed:
        return CertificateRefused(_("The data of this person were removed."), code="removed")
    enough = result_of(course, enrolment.attended, sessions) == Enrolment.State.COMPLETED
    if enrolment.state in Enrolment.ENDED_WITH_RESULT and not enough:
        text = _("Was in %(attended)s of %(sessions)s sessions; at least %(share)s percent are needed.")
        figures = {"attended": enrolment.attended, "sessions": sessions, "share": course.attendance_share}
        return CertificateRefused(text % {name: localised(value) for name, value in figures.items()}, code="attendance")
    if enrolment.state != Enrolment.State.COMPLETED:
        text = _("The enrolment is «%(state)s»: only who completed the course gets a certificate.")
        return CertificateRefused(text % {"state": enrolment.get_state_display()}, code="state")
    return None


def issue_many(enrolments, *, sessions, by):
    """Write what is missing, with lines of the book and letters. The enrolments are locked and have earned it."""
    there = {row.enrolment_id: row for row in Certificate.objects.valid().filter(enrolment__in=enrolments)}
    new = [row for row in enrolments if row.pk not in there]
    made = Certificate.objects.bulk_create(make_certificates(new, sessions, by)) if new else []
    record_changes(made, by=by, old="", new=ISSUED, why_of=lambda certificate: certificate.sha256)
    tell_many(made)
    there |= {row.enrolment_id: row for row in made}
    fresh = {row.pk for row in new}
    return [(there[row.pk], row.pk in fresh) for row in enrolments]


def make_certificates(enrolments, sessions, by, *, at=None):
    """Certificates that are not written yet: each says what was true when it was issued. ``at``: of past ones."""
    cluster, now = Cluster.objects.first(), at or timezone.now()
    for enrolment in enrolments:
        code = random_code(CODE_GROUPS)
        payload = payload_of(enrolment, sessions=sessions, code=code, cluster=cluster, day=timezone.localdate(now))
        yield Certificate(
            enrolment=enrolment, code=code, payload=payload, sha256=digest(payload), issued_at=now, issued_by=by
        )


def payload_of(enrolment, *, sessions, code, cluster, day):
    """Every field that is printed, in texts and whole numbers: PDF, check page and hash come from it alone."""
    course, learner = enrolment.course, enrolment.learner
    return in_nfc(
        {
            "format": FORMAT,
            "host": host(),
            "code": code,
            "cluster": {"name": cluster.name if cluster else "", "name_en": cluster.name_en if cluster else ""},
            "person": learner.full_name,
            "course": {"title": course.title, "title_en": course.title_en, "kind": course.kind, "hours": course.hours},
            "provider": {"name": course.provider.name, "name_en": course.provider.name_en},
            "first_day": course.starts_on.isoformat(),
            "last_day": course.ends_on.isoformat(),
            "attended": enrolment.attended,
            "sessions": sessions,
            "issued_on": day.isoformat(),
            "is_sample": course.is_sample or learner.is_sample,
        }
    )


def tell_many(certificates):
    """A letter to each person who can be reached, in the same transaction; one certificate is told once."""
    letters = {certificate_key(row): row for row in certificates}
    there = written(letters) if letters else set()
    made = [certificate_letter(row) for key, row in letters.items() if key not in there]
    send_missing([letter for letter in made if letter])


@transaction.atomic
def revoke_certificate(*, certificate, by, why):
    """The certificate is not valid from now on; its page tells everybody who has the code since when and why.

    Twice is once: the first reason stays. Raises ValidationError without a reason, PermissionDenied for who may not.
    """
    if not by.has_perm("trainings.revoke_certificate"):
        raise PermissionDenied
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if certificate.revoked_at:
        return certificate
    reason = normalise(why)
    if not reason:
        raise ValidationError(_("Say why it is revoked: whoever checks the code will read it."), code="required")
    certificate.revoked_because, certificate.revoked_at, certificate.revoked_by = reason, timezone.now(), by
    certificate.clean_fields(exclude=["enrolment", "payload", "issued_by", "revoked_by"])
    certificate.save(update_fields=["revoked_because", "revoked_at", "revoked_by"])
    record_change(certificate, by=by, old=ISSUED, new=REVOKED, why=reason)
    return certificate


def explain(enrolments, course):
    """What the page of a course shows: rows of enrolment, certificate (or None) and why there can be none.

    ``enrolments`` come from ``counted``. Two queries.
    """
    sessions = course.sessions.count()
    valid = {row.enrolment_id: row for row in Certificate.objects.valid().filter(enrolment__course=course)}
    for enrolment in enrolments:
        enrolment.course = course
        reason = refusal_of(enrolment, sessions)
        yield enrolment, valid.get(enrolment.pk), " ".join(reason.messages) if reason else ""
