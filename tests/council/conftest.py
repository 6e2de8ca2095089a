"""Who sits at the council's desk, and the meeting on it."""

import pytest

from tests.council.editing import table_meeting


@pytest.fixture
def desk(client, facilitator):
    """A browser in which the facilitator is signed in."""
    client.force_login(facilitator)
    return client


@pytest.fixture
def table():
    return table_meeting()
