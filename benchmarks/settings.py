"""The portal's settings on a database of the benchmark's own, with the measured pages beside the real ones."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

SCRATCH = Path(tempfile.mkdtemp(prefix="portal-bench-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
os.environ |= {
    "ENV_FILE": os.devnull,
    "DEMO": "1",
    "DEBUG": "0",
    "SECRET_KEY": "a key of the benchmark only, which signs nothing that matters 0123456789",
    "SAMPLE_PASSWORD": "a password of the benchmark",
    "MEDIA_ROOT": str(SCRATCH / "media"),
    "STATIC_ROOT": str(SCRATCH),
    "ALLOWED_HOSTS": "localhost",
    "LOG_LEVEL": "WARNING",
}
if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = f"sqlite:///{SCRATCH / 'bench.sqlite3'}"

from cluster_portal.settings import *  # noqa: F403  (the environment above must stand first)
from cluster_portal.settings import STORAGES

ROOT_URLCONF = "benchmarks.urls"
# Hashed names need collected files; looking them up costs both sides the same.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DATABASE_ROUTERS = ["benchmarks.sides.Router"]  # for benchmarks.directory; without its word all goes to one database
