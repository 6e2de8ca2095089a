"""The public way in: the draft is kept, the code proves the address, nothing typed is lost, nobody reads another's."""

import datetime as dt
import re
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.contact_codes import MOST_TRIES
from filing.models import StoredFile
from ideas import throttle
from ideas.links import draft_token
from ideas.models import Idea, IdeaAttachment, IdeaDraft
from ideas.services.drafts import forget_drafts
from ideas.services.submitting import submit_idea
from persian.jalali import today
from post.models import Message
from tests.ideas import build_ideas
from tests.ideas.submitting import EMAIL, TYPED, begin, code_in, last_message, send, submitted, type_in
from tests.members import build_firms
from tests.papers import PDF
from tests.persian import hostile
from tests.persian.hostile import HOSTILE
from tests.reports.shown import shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_guessed():
    cache.clear()


def errors(response):
    return shown(response).one("div", id="errors").text


def link_in(message):
    return re.search(r"https?://[^/\s]+(/\S*)", message.body)[1]


def test_a_person_submits_an_idea_and_is_told_where_to_follow_it(client):
    call, section = build_ideas.call(), build_firms.section()
    page = begin(client, " Thinker@Example.org ")
    code = code_in(last_message())
    type_in(client, page, call=call.pk, sections=[section.pk], is_named="on")
    assert Idea.objects.count() == 0
    done = send(client, page, f"{code[:3]} {code[3:]}")

    idea = Idea.objects.get()
    assert (idea.title, idea.problem, idea.solution, idea.expected_effect, idea.name) == tuple(TYPED.values())
    assert (idea.contact, idea.call, idea.is_named, idea.firm, idea.user) == (EMAIL, call, True, None, None)
    assert (list(idea.sections.all()), idea.state) == ([section], "submitted")
    assert re.fullmatch(r"([2-9A-Z]{4}-){3}[2-9A-Z]{4}", idea.code)
    assert done.headers["Location"] == f"/ideas/track/{idea.code}/?sent=1"
    letter = last_message()
    assert (letter.to, letter.subject) == (EMAIL, "ایده شما دریافت شد: بازار مشترک")
    assert f"/ideas/track/{idea.code}/" in letter.body
    assert shown(client.get(done.headers["Location"])).one("h1").text == "بازار مشترک"


def test_a_mobile_number_in_persian_digits_is_an_address_too(client):
    page = begin(client, "۰۹۱۶ ۱۲۳ ۴۵۶۷")
    message = last_message()
    type_in(client, page)
    send(client, page, code_in(message))

    assert (message.channel, message.to) == ("sms", "+989161234567")
    assert Idea.objects.get().contact == "+989161234567"
    assert last_message().channel == "sms"


def test_what_was_typed_is_kept_right_or_wrong(client):
    page = begin(client)
    refused = type_in(client, page, title="", problem="م" * 3001)
    again = client.get(page)

    assert refused.status_code == 422
    assert "عنوان ایده" in errors(refused)
    assert "مسئله" in errors(refused)
    draft = IdeaDraft.objects.get()
    assert (draft.payload["title"], draft.payload["problem"]) == ([""], ["م" * 3001])
    assert shown(again).one("textarea", name="solution").text == "سفارش گروهی"
    assert client.get(f"{page}send/").headers["Location"] == f"{page}?errors=1"
    assert Idea.objects.count() == 0


def test_the_mailed_link_opens_the_draft_on_another_device_and_needs_no_code(client):
    page = begin(client)
    type_in(client, page, go="keep")
    elsewhere, link = Client(), link_in(last_message())
    kept = elsewhere.get(link)
    elsewhere.post(link, TYPED | {"title": "عنوان دیگر", "seen": 1, "go": "next"})
    done = elsewhere.post(f"{link}send/", {"go": "send"})

    assert shown(kept).one("input", name="title").attributes["value"] == "بازار مشترک"
    assert done.status_code == 302
    assert Idea.objects.get().title == "عنوان دیگر"


def test_who_began_with_somebody_elses_address_never_reads_what_that_person_wrote(client):
    page = begin(client, "victim@example.org")
    link, owner = link_in(last_message()), Client()
    owner.post(link, TYPED | {"seen": 0, "go": "keep"})
    during = client.get(page)
    owner.post(f"{link}send/", {"go": "send"})
    after = client.get(page)
    [idea] = Idea.objects.all()

    assert (during.status_code, after.status_code) == (404, 404)
    for response in (during, after):
        assert idea.code not in response.text
        assert "خرید پراکنده است." not in response.text
    assert client.post(f"{page}send/", {"go": "send"}).status_code == 404


def test_without_the_code_nothing_is_sent(client):
    page = begin(client)
    type_in(client, page)
    for code in ["", "000000", "abc"]:
        refused = client.post(f"{page}send/", {"code": code, "go": "send"})
        assert refused.status_code == 422
    assert Idea.objects.count() == 0


