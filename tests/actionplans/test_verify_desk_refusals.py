"""The supervisor's desk says no: all decisions are written or none, and never on one's own entry."""

from decimal import Decimal

import pytest

from actionplans.models import Verification
from tests import build
from tests.actionplans.build_desk import VERIFY, address, approved_plan, confirm, decide, evidence, waiting
from tests.actionplans.test_progress_desk_refusals import HOSTILE

pytestmark = pytest.mark.django_db


def refusals(response):
    return {item.prefix: dict(item.form.errors) for item in response.context["failed"]}


def test_an_own_entry_has_no_controls(client, supervisor):
    _plan, (activity,) = approved_plan()
    entry = waiting(activity, by=supervisor)
    client.force_login(supervisor)

    text = client.get(address(VERIFY)).content.decode()

    assert "این ثبت را خود شما کرده‌اید" in text
    assert f'name="e{entry.pk}-decision"' not in text
    assert 'name="pick"' not in text


@pytest.mark.parametrize("decision", ["v", "o", "r"])
def test_an_own_entry_is_refused_by_the_server_and_with_it_all_others(client, supervisor, decision):
    _plan, (first, second) = approved_plan("50", "50")
    own, other = waiting(first, by=supervisor), waiting(second)
    client.force_login(supervisor)

    response = confirm(client, (f"e{other.pk}", "v"), (f"e{own.pk}", decision, "40", "دلیل"))

    assert list(refusals(response)) == [f"e{own.pk}"]
    assert Verification.objects.count() == 0


def test_ticking_an_own_entry_is_refused(client, supervisor):
    _plan, (activity,) = approved_plan()
    own = waiting(activity, by=supervisor)
    evidence(own)
    client.force_login(supervisor)

    response = client.post(address(VERIFY), {"act": "bulk", "year": "1403", "pick": [f"e{own.pk}"]})

    assert list(refusals(response)) == [f"e{own.pk}"]
    assert Verification.objects.count() == 0


@pytest.mark.parametrize(
    ("decision", "fields"),
    [
        (("o", "", "دلیل"), ["figure"]),
        (("o", "101", "دلیل"), ["figure"]),
        (("o", "abc", "دلیل"), ["figure"]),
        (("o", "40", ""), ["reason"]),
        (("r", "", " "), ["reason"]),
        (("x", "", ""), ["decision"]),
    ],
)
def test_an_incomplete_decision_holds_all_back_and_stays_typed(client, supervisor, decision, fields):
    _plan, (first, second) = approved_plan("50", "50")
    one, two = waiting(first), waiting(second)
    client.force_login(supervisor)

    for act in (decide, confirm):
        response = act(client, (f"e{one.pk}", *decision), (f"e{two.pk}", "v"))

        assert {prefix: list(errors) for prefix, errors in refusals(response).items()} == {f"e{one.pk}": fields}
        assert response.context["items"][0].form["figure"].value() == decision[1]
        assert "چیزی ثبت نشد" in response.content.decode()
    assert Verification.objects.count() == 0


def test_a_ready_reason_is_a_reason(client, supervisor):
    _plan, (activity,) = approved_plan()
    entry = waiting(activity)
    client.force_login(supervisor)

    confirm(client, (f"e{entry.pk}", "r"), **{f"e{entry.pk}-ready": "none"})

    assert list(Verification.objects.values_list("verdict", "reason")) == [("returned", "مستند پیوست نیست.")]


def test_what_another_supervisor_decided_first_holds_all_back(client, supervisor):
    _plan, (first, second) = approved_plan("50", "50")
    one, two = waiting(first), waiting(second)
    build.verification(one, percent=Decimal("50"), by=build.user("رضایی"))
    client.force_login(supervisor)

    response = confirm(client, (f"e{one.pk}", "r", "", "دیر"), (f"e{two.pk}", "v"))

    assert [verdict.by.full_name for verdict in response.context["gone"]] == ["رضایی"]
    assert "رضایی</bdi> پیش از شما نظر داده است" in response.content.decode()
    assert Verification.objects.count() == 1


