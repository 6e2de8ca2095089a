"""Whoever asks gets what everybody gets (G05)."""

import pytest

from opendata.tables import TABLES
from tests.opendata.build_open import open_world

ROLES = [
    "pending_firm", "firm_a", "firm_b", "council_member", "supervisor", "facilitator", "staff", "administrator",
]  # fmt: skip


def answers(client):
    """What each table gives through the API and as a file."""
    found = {}
    for name in TABLES:
        found[name] = client.get(f"/api/v1/{name}?limit=100").content
        found[f"{name}.csv"] = b"".join(client.get(f"/open-data/{name}.csv").streaming_content)
    return found


@pytest.mark.django_db
@pytest.mark.long
def test_each_role_gets_the_rows_of_the_public(client, cast):
    made = open_world()
    public = answers(client)
    slug = made.secret.number.replace("/", "-")
    hidden = [f"/api/v1/plans/1403/{made.draft.number}", "/api/v1/meetings/1403-09", "/api/v1/courses/draft-course"]

    for role in ROLES:
        client.force_login(cast[role])
        assert answers(client) == public, role
        assert [client.get(path).status_code for path in hidden] == [404, 404, 404]
        assert client.get(f"/api/v1/decisions/{slug}").json()["text"] is None
