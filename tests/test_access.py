"""Who reaches what: every named address, by each of the nine roles, read and written to, against ``access_table.txt``.

An address without a row fails; so does a row without an address. After a wished change the table is written anew by
``python -m pytest tests/test_access.py --write-access``, and the difference is read before it is committed.
"""

import re
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse

from tests.addresses import address, named_addresses
from tests.world import make_world

TABLE = Path(__file__).with_name("access_table.txt")
ROLES = [
    "anonymous",
    "pending_firm",
    "firm_a",
    "firm_b",
    "council_member",
    "supervisor",
    "facilitator",
    "staff",
    "administrator",
]
QUICK = {"anonymous", "firm_a"}
LETTER = {200: "o", 302: ">", 400: "b", 403: "x", 404: "n", 405: "m", 422: "r"}
HEAD = """\
# Who reaches what. One row per named address; one letter per role, for GET and for an empty POST.
# o: answered, >: sent elsewhere, s: sent to sign in, x: forbidden, n: not found, m: method not allowed, b: bad request,
# r: the form came back with its refusal
# roles, in this order: anonymous, pending firm, firm A, firm B, council member, supervisor, facilitator, staff,
# administrator
"""
# Admin has addresses without a name: its last resort, which knows no page, and each model's old address of a row,
# which only leads to the new one.
UNNAMED = re.compile(r"unnamed admin/(\(\?P<url>\.\*\)\$|\w+/\w+/<path:object_id>/)")


def addresses():
    return {name: parameters for name, parameters in named_addresses().items() if not name.startswith("unnamed")}


def read_table():
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {name: (gets, posts) for name, gets, posts in map(str.split, lines)}


@pytest.fixture
def world(db, cast):
    """One row of everything that an address can speak of."""
    return make_world(cast)


def knock(client, method, path):
    """One letter for what the visitor meets. Whatever the knock changed is undone."""
    with transaction.atomic():
        response = getattr(client, method)(path)
        b"".join(response.streaming_content if response.streaming else ())  # read to its end, a file is closed
        transaction.set_rollback(True)
    if response.status_code == 302 and response.headers["Location"].startswith(reverse("accounts:login")):
        return "s"
    if response.status_code == 302 and response.headers["Location"].startswith(reverse("admin:login")):
        return "s"
    return LETTER.get(response.status_code, f"[{response.status_code}]")


@pytest.mark.parametrize(
    "role", [role if role in QUICK else pytest.param(role, marks=pytest.mark.long) for role in ROLES]
)
def test_each_role_reaches_exactly_what_the_table_says(client, cast, world, role, request):
    client.raise_request_exception = False
    met = {}
    for name, parameters in addresses().items():
        if cast[role]:
            client.force_login(cast[role])
        path = address(name, parameters, world)
        met[name] = tuple(knock(client, method, path) for method in ("get", "post"))
    if request.config.getoption("--write-access"):
        write(role, met)

    place = ROLES.index(role)
    assert met == {name: (gets[place], posts[place]) for name, (gets, posts) in read_table().items()}


def write(role, met):
    """Put one role's column into the table."""
    place, rows = ROLES.index(role), read_table() if TABLE.exists() else {}
    for name in met.keys() | rows.keys():
        columns, letters = rows.get(name, ("." * len(ROLES),) * 2), met.get(name, "..")
        rows[name] = tuple(
            column[:place] + letter + column[place + 1 :] for column, letter in zip(columns, letters, strict=True)
        )
    width = max(map(len, rows))
    lines = [f"{name:<{width}}  {gets}  {posts}\n" for name, (gets, posts) in sorted(rows.items()) if name in met]
    TABLE.write_text(HEAD + "".join(lines), encoding="utf-8")


def test_only_the_admin_has_addresses_without_a_name():
    nameless = [name for name in named_addresses() if name.startswith("unnamed")]

    assert [name for name in nameless if not UNNAMED.fullmatch(name)] == []


@pytest.mark.parametrize("path", ["/admin/nothing/", "/admin/council/meeting/1/"])
def test_a_nameless_address_of_the_desk_sends_a_stranger_to_sign_in(client, db, path):
    assert knock(client, "get", path) == "s"


def test_nobody_without_an_account_opens_the_desk():
    """The promise in one line: of everything below the desk a stranger is shown nothing, and may only leave it."""
    desk = {name: gets[0] + posts[0] for name, (gets, posts) in read_table().items() if name.startswith("admin:")}
    assert desk.pop("admin:logout") == ">>"

    assert len(desk) > 100
    assert {name: letters for name, letters in desk.items() if set(letters) - set("sxm")} == {}


def test_no_address_answers_with_a_fault():
    assert [name for name, (gets, posts) in read_table().items() if "[" in gets + posts] == []
