"""The sign that PostgreSQL takes in no text: it never reaches the database, whatever parameter brings it."""

import pytest
from django.core.cache import cache
from django.db import connection

from ideas.links import draft_token
from ideas.models import IdeaDraft
from tests import build
from tests.ideas import build_ideas

pytestmark = pytest.mark.django_db
NUL = "a\0b"
TEXTS = ("title", "problem", "solution", "expected_effect", "name", "question", "reason", "why", "answer", "comment")


@pytest.fixture(autouse=True)
def no_nul_in_a_query():
    """SQLite takes it; PostgreSQL does not. Here neither does."""

    def refuse(execute, sql, params, many, context):
        assert "\0" not in str(params).replace("\\x00", "\0"), sql
        return execute(sql, params, many, context)

    cache.clear()
    with connection.execute_wrapper(refuse):
        yield


def test_a_draft_and_its_start_take_it(client, firm_a):
    page = f"/ideas/submit/{draft_token(IdeaDraft.objects.create(contact='a@example.org'))}/"
    fields = dict.fromkeys((*TEXTS, "call", "sections", "is_named", "seen", "remove", "go"), NUL)
    met = [
        client.get(page, {"call": NUL}).status_code,
        client.get(page, {"errors": NUL, "kept": NUL}).status_code,
        client.get("/ideas/submit/", {"call": NUL}).status_code,
        client.post("/ideas/submit/", {"contact": NUL, "as": NUL}).status_code,
        client.post(page, fields).status_code,
        client.post(page, fields | {"go": "next", "remove": ""}).status_code,
        client.post(f"{page}send/", {"code": NUL, "go": NUL}).status_code,
    ]
    client.force_login(firm_a)
    met.append(client.post("/ideas/submit/", {"as": NUL}).status_code)

    assert met == [200, 200, 200, 422, 302, 302, 302, 404]


@pytest.mark.parametrize("name", ["page", "call", "code", "sent", "q"])
def test_the_public_pages_take_it(client, name):
    call, idea = build_ideas.call(), build_ideas.idea(state="adopted")
    paths = (
        "/ideas/", "/ideas/calls/", f"/ideas/calls/{call.slug}/", f"/ideas/{idea.pk}/", f"/ideas/track/{idea.code}/",
    )  # fmt: skip

    assert [client.get(path, {name: NUL}).status_code for path in paths] == [200] * len(paths)
    assert client.get("/ideas/track/", {"code": NUL}).status_code == 422
    assert client.get("/ideas/track/a%00b/").status_code == 404
    assert client.post("/ideas/track/a%00b/answer/", {"answer": NUL}).status_code == 404
    asked = build_ideas.idea(state="asked", question="چه؟")
    assert client.post(f"/ideas/track/{asked.code}/answer/", {"answer": NUL}).status_code in (302, 422)


def test_the_desks_take_it(client, facilitator, council_member):
    asked, decision = build_ideas.idea(state="screened"), build.decision()
    build_ideas.score(asked, facilitator)
    fields = dict.fromkeys((*TEXTS, "scorers", "score", "agenda_item", "proposal", "year", "plan"), NUL)
    states = {
        "pass": "submitted", "ask": "submitted", "reject": "submitted", "assign": "screened", "drop": "screened",
        "shortlist": "scored", "leave": "shortlisted", "withdraw": "shortlisted", "plan": "adopted",
        "activity": "adopted", "erase": "submitted", NUL: "submitted",
    }  # fmt: skip
    client.force_login(facilitator)
    for act, state in states.items():
        page = f"/admin/ideas/idea/{build_ideas.idea(state=state).pk}/desk/"
        assert client.post(page, fields | {"act": act}).status_code in (302, 404, 422), act
    propose = client.post(f"/admin/ideas/idea/propose/{decision.pk}/", {"ideas": NUL, "act": NUL, "reason": NUL})
    assert propose.status_code == 422
    grades = dict.fromkeys(("feasibility", "effect", "cost", "fit", "comment", "conflict"), NUL)
    for act in ("score", "conflict", NUL):
        assert client.post(f"/ideas/scoring/{asked.pk}/", grades | {"act": act}).status_code in (200, 302, 404, 422)
    assert client.get("/ideas/scoring/", {"page": NUL}).status_code == 200


@pytest.mark.parametrize("name", ["q", "p", "o", "waits", "state__exact", "call__id__exact", "all", "e", "_facets"])
@pytest.mark.parametrize("table", ["idea", "ideacall"])
def test_the_lists_of_the_desk_take_it(client, facilitator, table, name):
    build_ideas.idea(call=build_ideas.call())
    client.force_login(facilitator)

    assert client.get(f"/admin/ideas/{table}/", {name: NUL}).status_code in (200, 302)
