"""A real server for the race tests: gunicorn with several processes on the database of the test."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

ROOT = Path(__file__).resolve().parent.parent
START_WITHIN = 30


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def database_url():
    """The address of the database that this test uses."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    login = f"{quote(values['USER'])}:{quote(values['PASSWORD'])}"
    port = f":{values['PORT']}" if values["PORT"] else ""
    options = {name: value for name, value in values["OPTIONS"].items() if isinstance(value, str)}
    return f"postgres://{login}@{values['HOST']}{port}/{values['NAME']}?{urlencode(options)}"


class LivePortal:
    """One gunicorn. It dies with ``stop()``, whole process group, and says what it printed when it would not start."""

    process = None

    def __init__(self, folder, processes=4, app=""):
        self.port, self.processes, self.log = free_port(), processes, folder / "gunicorn.log"
        self.app, self.media = app, folder / "media"

    def start(self):
        """Serve, if it does not already."""
        if self.process is not None and self.process.poll() is None:
            return self
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.live_settings",
            "TEST_APP": self.app,
            "DATABASE_URL": database_url(),
            "DEMO": "1",  # plain HTTP on localhost
            "TESTING": "1",
            "MEDIA_ROOT": str(self.media),
            "STATIC_ROOT": str(settings.STATIC_ROOT),
            "PORT": str(self.port),
            "WEB_CONCURRENCY": str(self.processes),
            "PYTHONWARNINGS": "ignore",
        }
        command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        self._wait()
        return self

    def stop(self):
        """At once: nothing that a test wrote waits in the server's memory, and a polite end takes seconds."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def session(self, user=None):
        """A signed-in HTTP client; each one may be used by one thread."""
        return Session(self.port, user)

    def _wait(self):
        deadline = time.monotonic() + START_WITHIN
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if Session(self.port).get("/healthz").status == 200:
                    return
            except OSError:
                time.sleep(0.05)  # polling a process that starts: there is nothing to wait on
        raise RuntimeError(f"The portal did not start:\n{self.log.read_text()}")


class Session:
    """The least HTTP client that signs in and posts forms; connections are not kept, as many visitors would not."""

    def __init__(self, port, user=None):
        self.port, self.cookies = port, {"csrftoken": "a" * 32}
        if user is not None:
            client = Client()
            client.force_login(user)
            self.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def get(self, path):
        return self._send("GET", path)

    def post(self, path, data=()):
        body = urlencode(data, doseq=True)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.cookies["csrftoken"]}
        return self._send("POST", path, body, headers)

    def _send(self, method, path, body=None, headers=None):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            line.request(method, path, body, (headers or {}) | {"Cookie": cookie})
            answer = line.getresponse()
            answer.text = answer.read().decode()
        finally:
            line.close()
        for header in answer.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(header).items()})
        return answer
