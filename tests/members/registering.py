"""What a prepared person types into the registration, and a walk through it with the test client."""

import re

from django.urls import reverse

from members.models import RegistrationDraft
from post.models import Message
from tests.members import build_firms

EMAIL = "applicant@example.org"
WHO = {
    "legal_kind": "company",
    "national_id": "۱۰۳۸۰۲۸۴۷۹۰",
    "licence_number": "",
    "guild": "",
    "name": "شركت داده‌پرداز كارون",
    "is_listed": "on",
    "name_en": "Karun Data",
    "founded": "۱۳۹۵",
}
WHAT = {
    "sections": ["1"],
    "shows_sections": "on",
    "capabilities": ["web"],
    "about": "سامانه می‌سازیم.",
    "about_en": "",
    "website": "karun.example",
}
PLACE = {
    "size": "small",
    "shows_size": "on",
    "city": "اهواز",
    "shows_city": "on",
    "postal_code": "٦١٣٥٧-١٨٩٤٦",
    "address": "کیان‌پارس",
}
CONTACTS = {
    "contact_person": "مریم کارون",
    "position": "مدیر",
    "contact_email": EMAIL,
    "contact_phone": "۰۶۱ ۳۳۳۳ ۰۰۰۰",
}
STEPS = {"who": WHO, "what": WHAT, "place": PLACE, "contacts": CONTACTS}


def prepare():
    """What the form offers to choose from."""
    build_firms.section()
    build_firms.capability()


def begin(client, contact=EMAIL):
    """Start with an address; gives the draft, whose token stands in ``token_in(...)`` of the answer."""
    response = client.post(reverse("members:register_start"), {"contact": contact})
    assert response.status_code == 302, response.content.decode()
    return response.headers["Location"].split("/")[-3], RegistrationDraft.objects.latest("created_at")


def address(token, step):
    return reverse("members:register_step", args=[token, step])


def seen(client, token, step):
    """The mark that the open page carries."""
    return re.search(r'name="seen" value="([^"]+)"', client.get(address(token, step)).content.decode())[1]


def fill(client, token, step, **changes):
    """Open a step, type, press «save and continue»."""
    return client.post(address(token, step), STEPS[step] | {"seen": seen(client, token, step), "go": "next"} | changes)


def fill_all(client, token):
    for step in STEPS:
        assert fill(client, token, step).status_code == 302


def last_message():
    return Message.objects.order_by("-pk").first()


def code_in(message):
    return re.search(r"[0-9۰-۹]{6}", message.body)[0]


def link_in(message):
    """The path of the first link of a message."""
    return re.search(r"https://portal\.example(\S+)", message.body)[1]


def send(client, token, **values):
    return client.post(address(token, "check"), {"go": "send", "seen": "-"} | values)


def applied(client, contact=EMAIL, **changes):
    """A whole registration, sent with the code; gives the firm."""
    prepare()
    token, draft = begin(client, contact)
    code = code_in(last_message())
    for step in STEPS:
        assert fill(client, token, step, **changes.get(step, {})).status_code == 302
    response = send(client, token, code=code)
    assert response.status_code == 302, response.content.decode()
    draft.refresh_from_db()
    return draft.firm
