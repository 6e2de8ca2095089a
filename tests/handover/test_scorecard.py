"""The public scorecard: the same figures for everybody, few queries, files kept back, the source beside them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from council.models import Statement
from handover.models import BEST
from handover.public.trend import points_of, trend
from persian.jalali import today
from tests import build
from tests.handover import build_handover as build_here

pytestmark = pytest.mark.django_db


def page(client, language="fa"):
    with translation.override(language):
        return client.get(reverse("handover:scorecard"))


def figures(response):
    card = response.context["card"]
    return card.readiness.share, card.readiness.met, card.readiness.must_haves, card.counts


# By hand: weights 30 and 10, scores 4 and 2: (30×4 + 10×2) ÷ (40×4) = 87.5 percent.
def test_it_shows_scores_what_is_missing_and_the_duties(client):
    build.cluster(handover_due_year=1403)
    high = build_here.criterion(score=4, weight=Decimal(30))
    low = build_here.criterion(score=2)
    build_here.duty("accepted")
    duty = build_here.duty("transferred")

    response = page(client)

    assert figures(response) == (Decimal("87.5"), 1, 2, {"accepted": 1, "all": 2})
    text = response.content.decode()
    assert [words in text for words in ("۸۷٫۵", "پایان سال ۱۴۰۳", "نیازمند تأیید شورا")] == [True] * 3
    assert response.context["card"].missing[:3] == [
        f"«{high.text}»: شورا هنوز آن را تأیید نکرده است.",
        f"«{low.text}»: امتیاز آن ۲ است و ۳ لازم است.",
        f"«{low.text}»: شورا هنوز آن را تأیید نکرده است.",
    ]
    assert f"«{duty.title}»" in response.context["card"].missing[3]
    assert f"«{high.text}»: شورا هنوز آن را تأیید نکرده است." in text
    assert 'class="scurve' in text


@pytest.mark.parametrize("rows", [1, 4])
def test_it_costs_seven_queries_whatever_the_number_of_rows(client, django_assert_num_queries, rows):
    build.cluster()
    for _row in range(rows):
        made = build_here.criterion(confirmed_by=build.adopted_decision())
        for score in (1, 3):
            build_here.evidence(build_here.assessment(made, score))
        build_here.duty("accepted")
        build_here.duty(holder_seat=build.seat())

    with django_assert_num_queries(7):
        assert page(client).status_code == 200


def test_without_a_row_it_says_what_will_appear(client):
    build.cluster()

    text = page(client).content.decode()

    assert "هنوز معیاری تعیین نشده است" in text
    assert "هنوز وظیفه‌ای فهرست نشده است" in text
    assert "چه کم است" not in text


def test_what_the_source_says_stands_with_its_source(client):
    Statement.objects.create(source=build.source(), order=1, topic="handover", speaker="گوینده", text="می‌سپاریم")
    Statement.objects.create(source=build.source(), order=2, topic="market", speaker="دیگری", text="بازار")

    text = page(client).content.decode()

    assert "می‌سپاریم" in text
    assert "خبر ۳۲۰۷۵" in text
    assert "بازار</p>" not in text


def test_captions_and_fingerprints_are_public_and_files_are_not(client, supervisor):
    made = build_here.evidence(build_here.assessment(build_here.criterion(), 3))
    link = reverse("filing:file", args=[made.file_id])

    text = page(client).content.decode()
    assert [made.file.sha256 in text, link in text] == [True, False]

    client.force_login(supervisor)
    assert link in page(client).content.decode()


def test_a_second_look_costs_nothing_and_no_cookie_is_set(client):
    build_here.criterion(score=3)
    first = page(client)

    again = client.get(reverse("handover:scorecard"), headers={"if-none-match": first.headers["ETag"]})

    assert (again.status_code, again.content, dict(first.cookies)) == (304, b"", {})
    assert first.headers["Cache-Control"] == "public, max-age=60"


def test_once_closed_it_says_when_by_which_decision_and_with_which_exception(client):
    build_here.criterion(score=1)
    decision = build.adopted_decision()
    build_here.closing(decision, state="closed", closed_on=build.APPROVAL_DAY, exception="تا پایان سال")

    text = page(client).content.decode()

    assert "در ۲۶ اردیبهشت ۱۴۰۳ واگذار شد" in text
    assert "تا پایان سال" in text
    assert 'id="missing"' not in text


def test_the_exception_of_a_confidential_decision_is_kept_back_from_strangers(client, staff):
    decision = build.adopted_decision(confidential_until=today())
    build_here.closing(decision, state="closed", closed_on=build.APPROVAL_DAY, exception="محرمانه")

    assert "محرمانه" not in page(client).content.decode()
    client.force_login(staff)
    assert "محرمانه" in page(client).content.decode()


def test_a_proposed_closing_is_not_public(client):
    build_here.closing(build.decision(), exception="هنوز نه")

    assert "هنوز نه" not in page(client).content.decode()


def test_sample_rows_carry_their_mark(client):
    build_here.criterion(is_sample=True)
    assert page(client).context["card"].is_sample


def test_english_pages_use_english_words_and_fall_back_to_persian(client):
    build_here.criterion(score=3, text_en="Two networks are active")
    build_here.duty(title_en="Secretariat")

    text = page(client, "en").content.decode()

    assert [words in text for words in ("Two networks are active", "Secretariat", "3 of 4")] == [True] * 3


# By hand: one criterion of weight 1: 1 of 4 is 25 percent, 3 of 4 is 75; a second one halves what was before.
def test_the_trend_has_a_point_for_each_day_of_assessment():
    first, second = build_here.criterion(weight=1), build_here.criterion(weight=1)
    day = build_here.DAY
    rows = [
        build_here.assessment(first, 1, as_of=day),
        build_here.assessment(second, 4, as_of=day + dt.timedelta(days=30)),
        build_here.assessment(first, 3, as_of=day + dt.timedelta(days=30)),
    ]

    points = points_of([first, second], rows)

    assert points == [(day, Decimal("12.5")), (day + dt.timedelta(days=30), Decimal("87.5"))]
    assert [row["share"] for row in trend(points, today())["rows"]] == ["۱۲٫۵", "۸۷٫۵"]
    assert trend([], today()) is None


def test_a_long_trend_keeps_the_last_point_of_each_month():
    row = build_here.criterion(weight=1)
    for at in range(61):
        build_here.assessment(row, at % (BEST + 1), as_of=build_here.DAY + dt.timedelta(days=at))

    points = points_of([row], list(row.assessments.all()))

    # From 31 Shahrivar to 30 Aban 1403: the last day of each of three months that was assessed.
    assert [day for day, _share in points] == [dt.date(2024, 9, 21), dt.date(2024, 10, 21), dt.date(2024, 11, 20)]


def test_many_duties_stand_on_several_pages(client):
    receiver, holder = build_here.network(), build.institution()
    for number in range(1, 53):
        build_here.duty(number=number, receiver=receiver, holder=holder)

    second = client.get(reverse("handover:scorecard"), {"page": "2"})

    assert [duty.number for duty in second.context["page"]] == [51, 52]
    assert client.get(reverse("handover:scorecard"), {"page": "۹۹x"}).context["page"].number == 1
