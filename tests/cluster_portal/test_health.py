"""The addresses for machines."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import OperationalError, connection


def test_healthz_answers_without_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response.headers["Cache-Control"]


def test_readyz_asks_the_database_one_question(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"status": "ok", "database": "ok"})


def test_readyz_says_so_when_the_database_is_away(client, monkeypatch):
    def refuse():
        raise OperationalError("away")

    monkeypatch.setattr(connection, "cursor", refuse)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"status": "unavailable", "database": "unreachable"})


def test_robots_are_kept_from_the_desk_and_shown_the_map(client, db):
    assert client.get("/robots.txt").content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /en/admin/",
        "Sitemap: https://portal.example/sitemap.xml",
    ]


@time_machine.travel(datetime(2024, 5, 15, tzinfo=UTC), tick=False)
def test_security_txt_never_lapses(client, db, settings):
    settings.SECURITY_CONTACT = "mailto:hole@portal.example"

    response = client.get("/.well-known/security.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "Contact: mailto:hole@portal.example",
        "Expires: 2024-11-11T00:00:00+00:00",
        "Preferred-Languages: fa, en",
        "Canonical: https://portal.example/.well-known/security.txt",
    ]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/robots.txt", "/.well-known/security.txt"])
def test_the_addresses_for_machines_are_only_read(client, db, path):
    assert client.post(path).status_code == 405
