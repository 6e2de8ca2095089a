"""A place that somebody asks for at the public form: begun with an address, given when the address is proved."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from accounts.contact_codes import new_code
from trainings.models import Enrolment, EnrolmentRequest, Learner
from trainings.notices.requests import send_own_link, send_request_code
from trainings.services.enrolling import enrol_person

KEPT_FOR = dt.timedelta(days=2)


@transaction.atomic
def begin_request(*, pk, course, full_name, contact, language, firm=None, is_proved=False):
    """The request with this key, and its code on the way to the contact. The same form again is the same request.

    ``is_proved``: the contact is one of the signed-in person's confirmed addresses, so no code is sent.
    """
    values = {"course": course, "full_name": full_name, "contact": contact, "firm": firm}
    found = EnrolmentRequest.objects.filter(pk=pk).first()
    if found and any(getattr(found, name) != value for name, value in values.items()):
        pk = uuid.uuid4()  # mended on the way back from the code: another request
    values |= {"language": language, "confirmed_at": timezone.now() if is_proved else None}
    made, is_new = EnrolmentRequest.objects.get_or_create(pk=pk, defaults=values)
    if is_new and not is_proved:
        send_code(request=made)
    return made


@transaction.atomic
def send_code(*, request):
    """A new code to the contact, the earlier one is void. False within a minute of the last one, or once it is done."""
    code = new_code(request, enrolment=None)
    if code is None:
        return False
    send_request_code(request, code)
    return True


@transaction.atomic
def complete_request(*, request, user=None):
    """The place of a request whose contact is proved; twice is once. Raises EnrolmentRefused, ValidationError."""
    fresh = EnrolmentRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if fresh.enrolment_id is None:
        who = {"full_name": fresh.full_name, "contact": fresh.contact, "user": user, "firm": fresh.firm}
        fresh.enrolment = enrol_person(course=fresh.course, door=Enrolment.Door.PUBLIC, by=user, **who)
        fresh.save(update_fields=["enrolment"])
    return fresh.enrolment


def ask_for_link(*, contact, language):
    """Send the link of a person's own courses to this address, or that nobody enrolled with it. Always one message."""
    field = "email" if "@" in contact else "mobile"
    send_own_link(contact, Learner.objects.filter(**{field: contact}).first(), language)


def forget_requests():
    """What the clock does: a request older than two days goes; what came of it stands as an enrolment."""
    EnrolmentRequest.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
