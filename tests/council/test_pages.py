"""The council's public pages."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from council.models import Attendance, Decision, Meeting, Remark, Section, Statement
from council.templatetags.council import fraction
from tests import build

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def reported():
    """A meeting as a source reports it: one item with a view without text, one decision, one statement."""
    source = build.source(text="سطر یک\nسطر دو")
    meeting = build.meeting(1, state=Meeting.State.PUBLISHED, source=source, place="شرکت شهرک‌ها")
    item = build.agenda_item(meeting, kind="opinion", title="دیدگاه نهادها")
    Remark.objects.create(agenda_item=item, institution=build.institution("tvto", "اداره کل فنی و حرفه‌ای"))
    Attendance.objects.create(meeting=meeting, person="محمود نایل", described_as="رئیس اتحادیه")
    Statement.objects.create(source=source, order=1, topic="ideas", speaker="مهدی چنانی", text="ایده‌های نو")
    decision = build.adopted_decision(build.agenda_item(meeting), text="نُه برنامه عمل تصویب شد.")
    return meeting, decision


def test_a_reported_meeting_shows_what_the_source_says_and_that_votes_were_not_reported(client, reported):
    page = text_of(client.get("/council/meetings/1403-01/"))

    for words in [
        "نشست ۱ سال ۱۴۰۳", "۲۶ اردیبهشت ۱۴۰۳", "شرکت شهرک‌ها", "حضور و رأی‌ها در منبع نیامده است",
        "دیدگاه خود را اعلام کرد؛ متن آن در منبع نیامده است", "محمود نایل", "رئیس اتحادیه", "ایده‌های نو",
        "مهدی چنانی", "سطر یک", "منبع: خبر ۳۲۰۷۵", "نُه برنامه عمل تصویب شد.",
    ]:  # fmt: skip
        assert words in page, words
    assert 'href="/council/decisions/1403-01-01/"' in page


def test_the_decision_page_leads_to_the_minutes_and_says_what_it_rests_on(client, reported):
    page = text_of(client.get("/council/decisions/1403-01-01/"))

    assert '<bdi dir="ltr">۱۴۰۳/۰۱-۰۱</bdi>' in page
    assert 'href="/council/meetings/1403-01/#item-2"' in page
    assert "این مصوبه بر منبع استوار است" in page


def test_the_english_pages_are_english_and_mark_persian_text(client, reported):
    page = text_of(client.get("/en/council/meetings/1403-01/"))

    assert "Meeting 1 of the year 1403" in page
    assert "15 May 2024" in page
    assert '<p lang="fa" dir="rtl">نُه برنامه عمل تصویب شد.</p>' in page
    assert "gave its view; the text is not reported" in page


def test_an_adopted_decision_shows_the_frozen_electorate(client):
    seat = build.seat("زهرا کریمی", "chair", institution=build.institution("host", "شرکت میزبان"))
    snapshot = {
        "electors": [
            {"seats": [seat.pk], "user": None, "person": "زهرا کریمی", "roles": ["chair"], "institutions": ["host"],
             "present": True, "by_alternate": "سارا", "vote": "for"},
            {"seats": [0], "user": None, "person": "علی رضایی", "roles": ["actor"], "institutions": [],
             "present": False, "by_alternate": ""},
        ],
        "voting": 2, "present": 1, "needed": 1, "by_consensus": False, "for": 1, "against": 0, "abstain": None,
    }  # fmt: skip
    build.adopted_decision(source=None, snapshot=snapshot)

    page = text_of(client.get("/council/decisions/1403-01-01/"))

    assert "۱ نفر از ۲ عضو دارای رأی؛ حد نصاب ۱ نفر بود" in page
    assert "۱ موافق، ۰ مخالف، ۰ ممتنع" in page
    assert "شرکت میزبان" in page
    assert "سارا" in page
    assert "حاضر نبود" in page
    assert '<td role="cell" data-label="رأی">موافق</td>' in page
    assert '<td role="cell" data-label="رأی">—</td>' in page


def test_a_later_decision_and_the_superseded_one_name_each_other(client):
    first = build.adopted_decision()
    second = build.adopted_decision(supersedes=first)

    assert f'href="/council/decisions/{second.slug}/"' in text_of(client.get(f"/council/decisions/{first.slug}/"))
    assert f'href="/council/decisions/{first.slug}/"' in text_of(client.get(f"/council/decisions/{second.slug}/"))


@pytest.mark.parametrize("state", ["called", "held", "confirmed"])
def test_before_publishing_a_meeting_shows_only_its_day_place_and_state(client, council_member, state):
    meeting = build.meeting(1, state=state, place="استانداری")
    build.agenda_item(meeting, title="دستور پنهان")

    page = text_of(client.get("/council/meetings/1403-01/"))
    assert "استانداری" in page
    assert "صورت‌جلسه هنوز منتشر نشده است" in page
    assert "دستور پنهان" not in page
    client.force_login(council_member)
    assert "دستور پنهان" in text_of(client.get("/council/meetings/1403-01/"))


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_a_draft_or_cancelled_meeting_is_not_public(client, council_member, firm_a, state):
    build.meeting(1, state=state)

    assert client.get("/council/meetings/1403-01/").status_code == 404
    client.force_login(firm_a)
    assert client.get("/council/meetings/1403-01/").status_code == 404
    assert "نشست ۱ سال" not in text_of(client.get("/council/meetings/"))
    client.force_login(council_member)
    assert client.get("/council/meetings/1403-01/").status_code == 200


def test_a_proposal_is_not_public_but_members_see_it_in_the_minutes(client, council_member):
    meeting = build.meeting(1, state="published")
    build.decision(build.agenda_item(meeting), text="پیشنهاد پنهان")

    assert "پیشنهاد پنهان" not in text_of(client.get("/council/meetings/1403-01/"))
    client.force_login(council_member)
    assert "پیشنهاد پنهان" in text_of(client.get("/council/meetings/1403-01/"))


@pytest.mark.parametrize("state", ["rejected", "deferred", "withdrawn"])
def test_what_was_not_adopted_stands_in_the_published_minutes_without_a_number(client, state):
    meeting = build.meeting(1, state="confirmed")
    build.decision(build.agenda_item(meeting), text="پیشنهاد ناکام", state=state)

    assert "پیشنهاد ناکام" not in text_of(client.get("/council/meetings/1403-01/"))
    type(meeting).objects.update(state="published")
    assert "پیشنهاد ناکام" in text_of(client.get("/council/meetings/1403-01/"))
    assert "پیشنهاد ناکام" not in text_of(client.get("/council/decisions/"))
    assert 'use href="#s-done"' not in client.get("/council/meetings/1403-01/").text


@pytest.mark.parametrize(
    "path",
    ["meetings/1403-09/", "meetings/1399-01/", "meetings/1403-1/", "decisions/1403-01-09/", "decisions/x/",
     "institutions/nobody/", "meetings/۱۴۰۳-۰۹/", "decisions/9999-99-99/"],
)  # fmt: skip
def test_an_unknown_page_is_not_found_in_the_readers_language(client, path):
    persian, english = client.get(f"/council/{path}"), client.get(f"/en/council/{path}")
    assert (persian.status_code, english.status_code) == (404, 404)
    assert 'lang="fa"' in persian.content.decode()
    assert 'lang="en"' in english.content.decode()


def test_the_composition_lists_seats_of_today_in_the_order_of_roles_and_former_ones_apart(client):
    today = dt.date(2024, 1, 1)
    build.seat("الف", "actor", valid_from=today)
    build.seat("ب", "chair", valid_from=today, is_sample=True)
    build.seat("پ", "chair", valid_from=today, valid_to=dt.date(2024, 6, 1))
    build.rule()
    Section.objects.create(order=1, name="نرم‌افزار", market="صنایع")

    page = text_of(client.get("/council/"))

    current, former = page.split("اعضای پیشین")
    assert current.index("<bdi>ب</bdi>") < current.index("<bdi>الف</bdi>")
    assert "<bdi>پ</bdi>" not in current
    assert "<bdi>پ</bdi>" in former
    assert "۲ عضو دارای رأی" in page
    assert "دست‌کم دوسوم اعضای دارای رأی" in page
    assert "بیش از نصف آرای موافق و مخالف" in page
    assert "نرم‌افزار" in page


def test_a_rare_share_is_said_in_figures():
    with translation.override("fa"):
        assert [str(fraction(1, 3)), str(fraction(5, 7))] == ["یک‌سوم", "۵ سهم از ۷ سهم"]


def test_the_meetings_stand_newest_first_whatever_their_year(client):
    held = [dt.date(2024, 5, 15), dt.date(2023, 1, 1), dt.date(2024, 12, 1)]
    for number, day in enumerate(held, 1):
        build.decision(build.agenda_item(build.meeting(number, held_on=day, state="published")))

    meetings = client.get(reverse("council:meeting_list")).context["meetings"]

    assert [meeting.held_on for meeting in meetings] == sorted(held, reverse=True)


def test_an_empty_council_says_what_will_appear_and_who_enters_it(client):
    build.cluster(reported_section_count=3)
    page = text_of(client.get("/council/"))
    assert "منبع نگفته است چه کسی کدام کرسی را دارد" in page
    assert "منبع از ۳ بخش مرتبط" in page


def test_an_institution_page_shows_its_seats_views_and_meetings(client, reported):
    seat = build.seat("زهرا کریمی", institution=build.institution("tvto"))
    build.attendance(reported[0], seat)

    page = text_of(client.get("/council/institutions/tvto/"))

    assert "اداره کل فنی و حرفه‌ای" in page
    assert "زهرا کریمی" in page
    assert 'href="/council/meetings/1403-01/#item-1"' in page
    assert page.count('href="/council/meetings/1403-01/"') == 1


def test_views_in_unpublished_minutes_stay_inside(client):
    item = build.agenda_item(build.meeting(1, state="held"))
    place = build.institution("tvto")
    Remark.objects.create(agenda_item=item, institution=place, text="نظر پنهان")
    build.attendance(item.meeting, build.seat(institution=place))

    page = text_of(client.get("/council/institutions/tvto/"))

    assert "نظر پنهان" not in page
    assert "1403-01" not in page


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/council/", 5),
        ("/council/meetings/", 2),
        ("/council/meetings/1403-01/", 14),
        ("/council/decisions/", 6),
        ("/council/decisions/1403-01-01/", 11),  # editions among its panels
        ("/council/institutions/tvto/", 11),
    ],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_asks_the_same_however_many_rows_it_shows(client, django_assert_num_queries, path, queries, rows):
    place = build.institution("tvto")
    for number in range(1, rows + 1):
        meeting = build.meeting(number, state="published")
        for _item in range(rows):
            item = build.agenda_item(meeting)
            build.adopted_decision(item)
            Remark.objects.create(agenda_item=item, institution=place)
        build.attendance(meeting, build.seat(institution=place))
    with django_assert_num_queries(queries):
        client.get(path)


def test_the_file_of_decisions_has_every_adopted_one_and_no_formula(client):
    first = build.adopted_decision(text="=1+1")
    build.adopted_decision(build.agenda_item(build.meeting(state="published")), text="متن", is_sample=True, source=None,
                           snapshot={"electors": []})  # fmt: skip
    build.decision(text="پیشنهاد")
    assert first.state == Decision.State.ADOPTED

    response = client.get("/council/decisions.csv")

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.decode() == (
        "\ufeffمصوبه,تاریخ تصویب,تاریخ میلادی,نشست,متن,منبع,نمونه\r\n"
        "1403/02-01,۱۴۰۳/۰۲/۲۶,2024-05-15,1403-02,متن,,نمونه\r\n"
        "1403/01-01,۱۴۰۳/۰۲/۲۶,2024-05-15,1403-01,'=1+1,32075,\r\n"
    )


@pytest.mark.parametrize("name", ["composition", "meeting_list", "decision_list"])
def test_anonymous_pages_set_no_cookie_and_answer_not_modified(client, name, reported):
    first = client.get(reverse(f"council:{name}"))
    again = client.get(reverse(f"council:{name}"), headers={"If-None-Match": first.headers["ETag"]})

    assert first.cookies == {}
    assert "csrf" not in first.content.decode().lower()
    assert (again.status_code, again.content) == (304, b"")


def test_markup_in_texts_is_shown_not_run(client):
    meeting = build.meeting(1, state="published", place="<script>alert(1)</script>")
    build.adopted_decision(build.agenda_item(meeting, title='"><img src=x onerror=alert(1)>'), text="<b onx=1>")
    for path in [
        "/council/meetings/",
        "/council/meetings/1403-01/",
        "/council/decisions/",
        "/council/decisions/1403-01-01/",
    ]:
        page = client.get(f"/council/{path}").content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b onx" not in page
