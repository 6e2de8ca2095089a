"""``make run``: the portal with its sample year on this machine, from nothing to a page, until Ctrl-C.

Everything that is started stands in a process group of its own and is told to a guard process through a pipe. When this
process ends, in whatever way, the pipe closes and the guard ends the groups: nothing outlives the demo.
"""

import hashlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENV_FILE = Path(os.environ.get("ENV_FILE") or ROOT / ".env")
STATE = ROOT / ".run"
SAMPLE = "samples/khuzestan/reported.toml"
ACCOUNTS = ["facilitator", "supervisor", "council", "staff", "admin", "firm", "buyer"]
START_WITHIN = 600  # seconds: the first start writes the whole sample year
END_WITHIN = 12
GUARD = f"""
import os, signal, sys, time
groups = [int(line) for line in sys.stdin]
for number in (signal.SIGTERM, signal.SIGKILL):
    for group in list(groups):
        try:
            os.killpg(group, number)
        except (ProcessLookupError, PermissionError):
            groups.remove(group)
    end = time.monotonic() + {END_WITHIN}
    while groups and number == signal.SIGTERM and time.monotonic() < end:
        time.sleep(0.1)
        for group in list(groups):
            try:
                os.killpg(group, 0)
            except (ProcessLookupError, PermissionError):
                groups.remove(group)
"""


class DemoError(Exception):
    """What keeps the demo from running, in one sentence."""


class Household:
    """The processes of the demo."""

    def __init__(self, environment):
        self.environment, self.children = environment, []
        self.guard = subprocess.Popen([sys.executable, "-c", GUARD], stdin=subprocess.PIPE, start_new_session=True)

    def start(self, *command):
        child = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)
        self.guard.stdin.write(f"{child.pid}\n".encode())
        self.guard.stdin.flush()
        self.children.append(child)
        return child

    def dead(self):
        """The first process that ended although it should serve on."""
        return next((child for child in self.children if child.poll() is not None), None)

    def end(self):
        """End every group: politely, then for good. The guard does it, as it would if we were killed."""
        self.guard.stdin.close()
        for child in self.children:
            child.wait()
        self.guard.wait()


def main():
    parent = os.getppid()
    listen_for_the_end()
    port = chosen_port()
    secret = remembered_secrets()
    address = f"http://localhost:{port}"
    defaults = {"SITE_URL": address, "DEMO": "1", "DEBUG": "0", "PORT": str(port), "BIND": f"127.0.0.1:{port}"}
    household = Household({"PYTHONUNBUFFERED": "1"} | os.environ | secret | defaults)
    try:
        server = household.start(sys.executable, __file__, "serve")
        wait_until_served(port, server)
        household.start(sys.executable, "manage.py", "worker")
        print(welcome(address, secret["SAMPLE_PASSWORD"]), flush=True)
        while household.dead() is None and os.getppid() == parent:
            time.sleep(0.5)
        if household.dead() is not None:
            raise DemoError(f"`{' '.join(household.dead().args[1:])}` ended by itself; its own words stand above.")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # once is enough: a second Ctrl-C must not leave anything behind
        household.end()


def listen_for_the_end():
    """SIGINT too: a shell's background job starts with it ignored, and Python then leaves it so."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def stop(number, _frame):
    raise KeyboardInterrupt


def chosen_port():
    """PORT, if it is a number and nobody listens there."""
    text = os.environ.get("PORT") or "8000"
    if not (text.isdecimal() and 0 < int(text) < 65536):
        raise DemoError(f"PORT must be a number between 1 and 65535, not {text!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except PermissionError:
            raise DemoError(f"Port {text} needs more rights; choose another: PORT=8001 make run.") from None
        except OSError:
            raise DemoError(f"Port {text} is taken by another program; choose another: PORT=8001 make run.") from None
    return int(text)


def remembered_secrets():
    """The key and the sample password: from the environment, else from ``.env``, where missing ones are written."""
    known = {}
    for line in ENV_FILE.read_text(encoding="utf-8").splitlines() if ENV_FILE.exists() else []:
        name, separator, value = line.partition("=")
        if separator and not name.lstrip().startswith("#"):
            known[name.removeprefix("export ").strip()] = value.strip().strip("'\"")
    wanted = {"SECRET_KEY": secrets.token_urlsafe(50), "SAMPLE_PASSWORD": secrets.token_urlsafe(12)}
    values = {name: os.environ.get(name) or known.get(name) or made for name, made in wanted.items()}
    missing = [f"{name}={values[name]}\n" for name in wanted if not known.get(name) and not os.environ.get(name)]
    if missing:
        before = ENV_FILE.read_text(encoding="utf-8") if ENV_FILE.exists() else ""
        if before and not before.endswith("\n"):
            before += "\n"
        ENV_FILE.touch(mode=0o600)
        ENV_FILE.write_text(before + "".join(missing), encoding="utf-8")
    return values


def serve():
    """Prepare and become gunicorn, in one process, because each start of Django costs seconds."""
    prepare()
    from django.db import connections  # noqa: PLC0415  (only this step needs Django)
    from gunicorn.app.wsgiapp import run  # noqa: PLC0415  (only this step needs gunicorn)

    for connection in connections.all(initialized_only=True):  # no two processes may share one
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()
    sys.argv = ["gunicorn", "-c", "gunicorn.conf.py"]
    run()


def prepare():
    """Bring database, roles, sample and static files up to date."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cluster_portal.settings")
    import django  # noqa: PLC0415  (only this step needs Django)
    from django.core.management import CommandError, call_command  # noqa: PLC0415

    django.setup()
    try:
        call_command("check")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("apply_roles", verbosity=0)
        call_command("load_cluster", SAMPLE, sample=True, verbosity=0)
    except CommandError as error:
        sys.exit(str(error))
    collect_static(call_command)


def collect_static(call_command):
    """Compressing takes seconds, so it is done only when a file changed."""
    from django.conf import settings  # noqa: PLC0415  (only this step needs Django)
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415

    files = [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]
    state = sorted((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files)
    now = hashlib.sha256(json.dumps(state).encode()).hexdigest()
    stamp = STATE / f"static-{hashlib.sha256(str(settings.STATIC_ROOT).encode()).hexdigest()[:12]}"
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists() and stamp.exists() and stamp.read_text() == now:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    STATE.mkdir(exist_ok=True)
    stamp.write_text(now)


def wait_until_served(port, server):
    end = time.monotonic() + START_WITHIN
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise DemoError("The portal did not start; its own words stand above.")


def welcome(address, password):
    lines = [
        "",
        f"  The portal is open:  {address}     (in English: {address}/en/)",
        "",
        f"  Sample accounts, password {password}",
        *[f"    {name}@sample.example" for name in ACCOUNTS],
        f"  They sign in at {address}/admin/; anybody else makes an account at {address}/accounts/signup/",
        "  One-time codes, by mail or SMS, are shown below.",
        "",
        "  Ctrl-C ends everything.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        serve()
    else:
        try:
            main()
        except KeyboardInterrupt:
            print("\nThe portal is closed.")
        except DemoError as error:
            sys.exit(f"{error}")
