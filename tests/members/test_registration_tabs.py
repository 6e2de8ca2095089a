"""A draft of a registration in several tabs, and what its pages cost."""

import pytest

from members.services.drafts import save_step
from tests.members import registering
from tests.members.registering import (
    CONTACTS,
    address,
    begin,
    fill,
    fill_all,
    seen,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def offered():
    registering.prepare()


def test_two_tabs_see_both_values_and_saving_again_decides(client):
    token, draft = begin(client)
    fill(client, token, "place")
    mark = seen(client, token, "place")
    fill(client, token, "place", city="آبادان")

    response = client.post(address(token, "place"), registering.PLACE | {"city": "دزفول", "seen": mark, "go": "next"})

    assert response.status_code == 409
    assert [(str(label), theirs, yours) for label, theirs, yours in response.context["conflict"]] == [
        ("شهر", "آبادان", "دزفول")
    ]
    draft.refresh_from_db()
    assert draft.payload["place"]["city"] == ["آبادان"]
    mark = response.context["seen"]
    again = client.post(address(token, "place"), registering.PLACE | {"city": "دزفول", "seen": mark, "go": "next"})
    draft.refresh_from_db()
    assert (again.status_code, draft.payload["place"]["city"]) == (302, ["دزفول"])


def test_another_step_that_changed_meanwhile_is_no_conflict(client):
    token, draft = begin(client)
    mark = seen(client, token, "contacts")
    fill(client, token, "place")

    response = client.post(address(token, "contacts"), CONTACTS | {"seen": mark, "go": "next"})

    draft.refresh_from_db()
    assert (response.status_code, sorted(draft.payload)) == (302, ["contacts", "place"])


def test_saving_an_unchanged_step_from_an_old_look_undoes_nothing(client):
    token, old = begin(client)
    fill(client, token, "who")
    old.refresh_from_db()
    fill(client, token, "place")

    save_step(draft=old, step="who", typed=old.payload["who"], seen="-")

    old.refresh_from_db()
    assert sorted(old.payload) == ["place", "who"]


def test_pages_of_a_draft_are_kept_by_nobody(client):
    token, _draft = begin(client)

    response = client.get(address(token, "who"))

    assert "no-store" in response.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_the_steps_cost_the_same_however_much_stands_in_them(client, django_assert_num_queries):
    token, _draft = begin(client)
    with django_assert_num_queries(2):  # the draft, the frame
        client.get(address(token, "who"))
    with django_assert_num_queries(5):  # whether there are sections, the sections, the tree
        client.get(address(token, "what"))
    fill_all(client, token)
    with django_assert_num_queries(2):
        client.get(address(token, "who"))
    with django_assert_num_queries(5):
        client.get(address(token, "what"))
