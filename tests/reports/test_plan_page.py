"""The page of one plan: its story, its sum, its reports with the supervisor's view, its evidence."""

import datetime as dt
from decimal import Decimal

import pytest

from actionplans.models import ActionPlan, Baseline, BaselineActivity, IndicatorReading, Verification
from council.models import Seat, Statement
from tests import build
from tests.reports.build_year import at, day, evidence, small_year
from tests.reports.shown import section, sections, shown

pytestmark = pytest.mark.django_db
PAGE = "/progress/1403/plans/1/?as_of=1403-06-31"


def story(response):
    """(kind, day, title, lines) of every event."""
    found = []
    for event in section(response, "story").all("li"):
        meta = event.one("p", class_="story__meta")
        lines = [line.text for line in event.all("p") if "story__meta" not in line.attributes["class"]]
        found.append((meta.one("b").text, meta.one("time").text, event.one("h3").text, lines))
    return found


def test_the_plans_figures_are_the_sum_of_its_activities(client):
    made = small_year()

    page = shown(client.get(PAGE))

    assert page.one("span", class_="fig__val").text == "۱۵٫۰ درصد؛ ۸۵٫۰ واحد عقب‌تر از برنامه"
    table = page.one("section", id="made")
    assert table.rows()[1:] == [
        ["۱. کار پیوسته", "۵۰", "۵۰٫۰ ۵۰ × ۱۰۰٫۰", "۴۰٫۰ ۵۰ × ۸۰٫۰", "۱۵٫۰ ۵۰ × ۳۰٫۰"],
        ["۲. نقطه پایان", "۵۰", "۵۰٫۰ ۵۰ × ۱۰۰٫۰", "—", "—"],
        ["جمع", "۱۰۰", "۱۰۰٫۰", "۴۰٫۰", "۱۵٫۰"],
    ]
    assert table.links() == [
        ("سهم این برنامه در سال", "/progress/1403/?as_of=1403-06-31#made"),
        ("کار پیوسته", f"#entry-{made.verified.pk}"),
    ]


def test_activities_stand_in_the_calendar_and_lead_to_their_reports(client):
    made = small_year()

    table = section(client.get(PAGE), "activities")

    assert [row[0] for row in table.rows()[1:]] == [
        "۱. کار پیوسته وزن ۵۰ · از ۱ خرداد تا ۱۰ خرداد گذشته از سررسید",
        "۲. نقطه پایان وزن ۵۰ · نقطه عطف، ۳۱ شهریور",
    ]
    assert [row[2:] for row in table.rows()[1:]] == [["۱۰۰٫۰", "۸۰٫۰", "۳۰٫۰"], ["۱۰۰٫۰", "—", "—"]]
    assert table.links() == [("۸۰٫۰", f"#entry-{made.waiting.pk}"), ("۳۰٫۰", f"#entry-{made.verified.pk}")]


def test_every_report_says_who_verified_or_returned_it_when_and_why(client, facilitator, supervisor):
    build.seat("مینا ناظری", Seat.Role.SUPERVISOR, user=supervisor, is_voting=False)
    made = small_year(facilitator=facilitator, supervisor=supervisor)

    page = shown(client.get(PAGE))

    rows = {
        row.attributes["id"]: [cell.text for cell in row.children]
        for row in page.one("section", id="entries").all("tr")
        if "id" in row.attributes
    }
    assert rows == {
        f"entry-{made.returned.pk}": [
            "۲. نقطه پایان ثبت: عامل توسعه خوشه، ۳۱ شهریور ۱۴۰۳", "۳۱ شهریور", "۹۰٫۰", "—",
            "برگشت‌خورده مینا ناظری، مشاور-ناظر فنی · ۲ مهر ۱۴۰۳ دلیل: سندی پیوست نشده است.", "",
        ],
        f"entry-{made.waiting.pk}": [
            "۱. کار پیوسته ثبت: عامل توسعه خوشه، ۱ مرداد ۱۴۰۳", "۳۱ تیر", "۸۰٫۰", "—",
            "در انتظار ناظر", "مانع: نماینده معرفی نشد. اقدام اصلاحی: دو نشست دیگر",
        ],
        f"entry-{made.verified.pk}": [
            "۱. کار پیوسته ثبت: عامل توسعه خوشه، ۵ خرداد ۱۴۰۳", "۵ خرداد", "۴۰٫۰", "۳۰٫۰",
            "تأییدشده با ۳۰٫۰ مینا ناظری، مشاور-ناظر فنی · ۲۰ خرداد ۱۴۰۳ دلیل: یک صورت‌جلسه پیوست نیست.",
            "دو جلسه برگزار شد.",
        ],
    }  # fmt: skip


