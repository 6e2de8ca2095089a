"""A stranger with an idea, with the test client."""

import re

from ideas.models import Idea
from post.models import Message

EMAIL = "thinker@example.org"
TYPED = {
    "title": "بازار مشترک",
    "problem": "خرید پراکنده است.",
    "solution": "سفارش گروهی",
    "expected_effect": "ارزان‌تر شدن",
    "name": "سارا کارون",
}


def last_message():
    return Message.objects.order_by("-pk").first()


def code_in(message):
    return re.search(r"[0-9۰-۹]{6}", message.body)[0]


def begin(client, contact=EMAIL):
    """The address typed; gives the draft's page."""
    response = client.post("/ideas/submit/", {"contact": contact})
    assert response.status_code == 302, response.text
    return response.headers["Location"]


def type_in(client, page, *, seen=0, go="next", **fields):
    return client.post(page, TYPED | {"seen": seen, "go": go} | fields)


def send(client, page, code=None):
    return client.post(f"{page}send/", {"code": code or code_in(last_message()), "go": "send"})


def submitted(client, contact=EMAIL, **fields):
    """The whole way; gives the idea."""
    page = begin(client, contact)
    message = last_message()
    assert type_in(client, page, **fields).status_code == 302
    assert send(client, page, code_in(message)).status_code == 302
    return Idea.objects.get(contact=contact)
