"""The filers and branches of the cases that are worked out by hand."""

import pytest

from tests.market import build_cases
from tests.members import build_firms


@pytest.fixture
def firms():
    return build_cases.filers(5)


@pytest.fixture
def branches():
    made = {}
    for order, name in enumerate(("software", "hardware", "network"), 1):
        branch = build_firms.capability(name, name=f"شاخه {name}", order=order)
        made[name] = build_firms.capability(f"{name}-leaf", name=f"برگ {name}", parent=branch)
    return made
