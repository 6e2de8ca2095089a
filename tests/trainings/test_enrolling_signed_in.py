"""The public form for who is signed in: a confirmed address needs no code, an active firm may be named."""

import pytest

from post.models import Message
from tests import build
from tests.members import build_firms
from tests.reports.shown import shown
from tests.trainings import build_trainings
from tests.trainings.enrolling import EMAIL, begin, enrolled, form_of
from trainings.models import Enrolment, EnrolmentRequest

pytestmark = pytest.mark.django_db
State = Enrolment.State


def errors(response):
    return shown(response).one("div", id="errors").text


def test_a_confirmed_address_of_the_account_needs_no_code(client):
    user = build.user("سارا کارون", email=EMAIL)
    client.force_login(user)
    course = build_trainings.course()

    form = shown(client.get(form_of(course)))
    page = begin(client, course)

    assert [form.one("input", name=name).attributes["value"] for name in ("full_name", "contact")] == [
        "سارا کارون",
        EMAIL,
    ]
    enrolment = Enrolment.objects.get()
    assert (enrolment.learner.user, enrolment.enrolled_by, enrolment.state) == (user, user, State.CONFIRMED)
    assert shown(client.get(page)).one("h1").text == "جای شما قطعی است"


def test_another_address_needs_one_and_so_does_one_that_was_never_confirmed(client):
    user = build.user(email=EMAIL)
    user.emailaddress_set.update(verified=False)
    client.force_login(user)
    course = build_trainings.course()

    begin(client, course)
    begin(client, course, "other@example.org")

    assert Enrolment.objects.count() == 0
    assert Message.objects.count() == 2


def test_a_second_time_with_an_account_is_refused_on_the_form(client):
    client.force_login(build.user(email=EMAIL))
    course = build_trainings.course()
    begin(client, course)

    again = client.post(form_of(course), {"full_name": "نام دیگر", "contact": EMAIL})

    assert again.status_code == 422
    assert 'value="نام دیگر"' in again.text
    assert EnrolmentRequest.objects.count() == 1


def test_who_acts_for_an_active_firm_may_come_for_it(client):
    user = build.user(email=EMAIL)
    firm, left = build_firms.firm("کارون داده"), build_firms.firm("رفته", state="suspended")
    for one in (firm, left):
        build_firms.representative(one, user)
    client.force_login(user)
    course = build_trainings.course(eligibility="members", firm_quota=1)

    form = shown(client.get(form_of(course)))
    for_myself = client.post(form_of(course), {"full_name": "سارا", "contact": EMAIL, "firm": ""})
    strange = client.post(form_of(course), {"full_name": "سارا", "contact": EMAIL, "firm": left.pk})
    begin(client, course, firm=firm.pk)

    assert [option.text for option in form.one("select", name="firm").all("option")] == ["خودم", "کارون داده"]
    assert (for_myself.status_code, strange.status_code) == (422, 422)
    assert Enrolment.objects.get().firm == firm
    over = client.post(form_of(course), {"full_name": "مریم", "contact": "other@example.org", "firm": firm.pk})
    assert over.status_code == 422
    assert "کارون داده" in errors(over)
    assert 'value="مریم"' in over.text


def test_nobody_else_names_a_firm(client):
    firm = build_firms.firm()

    enrolment = enrolled(client, build_trainings.course(), firm=firm.pk)

    assert enrolment.firm is None
