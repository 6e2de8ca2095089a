"""What a person is sent before they are known: the code for a place, the link to their own courses."""

import datetime as dt
import uuid

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.contact_codes import CODE_LIVES
from council.documents.addresses import absolute
from council.models import Cluster
from persian.digits import localised
from post.services import send_later
from trainings.links import learner_token

SECRET_FOR = dt.timedelta(days=1)


def send_request_code(request, code):
    """The code that gives the place. In the transaction that made it."""
    with translation.override(request.language):
        write(
            request.contact,
            "request_code",
            subject=_("Your code for the course: %(course)s") % {"course": request.course},
            key=f"enrolment-code/{request.pk}/{request.code_sent_at.timestamp()}",
            language=request.language,
            secret_until=request.code_sent_at + CODE_LIVES,
            code=localised(code) if "@" in request.contact else code,  # a telephone fills in Latin digits by itself
            course=request.course,
            url=absolute("trainings:enrol_code", request.course.slug, request.pk),
        )


def send_own_link(contact, learner, language):
    """The way to a person's own courses; to an address that nobody enrolled with, that there are none."""
    with translation.override(learner.language if learner else language):
        write(
            contact,
            "own_link",
            subject=_("Your courses"),
            key=f"own-courses/{uuid.uuid4()}",
            language=learner.language if learner else language,
            secret_until=timezone.now() + SECRET_FOR if learner else None,
            url=absolute("trainings:mine_open", learner_token(learner)) if learner else "",
            list_url=absolute("trainings:course_list"),
        )


def write(contact, template, *, subject, key, language, secret_until, **context):
    """One message to an e-mail address or a mobile number."""
    is_mail = "@" in contact
    context |= {"cluster": Cluster.objects.first()}
    return send_later(
        channel="mail" if is_mail else "sms",
        to=contact,
        subject=subject[:200] if is_mail else "",
        body=render_to_string(f"trainings/email/{template}{'' if is_mail else '_sms'}.txt", context).strip(),
        key=key,
        language=language,
        secret_until=secret_until,
    )