def test_the_right_code_after_too_many_guesses_is_void(client):
    page = begin(client)
    code = code_in(last_message())
    type_in(client, page)
    wrong = "000000" if code_in(last_message()) != "۰۰۰۰۰۰" else "000001"
    for _guess in range(MOST_TRIES):
        send(client, page, wrong)
    refused = send(client, page, code)

    assert refused.status_code == 422
    assert "یک کد تازه" in errors(refused) or "کد" in errors(refused)
    assert Idea.objects.count() == 0


def test_sending_twice_makes_one_idea(client):
    page = begin(client)
    code = code_in(last_message())
    type_in(client, page)
    first, second = send(client, page, code), send(client, page, code)

    assert Idea.objects.count() == 1
    assert second.headers["Location"] in first.headers["Location"]


def test_another_tab_is_told_and_its_text_stays_on_the_page(client):
    page = begin(client)
    type_in(client, page, go="keep", title="نخست")
    late = type_in(client, page, seen=0, title="دوم")

    assert late.status_code == 409
    assert shown(late).one("input", name="title").attributes["value"] == "دوم"
    assert IdeaDraft.objects.get().payload["title"] == ["نخست"]
    knowingly = type_in(client, page, seen=shown(late).one("input", name="seen").attributes["value"], title="دوم")
    assert knowingly.status_code == 302
    assert IdeaDraft.objects.get().payload["title"] == ["دوم"]


def test_files_are_checked_kept_and_private(client, firm_a, facilitator):
    page = begin(client)
    good = SimpleUploadedFile("طرح.pdf", PDF)
    bad = SimpleUploadedFile("x.exe", b"MZ")
    refused = client.post(page, TYPED | {"seen": 0, "go": "add", "files": [good, bad]})
    assert refused.status_code == 422
    assert "x.exe" in errors(refused)
    code = code_in(last_message())
    assert type_in(client, page).status_code == 302
    assert send(client, page, code).status_code == 302

    idea = Idea.objects.get()
    [row] = idea.attachments.all()
    assert (row.file.name, row.draft) == ("طرح.pdf", None)
    address = f"/files/{row.file_id}/"
    met = {}
    for name, user in {"nobody": None, "firm": firm_a, "facilitator": facilitator}.items():
        browser = Client()
        if user:
            browser.force_login(user)
        answer = browser.get(address)
        met[name] = answer.status_code
        b"".join(answer.streaming_content if answer.streaming else ())  # read to its end, the file is closed
    assert met == {"nobody": 404, "firm": 404, "facilitator": 200}


def test_a_file_is_taken_out_with_its_bytes_and_never_that_of_another_draft(client, django_capture_on_commit_callbacks):
    page = begin(client)
    client.post(page, TYPED | {"seen": 0, "go": "add", "files": [SimpleUploadedFile("a.pdf", PDF)]})
    other = IdeaDraft.objects.create(contact="other@example.org")
    file = StoredFile.objects.create(sha256="0" * 64, name="b.pdf", content_type="application/pdf", size=1)
    foreign = IdeaAttachment.objects.create(draft=other, file=file)
    own = IdeaAttachment.objects.exclude(pk=foreign.pk).get()
    for pk in (foreign.pk, own.pk, "x"):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(page, TYPED | {"seen": 1, "remove": pk})

    assert list(IdeaAttachment.objects.all()) == [foreign]
    assert list(StoredFile.objects.all()) == [file]


def test_no_more_than_five_files(client):
    page = begin(client)
    files = [SimpleUploadedFile(f"{number}.pdf", PDF) for number in range(6)]
    refused = client.post(page, TYPED | {"seen": 0, "go": "add", "files": files})

    assert refused.status_code == 422
    assert "۵" in errors(refused)
    assert IdeaAttachment.objects.count() == 5


def test_a_call_that_closes_while_one_writes_is_refused_with_words(client):
    call = build_ideas.call()
    page = begin(client)
    code = code_in(last_message())
    type_in(client, page, call=call.pk)
    type(call).objects.update(closes_on=today() - dt.timedelta(days=1), opens_on=today() - dt.timedelta(days=9))
    response = client.get(f"{page}send/")

    assert response.headers["Location"] == f"{page}?errors=1"
    assert "در پاسخ به فراخوان" in errors(client.get(response.headers["Location"]))
    assert send(client, page, code).status_code == 302
    assert Idea.objects.count() == 0


def test_a_representative_submits_for_the_firm_without_a_code(client, firm_a):
    firm = build_firms.firm(name="رایان")
    build_firms.representative(firm, firm_a)
    client.force_login(firm_a)
    page = client.post("/ideas/submit/", {"as": firm.tracking_code}).headers["Location"]
    assert Message.objects.count() == 0
    assert 'name="name"' not in client.get(page).text
    assert type_in(client, page).status_code == 302
    assert client.post(f"{page}send/", {"go": "send"}).status_code == 302

    idea = Idea.objects.get()
    assert (idea.firm, idea.user, idea.name, idea.submitter) == (firm, firm_a, "", "رایان")
    assert last_message().to == firm_a.email