def test_nobody_without_a_seat_is_named(client, supervisor, facilitator):
    small_year(facilitator=facilitator, supervisor=supervisor)

    text = client.get(PAGE).content.decode()

    assert supervisor.full_name not in text
    assert facilitator.full_name not in text


def test_a_seat_names_its_holder_only_while_it_lasts(client, supervisor):
    build.seat("مینا ناظری", Seat.Role.SUPERVISOR, user=supervisor, valid_to=day(3, 31))
    small_year(supervisor=supervisor)

    views = [cell.text for cell in section(client.get(PAGE), "entries").all("td") if "· ۲" in cell.text]

    assert [text.split(" · ")[0] for text in views] == [
        "برگشت‌خورده مشاور-ناظر فنی",
        "تأییدشده با ۳۰٫۰ مینا ناظری، مشاور-ناظر فنی",
    ]


def test_the_story_goes_from_the_source_to_the_result(client):
    made = small_year()
    source = made.decision.source
    Statement.objects.create(
        source=source, order=1, topic="ideas", speaker="مهدی چنانی", text="ایده‌های نو ارزیابی می‌شود."
    )
    made.meeting.source = source
    made.meeting.save()
    ActionPlan.objects.filter(pk=made.one.pk).update(from_source="statement ideas")

    events = story(client.get(PAGE))

    assert events == [
        ("گفته", "۲۶ اردیبهشت ۱۴۰۳", "ایده‌های نو ارزیابی می‌شود.", ["مهدی چنانی"]),
        ("مصوبه", "۲۶ اردیبهشت ۱۴۰۳", "مصوبه ۱۴۰۳/۰۱-۰۱: نُه برنامه عمل تصویب شد.",
         ["صورت‌جلسه شماره ۱", "حاضران و شمار آرا گزارش نشده است."]),
        ("خط مبنا، نسخه ۱", "۲۶ اردیبهشت ۱۴۰۳", "دو فعالیت با جمع وزن ۱۰۰ ثبت و منجمد شد.",
         ["بنا بر مصوبه ۱۴۰۳/۰۱-۰۱"]),
        ("سررسید گذشته", "۱۰ خرداد ۱۴۰۳", "پایان کار پیوسته تا سررسید تأیید نشد.", []),
        ("تأیید ناظر", "۲۰ خرداد ۱۴۰۳", "یک گزارش تأیید شد.", ["یک عدد با گزارش تفاوت دارد."]),
        ("گزارش برگشت‌خورده", "۲ مهر ۱۴۰۳", "نقطه پایان: ۹۰٫۰ درصد گزارش شد و پذیرفته نشد.",
         ["دلیل: سندی پیوست نشده است."]),
    ]  # fmt: skip
    assert section(client.get(PAGE), "story").links()[:3] == [
        ("ایده‌های نو ارزیابی می‌شود.", "/council/meetings/1403-01/#source"),
        ("مصوبه ۱۴۰۳/۰۱-۰۱: نُه برنامه عمل تصویب شد.", "/council/decisions/1403-01-01/"),
        ("صورت‌جلسه شماره ۱", "/council/meetings/1403-01/"),
    ]


@pytest.mark.parametrize(
    ("noted", "event"),
    [
        ("meeting.agenda[0]", ("دستور جلسه", "تصویب برنامه‌ها")),
        ("meeting.agenda[7]", None),
        ("statement none", None),
        ("یادداشت دبیر", ("خاستگاه", "یادداشت دبیر")),
    ],
)
def test_the_origin_is_what_was_noted_if_it_is_there(client, noted, event):
    made = small_year()
    made.meeting.source = made.decision.source
    made.meeting.save()
    made.meeting.agenda.update(title="تصویب برنامه‌ها")
    ActionPlan.objects.filter(pk=made.one.pk).update(from_source=noted)

    found = [
        (kind, title)
        for kind, _day, title, _lines in story(client.get(PAGE))
        if kind in {"دستور جلسه", "خاستگاه", "گفته"}
    ]

    assert found == ([event] if event else [])


