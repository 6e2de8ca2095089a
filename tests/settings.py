"""The portal's settings as the tests need them: no ``.env``, a database file of their own, fast passwords.

SQLite is a file with the same options as in production, because a database in memory ignores WAL. ``DATABASE_URL`` with
a PostgreSQL address runs the same suite there. Each process (pytest-xdist) has its own folder and its own database.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

SCRATCH = Path(tempfile.mkdtemp(prefix="portal-tests-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)

os.environ |= {
    "ENV_FILE": os.devnull,
    "TESTING": "1",
    "DEBUG": "0",
    "DEMO": "0",
    "SECRET_KEY": "only-for-tests-and-development-never-for-a-real-site-0123456789abcdef",
    "SITE_URL": "https://portal.example",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
    "STAFF_SECOND_FACTOR": "0",  # its own tests turn it on
    "MEDIA_ROOT": str(SCRATCH / "media"),
    "STATIC_ROOT": str(SCRATCH / "static"),
}
for _name in ("EMAIL_URL", "SMS_GATEWAY", "SAMPLE_PASSWORD", "BEHIND_PROXY", "UPLOAD_MAX_BYTES"):
    os.environ.pop(_name, None)

from cluster_portal.settings import *  # noqa: E402, F403  (the environment above must stand first)
from cluster_portal.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = str(SCRATCH / "main.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / "test.sqlite3")}
else:
    # A pool would hold connections open while the test database is dropped; the live portal of the race tests has one.
    DATABASES["default"]["OPTIONS"].pop("pool")
    DATABASES["default"]["TEST"] = {"NAME": f"test_portal_{os.getpid()}"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
SECURE_SSL_REDIRECT = False  # the test client speaks plain HTTP; test_headers.py turns it on again
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING = {"version": 1, "disable_existing_loggers": False}
