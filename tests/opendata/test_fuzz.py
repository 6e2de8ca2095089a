"""schemathesis asks what the description allows and what it forbids: no fault, no answer that is not documented."""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings

from opendata.api import openapi
from opendata.tables import TABLES

EXAMPLES = 4  # per operation; ``python -m benchmarks.open_data_fuzz`` asks many more
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world"), pytest.mark.long]


def schema():
    return schemathesis.openapi.from_dict(openapi()).configure if False else schemathesis.openapi.from_dict(openapi())
