"""The letter that goes with a certificate: where it is, and where anybody can check it."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from council.documents.addresses import absolute
from council.models.cluster import in_language
from post.services import message
from trainings.links import learner_token
from trainings.notices.places import SUBJECT_LENGTH, recipient


def certificate_key(certificate):
    """A new certificate after a revoked one is another letter."""
    return f"certificate/{certificate.code}"


def certificate_letter(certificate):
    """The message, not yet written, in the person's language; None for who cannot be reached."""
    enrolment = certificate.enrolment
    learner, to, cluster = enrolment.learner, recipient(enrolment), certificate.payload["cluster"]
    if not to:
        return None
    is_mail = "@" in to
    with translation.override(learner.language):
        context = {
            "person": learner.full_name,
            "course": enrolment.course,
            "cluster": in_language(cluster["name"], cluster["name_en"]),
            "code": certificate.code,
            "check_url": absolute("trainings:certificate_check", certificate.code),
            "file_url": absolute("trainings:certificate_pdf", certificate.code),
            "mine_url": absolute("trainings:mine_open", learner_token(learner)),
        }
        subject = _("Your certificate: %(course)s") % {"course": enrolment.course}
        return message(
            channel="mail" if is_mail else "sms",
            to=to,
            subject=subject[:SUBJECT_LENGTH] if is_mail else "",
            body=render_to_string(f"trainings/email/certificate{'' if is_mail else '_sms'}.txt", context).strip(),
            key=certificate_key(certificate),
            language=learner.language,
        )