def test_what_is_decided_between_list_and_lock_is_seen_under_the_lock(client, supervisor, monkeypatch):
    _plan, (activity,) = approved_plan()
    entry = waiting(activity)
    client.force_login(supervisor)

    def overtaken(*_args, **_kwargs):
        build.verification(entry, percent=Decimal("50"), by=build.user("رضایی"))
        return None, True

    monkeypatch.setattr("actionplans.desks.verify.claim_key", overtaken)

    response = confirm(client, (f"e{entry.pk}", "v"))

    assert [verdict.by.full_name for verdict in response.context["gone"]] == ["رضایی"]


def test_the_same_confirmation_twice_writes_once(client, supervisor):
    _plan, (activity,) = approved_plan()
    entry = waiting(activity)
    client.force_login(supervisor)

    answers = [confirm(client, (f"e{entry.pk}", "v")) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Verification.objects.count() == 1
    assert "این نظرها پیش‌تر ثبت شده است." in client.get(answers[1].url).content.decode()


def test_nothing_decided_and_nothing_ticked_are_said(client, supervisor):
    _plan, (activity,) = approved_plan()
    waiting(activity)
    client.force_login(supervisor)

    assert decide(client).context["problem"] == "هنوز نظری داده نشده است."
    assert (
        client.post(address(VERIFY), {"act": "bulk", "year": "1403"}).context["problem"] == "هیچ ردیفی انتخاب نشده است."
    )


@pytest.mark.parametrize("role", ["council_member", "facilitator", "staff", "administrator"])
def test_others_with_a_desk_may_not_verify(client, cast, role):
    _plan, (activity,) = approved_plan()
    entry = waiting(activity)
    client.force_login(cast[role])

    assert client.get(address(VERIFY)).status_code == 403
    assert confirm(client, (f"e{entry.pk}", "v")).status_code == 403
    assert Verification.objects.count() == 0


def test_the_history_is_for_those_who_may_read_entries(client, cast):
    _plan, (activity,) = approved_plan()
    path = f"/admin/actionplans/activities/{activity.pk}/progress/"
    cast["nobody_yet"] = build.user(is_staff=True)
    answers = {}
    for role, person in cast.items():
        client.logout()
        if person:
            client.force_login(person)
        answers[role] = client.get(path).status_code

    outside = dict.fromkeys(["anonymous", "pending_firm", "firm_a", "firm_b"], 302)
    readers = dict.fromkeys(["council_member", "supervisor", "facilitator", "staff", "administrator"], 200)
    assert answers == outside | readers | {"nobody_yet": 403}


@pytest.mark.parametrize("role", ["anonymous", "pending_firm", "firm_a"])
def test_people_without_a_desk_are_led_to_the_door(client, cast, role):
    _plan, (activity,) = approved_plan()
    entry = waiting(activity)
    if cast[role]:
        client.force_login(cast[role])

    response = confirm(client, (f"e{entry.pk}", "v"))

    assert (response.status_code, response.url.split("?")[0]) == (302, "/admin/login/")
    assert Verification.objects.count() == 0


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("box", ["decision", "figure", "reason", "ready"])
@pytest.mark.parametrize("act", ["review", "confirm"])
def test_nothing_that_is_typed_breaks_the_page(client, supervisor, act, box, text):
    _plan, (activity,) = approved_plan()
    entry = waiting(activity)
    client.force_login(supervisor)
    values = {"decision": "o", "figure": "40", "reason": "دلیل", "ready": ""} | {box: text}
    data = {f"e{entry.pk}-{name}": value for name, value in values.items()}

    response = client.post(
        address(VERIFY), {"act": act, "year": "1403", "key": text, "chosen": [f"e{entry.pk}", text]} | data
    )

    assert response.status_code in {200, 302}
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("text", [*HOSTILE, "10000000000000000000000", "-1"])
@pytest.mark.parametrize("name", ["plan", "page", "year", "act", "pick", "e99999999999999999-decision", "r0-decision"])
def test_nothing_in_the_address_or_the_post_breaks_the_page(client, supervisor, name, text):
    _plan, (activity,) = approved_plan()
    waiting(activity)
    client.force_login(supervisor)

    assert client.get(address(VERIFY), {name: text}).status_code in {200, 404}
    assert client.post(address(VERIFY), {"act": "review", name: text}).status_code in {200, 404}
