"""The settings of the real server in the race tests: production over plain HTTP, and what the tests share with it."""

import os

from cluster_portal.settings import *  # noqa: F403
from cluster_portal.settings import INSTALLED_APPS, STORAGES

# An app of the tests that takes a guard off or stops at a gate (see ``tests/unguarded`` and ``tests/gated``).
INSTALLED_APPS = [*INSTALLED_APPS, *os.environ.get("TEST_APP", "").split()]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # as the tests hash the passwords of the cast
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing is collected
