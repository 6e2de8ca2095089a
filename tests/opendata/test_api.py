"""The API: what it answers, page by page, and what it refuses. Expected figures are worked out in ``build_year``."""

import base64
import json

import pytest

from actionplans.models import ActionPlan, Activity
from opendata.api import row_model
from opendata.table import READ
from opendata.tables import TABLES
from tests import build
from tests.members import build_firms
from tests.opendata import build_open

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
ASKED = {"HTTP_HOST": "localhost"}
QUERIES = {  # of a list: the rows and what stands beside them, with one row or many
    "years": 1, "plans": 3, "activities": 2, "entries": 3, "meetings": 1, "decisions": 2, "firms": 2, "courses": 2,
    "findings": 2, "firm-returns": 1, "procurement": 1, "editions": 1, "sections": 1, "institutions": 1,
    "capabilities": 1, "progress": 4,
}  # fmt: skip


def rows_of(client, name, **asked):
    response = client.get(f"/api/v1/{name}", asked)
    assert response.status_code == 200, response.content
    return response.json()["rows"]


def keys(rows, name="key"):
    return [row[name] for row in rows]


def test_an_approved_plan_says_what_was_decided_and_by_whom(client):
    assert rows_of(client, "plans")[0] == {
        "key": "1403/1",
        "year": 1403,
        "number": 1,
        "title": "برنامه یکم",
        "title_en": "Plan one",
        "objective": "",
        "objective_en": "",
        "pillar": "support",
        "weight": "60.00",
        "baseline": 1,
        "sections": [],
        "lead": "host",
        "partners": [],
        "state": "running",
        "approved_by": "1403/01-01",
        "approved_on": "2024-05-15",
        "approved_on_jalali": "1403-02-26",
        "stopped_by": None,
        "stopped_on": None,
        "stopped_on_jalali": None,
        "is_sample": False,
        "page": "https://portal.example/progress/1403/plans/1/",
    }


def test_a_report_stands_with_what_the_supervisor_said_of_it(client):
    told = {row["key"]: row for row in rows_of(client, "entries")}

    assert list(told) == ["1403/1/1@2024-05-25#1", "1403/1/1@2024-07-21#1", "1403/1/2@2024-09-21#1"]
    assert [(row["verdict"], row["percent"], row["verified_percent"]) for row in told.values()] == [
        ("verified", "40.00", "30.00"),
        ("waiting", "80.00", None),
        ("returned", "90.00", None),
    ]
    assert told["1403/1/1@2024-05-25#1"]["evidence"] == ["a" * 64]
    assert told["1403/1/2@2024-09-21#1"]["reason"] == "سندی پیوست نشده است."


def test_progress_is_what_the_page_of_that_day_shows(client):
    figures = rows_of(client, "progress", as_of="2024-05-25")

    shown = [(row["key"], row["planned"], row["reported"], row["verified"]) for row in figures]
    assert shown == [
        ("1403", "15.00", "12.00", "9.00"),
        ("1403/1", "25.00", "20.00", "15.00"),
        ("1403/2", "0.00", None, None),
    ]
    assert rows_of(client, "progress", as_of="2010-01-01") == []  # lies in none of the years
    assert rows_of(client, "progress", as_of="2999-01-01") == []


def test_drafts_are_nowhere(client):
    told = {name: json.dumps(rows_of(client, name), ensure_ascii=False) for name in TABLES}

    hidden = ["پیش‌نویس", "جلسه پنهان", "draft-course", "گفته محرمانه", "هنوز پذیرفته", "متن محرمانه"]
    assert [(name, word) for name, text in told.items() for word in hidden if word in text] == []


def test_the_draft_of_a_later_change_does_not_reach_the_public(client, world):
    before = rows_of(client, "activities"), rows_of(client, "plans")
    Activity.objects.filter(pk=world.works.pk).update(weight=1, title="تغییر نکرده", start="2024-04-01")
    ActionPlan.objects.filter(pk=world.one.pk).update(weight=1)

    assert (rows_of(client, "activities"), rows_of(client, "plans")) == before


def test_an_activity_that_a_new_baseline_dropped_is_left_out(client, world):
    kept = world.one.baselines.create(version=2, weight=60, decision=world.decision, in_force_on="2024-06-01")
    kept.activities.create(
        activity=world.works, title="کار نو", weight=100, start="2024-05-21", finish="2024-05-30", profile="linear"
    )

    rows = rows_of(client, "activities", plan="1403/1")

    assert [(row["key"], row["title"], row["weight"], row["baseline"]) for row in rows] == [
        ("1403/1/1", "کار نو", "100.00", 2)
    ]