def test_a_new_baseline_tells_what_it_changed_and_by_which_decision(client):
    made = small_year()
    goal = build.indicator(made.one, title="بنگاه‌ها", target=Decimal(50))
    amend = build.adopted_decision(build.agenda_item(build.meeting(2, held_on=day(8, 1), state="published")))
    made.one.weight, made.works.weight, made.works.finish, made.works.title = 55, 70, day(3, 20), "کار پیوسته نو"
    made.milestone.weight = 20
    build.activity(made.one, Decimal(10), title="کار تازه", start=day(9, 1), finish=day(9, 30))
    for row in (made.one, made.works, made.milestone):
        row.save()
    build.approve(made.one, amend)

    events = [event for event in story(client.get(PAGE)) if event[0] == "خط مبنا، نسخه ۲"]

    assert events == [
        ("خط مبنا، نسخه ۲", "۱ آبان ۱۴۰۳", "شورا خط مبنا را تغییر داد.", [
            "وزن برنامه: از ۶۰ به ۵۵",
            "کار پیوسته نو: وزن از ۵۰ به ۷۰",
            "کار پیوسته نو: پایان از ۱۰ خرداد ۱۴۰۳ به ۲۰ خرداد ۱۴۰۳",
            "کار پیوسته نو: پیش‌تر «کار پیوسته» نام داشت",
            "نقطه پایان: وزن از ۵۰ به ۲۰",
            "کار تازه: با وزن ۱۰ افزوده شد",
            "هدف بنگاه‌ها: ۵۰",
            "بنا بر مصوبه ۱۴۰۳/۰۲-۰۱",
        ]),
    ]  # fmt: skip
    assert goal.target == 50
    assert [row[1] for row in section(client.get(PAGE), "made").rows()[1:]] == ["۵۰", "۵۰", "۱۰۰"]
    later = section(client.get("/progress/1403/plans/1/?as_of=1403-08-01"), "made")
    assert [row[1] for row in later.rows()[1:]] == ["۷۰", "۲۰", "۱۰", "۱۰۰"]


def test_a_dropped_activity_and_target_are_told(client):
    made = small_year()
    goal = build.indicator(made.two, title="بنگاه‌ها", target=Decimal(50))
    build.approve(made.two, made.decision, in_force_on=day(5, 1))
    made.two.indicators.update(target=60)
    build.approve(made.two, made.decision, in_force_on=day(6, 1))
    fresh = build.activity(made.two, Decimal(100), title="کار دیگر", start=day(8, 1), finish=day(8, 1))
    last = Baseline.objects.create(plan=made.two, version=4, weight=40, decision=made.decision, in_force_on=day(7, 1))
    BaselineActivity.objects.create(
        baseline=last, activity=fresh, title=fresh.title, weight=100, start=fresh.start, finish=fresh.finish,
        profile="milestone",
    )  # fmt: skip

    lines = {kind: lines for kind, _day, _title, lines in story(client.get("/progress/1403/plans/2/"))}

    by = "بنا بر مصوبه ۱۴۰۳/۰۱-۰۱"
    assert [lines[f"خط مبنا، نسخه {version}"] for version in "۲۳۴"] == [
        ["هدف بنگاه‌ها: ۵۰", by],
        ["هدف بنگاه‌ها: از ۵۰ به ۶۰", by],
        ["کار دیگر: با وزن ۱۰۰ افزوده شد", f"{made.later.title}: حذف شد", f"هدف {goal.title}: حذف شد", by],
    ]


