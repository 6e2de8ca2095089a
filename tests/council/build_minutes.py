"""A meeting with everything that minutes can hold: guests, alternates, remarks, votes, a secret, things to do."""

import datetime as dt

from council import services
from council.models import CouncilRule, Meeting, Remark, Seat
from tests import build

FAR = dt.date(2099, 1, 1)  # 12 Dey 1477
SECRET, SECRET_EN, SECRET_TASK = "خرید زمین جنوبی", "Buying the southern plot", "استعلام زمین جنوبی"


def rich_meeting(state=Meeting.State.PUBLISHED, by=None, number=2, **fields):
    """Meeting 2 of 1403: three of four members there (one by an alternate, one late), a guest, two items.

    Item 1 has two remarks; item 2 an open decision with counted votes and one that is confidential until 2099.
    """
    if not CouncilRule.objects.exists():
        build.rule()
    build.cluster(name="خوشه آزمون", name_en="Test cluster")
    host = build.institution("host", "شرکت شهرک‌ها", name_en="Towns Company")
    school = build.institution("school", "آموزش فنی", name_en="Vocational Training")
    chair = build.seat("زهرا کریمی", "chair", institution=host, person_en="Zahra Karimi")
    second = build.seat("علی رضایی", "support", institution=school, person_en="Ali Rezaei")
    late = build.seat("سارا امینی", person_en="Sara Amini")
    away = build.seat("حسین نوری", "secretary", person_en="Hossein Noori")
    values = {"starts_at": dt.time(10, 30), "place": "سالن یک", "presider": chair}
    meeting = build.meeting(number, **values | fields)
    build.attendance(meeting, chair)
    build.attendance(meeting, second, by_alternate="مریم صالحی")
    build.attendance(meeting, late, arrived_at=dt.time(10, 45), left_at=dt.time(12))
    build.attendance(meeting, away, status="apology")
    for other in Seat.objects.exclude(pk__in=[seat.pk for seat in (chair, second, late, away)]):
        build.attendance(meeting, other, status="absent")
    build.attendance(meeting, None, person="مهدی چنانی", described_as="استاد دانشگاه", institution=host)
    report = build.agenda_item(
        meeting, kind="report", title="گزارش برنامه‌ها", title_en="Report", text="میانگین پیشرفت ۴۵٫۳ درصد است."
    )
    Remark.objects.create(agenda_item=report, institution=school, text="هم‌افزایی لازم است.")
    Remark.objects.create(agenda_item=report, institution=host)
    item = build.agenda_item(meeting, title="بودجه", title_en="Budget")
    known = build.decision(
        item, text="بودجه ۱٬۲۰۰٬۰۰۰ ریال تصویب شد.", text_en="1,200,000 rials.", votes_for=2, votes_against=1
    )
    services.adopt_decision(decision=known, by=by)
    secret = build.decision(item, text=SECRET, text_en=SECRET_EN, by_consensus=True, confidential_until=FAR)
    services.adopt_decision(decision=secret, by=by)
    build.action_item(meeting, text="فهرست شرکت‌ها", seat=late, due_on=dt.date(2024, 6, 20), agenda_item=report)
    build.action_item(meeting, text=SECRET_TASK, institution=host, decision=secret, agenda_item=item)
    steps = {Meeting.State.CONFIRMED: 1, Meeting.State.PUBLISHED: 2}.get(state, 0)
    for step in [Meeting.State.CONFIRMED, Meeting.State.PUBLISHED][:steps]:
        meeting = services.move_meeting(meeting=meeting, state=step, by=by)
    return meeting
