"""The desks: the supervisor assesses, the giver hands over, the receiver accepts, the council's word is tied."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import waiting
from council.models import Meeting
from council.services import adopt_decision
from filing.models import StateChange
from handover.models import Assessment, AssessmentEvidence, Criterion, Duty, HandoverClosing, NetworkOfficer
from persian.jalali import today
from tests import build
from tests.council.build_council import ready
from tests.handover import build_handover as build_here
from tests.papers import PDF

pytestmark = pytest.mark.django_db


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def score(client, criterion, **data):
    given = {"score": "3", "as_of": "۱۴۰۳/۰۶/۳۱", "note": "دو شبکه فعال", "key": "k"}
    return client.post(reverse("admin:handover_assess", args=[criterion.pk]), given | data)


def test_the_supervisor_gives_a_score_in_persian_digits_with_a_file(client, supervisor):
    row = build_here.criterion()
    client.force_login(supervisor)

    response = score(client, row, score="۳", evidence=SimpleUploadedFile("سند.pdf", PDF), caption="صورت‌جلسه")

    assert response.status_code == 302
    made = Assessment.objects.get()
    assert (made.score, made.as_of, made.by) == (3, dt.date(2024, 9, 21), supervisor)
    assert [(proof.caption, proof.is_public) for proof in made.evidence.all()] == [("صورت‌جلسه", False)]


def test_the_same_post_twice_writes_one_score_and_another_page_a_second(client, supervisor):
    row = build_here.criterion()
    client.force_login(supervisor)

    score(client, row)
    score(client, row)
    assert Assessment.objects.count() == 1
    score(client, row, key="another")
    assert Assessment.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"score": "5"}, "score"),
        ({"score": ""}, "score"),
        ({"score": "²"}, "score"),
        ({"as_of": "۱۴۹۹/۰۱/۰۱"}, "as_of"),
        ({"as_of": "دیروز"}, "as_of"),
        ({"note": " \u200f "}, "note"),
    ],
)
def test_what_is_wrong_is_told_at_its_box_and_nothing_is_lost(client, supervisor, wrong, field):
    row = build_here.criterion()
    client.force_login(supervisor)

    response = score(client, row, evidence=SimpleUploadedFile("سند.pdf", PDF), **wrong)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Assessment.objects.count() == 0
    assert len(response.context["kept"]) == 1
    [(token, _file)] = response.context["kept"]
    assert score(client, row, kept=token).status_code == 302
    assert AssessmentEvidence.objects.count() == 1


def test_a_refused_file_is_named_and_the_score_waits(client, supervisor):
    client.force_login(supervisor)

    response = score(client, build_here.criterion(), evidence=SimpleUploadedFile("x.svg", b"<svg/>"))

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["evidence"])


@pytest.mark.parametrize("role", ["facilitator", "staff", "administrator", "council_member"])
def test_nobody_else_opens_the_supervisors_pages(client, person_in, role):
    row = build_here.criterion()
    client.force_login(person_in(role))

    assert client.get(reverse("admin:handover_assess_list")).status_code == 403
    assert score(client, row).status_code == 403
    assert Assessment.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_and_the_page_of_one_criterion_have_a_fixed_cost(client, supervisor, django_assert_num_queries, rows):
    for _row in range(rows):
        made = build_here.criterion()
        for _time in range(rows):
            build_here.evidence(build_here.assessment(made, 2))
    client.force_login(supervisor)

    with django_assert_num_queries(6):  # session, user, two of permissions, one of rows, the frame's one
        client.get(reverse("admin:handover_assess_list"))
    with django_assert_num_queries(8):
        client.get(reverse("admin:handover_assess", args=[made.pk]))


def step(client, duty, act):
    return client.post(reverse("admin:handover_step", args=[duty.pk, act]))


def test_the_board_takes_a_duty_to_the_network_step_by_step(client, facilitator):
    duty = build_here.duty()
    client.force_login(facilitator)

    step(client, duty, "begin")
    answer = step(client, duty, "transfer")

    duty.refresh_from_db()
    assert (answer.status_code, duty.state, duty.transferred_by) == (302, "transferred", facilitator)
    again = step(client, duty, "transfer")
    assert "نمی‌تواند" in told(again)[-1]
    assert step(client, duty, "accept").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_board_has_a_fixed_cost(client, facilitator, django_assert_num_queries, rows):
    for _row in range(rows):
        build_here.duty("accepted")
        build_here.duty(holder_seat=build.seat())
    client.force_login(facilitator)

    with django_assert_num_queries(7):
        client.get(reverse("admin:handover_board"))


@pytest.mark.parametrize("role", ["supervisor", "council_member", "administrator"])
def test_nobody_else_hands_over(client, person_in, role):
    duty = build_here.duty()
    client.force_login(person_in(role))

    assert client.get(reverse("admin:handover_board")).status_code == 403
    assert step(client, duty, "begin").status_code == 403


def accept(client, duty):
    return client.post(reverse("handover:accept", args=[duty.number]))


def test_the_networks_secretary_sees_what_waits_and_accepts_it(client):
    duty = build_here.duty("transferred")
    later = build_here.duty(receiver=duty.receiver)
    build_here.duty("transferred")
    client.force_login(build_here.officer(duty.receiver).user)

    response = client.get(reverse("handover:desk"))
    assert [row.pk for row in response.context["duties"]] == [duty.pk, later.pk]
    assert response.context["waiting"] == 1

    answer = accept(client, duty)
    duty.refresh_from_db()
    assert (answer.url, duty.state) == (reverse("handover:desk"), "accepted")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_receivers_page_has_a_fixed_cost(client, django_assert_num_queries, rows):
    network = build_here.network()
    for _row in range(rows):
        build_here.duty("transferred", receiver=network)
        build_here.duty("accepted", receiver=network, holder=None, holder_seat=build.seat())
    client.force_login(build_here.officer(network).user)

    with django_assert_num_queries(5):
        client.get(reverse("handover:desk"))


def test_accepting_as_the_giver_is_told_in_words_and_nothing_changes(client, facilitator):
    duty = build_here.duty("transferred", transferred_by=facilitator)
    client.force_login(facilitator)

    answer = accept(client, duty)

    assert (answer.status_code, answer.url) == (302, reverse("admin:handover_board"))
    assert told(answer)[-1].startswith("شما در سوی واگذارنده‌اید")
    build_here.officer(duty.receiver, facilitator)
    assert "شما در سوی واگذارنده‌اید" in told(accept(client, duty))[-1]
    duty.refresh_from_db()
    assert duty.state == "transferred"


def test_strangers_find_no_duty_and_no_page(client, firm_a):
    duty = build_here.duty("transferred")
    assert accept(client, duty).url.startswith(reverse("accounts:login"))

    for person in (firm_a, build_here.officer(build_here.network()).user):
        client.force_login(person)
        assert accept(client, duty).status_code == 404
        assert client.post(reverse("handover:give_back", args=[duty.number]), {"why": "x"}).status_code == 404
    client.force_login(firm_a)
    assert client.get(reverse("handover:desk")).status_code == 403
    assert client.post(reverse("handover:accept", args=[10**12])).status_code == 404


def test_giving_back_needs_a_reason_and_what_was_typed_stays(client):
    duty = build_here.duty("transferred")
    client.force_login(build_here.officer(duty.receiver).user)
    url = reverse("handover:give_back", args=[duty.number])

    empty = client.post(url, {"why": "  "})
    assert (empty.status_code, list(empty.context["typed"].errors)) == (422, ["why"])
    long = client.post(url, {"why": "ن" * 1001})
    assert "ن" * 1001 in long.content.decode()

    client.post(url, {"why": "پرونده‌ها کامل نیست"})
    duty.refresh_from_db()
    assert (duty.state, duty.returned_because) == ("shadowing", "پرونده‌ها کامل نیست")


def test_the_closing_is_tied_on_its_page_and_shown_at_the_proposal(client, facilitator):
    build_here.criterion(score=1)
    decision = ready()
    client.force_login(facilitator)
    url = reverse("admin:handover_closing", args=[decision.pk])

    assert len(client.get(url).context["missing"]) == 3
    client.post(url, {"act": "propose", "exception": ""})
    assert HandoverClosing.objects.get().exception == ""
    client.post(url, {"act": "propose", "exception": "شورا می‌پذیرد", "seen": client.get(url).context["seen"]})
    assert HandoverClosing.objects.get().exception == "شورا می‌پذیرد"
    board = client.get(reverse("admin:council_meeting_board", args=[decision.agenda_item.meeting_id]))
    assert url in board.content.decode()

    client.post(url, {"act": "withdraw", "seen": client.get(url).context["seen"]})
    assert HandoverClosing.objects.count() == 0


def test_a_settled_decision_takes_no_closing(client, staff):
    client.force_login(staff)
    url = reverse("admin:handover_closing", args=[build.adopted_decision().pk])

    assert client.get(url).context["is_proposed"] is False
    assert client.post(url, {"act": "propose"}).status_code == 422


def test_the_decision_page_says_that_it_closed_the_hand_over(client, facilitator):
    build_here.criterion(score=4, as_of=build.APPROVAL_DAY, confirmed_by=build.adopted_decision())
    build_here.duty("accepted")
    decision = ready()
    build_here.closing(decision)
    decision = adopt_decision(decision=decision, by=facilitator)
    Meeting.objects.update(state="published")

    text = client.get(reverse("council:decision_detail", args=[decision.slug])).content.decode()

    assert 'id="handover"' in text


def test_staff_take_the_default_list_and_note_what_was_confirmed(client, staff):
    client.force_login(staff)
    client.post(reverse("admin:handover_defaults"))
    assert Criterion.objects.count() == 10
    decision, row = build.adopted_decision(), Criterion.objects.first()

    answer = client.post(reverse("admin:handover_confirm"), {"decision": decision.pk, "criteria": [row.pk]})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.confirmed_by == decision
    wrong = client.post(reverse("admin:handover_confirm"), {"decision": build.decision().pk, "criteria": [row.pk]})
    assert set(wrong.context["form"].errors) == {"decision", "criteria"}

    assert client.post(reverse("admin:handover_reopen", args=[row.pk]), {"why": ""}).status_code == 422
    client.post(reverse("admin:handover_reopen", args=[row.pk]), {"why": "وزن تازه"})
    row.refresh_from_db()
    assert row.is_open


@pytest.mark.parametrize("role", ["facilitator", "supervisor", "administrator"])
def test_only_staff_note_a_confirmation(client, person_in, role):
    row = build_here.criterion(confirmed_by=build.adopted_decision())
    client.force_login(person_in(role))

    assert client.get(reverse("admin:handover_confirm")).status_code == 403
    assert client.post(reverse("admin:handover_reopen", args=[row.pk]), {"why": "x"}).status_code == 403


def criterion_form(row, **changed):
    names = ("order", "text", "text_en", "measure", "measure_en", "source", "source_en", "weight", "threshold")
    data = {name: getattr(row, name) for name in names} | {"must_have": "on", "row_version": row.row_version}
    return {name: "" if value is None else value for name, value in (data | changed).items()}


def test_a_changed_threshold_stands_in_the_book_and_a_confirmed_criterion_is_only_read(client, staff):
    row = build_here.criterion()
    client.force_login(staff)
    url = reverse("admin:handover_criterion_change", args=[row.pk])

    assert client.post(url, criterion_form(row, threshold="۲")).status_code == 302
    row.refresh_from_db()
    assert row.threshold == 2
    assert StateChange.objects.get(model="handover.criterion").why.endswith("threshold 2")

    Criterion.objects.update(confirmed_by=build.adopted_decision())
    client.post(url, criterion_form(row, threshold="1"))
    row.refresh_from_db()
    assert row.threshold == 2


def test_staff_list_a_duty_and_name_an_officer_by_an_address(client, staff):
    client.force_login(staff)
    network, person = build_here.network(), build.user(email="secretary@example.org")
    data = {"title": "دبیرخانه", "title_en": "", "holder": build.institution().pk, "holder_seat": "",
            "receiver": network.pk, "due_on": "۱۴۰۳/۱۲/۲۹"}  # fmt: skip

    assert client.post(reverse("admin:handover_duty_add"), data).status_code == 302
    duty = Duty.objects.get()
    assert (duty.number, duty.state, duty.due_on) == (1, "planned", dt.date(2025, 3, 19))
    wrong = client.post(reverse("admin:handover_duty_add"), data | {"holder": ""})
    assert wrong.context["adminform"].form.errors

    officer = {
        "network": network.pk,
        "person": "Secretary@example.org",
        "role": "secretary",
        "valid_from": "۱۴۰۳/۰۱/۰۱",
        "valid_to": "",
    }
    assert client.post(reverse("admin:handover_networkofficer_add"), officer).status_code == 302
    assert NetworkOfficer.objects.get().user == person
    twice = client.post(reverse("admin:handover_networkofficer_add"), officer)
    unknown = client.post(reverse("admin:handover_networkofficer_add"), officer | {"person": "who@example.org"})
    assert [bool(answer.context["adminform"].form.errors) for answer in (twice, unknown)] == [True, True]


def test_evidence_is_released_by_staff_and_not_by_the_supervisor(client, staff, supervisor):
    proof = build_here.evidence(build_here.assessment(build_here.criterion(), 2))
    url = reverse("admin:handover_assessmentevidence_change", args=[proof.pk])
    for person, is_public in ((supervisor, False), (staff, True)):
        client.force_login(person)
        client.post(url, {"is_public": "on"})
        proof.refresh_from_db()
        assert proof.is_public is is_public


def test_each_role_finds_what_waits_for_it(supervisor, facilitator, council_member):
    build_here.criterion()
    build_here.criterion(score=1, as_of=today())
    overdue = build_here.duty()
    build_here.duty("shadowing", returned_because="کامل نیست", receiver=overdue.receiver)
    build_here.duty("transferred", receiver=overdue.receiver)
    build_here.officer(overdue.receiver, council_member)

    def counts(user):
        return {item.url: item.count for item in waiting.items_for(user) if "handover" in item.url}

    assert counts(supervisor) == {"/admin/handover/criterion/assess/?waits=1": 1}
    assert counts(facilitator) == {
        "/admin/handover/duty/board/?waits=overdue": 2,
        "/admin/handover/duty/board/?waits=returned": 1,
    }
    assert counts(council_member) == {"/handover/desk/": 1}


def test_an_officer_finds_the_networks_page_on_the_page_of_the_account(client, firm_b):
    officer = build_here.officer(build_here.network()).user
    seen = {}
    for person in (officer, firm_b):
        client.force_login(person)
        seen[person] = reverse("handover:desk") in client.get(reverse("accounts:home")).content.decode()

    assert seen == {officer: True, firm_b: False}


def test_each_queue_leads_to_exactly_its_list(client, supervisor, facilitator):
    waits = build_here.criterion()
    build_here.criterion(score=1, as_of=today())
    late = build_here.duty()
    back = build_here.duty("shadowing", returned_because="کامل نیست")
    build_here.duty("accepted")

    client.force_login(supervisor)
    assert client.get(reverse("admin:handover_assess_list"), {"waits": "1"}).context["rows"] == [waits]
    client.force_login(facilitator)
    board = reverse("admin:handover_board")
    assert list(client.get(board, {"waits": "overdue"}).context["page"]) == [late, back]
    assert list(client.get(board, {"waits": "returned"}).context["page"]) == [back]
    assert len(client.get(board, {"waits": "nothing"}).context["page"].object_list) == 3
