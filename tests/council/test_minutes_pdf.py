"""The minutes as PDF: the figures of the page, for the same readers, with the same bytes each time."""

import re

import pytest

from council import services
from council.models import Meeting, Minutes
from persian.digits import to_latin
from tests import build
from tests.council.build_minutes import SECRET_EN, rich_meeting
from tests.council.pdf_text import text_of

pytestmark = pytest.mark.django_db
PATH = "/council/meetings/1403-02/minutes.pdf"


def shown_numbers(html):
    """Every number that the main part of a page shows, in Latin digits."""
    main = re.search(r"<main.*?</main>", html, re.DOTALL)[0]
    return set(re.findall(r"\d[\d٬٫/:-]*\d|\d", to_latin(re.sub(r"<[^>]+>", " ", main))))


def test_the_english_pdf_says_what_the_minutes_say(client):
    meeting = rich_meeting()
    response = client.get(f"/en{PATH}")
    text = text_of(response.content)

    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'inline; filename="minutes-1403-02.pdf"'
    for words in [
        "Minutes of the steering council", "Meeting 2 of the year 1403, Test cluster", "15 May 2024", "10:30",
        "3 of 4 voting members were present; the quorum was 3.", "Towns Company", "Vocational Training",
        "came at 10:45", "left at 12:00", "Item 1", "Item 2", "Decision 1403/02-01", "1,200,000 rials.",
        "2 for, 1 against, 0 abstained", "Confidential until the end of 1 January 2099.", "20 June 2024",
        "Signatures of those present", meeting.minutes.sha256, "https://portal.example/en/council/meetings/1403-02/",
    ]:  # fmt: skip
        assert words in text, words
    assert SECRET_EN not in text
    assert text.count("Zahra Karimi") == 3  # presides, was there, signs
    assert text.count("Hossein Noori") == 1  # sent an apology and signs nothing


def test_the_persian_pdf_has_the_figures_of_the_page(client):
    rich_meeting()
    services.add_correction(meeting=Meeting.objects.get(), text="به جای ۴۵٫۳ باید ۴۵٫۶ باشد.", by=build.user())
    page = client.get("/council/meetings/1403-02/").text
    text = to_latin(text_of(client.get(PATH).content))

    numbers = shown_numbers(page) - {"256"}  # the name of the hash
    confirmed_at = {number for number in numbers if ":" in number} - {"10:30", "10:45", "12:00"}
    assert {"1403/02-01", "1403/02-02", "45٫3", "45٫6", "1٬200٬000", "26", "1477"} <= numbers
    assert {number for number in numbers - confirmed_at if number not in text} == set()
    assert Minutes.objects.get().sha256 in text


def test_the_same_minutes_give_the_same_bytes_and_not_modified(client):
    rich_meeting()

    first, second = client.get(PATH), client.get(PATH)

    assert first.content == second.content
    assert client.get(PATH, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert first.cookies == {}


def test_the_file_is_accessible_and_dated_by_the_meeting(client):
    rich_meeting()
    content = client.get(PATH).content

    assert b"pdfuaid:part>1<" in content or b"<pdfuaid:part>1" in content
    assert b"/Lang(fa-IR)" in content
    assert b"D:20240515000000" in content


@pytest.mark.parametrize("state", ["held", "confirmed"])
def test_before_publication_only_those_who_read_drafts_have_it(client, council_member, firm_a, state):
    rich_meeting(state=state)

    assert client.get(PATH).status_code == 404
    client.force_login(firm_a)
    assert client.get(PATH).status_code == 404
    client.force_login(council_member)
    response = client.get(f"/en{PATH}")
    text = text_of(response.content)
    assert ("DRAFT" in text, "Draft; no fingerprint yet" in text) == (state == "held", state == "held")
    assert SECRET_EN in text
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_a_sample_meeting_says_so_on_every_page(client):
    rich_meeting(is_sample=True)

    text = text_of(client.get(f"/en{PATH}").content)

    assert "This meeting is a sample and reports no fact." in text
    assert text.count("Sample") >= 3


def test_a_reported_or_cancelled_meeting_has_no_pdf(client, council_member):
    build.meeting(1, state="published", source=build.source())
    build.meeting(2, state="cancelled")
    client.force_login(council_member)

    assert client.get("/council/meetings/1403-01/minutes.pdf").status_code == 404
    assert client.get(PATH).status_code == 404


def test_text_cannot_become_markup(client):
    """What looks like typst's own language is set as it was typed."""
    meeting = build.meeting(2, state="published", place='#panic("x") $ * _ @ \\ <a>')
    build.agenda_item(meeting, title='#read("/etc/passwd")', title_en='#read("/etc/passwd") *x*', text="= x\n- y")

    text = text_of(client.get(f"/en{PATH}").content)

    assert '#read("/etc/passwd") *x*' in text
    assert '#panic("x") $ * _ @' in text


def test_an_empty_meeting_has_minutes_too(client, council_member):
    build.meeting(2, state="draft")
    client.force_login(council_member)

    assert "The agenda is empty." in text_of(client.get(f"/en{PATH}").content)


def test_the_pdf_takes_few_queries(client, django_assert_num_queries):
    rich_meeting()
    with django_assert_num_queries(5):
        client.get(PATH)


def test_a_sign_that_the_font_lacks_stops_no_pdf(client):
    """PDF/UA refuses it; somebody's telephone writes it all the same."""
    rich_meeting()
    services.add_correction(meeting=Meeting.objects.get(), text="درست است 😀 پایان", by=build.user())

    response = client.get(PATH)

    assert response.status_code == 200
    assert "\ufffd" in text_of(response.content)
