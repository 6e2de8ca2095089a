"""The registration from the first address to the application, without script: each step good and bad."""

import pytest
from django.urls import reverse
from django.utils import translation

from filing.models import StateChange
from members.models import Firm, FirmReview, RegistrationDraft
from post.models import Message
from tests.members import registering
from tests.members.registering import (
    EMAIL,
    address,
    begin,
    code_in,
    fill,
    fill_all,
    last_message,
    link_in,
    send,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def offered():
    registering.prepare()


def errors(response):
    return {name: [str(error) for error in errors] for name, errors in response.context["form"].errors.items()}


@pytest.mark.parametrize(
    ("typed", "contact", "channel"),
    [
        ("Applicant@Example.org ", "applicant@example.org", "mail"),
        ("۰۹۱۶ ۱۲۳ ۴۵۶۷", "+989161234567", "sms"),
        ("٠٩١٦١٢٣٤٥٦٧", "+989161234567", "sms"),
    ],
)
def test_an_address_in_any_digits_begins_a_draft_and_sends_link_and_code(client, typed, contact, channel):
    token, draft = begin(client, typed)

    message = Message.objects.get()
    assert (draft.contact, draft.language, draft.confirmed_at) == (contact, "fa", None)
    assert (message.to, message.channel, message.secret_until is not None) == (contact, channel, True)
    assert client.get(address(token, "who")).status_code == 200
    assert client.get(link_in(message)).headers["Location"].endswith("/who/")


@pytest.mark.parametrize("typed", ["", "نام من", "a@", "0912", "²", "a@b.c" + "d" * 300, "x\u0000@\u202e"])
def test_what_is_no_address_is_refused_in_one_sentence(client, typed):
    response = client.post(reverse("members:register_start"), {"contact": typed})

    assert (response.status_code, list(errors(response)), RegistrationDraft.objects.count()) == (422, ["contact"], 0)


def test_the_answer_is_the_same_for_a_known_and_an_unknown_address(client, firm_a):
    answers = [
        client.post(reverse("members:register_start"), {"contact": contact})
        for contact in (firm_a.email, "nobody@example.org")
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert {len(answer.headers["Location"]) for answer in answers} == {len(answers[0].headers["Location"])}
    assert [message.subject for message in Message.objects.all()] == [last_message().subject] * 2


def test_the_whole_form_becomes_an_application(client):
    firm = registering.applied(client)

    assert (firm.name, firm.name_en, firm.slug) == ("شرکت داده‌پرداز کارون", "Karun Data", "karun-data")
    assert (firm.legal_kind, firm.national_id, firm.licence_number, firm.founded) == (
        "company",
        "10380284790",
        None,
        1395,
    )
    assert (firm.city, firm.postal_code, firm.address, firm.size) == ("اهواز", "6135718946", "کیان‌پارس", "small")
    assert (firm.website, firm.about) == ("https://karun.example", "سامانه می‌سازیم.")
    assert (firm.contact_person, firm.contact_email, firm.contact_phone) == ("مریم کارون", EMAIL, "06133330000")
    assert [section.order for section in firm.sections.all()] == [1]
    assert [capability.key for capability in firm.capabilities.all()] == ["web"]
    shown = {name for name in ("is_listed", *Firm.CONSENTS) if getattr(firm, name)}
    assert shown == {"is_listed", "shows_sections", "shows_city", "shows_size"}
    assert (firm.state, firm.round, firm.language, firm.match_key) == ("applied", 1, "fa", "دادهپردازکارون")
    assert firm.applied_at is not None


def test_the_application_has_its_review_row_its_line_in_the_book_and_its_representative(client):
    firm = registering.applied(client)

    person = firm.representatives.get()
    user = person.user
    assert (user.email, user.full_name, user.is_staff, user.has_usable_password()) == (
        EMAIL,
        "مریم کارون",
        False,
        False,
    )
    assert (person.position, [group.name for group in user.groups.all()]) == ("مدیر", ["firm representative"])
    review = FirmReview.objects.get(firm=firm)
    assert (review.act, review.round, review.by) == ("applied", 1, user)
    line = StateChange.objects.get(model="members.firm")
    assert (line.object_key, line.old, line.new, line.by) == (firm.tracking_code, "draft", "applied", user)


def test_the_applicant_gets_the_tracking_code(client):
    firm = registering.applied(client)

    message = last_message()
    assert (message.to, message.channel, firm.tracking_code in message.body) == (EMAIL, "mail", True)
    assert firm.tracking_code in message.subject
    assert message.secret_until is None


def test_who_registers_by_mobile_gets_an_account_with_that_number(client):
    firm = registering.applied(client, "۰۹۱۶۱۲۳۴۵۶۷", contacts={"contact_email": ""})

    user = firm.representatives.get().user
    assert (user.mobile, user.email, user.is_mobile_verified) == ("+989161234567", None, True)
    assert last_message().channel == "sms"


def test_an_english_registration_keeps_its_language(client):
    with translation.override("en"):
        token, draft = begin(client)
        code = code_in(last_message())
        fill_all(client, token)
        send(client, token, code=code)

    draft.refresh_from_db()
    assert (draft.language, draft.firm.language, draft.firm.representatives.get().user.language) == ("en", "en", "en")
    assert "Tracking code:" in last_message().body


def test_a_guild_unit_needs_its_licence_and_keeps_no_national_id(client):
    token, _draft = begin(client)
    code = code_in(last_message())
    fill_all(client, token)
    response = fill(client, token, "who", legal_kind="guild", national_id="12", licence_number="")
    assert (response.status_code, list(errors(response))) == (422, ["licence_number"])

    fill(client, token, "who", legal_kind="guild", national_id="12", licence_number="الف-۱۲/۳", guild="رایانه")
    send(client, token, code=code)

    firm = Firm.objects.get()
    assert (firm.national_id, firm.licence_number, firm.guild) == (None, "الف123", "رایانه")


@pytest.mark.parametrize(
    ("step", "name", "typed"),
    [
        ("who", "national_id", "10380284791"),
        ("who", "national_id", "11111111111"),
        ("who", "national_id", "۱۰۳۸۰۲۸۴۷۹"),
        ("who", "national_id", "1038028479²"),
        ("who", "national_id", ""),
        ("who", "name", ""),
        ("who", "name", "ن" * 161),
        ("who", "name", "\u202e\u0000"),
        ("who", "name_en", "x" * 161),
        ("who", "legal_kind", "state"),
        ("who", "founded", "²"),
        ("who", "founded", "1299"),
        ("who", "founded", "1449"),
        ("who", "founded", "9" * 400),
        ("what", "sections", []),
        ("what", "sections", ["²"]),
        ("what", "sections", ["9" * 30]),
        ("what", "sections", ["2"]),
        ("what", "capabilities", ["nothing"]),
        ("what", "about", "م" * 1501),
        ("what", "website", "javascript:alert(1)"),
        ("what", "website", "ftp://karun.example"),
        ("what", "website", "http://" + "k" * 300 + ".example"),
        ("place", "size", "huge"),
        ("place", "city", ""),
        ("place", "postal_code", "0135718946"),
        ("place", "postal_code", "613571894"),
        ("place", "postal_code", "613571894²"),
        ("place", "address", "ن" * 501),
        ("contacts", "contact_person", ""),
        ("contacts", "contact_phone", "12"),
        ("contacts", "contact_phone", "زنگ بزنید"),
        ("contacts", "contact_email", "a@"),
        ("contacts", "contact_email", "a" * 250 + "@b.example"),
    ],
)
def test_a_wrong_value_is_named_at_its_field_and_kept_as_typed(client, step, name, typed):
    token, draft = begin(client)

    response = fill(client, token, step, **{name: typed})

    assert (response.status_code, list(errors(response))) == (422, [name])
    assert f'<a href="#id_{name}">' in response.content.decode()
    draft.refresh_from_db()
    kept = typed if isinstance(typed, list) else [typed.replace("\u202e", "").replace("\u0000", "")]
    assert draft.payload[step].get(name, []) == ([] if kept == [""] else kept)


@pytest.mark.parametrize("step", ["who", "what", "place", "contacts"])
@pytest.mark.parametrize(
    "text", ["م" * 1_000_000, "\u0000", "\ud800", "\u202e", "²", "١٢", "🙂", "<script>alert(1)</script>", "=1+1"]
)
def test_hostile_text_in_every_box_is_never_a_fault(client, step, text):
    token, _draft = begin(client)
    hostile = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")

    response = client.post(
        address(token, step), dict.fromkeys(registering.STEPS[step], hostile) | {"seen": "-", "go": hostile[:50]}
    )

    assert response.status_code in (302, 400, 422)
    page = client.get(address(token, step) + "?errors=1").content.decode()
    assert "<script>alert" not in page
    assert client.get(address(token, "check")).status_code == 200


def test_going_back_keeps_what_was_typed_right_or_wrong(client):
    token, draft = begin(client)

    response = fill(client, token, "place", go="back", postal_code="۶۱۳")

    assert response.headers["Location"] == address(token, "what")
    draft.refresh_from_db()
    assert draft.payload["place"]["postal_code"] == ["۶۱۳"]
    page = client.get(address(token, "place")).content.decode()
    assert 'value="۶۱۳"' in page
    assert "کد پستی ۱۰ رقم" not in page.replace('data-words="کد پستی ۱۰ رقم', "")


def test_continue_later_says_until_when_and_the_mailed_link_opens_it_elsewhere(client):
    token, _draft = begin(client)
    link = link_in(last_message())

    response = fill(client, token, "who", go="later")
    page = client.get(response.headers["Location"]).content.decode()

    assert EMAIL in page
    client.cookies.clear()
    there = client.get(link).headers["Location"]
    assert there.endswith("/what/")
    assert "شرکت داده‌پرداز کارون" in client.get(there.replace("/what/", "/who/")).content.decode()


def test_the_contact_of_the_start_is_not_typed_twice(client):
    token, _draft = begin(client)
    assert f'value="{EMAIL}"' in client.get(address(token, "contacts")).content.decode()

    token, _draft = begin(client, "09161234567")
    assert 'value="+۹۸۹۱۶۱۲۳۴۵۶۷"' in client.get(address(token, "contacts")).content.decode()


def test_the_check_lists_every_problem_with_a_link_and_sends_nothing(client):
    token, _draft = begin(client)
    fill(client, token, "who", national_id="123")

    response = send(client, token, code=code_in(last_message()))

    found = [(step.key, str(label)) for step, label, _words, _url in response.context["problems"]]
    assert response.status_code == 422
    assert found == [
        ("who", "شناسه ملی شرکت"),
        ("what", "بخش‌های خوشه"),
        ("place", "شمار کارکنان"),
        ("place", "شهر"),
        ("place", "کد پستی"),
        ("contacts", "نام و نام خانوادگی شما"),
    ]
    assert Firm.objects.count() == 0
    link = response.context["problems"][0][3]
    assert link == f"{address(token, 'who')}?errors=1#id_national_id"
    assert 'aria-invalid="true"' in client.get(link).content.decode()


def test_the_summary_says_of_each_value_whether_the_public_will_see_it(client):
    token, _draft = begin(client)
    fill_all(client, token)

    lines = {
        line.label: (line.value, line.public)
        for _step, _url, lines in client.get(address(token, "check")).context["summary"]
        for line in lines
    }

    assert {str(label): value for label, value in lines.items()} == {
        "بنگاه شما": ("شرکت (دارای شناسه ملی)", None),
        "شناسه ملی شرکت": ("۱۰۳۸۰۲۸۴۷۹۰", None),
        "نام بنگاه": ("شرکت داده‌پرداز کارون", True),
        "نام به انگلیسی": ("Karun Data", None),
        "سال تأسیس": ("۱۳۹۵", None),
        "بخش‌های خوشه": ("نرم‌افزار", True),
        "توانمندی‌های شما": ("طراحی وب", False),
        "بنگاه شما چه می‌کند": ("سامانه می‌سازیم.", False),
        "وب‌گاه": ("karun.example", False),
        "شمار کارکنان": ("کوچک: ۱۰ تا ۴۹ نفر", True),
        "شهر": ("اهواز", True),
        "کد پستی": ("۶۱۳۵۷-۱۸۹۴۶", None),
        "نشانی": ("کیان‌پارس", None),
        "نام و نام خانوادگی شما": ("مریم کارون", None),
        "سمت شما": ("مدیر", None),
        "تلفن": ("۰۶۱ ۳۳۳۳ ۰۰۰۰", None),
        "نشانی رایانامه": (EMAIL, None),
    }


def test_nothing_is_public_unless_it_is_ticked(client):
    off = {"is_listed": [], "shows_sections": [], "shows_size": [], "shows_city": []}
    firm = registering.applied(client, who=off, what=off, place=off)

    assert [name for name in ("is_listed", *Firm.CONSENTS) if getattr(firm, name)] == []


def test_extra_values_in_a_post_are_ignored(client):
    extra = {"state": "active", "is_staff": "on", "slug": "register", "tracking_code": "AAAA-AAAA-AAAA", "firm": "1",
             "confirmed_at": "2024-01-01", "active_since": "2024-01-01", "sent_at": "x", "is_sample": "on"}  # fmt: skip
    firm = registering.applied(client, who=extra, contacts=extra)

    user = firm.representatives.get().user
    assert (firm.state, firm.slug, firm.active_since, firm.is_sample) == ("applied", "karun-data", None, False)
    assert firm.tracking_code != "AAAA-AAAA-AAAA"
    assert (user.is_staff, user.is_superuser) == (False, False)


def test_a_search_without_script_keeps_what_is_picked_and_narrows_the_rest(client):
    registering.build_firms.capability("games", "بازی رایانه‌ای")
    token, draft = begin(client)

    response = fill(client, token, "what", go="search", q="بازي")

    assert response.headers["Location"].startswith(address(token, "what") + "?q=")
    page = client.get(response.headers["Location"])
    assert [(leaf.key, picked) for _branch, _open, leaves in page.context["groups"] for leaf, picked in leaves] == [
        ("games", False),
        ("web", True),
    ]
    draft.refresh_from_db()
    assert draft.payload["what"]["about"] == ["سامانه می‌سازیم."]
    page = client.get(address(token, "what") + "?q=هیچ")
    assert [leaf.key for _branch, _open, leaves in page.context["groups"] for leaf, _picked in leaves] == ["web"]


def test_a_step_that_does_not_exist_is_not_found(client):
    token, _draft = begin(client)

    assert [client.get(address(token, step)).status_code for step in ("nothing", "who")] == [404, 200]
