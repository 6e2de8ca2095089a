"""A stranger at the public form, with the test client."""

import re

from django.urls import reverse

from post.models import Message
from trainings.models import Enrolment

EMAIL = "learner@example.org"
State = Enrolment.State


def form_of(course):
    return reverse("trainings:enrol", args=[course.slug])


def begin(client, course, contact=EMAIL, full_name="سارا کارون", **fields):
    """Name and address typed and sent; gives the address of the code's page."""
    response = client.post(form_of(course), {"full_name": full_name, "contact": contact} | fields)
    assert response.status_code == 302, response.text
    return response.headers["Location"]


def last_message():
    return Message.objects.order_by("-pk").first()


def code_in(message):
    return re.search(r"[0-9۰-۹]{6}", message.body)[0]


def confirm(client, page, code=None):
    return client.post(page, {"code": code or code_in(last_message()), "go": "confirm"})


def enrolled(client, course, contact=EMAIL, **fields):
    """The whole way; gives the enrolment."""
    page = begin(client, course, contact, **fields)
    response = confirm(client, page)
    assert response.status_code == 302, response.text
    return Enrolment.objects.get(course=course, learner__email=contact)
