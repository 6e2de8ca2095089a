"""Whatever stands in the address of a list of the desk, it is answered, on both databases."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db
LISTS = ["council/meeting", "actionplans/progressentry", "members/firm", "market/finding", "editions/yearedition"]


@pytest.fixture
def asked():
    """The parameters of every statement."""
    seen = []

    def look(execute, sql, params, many, context):
        seen.append(str(params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield seen


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("query", ["state__exact=%00", "q=a%00b", "state__exact=x&state__exact=%00", "%00=1", "p=%00"])
def test_a_zero_sign_reaches_no_statement(client, staff, asked, path, query):
    client.force_login(staff)

    assert client.get(f"/admin/{path}/?{query}").status_code in (200, 302)
    assert not [params for params in asked if "\\x00" in params]
