"""How gunicorn serves the portal: sync workers behind a buffering proxy (without one, 40 slow clients are enough)."""

import os

from django.db import connections

wsgi_app = "cluster_portal.wsgi:application"
bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
workers = int(os.environ.get("WEB_CONCURRENCY", "3"))
preload_app = True  # one import for all workers: they start fast and share memory
timeout = 60
graceful_timeout = 10
max_requests, max_requests_jitter = 5000, 500
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  (heartbeats must not wait for a disk)
loglevel = "warning"
accesslog = None  # the proxy writes it


def post_fork(server, worker):
    """A connection must not be shared by two processes."""
    connections.close_all()
