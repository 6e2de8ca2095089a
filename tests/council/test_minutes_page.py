"""The public page of confirmed minutes: it reads the frozen document, and says all that the document says."""

import re

import pytest

from council import services
from council.models import Institution, Meeting
from tests import build
from tests.council.build_minutes import rich_meeting

pytestmark = pytest.mark.django_db
PATH = "/council/meetings/1403-02/"


def text_of(response):
    return " ".join(response.text.split())


def rows_of(page, heading):
    """The cells of the table under a heading, without markup."""
    table = page.split(heading)[1].split("<tbody>")[1].split("</tbody>")[0]
    return [
        [" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in re.findall(r"<tr.*?</tr>", table)
    ]


def test_the_page_says_who_was_there_when_and_as_what(client):
    rich_meeting()
    page = text_of(client.get(PATH))

    assert rows_of(page, 'id="h-attendance"') == [
        ["زهرا کریمی", "رئیس", "شرکت شهرک‌ها", "حاضر"],
        ["علی رضایی", "نهاد پشتیبان", "آموزش فنی", "حاضر به نمایندگی مریم صالحی"],
        ["سارا امینی", "فعال خوشه", "—", "حاضر آمد: ۱۰:۴۵ رفت: ۱۲:۰۰"],
        ["حسین نوری", "دبیر (عامل توسعه خوشه)", "—", "عذر موجه"],
        ["مهدی چنانی", "مهمان · استاد دانشگاه", "شرکت شهرک‌ها", "حاضر"],
    ]
    assert "۳ نفر از ۴ عضو دارای رأی حاضر بودند؛ حد نصاب ۳ نفر بود." in page
    assert "به ریاست <bdi>زهرا کریمی</bdi>" in page


def test_the_page_shows_votes_what_is_to_be_done_and_how_to_check(client):
    meeting = rich_meeting()
    page = text_of(client.get(PATH))

    assert "۲ موافق، ۱ مخالف، ۰ ممتنع" in page
    assert rows_of(page, 'id="h-follow"') == [["۱. فهرست شرکت‌ها", "سارا امینی فعال خوشه", "۳۱ خرداد ۱۴۰۳", "باز"]]
    assert meeting.minutes.sha256 in page.replace("<wbr>", "")
    for path in [f"{PATH}minutes.pdf", f"{PATH}meeting.ics"]:
        assert f'href="{path}"' in page
        assert client.get(path).status_code == 200
    assert "papers" not in page


def test_the_state_of_an_action_item_is_that_of_today(client):
    rich_meeting()
    Meeting.objects.get().action_items.filter(number=1).update(state="done", closed_on=build.APPROVAL_DAY)

    assert rows_of(text_of(client.get(PATH)), 'id="h-follow"')[0][3] == "انجام شد"


def test_the_page_reads_the_document_and_not_the_rows(client):
    """A row that was changed past every rule does not change what the public reads."""
    meeting = rich_meeting()
    before = client.get(PATH).text

    meeting.agenda.update(title="دیگر", text="دیگر")
    meeting.attendances.update(status="absent")
    Institution.objects.update(name="نهاد دیگر")

    assert client.get(PATH).text == before
    assert "نهاد دیگر" not in before


def test_the_draft_says_so_and_leads_to_the_papers(client, council_member):
    meeting = rich_meeting(state="held")
    client.force_login(council_member)

    page = text_of(client.get(PATH))

    assert "پیش‌نویس: آنچه در زیر آمده است تنها برای خوانندگان پیش‌نویس دیده می‌شود" in page
    assert f'href="/admin/council/meeting/{meeting.pk}/papers/"' in page
    assert "راستی‌آزمایی" not in page


def test_a_reported_meeting_offers_its_source_and_no_pdf(client):
    build.meeting(1, state="published", source=build.source())

    page = text_of(client.get("/council/meetings/1403-01/"))

    assert "minutes.pdf" not in page
    assert 'href="/council/meetings/1403-01/meeting.ics"' in page
    assert "مهمان" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_frozen_minutes_take_the_same_queries_however_long_they_are(client, django_assert_num_queries, rows):
    meeting = build.meeting(2)
    for _row in range(rows):
        build.agenda_item(meeting)
        seat = build.seat(institution=build.institution())
        build.attendance(meeting, seat)
        build.action_item(meeting, seat=seat)
    for state in ("confirmed", "published"):
        services.move_meeting(meeting=meeting, state=state, by=None)
    with django_assert_num_queries(5):
        client.get(PATH)


def test_the_english_page_speaks_english_and_marks_what_is_persian(client):
    rich_meeting()
    page = text_of(client.get(f"/en{PATH}"))

    assert rows_of(page, 'id="h-attendance"')[0] == ["Zahra Karimi", "chair", "Towns Company", "present"]
    assert "<h3>Budget</h3>" in page
    assert "1,200,000 rials." in page
    assert '<p lang="fa" dir="rtl">میانگین پیشرفت ۴۵٫۳ درصد است.</p>' in page
