"""A test that commits leaves the database as it found it, whatever order they run in."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection

from council.models import ProgramYear
from market.models import CaseReason
from tests import build, first_rows

pytestmark = pytest.mark.django_db(transaction=True)


def rows():
    """How many of each kind, and the keys of those that are there before any test."""
    kept = {model: sorted(model.objects.values_list("pk", flat=True)) for model in (Permission, Group, CaseReason)}
    return kept, ProgramYear.objects.count(), sorted(Group.permissions.through.objects.values_list("pk", flat=True))


def test_what_was_there_comes_back_and_what_came_is_gone():
    before = rows()
    build.year()
    Group.objects.first().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM market_casereason")

    first_rows.put_back()

    assert rows() == before
    assert before[1] == 0
    assert [bool(keys) for keys in before[0].values()] == [True, True, True]
