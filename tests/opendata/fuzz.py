"""Asking the API with schemathesis: what its description allows, and what it forbids."""

from collections import Counter
from contextlib import contextmanager

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
HOST = {"Host": "localhost"}


def ask(operation, mode, examples, counts, *, derandomize=True):
    """So many requests to one operation; a failed check raises. Counts the statuses."""
    quiet = settings(
        max_examples=examples, database=None, deadline=None, derandomize=derandomize,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip

    @quiet
    @given(case=operation.as_strategy(generation_mode=mode))
    def one(case):
        response = case.call(headers=HOST)
        counts[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    one()


def ask_plainly(operation, counts):
    """The list as everybody asks it first, without a parameter: what is generated may miss that by chance."""
    case = operation.Case()
    response = case.call(headers=HOST)
    counts[response.status_code] += 1
    case.validate_response(response, checks=CHECKS)


@contextmanager
def one_connection():
    """As the test client does: the application does not close the connection of the test that asks."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@one_connection()
def ask_everything(examples, *, only="", derandomize=True):
    """Every operation in both ways; gives how many answers had which status."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), headers=HOST)
    counts = Counter()
    for result in schema.get_all_operations():
        operation = result.ok()
        if only and only not in operation.path:
            continue
        if "{" not in operation.path:
            ask_plainly(operation, counts)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            ask(operation, mode, examples, counts, derandomize=derandomize)
    return counts
