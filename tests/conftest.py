"""The cast, and the places where the portal is played: the test client, a real server, a real browser.

The cast are the nine roles of the product: nobody (``client``), a pending firm, firms A and B, council member,
supervisor, facilitator, staff and administrator. Each is a person in the group that ``apply_roles()`` makes.
"""

import ipaddress
import os
import socket
from collections import Counter

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from accounts import roles
from tests import build, first_rows
from tests.live import LivePortal

# The guard of the branch needs no luck: the same generated cases every time. HYPOTHESIS_PROFILE=default searches anew.
hypothesis_settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

ROLE_OF = {
    "pending_firm": roles.FIRM_REPRESENTATIVE,
    "firm_a": roles.FIRM_REPRESENTATIVE,
    "firm_b": roles.FIRM_REPRESENTATIVE,
    "council_member": roles.COUNCIL_MEMBER,
    "supervisor": roles.SUPERVISOR,
    "facilitator": roles.FACILITATOR,
    "staff": roles.STAFF,
    "administrator": roles.ADMINISTRATOR,
}
NO_DESK = {"pending_firm", "firm_a", "firm_b"}
SECONDS = {"race": 12, "browser": 6, "long": 3}  # what a test of each kind takes, roughly
A_TEST = 0.2


def pytest_addoption(parser):
    parser.addoption("--write-access", action="store_true", help="write tests/access_table.txt as it is met")


def pytest_collection_modifyitems(items):
    """Files that take long come first, so that at the end of a run no process works alone while the others wait."""
    seconds = Counter()
    for item in items:
        seconds[item.path] += max((SECONDS.get(mark.name, 0) for mark in item.iter_markers()), default=0) or A_TEST
    items.sort(key=lambda item: (-seconds[item.path], str(item.path)))


@pytest.fixture(autouse=True)
def media(tmp_path):
    """Uploads of one test never meet those of another."""
    before, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path / "media"
    yield settings.MEDIA_ROOT
    settings.MEDIA_ROOT = before


@pytest.fixture(autouse=True)
def language():
    """Each test begins in Persian, whatever page the one before it opened last."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session", autouse=True)
def no_network():
    """A test that calls another machine fails: the suite says nothing about the weather out there."""
    connect = socket.socket.connect

    def connect_at_home(self, address):
        if self.family != socket.AF_UNIX and not ipaddress.ip_address(address[0]).is_loopback:
            raise AssertionError(f"A test called {address[0]}.")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_at_home)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The groups are made once for all tests, and what a test committed is taken back (see ``tests/first_rows.py``)."""
    with django_db_blocker.unblock():
        roles.apply_roles()
        first_rows.keep()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: first_rows.put_back())
        yield
    first_rows.forget()


@pytest.fixture
def groups(db):
    """The groups with their permissions, by name."""
    return {group.name: group for group in Group.objects.all()}


@pytest.fixture
def person_in(groups):
    """``person_in("facilitator")``: a new person of that role of the cast."""

    def make(role, **fields):
        person = build.user(is_staff=role not in NO_DESK, email=f"{role}@cast.example", **fields)
        person.groups.add(groups[ROLE_OF[role]])
        return person

    return make


@pytest.fixture
def pending_firm(person_in):
    return person_in("pending_firm")


@pytest.fixture
def firm_a(person_in):
    return person_in("firm_a")


@pytest.fixture
def firm_b(person_in):
    return person_in("firm_b")


@pytest.fixture
def council_member(person_in):
    return person_in("council_member")


@pytest.fixture
def supervisor(person_in):
    return person_in("supervisor")


@pytest.fixture
def facilitator(person_in):
    return person_in("facilitator")


@pytest.fixture
def staff(person_in):
    return person_in("staff")


@pytest.fixture
def administrator(person_in):
    return person_in("administrator")


@pytest.fixture
def cast(pending_firm, firm_a, firm_b, council_member, supervisor, facilitator, staff, administrator):
    """Everybody by name; ``anonymous`` is None."""
    return {
        "anonymous": None,
        "pending_firm": pending_firm,
        "firm_a": firm_a,
        "firm_b": firm_b,
        "council_member": council_member,
        "supervisor": supervisor,
        "facilitator": facilitator,
        "staff": staff,
        "administrator": administrator,
    }


@pytest.fixture(scope="session")
def server(django_db_setup, tmp_path_factory):
    """One gunicorn for all tests of a process: starting it takes longer than most races."""
    running = LivePortal(tmp_path_factory.mktemp("portal"))
    yield running
    running.stop()


@pytest.fixture
def portal(transactional_db, groups, server):
    """The portal behind a real gunicorn with four processes, on this test's database: what is built is seen there.

    ``portal.url("/path")`` is an address, ``portal.session(user)`` an HTTP client that is signed in.
    """
    settings.MEDIA_ROOT = server.media
    return server.start()