@pytest.mark.parametrize("case", ["rival", "not active", "left"])
def test_nobody_submits_for_a_firm_that_is_not_theirs_or_not_active(client, firm_b, case):
    firm = build_firms.firm(state="suspended" if case == "not active" else "active")
    if case != "rival":
        row = build_firms.representative(firm, firm_b)
        if case == "left":
            type(row).objects.update(left_at=timezone.now())
    client.force_login(firm_b)

    assert client.post("/ideas/submit/", {"as": firm.tracking_code}).status_code == 404
    assert IdeaDraft.objects.count() == 0


def test_who_left_the_firm_meanwhile_does_not_send_for_it(client, firm_a):
    firm = build_firms.firm()
    row = build_firms.representative(firm, firm_a)
    client.force_login(firm_a)
    page = client.post("/ideas/submit/", {"as": firm.tracking_code}).headers["Location"]
    type_in(client, page)
    type(row).objects.update(left_at=timezone.now())
    refused = client.post(f"{page}send/", {"go": "send"})

    assert refused.status_code == 422
    assert Idea.objects.count() == 0


def test_a_draft_of_an_account_opens_for_that_account_alone(client, firm_a, firm_b):
    client.force_login(firm_a)
    page = client.post("/ideas/submit/", {"as": "me"}).headers["Location"]
    other, stranger = Client(), Client()
    other.force_login(firm_b)

    assert client.get(page).status_code == 200
    assert other.get(page).status_code == 404
    assert stranger.get(page).headers["Location"].startswith("/accounts/login/")


def test_a_forged_or_old_link_opens_nothing(client):
    draft = IdeaDraft.objects.create(contact=EMAIL)
    with time_machine.travel(timezone.now() - dt.timedelta(days=31)):
        old = draft_token(draft)
    for token in (old, draft_token(draft)[:-2] + "xx", "nothing"):
        assert client.get(f"/ideas/submit/{token}/").status_code == 404


def test_drafts_that_nobody_touched_for_thirty_days_go_with_their_files(client, django_capture_on_commit_callbacks):
    page = begin(client)
    client.post(page, TYPED | {"seen": 0, "go": "add", "files": [SimpleUploadedFile("a.pdf", PDF)]})
    IdeaDraft.objects.create(contact="young@example.org")
    IdeaDraft.objects.filter(contact=EMAIL).update(touched_at=timezone.now() - dt.timedelta(days=31))
    with django_capture_on_commit_callbacks(execute=True):
        forget_drafts()

    assert [draft.contact for draft in IdeaDraft.objects.all()] == ["young@example.org"]
    assert StoredFile.objects.count() == 0


def test_letters_to_one_address_are_throttled(client):
    met = [client.post("/ideas/submit/", {"contact": EMAIL}).status_code for _time in range(4)]

    assert met == [302, 302, 302, 429]


def test_guesses_of_the_code_are_throttled_by_network(client, monkeypatch):
    monkeypatch.setitem(throttle.may.__self__.rates, "code", "1/10m/ip")
    page = begin(client)
    code = code_in(last_message())
    type_in(client, page)
    send(client, page, "000000")

    assert send(client, page, code).status_code == 422
    assert Idea.objects.count() == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_fault(client, text):
    page = begin(client)
    answer = hostile.post(client, page, **TYPED | dict.fromkeys(("title", "problem", "call", "sections", "seen"), text))

    assert answer.status_code in (302, 400, 409, 422)
    assert client.get(page).status_code == 200
    for values in ({"code": text}, {"code": "123456", "go": text}):
        assert hostile.post(client, f"{page}send/", **values).status_code in (302, 400, 422)
    if len(text) < 9000:
        address = "/ideas/track/?" + urlencode({"code": text}, errors="surrogatepass")
        assert client.get(address).status_code in (302, 404, 422)


def test_submitted_ideas_are_not_public(client):
    idea = submitted(client)

    assert Client().get(f"/ideas/{idea.pk}/").status_code == 404
    assert idea.title not in Client().get("/ideas/").text


@pytest.mark.parametrize("case", ["unproved", "closed"])
def test_the_service_itself_asks_for_proof_and_an_open_call(case):
    """The pages look before it; another door may not."""
    draft = IdeaDraft.objects.create(contact=EMAIL, confirmed_at=None if case == "unproved" else timezone.now())
    call = build_ideas.call(opens_in=-9, closes_in=-1) if case == "closed" else None
    with pytest.raises(ValidationError) as refusal:
        submit_idea(draft=draft, sections=[], call=call, **TYPED)

    assert refusal.value.error_list[0].code == case
    assert Idea.objects.count() == 0