def test_a_confidential_decision_keeps_back_words_and_votes_until_its_day_is_over(client, world):
    number = world.secret.number
    row = next(row for row in rows_of(client, "decisions") if row["number"] == number)

    assert (row["is_confidential"], row["text"], row["votes_for"], row["electors"]) == (True, None, None, None)
    assert row["adopted_on"] == "2024-05-15"
    detail = client.get(f"/api/v1/decisions/{row['slug']}")
    assert "متن محرمانه" not in detail.content.decode()


def test_a_firm_says_what_it_consents_to_and_never_its_contacts(client):
    firms = {row["slug"]: row for row in rows_of(client, "firms")}

    assert (firms["karun"]["city"], firms["nakhl"]["city"]) == ("اهواز", "")
    assert firms["karun"]["sections"] == ["1"]
    assert firms["karun"]["capabilities"] == ["software", "web"]
    assert build_open.SECRET_PHONE not in json.dumps(firms)


def test_a_firm_that_takes_its_consent_back_is_gone_from_list_page_and_file(client, world):
    build_open.hide(world.quiet)

    assert keys(rows_of(client, "firms"), "slug") == ["karun"]
    assert client.get("/api/v1/firms/nakhl").status_code == 404
    assert "nakhl" not in b"".join(client.get("/open-data/firms.csv").streaming_content).decode()


def test_a_course_that_ended_says_how_many_it_reached(client):
    counts = {row["slug"]: (row["trained"], row["completed"], row["certified"]) for row in rows_of(client, "courses")}

    assert counts == {"ended": (2, 1, 0), "python": (None, None, None)}  # who withdrew is not counted


@pytest.mark.parametrize(
    ("name", "asked", "expected"),
    [
        ("plans", {"year": 1402}, []),
        ("plans", {"lead": "host"}, ["1403/1"]),
        ("activities", {"plan": "1403/2"}, ["1403/2/1"]),
        ("entries", {"verdict": "returned"}, ["1403/1/2@2024-09-21#1"]),
        ("entries", {"verdict": "waiting"}, ["1403/1/1@2024-07-21#1"]),
        ("entries", {"activity": "1403/1/2"}, ["1403/1/2@2024-09-21#1"]),
        ("entries", {"as_of_from": "2024-06-01", "as_of_to": "2024-07-30"}, ["1403/1/1@2024-07-21#1"]),
        ("meetings", {"state": "called"}, []),
        ("progress", {"year": 1402}, []),
    ],
)
def test_filters_leave_what_was_asked_for(client, name, asked, expected):
    assert keys(rows_of(client, name, **asked)) == expected


@pytest.mark.parametrize(
    ("name", "key", "asked", "expected"),
    [
        ("firms", "slug", {"capability": "software"}, ["karun"]),
        ("firms", "slug", {"city": "اهواز"}, ["karun"]),
        ("firms", "slug", {"section": 1}, ["karun"]),
        ("courses", "slug", {"plan": "1403/1"}, ["python"]),
        ("courses", "slug", {"plan": "1403/7"}, []),
        ("findings", "state", {"plan": "1403/1"}, ["addressed"]),
        ("decisions", "number", {"meeting": "1403-01"}, ["1403/01-01", "1403/01-02"]),
        ("decisions", "number", {"adopted_from": "2024-05-16"}, []),
    ],
)
def test_filters_of_other_tables(client, name, key, asked, expected):
    assert keys(rows_of(client, name, **asked), key) == expected


@pytest.mark.parametrize("name", TABLES)
def test_page_by_page_one_meets_every_row_once_and_each_at_its_own_address(client, name):
    table, everything, following = TABLES[name], [], f"/api/v1/{name}?limit=1"
    while following:
        page = client.get(following.removeprefix("https://portal.example")).json()
        everything += page["rows"]
        assert len(everything) <= 100, "The pages go round in a circle."
        following = page["next"]

    assert everything == rows_of(client, name, limit=100)
    for row in everything:
        row_model(table).model_validate(row)
        if table.key:
            assert client.get(f"/api/v1/{name}/" + "/".join(map(str, table.key_of(row)))).json() == row


def test_a_row_that_comes_meanwhile_moves_no_page(client):
    first = client.get("/api/v1/firms?limit=1").json()
    build_firms.firm("نخست", slug="aaa")

    second = client.get(first["next"].removeprefix("https://portal.example")).json()

    assert keys(first["rows"] + second["rows"], "slug") == ["karun", "nakhl"]


@pytest.mark.parametrize("name", TABLES)
def test_a_list_takes_as_many_queries_for_many_rows_as_for_one(client, name, django_assert_num_queries):
    for limit in (1, 3, 100):
        with django_assert_num_queries(QUERIES[name]):
            rows_of(client, name, limit=limit)


