"""A file is of one moment, whatever is written while it is read; who writes does not wait for it."""

import csv
import hashlib
import io
import threading

import pytest
from django.db import connections

from council.models import Institution
from opendata import table
from opendata.table import Table
from tests import build

FILE = "/open-data/institutions.csv"


@pytest.fixture
def institutions(transactional_db):
    for key in ("a", "b", "c"):
        build.institution(key, f"نهاد {key}")


def names(response):
    text = response.getvalue().decode("utf-8-sig")
    return [line["name"] for line in csv.DictReader(io.StringIO(text, newline=""))]


def elsewhere(work):
    """By another connection, and committed. Who reads must not keep it waiting."""

    def run():
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=10)
    assert not thread.is_alive()


def change():
    """The row that was read last goes, one that was not read yet gets another name, and one comes."""
    Institution.objects.filter(key="a").delete()
    Institution.objects.filter(key="c").update(name="نام دیگر")
    build.institution("d", "نهاد تازه")


def test_what_is_written_while_a_file_is_read_does_not_stand_in_it(client, institutions, monkeypatch):
    read, parts = Table.read, []

    def read_and_change(self, chosen, after, most):
        rows = read(self, chosen, after, most)
        parts.append(after)
        if len(parts) == 1:
            elsewhere(change)
        return rows

    monkeypatch.setattr(table, "READ", 1)
    monkeypatch.setattr(Table, "read", read_and_change)
    before = names(client.get(FILE))
    asked = len(parts)

    assert (before, asked) == (["نهاد a", "نهاد b", "نهاد c"], 4)
    assert names(client.get(FILE)) == ["نهاد b", "نام دیگر", "نهاد تازه"]


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_file_has_its_hash_as_etag_and_is_not_sent_twice(client, ending):
    build.institution("a")
    path = f"/open-data/institutions.{ending}"

    response = client.get(path)
    content = response.getvalue()
    again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})

    assert response.headers["ETag"] == f'"{hashlib.sha256(content).hexdigest()}"'
    assert response.headers["Content-Length"] == str(len(content))
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == response.headers["ETag"]
    Institution.objects.update(name="نام دیگر")
    changed = client.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert (changed.status_code, changed.getvalue() != content) == (200, True)