def test_a_stopped_plan_tells_its_decision(client):
    made = small_year()
    stop = build.adopted_decision(
        build.agenda_item(build.meeting(2, held_on=day(4, 10), state="published")), text="توقف تا تأمین منبع"
    )
    ActionPlan.objects.filter(pk=made.one.pk).update(state="stopped", stopped_by=stop, stopped_on=day(4, 10))

    response = client.get(PAGE)

    assert [event for event in story(response) if event[0] == "متوقف"] == [
        ("متوقف", "۱۰ تیر ۱۴۰۳", "توقف بنا بر مصوبه ۱۴۰۳/۰۲-۰۱: توقف تا تأمین منبع",
         ["مقدارهای گزارش‌شده و تأییدشده در همان روز می‌ماند؛ وزن و منحنی برنامه‌ای برجاست."]),
    ]  # fmt: skip
    assert shown(response).one("div", class_="head__row").one("span", class_="st").text == "متوقف"


def test_evidence_shows_caption_and_hash_to_all_and_the_file_to_whom_it_is_released(client, facilitator):
    made = small_year(facilitator=facilitator)
    closed = evidence(made.verified, facilitator, caption="فهرست حضور", sha256="c" * 64)
    released = evidence(made.verified, facilitator, caption="صورت‌جلسه", is_public=True, sha256="d" * 64)

    part = section(client.get(PAGE), "evidence")
    client.force_login(facilitator)
    mine = section(client.get(PAGE), "evidence")

    assert [row.text for row in part.all("li")] == [
        f"فهرست حضور (PDF · ۲۲۰ کیلوبایت · غیرعمومی) کار پیوسته · ۵ خرداد SHA-256 {'c' * 64}",
        f"صورت‌جلسه (PDF · ۲۲۰ کیلوبایت) کار پیوسته · ۵ خرداد SHA-256 {'d' * 64}",
    ]
    entry = ("کار پیوسته", f"#entry-{made.verified.pk}")
    assert part.links() == [entry, ("صورت‌جلسه", f"/files/{released.file_id}/"), entry]
    assert mine.links()[0] == ("فهرست حضور", f"/files/{closed.file_id}/")


def test_indicators_show_start_target_and_readings(client, facilitator, supervisor):
    decision = build.adopted_decision()
    plan = build.plan(1, title="برنامه یکم")
    build.activity(plan)
    goal = build.indicator(plan, title="بنگاه‌ها", unit="بنگاه", target=Decimal(60), baseline_on=dt.date(2024, 3, 19))
    build.approve(plan, decision)
    first = IndicatorReading.objects.create(
        indicator=goal, as_of=day(5, 31), value=30, recorded_by=facilitator, recorded_at=at(day(8, 1))
    )
    Verification.objects.create(
        reading=first, verdict="verified", value=28, by=supervisor, at=at(day(8, 2)), reason="نه"
    )
    IndicatorReading.objects.create(
        indicator=goal, as_of=day(6, 30), value=47, recorded_by=facilitator, recorded_at=at(day(6, 30))
    )
    IndicatorReading.objects.create(
        indicator=goal, as_of=day(8, 1), value=52, recorded_by=facilitator, recorded_at=at(day(8, 1))
    )
    goal.target = 99  # the draft moves on, the baseline in force does not
    goal.save()

    part = section(client.get(PAGE), "indicators")

    assert [cell.text for cell in part.one("tbody").all("td")] == ["۰ ۲۹ اسفند ۱۴۰۲", "۶۰", "۴۷", "۲۸", "۳۰ شهریور"]
    assert [row.text for row in part.all("li")] == [
        "۵۲ · ۱ آبان ۱۴۰۳ · ثبت: عامل توسعه خوشه، ۱ آبان ۱۴۰۳ در انتظار ناظر",
        "۴۷ · ۳۰ شهریور ۱۴۰۳ · ثبت: عامل توسعه خوشه، ۳۰ شهریور ۱۴۰۳ در انتظار ناظر",
        "۳۰ · ۳۱ مرداد ۱۴۰۳ · ثبت: عامل توسعه خوشه، ۱ آبان ۱۴۰۳ تأییدشده با ۲۸ مشاور-ناظر فنی · ۲ آبان ۱۴۰۳ دلیل: نه",
    ]


