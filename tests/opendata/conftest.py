import pytest
from django.db import transaction

from tests.opendata import build_open


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Built once for the tests of a file, rolled back after them; what one test writes is undone by ``db``."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_open.open_world()
        transaction.set_rollback(True)