def test_a_deep_page_costs_one_query_more_to_find_its_place(client, django_assert_num_queries):
    following = client.get("/api/v1/entries?limit=1").json()["next"].removeprefix("https://portal.example")

    with django_assert_num_queries(QUERIES["entries"] + 1):
        client.get(following)


def cursor(*parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "made_up",
    [
        "abc", "A" * 600, "_" * 5, cursor(), cursor("plans"), cursor("plans", 1403), cursor("plans", 1403, 7),
        cursor("plans", 10**30, 1), cursor("plans", "\x00", 1), cursor("plans", [1403], 1), cursor("years", 1403),
        cursor("plans", 1403, 1, 1), cursor("plans", None, None), "W1tb" * 140,
    ],
)  # fmt: skip
def test_a_cursor_that_nobody_was_given_is_refused_with_a_way_out(client, made_up):
    response = client.get("/api/v1/plans", {"cursor": made_up})

    assert response.status_code == 400
    assert response.json()["code"] == "bad_cursor"
    assert "without it" in response.json()["message"]


def test_the_cursor_of_another_table_is_refused_though_its_keys_look_alike(client):
    assert client.get("/api/v1/findings", {"cursor": cursor("findings", 1)}).status_code == 200
    assert client.get("/api/v1/findings", {"cursor": cursor("sections", 1)}).status_code == 400


def test_the_cursor_of_a_draft_says_no_more_than_one_of_nothing(client):
    of_draft = client.get("/api/v1/plans", {"cursor": cursor("plans", 1403, 7)})
    of_nothing = client.get("/api/v1/plans", {"cursor": cursor("plans", 1403, 99)})

    assert of_draft.content == of_nothing.content


@pytest.mark.parametrize("value", ["\x00", "\ud800", "10" * 30, "-1", "²", "۱۲", "'", "x" * 60_000, "[]", "1403/0", ""])
@pytest.mark.parametrize("name", ["entries", "firms", "courses"])
def test_hostile_values_are_refused_and_never_break(client, name, value):
    for one in [*(one.name for one in TABLES[name].filters), "limit", "cursor", "unknown"]:
        status = client.get(f"/api/v1/{name}", {one: value.encode("utf-8", "surrogatepass")}).status_code
        assert status in ((200, 400, 422) if one in ("city", "provider", "capability") else (400, 422)), (one, value)


@pytest.mark.parametrize("path", ["plans/1403/%00", "plans/abc/1", "firms/%D8%A7", "entries/1403/1/1/2024-02-31/1"])
def test_a_key_of_the_wrong_form_is_refused(client, path):
    response = client.get(f"/api/v1/{path}")

    assert (response.status_code, response.json()["code"]) == (422, "invalid")
    assert response.json()["details"]


@pytest.mark.parametrize("path", ["plans/1403/7", "years/1399", "none", "plans/1403/1/1/1", "%0a", "years/"])
def test_nothing_public_is_said_in_json(client, path):
    response = client.get(f"/api/v1/{path}")

    assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_a_mistyped_filter_is_refused_and_the_known_ones_are_named(client):
    response = client.get("/api/v1/sections?stat=closed")

    assert response.status_code == 400
    assert response.json()["details"] == [{"parameter": "stat", "message": "It is not known here."}]
    assert response.json()["allowed"] == ["cursor", "limit"]
    assert client.get("/api/v1/years?limit=1&limit=2").status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_can_be_written(client, method):
    for path in ("", "plans", "plans/1403/1", "openapi.json", "none"):
        response = getattr(client, method)(f"/api/v1/{path}")
        assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
        assert response.json()["code"] == "read_only"


def test_a_second_look_gets_no_body_and_other_sites_may_read(client):
    first = client.get("/api/v1/plans")
    again = client.get("/api/v1/plans", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "max-age=60" in first.headers["Cache-Control"]
    assert "public" in first.headers["Cache-Control"]
    assert client.head("/api/v1/plans").headers["ETag"] == first.headers["ETag"]


def test_the_first_page_leads_to_every_table(client):
    body = client.get("/api/v1/").json()

    assert [table["name"] for table in body["tables"]] == list(TABLES)
    for table in body["tables"]:
        assert client.get(table["rows"].removeprefix("https://portal.example")).status_code == 200
        assert client.get(table["documentation"].removeprefix("https://portal.example")).status_code == 200


def test_a_whole_table_is_read_in_parts(world, monkeypatch):
    whole = list(TABLES["entries"].everything())
    monkeypatch.setattr("opendata.table.READ", 1)

    assert list(TABLES["entries"].everything()) == whole
    assert (len(whole), READ) == (3, 500)
    assert build.entry(world.works, percent=90).pk
