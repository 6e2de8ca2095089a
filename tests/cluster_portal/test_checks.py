"""Settings that lose data or leave the door open are refused, by ``check`` and by the WSGI entry point alike."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from cluster_portal.checks import TAG, refuse_to_start

ROOT = Path(__file__).resolve().parents[2]
DURABLE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


def found(*, deploy=False):
    """Ids in order: Django keeps checks in a set, so the order of the messages is that of addresses in memory."""
    return sorted(message.id for message in run_checks(tags=[TAG], include_deployment_checks=deploy))


@pytest.fixture
def sqlite(monkeypatch):
    """Change SQLite's options: ``sqlite(timeout=5)``. The connection that is open keeps its own."""

    def change(**options):
        written = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": DURABLE | options}
        monkeypatch.setitem(settings.DATABASES, "default", written)

    return change


def test_the_settings_as_they_are_pass(settings):
    settings.STAFF_SECOND_FACTOR = True  # the tests sign staff in by password alone

    assert found(deploy=True) == []


@pytest.mark.parametrize(
    ("option", "value", "named"),
    [
        ("transaction_mode", "DEFERRED", "transaction_mode=IMMEDIATE"),
        ("transaction_mode", None, "transaction_mode=IMMEDIATE"),
        ("timeout", 5, "timeout=20"),
        ("init_command", "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;", "journal_mode=wal"),
        ("init_command", DURABLE["init_command"].replace("FULL", "NORMAL"), "synchronous=full"),
        ("init_command", DURABLE["init_command"] + "PRAGMA synchronous=OFF;", "synchronous=full"),
        ("init_command", DURABLE["init_command"].replace("foreign_keys=ON", "foreign_keys=OFF"), "foreign_keys=on"),
    ],
)
def test_sqlite_without_one_option_is_refused_by_name(sqlite, option, value, named):
    sqlite(**{option: value})

    assert [message.msg for message in run_checks(tags=[TAG])] == [f"SQLite runs without {named}."]
    with pytest.raises(ImproperlyConfigured, match=named):
        refuse_to_start()


def test_sqlite_with_every_option_passes(sqlite):
    sqlite()

    assert found() == []


def test_the_throw_away_key_is_refused_outside_tests(settings):
    settings.TESTING = False

    assert found() == ["portal.E002"]


@pytest.mark.parametrize("name", ["DEBUG", "DEMO"])
def test_debug_and_demo_are_refused_before_strangers(settings, name):
    setattr(settings, name, True)
    settings.ALLOWED_HOSTS = ["portal.example", "localhost"]

    assert found() == ["portal.E003"]


def test_a_demo_at_home_is_welcome(settings):
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["localhost"]

    assert found() == []


def test_a_host_of_any_name_is_refused(settings):
    settings.ALLOWED_HOSTS = ["*"]

    assert found() == ["portal.E004"]


def test_mail_to_the_console_plain_links_and_a_single_factor_are_remarked_at_deployment(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    settings.SITE_URL = "http://portal.example"
    settings.INSECURE = False

    assert found(deploy=True) == ["portal.W001", "portal.W002", "portal.W003"]
    settings.INSECURE = True
    assert found(deploy=True) == []


def test_the_wsgi_entry_point_refuses_too():
    """What gunicorn loads ends with the reason when the options are taken out of the settings."""
    program = (
        "from django.conf import settings; settings.DATABASES['default']['OPTIONS']['timeout'] = 5; "
        "import cluster_portal.wsgi"
    )
    environment = os.environ | {
        "DATABASE_URL": "sqlite:///:memory:",
        "DJANGO_SETTINGS_MODULE": "cluster_portal.settings",
    }

    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    assert "SQLite runs without timeout=20." in ended.stderr.splitlines()[-1]


def test_production_refuses_to_start_without_a_key_or_with_the_throw_away_one():
    for key in ("", settings.THROW_AWAY_KEY):
        environment = os.environ | {"SECRET_KEY": key, "TESTING": "0", "DEBUG": "0"}
        environment["DJANGO_SETTINGS_MODULE"] = "cluster_portal.settings"
        ended = subprocess.run(
            [sys.executable, "manage.py", "check"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 1
        assert "Set SECRET_KEY in the environment or in .env" in ended.stderr
