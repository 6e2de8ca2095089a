"""Findings at the desk of staff: written, judged, linked, closed; what is refused comes back with what was typed."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.waiting import desks_for, items_for
from council.models import Meeting, Section
from filing.models import StateChange
from market.admin.finding_forms import CloseForm, LinkForm, WhyForm
from market.models import Finding
from persian.jalali import today
from tests import build
from tests.market import build_findings as make
from tests.persian.hostile import HOSTILE
from tests.reports.shown import shown

pytestmark = pytest.mark.django_db
State = Finding.State
LIST = "/admin/market/finding/"
TYPED = {
    "kind": "gap", "severity": "high", "section": "", "title": "كمبود نيروي ماهر", "title_en": "Too few people",
    "text": "نیرو کم است", "text_en": "", "origin": "study", "identified_on": "۱۴۰۳/۰۳/۱۲", "source_text": "مطالعه",
    "source_text_en": "", "agenda_item": "", "owner_seat": "", "owner_institution": "",
}  # fmt: skip


@pytest.fixture
def desk(client, facilitator):
    """``desk(finding, act, …)``: the facilitator sends one act."""
    client.force_login(facilitator)

    def send(finding, act, **data):
        return client.post(f"{LIST}{finding.pk}/desk/", {"act": act} | {f"{act}-{k}": v for k, v in data.items()})

    return send


def problem(response):
    assert response.status_code == 422
    return shown(response).one("div", id="errors").text


# Writing -------------------------------------------------------------------------------------------------------------
def test_a_finding_is_written_down_with_its_number_and_waits(client, facilitator):
    client.force_login(facilitator)
    section = Section.objects.create(order=1, name="بخش")

    client.post(f"{LIST}add/", TYPED | {"section": section.pk})

    row = Finding.objects.get()
    assert (row.number, row.title, row.state, row.section) == (1, "کمبود نیروی ماهر", "identified", section)
    assert row.identified_on == dt.date(2024, 6, 1)
    assert StateChange.objects.get(model="market.finding").new == "identified"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"identified_on": "۱۵۰۰/۰۱/۰۱"}, "identified_on"),
        ({"source_text": ""}, "__all__"),
        ({"title": ""}, "title"),
        ({"kind": "x"}, "kind"),
        ({"agenda_item": "999999"}, "agenda_item"),
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(client, facilitator, typed, field):
    client.force_login(facilitator)
    response = client.post(f"{LIST}add/", TYPED | typed)
    assert list(response.context["adminform"].form.errors) == [field]
    assert ("Too few people" in response.text, Finding.objects.count()) == (True, 0)


def test_an_owner_is_a_seat_or_an_institution(client, facilitator):
    client.force_login(facilitator)
    both = {"owner_seat": build.seat().pk, "owner_institution": build.institution().pk}
    assert list(client.post(f"{LIST}add/", TYPED | both).context["adminform"].form.errors) == ["__all__"]


def test_only_items_of_meetings_that_were_held_are_offered_and_seats_of_today(client, facilitator):
    client.force_login(facilitator)
    held = build.agenda_item(build.meeting(state=Meeting.State.HELD))
    build.agenda_item(build.meeting(state=Meeting.State.DRAFT))
    now = build.seat()
    build.seat(valid_to=dt.date(2023, 1, 1))
    form = client.get(f"{LIST}add/").context["adminform"].form
    offered = [list(form.fields[name].queryset) for name in ("agenda_item", "owner_seat")]
    assert offered == [[held], [now]]


def test_an_edit_keeps_the_kind_of_what_was_accepted_and_touches_no_state(client, facilitator):
    client.force_login(facilitator)
    row = make.finding(State.ACCEPTED)
    client.post(f"{LIST}{row.pk}/change/", TYPED | {"kind": "strength", "row_version": row.row_version})
    row.refresh_from_db()
    assert row.row_version == 1  # who has the form open still is told
    assert (row.kind, row.title, row.state, row.identified_on) == (
        "gap",
        "کمبود نیروی ماهر",
        State.ACCEPTED,
        make.FOUND_ON,
    )


def test_the_second_of_two_editors_sees_both_values(client, facilitator):
    client.force_login(facilitator)
    row = make.finding()
    Finding.objects.update(title="دیگری نوشت", row_version=1)
    response = client.post(f"{LIST}{row.pk}/change/", TYPED | {"row_version": 0})
    assert "دیگری نوشت" in response.text
    assert Finding.objects.get().title == "دیگری نوشت"


@pytest.mark.parametrize("state", [State.CLOSED, State.REJECTED])
def test_what_is_over_is_only_read_and_nothing_is_deleted(client, facilitator, state):
    client.force_login(facilitator)
    row = make.closed()[0] if state == State.CLOSED else make.finding(state)
    client.post(f"{LIST}{row.pk}/change/", TYPED | {"row_version": 0})
    assert Finding.objects.get().title == row.title
    assert client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403


# The desk ------------------------------------------------------------------------------------------------------------
def test_the_desk_takes_a_finding_its_whole_way(desk, client):
    row, plan = make.finding(), make.approved_plan(4)
    assert desk(row, "accept", seen=0).status_code == 302
    assert desk(row, "link", plan=plan.pk, note="با دوره‌ها").status_code == 302
    proof = make.reading(plan)
    assert desk(row, "close", report=f"reading-{proof.pk}", note="رفع شد").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.closing_reading, row.closing_note) == (State.CLOSED, proof, "رفع شد")
    assert desk(row, "reopen", why="زود بسته شد").status_code == 302
    assert client.post(f"{LIST}{row.pk}/desk/", {"act": "unlink", "link": row.links.get().pk}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.links.count()) == (State.ACCEPTED, 0)
    assert desk(row, "reject", why="تکراری").status_code == 302
    steps = [line.text for line in shown(client.get(f"{LIST}{row.pk}/desk/")).all("ol")[-1].all("li")]
    assert len(steps) == 8
    assert "برنامه پیوند شد: ۱۴۰۳/۴" in steps[1]
    assert "تکراری" in steps[-1]


def test_closing_without_a_verified_report_is_refused_and_keeps_what_was_typed(desk):
    row, plan = make.addressed()
    waiting = make.reading(plan, verified=False)
    bare = make.entry(plan, evidence=False)
    answer = desk(row, "close", report=f"reading-{waiting.pk}", note="نوشته من")
    assert problem(answer) == "مشاور-ناظر فنی هنوز این گزارش را تأیید نکرده است. یافته را پس از آن ببندید."
    assert "نوشته من" in answer.text
    assert "مستندی ندارد" in problem(desk(row, "close", report=f"entry-{bare.pk}"))
    foreign = make.reading(make.approved_plan())
    for report in (f"reading-{foreign.pk}", "entry-999999", "x", ""):
        assert desk(row, "close", report=report).status_code == 422
    row.refresh_from_db()
    assert row.state == State.ADDRESSED


def test_each_offered_report_says_what_it_lacks(client, facilitator):
    client.force_login(facilitator)
    row, plan = make.addressed(make.approved_plan(4))
    make.reading(plan, verified=False)
    page = shown(client.get(f"{LIST}{row.pk}/desk/"))
    assert [option.text for option in page.one("select", name="close-report").all("option")] == [
        "گزارشی برگزینید",
        "برنامه ۴ سال ۱۴۰۳: شاخص آزمایشی، ۱۰۰ نفر، ۳۱ شهریور ۱۴۰۳: در انتظار ناظر",
    ]
    assert "هنوز هیچ گزارشی نمی‌تواند آن را ببندد" in page.text


@pytest.mark.parametrize("act", ["reject", "reopen"])
def test_a_reason_is_asked_for(desk, act):
    row = make.finding() if act == "reject" else make.closed()[0]
    assert "چرا" in problem(desk(row, act, why=" "))
    assert Finding.objects.get().state == row.state


@pytest.mark.parametrize("act", ["", "x", "count", "_replace"])
def test_an_unknown_act_does_nothing(client, facilitator, act):
    client.force_login(facilitator)
    row = make.finding()
    response = client.post(f"{LIST}{row.pk}/desk/", {"act": act})
    assert (response.status_code, Finding.objects.get().state) == (422, State.IDENTIFIED)


@pytest.mark.parametrize("link", ["²", "-1", "9" * 40, "x", ""])
def test_a_link_that_is_none_is_not_found(client, facilitator, link):
    client.force_login(facilitator)
    row, _plan = make.addressed()
    assert client.post(f"{LIST}{row.pk}/desk/", {"act": "unlink", "link": link}).status_code == 404


def test_no_text_is_a_fault_of_a_form():
    row, _plan = make.addressed()
    makers = {"why": WhyForm, "plan": LinkForm, "note": LinkForm, "report": CloseForm}
    for name, form in makers.items():
        options = {} if form is WhyForm else {"finding": row}
        for text in HOSTILE:
            made = form({name: text}, **options)
            assert made.is_valid() in (True, False)
            kept = made.cleaned_data.get(name)
            assert not isinstance(kept, str) or not {"\x00", "\ud800", "\u202e"} & set(kept)


def test_the_same_act_twice_says_that_it_was_done(desk):
    row = make.finding()
    desk(row, "accept", seen=0)
    assert "نمی‌تواند «پذیرفته‌شده» شود" in problem(desk(row, "accept", seen=0))


@pytest.mark.parametrize("seen", [0, "", "x"])
def test_words_that_were_changed_meanwhile_are_not_published_unread(desk, seen):
    row = make.finding(row_version=1)
    answer = desk(row, "accept", seen=seen)
    assert "تغییر" in problem(answer)
    assert Finding.objects.get().state == State.IDENTIFIED
    assert shown(answer).one("input", name="accept-seen").attributes["value"] == "1"


def test_who_reads_the_desk_and_who_acts(client, cast):
    """Also of a finding that everybody may read on the site."""
    row = make.finding(State.ACCEPTED)
    reads, acts = set(), set()
    for role, person in cast.items():
        client.logout() if person is None else client.force_login(person)
        if client.get(f"{LIST}{row.pk}/desk/").status_code == 200:
            reads.add(role)
        if client.post(f"{LIST}{row.pk}/desk/", {"act": "x"}).status_code == 422:
            acts.add(role)
    assert reads == {"council_member", "supervisor", "facilitator", "staff"}
    assert acts == {"facilitator", "staff"}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_takes_a_fixed_number_of_queries(client, facilitator, django_assert_num_queries, rows):
    client.force_login(facilitator)
    row, _plan = make.addressed()
    for _number in range(rows):
        other = make.approved_plan()
        make.link(row, other)
        make.reading(other)
        make.entry(other)
    with django_assert_num_queries(11):
        client.get(f"{LIST}{row.pk}/desk/")


# What waits ----------------------------------------------------------------------------------------------------------
def test_the_queues_lead_to_exactly_their_lists(client, facilitator, supervisor):
    waits = make.finding()
    make.finding(State.REJECTED)
    ready, plan = make.addressed()
    make.reading(plan)
    make.addressed()
    doubt, proof = make.closed()
    make.give_back(proof)
    items = [item for item in items_for(facilitator) if item.url.startswith(LIST)]
    client.force_login(facilitator)
    found = [
        (item.count, [row.number for row in client.get(item.url).context["cl"].result_list], item.urgent)
        for item in items
    ]
    assert found == [(1, [waits.number], False), (1, [ready.number], False), (1, [doubt.number], True)]
    assert [desk.url for desk in desks_for(facilitator) if "finding" in desk.url] == [LIST]
    assert [item for item in items_for(supervisor) if item.url.startswith(LIST)] == []
    assert client.get(f"{LIST}?waits=x").status_code in (200, 302)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_findings_asks_no_more_of_many(client, staff, django_assert_num_queries, rows):
    client.force_login(staff)
    for number in range(rows):
        section = Section.objects.create(order=number, name=f"بخش {number}")
        make.finding(section=section, identified_on=today())
    with django_assert_num_queries(9):
        client.get(reverse("admin:market_finding_changelist"))
