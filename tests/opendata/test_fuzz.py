"""schemathesis finds no fault and no answer that is not documented. ``FUZZ=100`` asks more, and anew each time."""

import os

import pytest
from django.http import HttpResponse, JsonResponse
from schemathesis.core.failures import FailureGroup

from opendata.tables import TABLES
from tests.opendata.fuzz import ask_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world"), pytest.mark.long]
EXAMPLES = int(os.environ.get("FUZZ", "2"))  # of each operation and way


def test_no_answer_is_a_fault_or_undocumented():
    counts = ask_everything(EXAMPLES, derandomize="FUZZ" not in os.environ)
    print(dict(counts))  # noqa: T201  (read with -s)

    assert set(counts) <= {200, 400, 404, 422}
    assert counts[200] > len(TABLES)
    assert counts[422] + counts[400] > len(TABLES)


FAULTS = {
    "Server error": lambda self, key: 1 / 0,
    "Undocumented status code": lambda self, key: HttpResponse("{}", status=418, content_type="application/json"),
    "Undocumented Content-Type": lambda self, key: HttpResponse("Here you are"),
    "Response violates schema": lambda self, key: JsonResponse({"order": "first"}),
}


@pytest.mark.parametrize("said", FAULTS)
def test_a_planted_fault_is_found(monkeypatch, said):
    monkeypatch.setattr("opendata.table.Table.one", FAULTS[said])

    with pytest.raises(FailureGroup) as found:
        ask_everything(5, only="/sections/")

    assert said in str(found.value) + "".join(map(str, found.value.exceptions))
