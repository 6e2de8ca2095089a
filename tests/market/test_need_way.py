"""A need's way from draft to outcome, and an answer's to its result: each step once, in its time, with its line."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from filing.models import StateChange, StoredFile
from market.models import Need, NeedAnswer
from market.services import answers, needs
from market.services.needs import close_needs, decide_need, draft_need, extend_deadline, open_need, withdraw_need
from members.models import Firm
from persian.jalali import today
from post.models import Message
from tests import build
from tests.market import build_needs
from tests.members import build_firms
from tests.papers import PDF

pytestmark = pytest.mark.django_db
State, Offer = Need.State, NeedAnswer.State
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def cluster(db):
    return build.cluster()


def lines(row):
    found = StateChange.objects.filter(model=row._meta.label_lower, object_key=row.key).order_by("pk")
    return list(found.values_list("old", "new"))


def refused(service, **facts):
    """The code of the refusal, or the names of the fields that it stands at."""
    with pytest.raises(ValidationError) as refusal:
        service(**facts)
    error = refusal.value
    if hasattr(error, "error_dict"):
        return sorted(error.error_dict)
    return error.code


def test_a_need_goes_from_draft_to_its_outcome_with_a_line_for_each_step(staff):
    need = draft_need(
        need=Need(institution=build_needs.buyer(), title="سامانه", text="شرح", deadline=timezone.now() + HOUR),
        capabilities=[build_firms.capability()],
        by=staff,
    )
    answer = build_needs.answer(open_need(need=need, by=staff), build_needs.firm_of(city="دزفول"), price=500)
    build_needs.past(need)
    close_needs()
    close_needs()
    decided = decide_need(need=need, outcome="local", winner=answer.pk, why="بهتر بود", by=staff)

    facts = (decided.state, decided.outcome, decided.amount, decided.supplier_place, decided.decided_on)
    assert facts == ("decided", "local", 500, "دزفول", today())
    assert lines(need) == [("", "draft"), ("draft", "open"), ("open", "closed"), ("closed", "decided")]
    answer.refresh_from_db()
    assert (answer.state, lines(answer)) == ("chosen", [("submitted", "chosen")])


def test_two_drafts_at_the_same_number_get_two_numbers(staff, monkeypatch):
    first = build_needs.need(number=7)
    taken = iter([{"last": 6}, {"last": 7}])
    monkeypatch.setattr("django.db.models.query.QuerySet.aggregate", lambda _rows, **_asked: next(taken), raising=True)
    need = Need(institution=first.institution, title="دیگر", text="شرح", deadline=timezone.now() + HOUR)

    assert draft_need(need=need, capabilities=[], by=staff).number == 8


@pytest.mark.parametrize(
    ("state", "service", "facts"),
    [
        (State.OPEN, open_need, {}),
        (State.CLOSED, open_need, {}),
        (State.DRAFT, needs.close_need, {}),
        (State.DECIDED, needs.close_need, {}),
        (State.DRAFT, decide_need, {"outcome": "outside", "why": "گران"}),
        (State.DECIDED, decide_need, {"outcome": "outside", "why": "گران"}),
        (State.WITHDRAWN, decide_need, {"outcome": "outside", "why": "گران"}),
        (State.CLOSED, withdraw_need, {"why": "بودجه"}),
        (State.WITHDRAWN, withdraw_need, {"why": "بودجه"}),
    ],
)
def test_no_step_is_taken_from_where_it_does_not_start(staff, state, service, facts):
    need = build_needs.need(state, [build_firms.capability()])
    if service is open_need:
        Need.objects.filter(pk=need.pk).update(deadline=timezone.now() + HOUR)
    if service is decide_need:
        build_needs.past(need)

    assert refused(service, need=need, by=staff, **facts) == "wrong_state"
    assert lines(need) == []


def test_a_deadline_that_is_over_opens_nothing_and_the_refusal_tells_the_time_of_tehran(staff, monkeypatch):
    need = build_needs.need(State.DRAFT, [build_firms.capability()])
    need.deadline = dt.datetime(2024, 9, 21, 10, 59, 59, tzinfo=dt.UTC)  # 31 Shahrivar 1403, 14:29:59 in Tehran
    need.save()
    monkeypatch.setattr(needs.timezone, "now", lambda: dt.datetime(2024, 9, 21, 11, 0, tzinfo=dt.UTC))

    with pytest.raises(ValidationError) as refusal:
        open_need(need=need, by=staff)
    assert refusal.value.message_dict == {
        "deadline": ["مهلت ۳۱ شهریور ۱۴۰۳، ۱۴:۲۹ گذشته است: اکنون ۳۱ شهریور ۱۴۰۳، ۱۴:۳۰ است. زمان دیرتری برگزینید."]
    }


def test_a_need_without_capabilities_finds_nobody_and_is_not_opened(staff):
    assert refused(open_need, need=build_needs.need(State.DRAFT), by=staff) == ["capabilities"]


def test_at_the_very_second_of_the_deadline_it_is_over(staff, monkeypatch):
    moment = timezone.now() + HOUR
    need, firm = build_needs.need(deadline=moment), build_needs.firm_of()
    for module in (needs, answers, __import__("market.models.need", fromlist=["timezone"])):
        monkeypatch.setattr(module.timezone, "now", lambda: moment - dt.timedelta(seconds=1))
    assert need.is_open
    assert refused(needs.close_need, need=need) == "early"

    monkeypatch.setattr(needs.timezone, "now", lambda: moment)
    assert (need.is_open, need.is_unsealed) == (False, True)
    assert refused(answers.file_answer, need=need, firm=firm, text="دیر", by=staff) == "over"
    close_needs()
    need.refresh_from_db()
    assert need.state == State.CLOSED


def test_a_deadline_only_becomes_later_and_only_before_it(staff):
    need = build_needs.need()
    answer = build_needs.answer(need, build_needs.firm_of(build.user(email="karun@example.org")))

    assert refused(extend_deadline, need=need, deadline=need.deadline - HOUR, by=staff) == ["deadline"]
    moved = extend_deadline(need=need, deadline=need.deadline + HOUR, by=staff)
    assert moved.deadline == need.deadline + HOUR
    letter = Message.objects.get(key=f"need-extended/{need.pk}/{answer.pk}/{moved.deadline.isoformat()}")
    assert letter.to == "karun@example.org"
    build_needs.past(need)
    assert refused(extend_deadline, need=need, deadline=timezone.now() + HOUR, by=staff) == "over"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"outcome": "local", "winner": None}, ["winner"]),
        ({"outcome": "local", "winner": 0}, ["winner"]),
        ({"outcome": "outside", "winner": "own"}, ["winner"]),
        ({"outcome": "", "winner": None}, ["outcome"]),
        ({"outcome": "cancelled", "why": " \u200c "}, ["why"]),
        ({"outcome": "cancelled", "decided_on": "tomorrow"}, ["decided_on"]),
        ({"outcome": "cancelled", "decided_on": "before"}, ["decided_on"]),
    ],
)
def test_an_outcome_that_does_not_hold_together_is_refused_and_changes_nothing(staff, facts, code):
    need = build_needs.need(State.CLOSED)
    answer = build_needs.answer(need, build_needs.firm_of())
    days = {"tomorrow": today() + dt.timedelta(days=1), "before": today() - dt.timedelta(days=2)}
    if facts.get("winner") == "own":
        facts = facts | {"winner": answer.pk}
    if "decided_on" in facts:
        facts = facts | {"decided_on": days[facts["decided_on"]]}

    assert refused(decide_need, need=need, by=staff, **{"why": "گران"} | facts) == code
    assert lines(need) == lines(answer) == []


def test_the_answer_of_another_need_does_not_win(staff):
    need, other = build_needs.need(State.CLOSED), build_needs.need(State.CLOSED)
    build_needs.answer(need, build_needs.firm_of())
    stranger = build_needs.answer(other, build_needs.firm_of())

    code = refused(decide_need, need=need, outcome="local", winner=stranger.pk, why="بهتر", by=staff)
    assert code == ["winner"]


def test_who_acts_for_a_firm_that_answered_does_not_choose(staff):
    need = build_needs.need(State.CLOSED)
    answer = build_needs.answer(need, build_needs.firm_of(staff))

    assert refused(decide_need, need=need, outcome="local", winner=answer.pk, why="بهتر", by=staff) == "interest"


def test_who_acts_for_the_buyer_does_not_answer(firm_a):
    need = build_needs.need(institution=build_needs.buyer(firm_a))

    code = refused(answers.file_answer, need=need, firm=build_needs.firm_of(firm_a), text="پیشنهاد", by=firm_a)
    assert code == "interest"


@pytest.mark.parametrize("state", [state for state in Firm.State if state != Firm.State.ACTIVE])
def test_a_firm_that_is_no_active_member_does_not_answer(firm_a, state):
    code = refused(
        answers.file_answer, need=build_needs.need(), firm=build_needs.firm_of(state=state), text="پیشنهاد", by=firm_a
    )
    assert code == "not_active"


@pytest.mark.parametrize("state", [State.DRAFT, State.CLOSED, State.DECIDED, State.WITHDRAWN])
def test_a_need_that_is_not_open_is_not_answered(firm_a, state):
    code = refused(
        answers.file_answer, need=build_needs.need(state), firm=build_needs.firm_of(), text="پیشنهاد", by=firm_a
    )
    assert code == "wrong_state"


def test_an_answer_is_changed_withdrawn_and_sent_again_until_the_deadline(firm_a):
    need, firm = build_needs.need(), build_needs.firm_of(firm_a)
    facts = {"need": need, "firm": firm, "by": firm_a}
    first = answers.file_answer(**facts, text="یک", price=10, upload=SimpleUploadedFile("قیمت ۱۰.pdf", PDF))
    second = answers.file_answer(**facts, text="دو", seen=1)
    assert (second.pk, second.text, second.price, second.file.name) == (first.pk, "دو", None, "answer.pdf")
    assert refused(answers.file_answer, **facts, text="سه", seen=1) == "changed"
    assert refused(answers.file_answer, **facts, text="سه") == "changed"

    answers.withdraw_answer(answer=second, by=firm_a)
    assert refused(answers.withdraw_answer, answer=second, by=firm_a) == "wrong_state"
    again = answers.file_answer(**facts, text="چهار", seen=3, drop_file=True)
    assert (again.state, again.file, StoredFile.objects.count()) == ("submitted", None, 0)
    assert lines(again) == [
        ("", "submitted"),
        ("submitted",) * 2,
        ("submitted", "withdrawn"),
        ("withdrawn", "submitted"),
    ]

    build_needs.past(need)
    assert refused(answers.withdraw_answer, answer=again, by=firm_a) == "over"


def test_an_open_need_is_withdrawn_only_with_a_reason_that_who_answered_reads(staff):
    need = build_needs.need()
    build_needs.answer(need, build_needs.firm_of(build.user(email="karun@example.org")))
    assert refused(withdraw_need, need=need, by=staff) == ["why"]

    withdraw_need(need=need, why="بودجه نیست", by=staff)
    letter = Message.objects.get()
    assert (letter.to, "بودجه نیست" in letter.body) == ("karun@example.org", True)


def test_a_need_that_is_past_its_deadline_is_not_withdrawn_but_decided(staff):
    assert refused(withdraw_need, need=build_needs.past(build_needs.need()), why="بودجه", by=staff) == "over"


def test_every_firm_that_answered_is_told_the_outcome_once_and_only_the_winner_that_it_won(staff):
    need = build_needs.need(State.CLOSED)
    won, lost, gone = [
        build_needs.answer(need, build_needs.firm_of(build.user(email=f"{name}@example.org"), name=f"بنگاه {name}"))
        for name in ("won", "lost", "gone")
    ]
    NeedAnswer.objects.filter(pk=gone.pk).update(state=Offer.WITHDRAWN)
    decide_need(need=need, outcome="local", winner=won.pk, why="ارزان‌تر بود", by=staff)

    letters = {letter.to: letter.body for letter in Message.objects.all()}
    assert set(letters) == {"won@example.org", "lost@example.org"}
    assert "بنگاه won" in letters["won@example.org"]
    assert "بنگاه دیگری از خوشه برگزیده شد" in letters["lost@example.org"]
    assert [words for words in ("بنگاه won", "بنگاه lost") if words in letters["lost@example.org"]] == []
    assert all("ارزان‌تر بود" in body for body in letters.values())
    states = dict(NeedAnswer.objects.values_list("pk", "state"))
    assert states == {won.pk: "chosen", lost.pk: "not_chosen", gone.pk: "withdrawn"}


def test_the_buyer_s_people_are_told_that_the_deadline_is_over_and_how_many_answered(staff):
    agent = build.user(email="buyer@example.org")
    need = build_needs.need(institution=build_needs.buyer(agent))
    build_needs.answer(need, build_needs.firm_of())
    build_needs.past(need)
    close_needs()

    letter = Message.objects.get()
    assert (letter.to, letter.key) == ("buyer@example.org", f"need-closed/{need.pk}/{agent.pk}")
    assert "۱ بنگاه پاسخ داد" in letter.body


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("need_public_since_a_moment", {"state": "open", "opened_at": None}),
        ("need_decided_with_outcome_and_reason", {"state": "decided"}),
        ("need_decided_with_outcome_and_reason", {"outcome": "local"}),
        ("need_withdrawn_with_reason", {"state": "withdrawn"}),
        ("need_deadline_after_opening", {"deadline": dt.datetime(2024, 1, 1, tzinfo=dt.UTC)}),
    ],
)
def test_the_database_refuses_what_no_service_writes(name, values):
    need = build_needs.need()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Need.objects.filter(pk=need.pk).update(**values)


def test_the_database_holds_one_answer_of_a_firm_and_one_chosen():
    need, firm = build_needs.need(), build_needs.firm_of()
    build_needs.answer(need, firm, state=Offer.CHOSEN)

    with pytest.raises(IntegrityError), transaction.atomic():
        build_needs.answer(need, firm)
    with pytest.raises(IntegrityError), transaction.atomic():
        build_needs.answer(need, build_needs.firm_of(), state=Offer.CHOSEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        build_needs.answer(need, build_needs.firm_of(), price=0)
