"""The settings of the real server in the race tests: production over plain HTTP, and what the tests share with it."""

from cluster_portal.settings import *  # noqa: F403
from cluster_portal.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # as the tests hash the passwords of the cast
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing is collected