def test_the_facts_lead_to_institutions_decision_and_minutes(client):
    made = small_year()
    made.one.partners.add(build.institution("tvto", "فنی و حرفه‌ای"))

    facts = shown(client.get(PAGE)).one("dl", class_="kv")

    assert facts.text == (
        "مسئول شرکت میزبان همکاران فنی و حرفه‌ای محور نهادهای پشتیبان تصویب مصوبه ۱۴۰۳/۰۱-۰۱، صورت‌جلسه شماره ۱ "
        "خط مبنا نسخه ۱، لازم‌الاجرا از ۲۶ اردیبهشت ۱۴۰۳"
    )
    assert [address for _words, address in facts.links()] == [
        "/council/institutions/host/", "/council/institutions/tvto/", "/council/decisions/1403-01-01/",
        "/council/meetings/1403-01/",
    ]  # fmt: skip


def test_the_pages_of_a_year_are_linked_in_order_and_keep_the_day(client):
    small_year()

    rails = [
        shown(client.get(f"/progress/1403/plans/{number}/?as_of=1403-06-31")).one("ol", class_="sub")
        for number in (1, 2)
    ]

    assert [[address for _words, address in rail.links()] for rail in rails] == [
        ["/progress/1403/plans/2/?as_of=1403-06-31", "/progress/1403/?as_of=1403-06-31"],
        ["/progress/1403/plans/1/?as_of=1403-06-31", "/progress/1403/?as_of=1403-06-31"],
    ]


def test_a_plan_that_is_not_approved_is_there_for_who_may_read_drafts_only(client, council_member, firm_a):
    build.plan(1, title="پیش‌نویس")

    answers = {"anonymous": client.get("/progress/1403/plans/1/")}
    for name, person in (("firm", firm_a), ("member", council_member)):
        client.force_login(person)
        answers[name] = client.get("/progress/1403/plans/1/")

    assert {name: answer.status_code for name, answer in answers.items()} == {
        "anonymous": 404, "firm": 404, "member": 200,
    }  # fmt: skip
    assert sections(answers["member"]) == []
    assert 'content="noindex"' in answers["member"].content.decode()
    assert "این برنامه هنوز تصویب نشده است" in answers["member"].content.decode()


@pytest.mark.parametrize("number", ["9", str(10**30)])
def test_an_unknown_plan_is_not_found(client, number):
    small_year()

    assert client.get(f"/progress/1403/plans/{number}/").status_code == 404


def test_a_long_list_of_reports_begins_with_the_newest_and_keeps_those_that_count(client, monkeypatch):
    monkeypatch.setattr("reports.plan_reading.REPORTS_SHOWN", 2)
    made = small_year()
    build.entry(made.works, Decimal(85), day(7, 30))

    few, every = (section(client.get(address), "entries") for address in (PAGE, "/progress/1403/plans/1/?reports=all"))

    assert [row.attributes["id"] for row in few.all("tr") if "id" in row.attributes][1:] == [
        f"entry-{made.returned.pk}", f"entry-{made.waiting.pk}", f"entry-{made.verified.pk}",
    ]  # fmt: skip
    assert few.one("caption").text.startswith("چهار گزارش.")
    assert len([row for row in every.all("tr") if "id" in row.attributes]) == 4


def test_reports_that_are_left_out_can_be_asked_for(client, monkeypatch):
    monkeypatch.setattr("reports.plan_reading.REPORTS_SHOWN", 1)
    made = small_year()
    build.entry(made.milestone, Decimal(10), day(2, 30), returned="نادرست")

    part = section(client.get(PAGE), "entries")

    assert part.one("caption").text.startswith(
        "۳ گزارش از ۴ گزارش: تازه‌ترین‌ها و آن‌ها که در ارقام این صفحه به شمار آمده‌اند."
    )
    assert part.links() == [("همه گزارش‌ها", "/progress/1403/plans/1/?reports=all#entries")]


def test_the_english_page_falls_back_to_persian_texts_and_says_so(client):
    small_year()

    page = shown(client.get(f"/en{PAGE}"))

    assert page.one("h1").text == "Plan one"
    names = [row.one("th").one("bdi") for row in page.one("section", id="activities").one("tbody").all("tr")]
    assert [(name.text, name.attributes.get("lang")) for name in names] == [("کار پیوسته", "fa"), ("The end", None)]
    reasons = [
        node
        for node in page.one("section", id="entries").all("bdi", lang="fa")
        if node.parent.text.startswith("Reason:")
    ]
    assert [node.text for node in reasons] == ["سندی پیوست نشده است.", "یک صورت‌جلسه پیوست نیست."]
