"""Refuse to start on settings that were measured to lose data or that would leave a public site open.

They run in every ``manage.py`` command that checks, and in ``wsgi.py``, so that gunicorn refuses too.
"""

import re

from django.conf import settings
from django.core.checks import Error, register, run_checks
from django.core.checks import Warning as Advice
from django.core.exceptions import ImproperlyConfigured

TAG = "portal"
SQLITE_PRAGMAS = {"journal_mode": "wal", "synchronous": "full", "foreign_keys": "on"}
LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", ".localhost", "testserver"}


def refuse_to_start():
    """Raise ImproperlyConfigured with every error of this module in one sentence each."""
    errors = [message for message in run_checks(tags=[TAG]) if message.is_serious()]
    if errors:
        raise ImproperlyConfigured(" ".join(f"{error.msg} {error.hint}" for error in errors))


@register(TAG)
def sqlite_is_durable(app_configs, **kwargs):
    """SQLite without these options answers before the disk has the data, or fails under concurrent writers."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    options = database.get("OPTIONS", {})
    set_to = dict(re.findall(r"pragma\s+(\w+)\s*=\s*(\w+)", options.get("init_command", "").lower()))
    missing = [f"{name}={value}" for name, value in SQLITE_PRAGMAS.items() if set_to.get(name) != value]
    if options.get("transaction_mode") != "IMMEDIATE":
        missing.append("transaction_mode=IMMEDIATE")
    if options.get("timeout", 0) < 20:
        missing.append("timeout=20")
    if not missing:
        return []
    hint = "Set DATABASES['default']['OPTIONS'] as in cluster_portal/settings.py."
    return [Error(f"SQLite runs without {', '.join(missing)}.", hint=hint, id="portal.E001")]


@register(TAG)
def key_is_secret(app_configs, **kwargs):
    """With a key that others know, anybody can sign a session."""
    if settings.DEBUG or settings.TESTING or settings.SECRET_KEY != settings.THROW_AWAY_KEY:
        return []
    hint = "Put a long random text of your own into SECRET_KEY."
    return [Error("The site runs with the throw-away key of the tests.", hint=hint, id="portal.E002")]


@register(TAG)
def debug_and_demo_stay_at_home(app_configs, **kwargs):
    """DEBUG shows its insides and DEMO drops HTTPS and prints passwords: both are for one's own machine."""
    strangers = sorted(set(settings.ALLOWED_HOSTS) - LOCAL_HOSTS)
    if not strangers or not (settings.DEBUG or settings.DEMO):
        return []
    message = f"DEBUG or DEMO is on while the site answers to {', '.join(strangers)}."
    hint = "Take DEBUG and DEMO out of the environment, or leave only localhost in ALLOWED_HOSTS."
    return [Error(message, hint=hint, id="portal.E003")]


@register(TAG)
def hosts_are_named(app_configs, **kwargs):
    """A host of ``*`` lets a stranger choose the address that stands in our mails."""
    if "*" not in settings.ALLOWED_HOSTS or settings.DEBUG:
        return []
    hint = "Name the site's own hosts."
    return [Error("ALLOWED_HOSTS accepts every host.", hint=hint, id="portal.E004")]


@register(TAG, deploy=True)
def mail_leaves_the_house(app_configs, **kwargs):
    """In production a mail that goes to the console is lost."""
    if settings.INSECURE or not settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return []
    hint = "Set EMAIL_URL, such as smtp+tls://name:password@mail.example:587."
    return [Advice("Mail is printed, not sent.", hint=hint, id="portal.W001")]


@register(TAG, deploy=True)
def links_are_secure(app_configs, **kwargs):
    """Links in mails are made from SITE_URL, outside any request."""
    if settings.INSECURE or settings.SITE_URL.startswith("https://"):
        return []
    return [Advice("SITE_URL is not an https address.", hint="Set SITE_URL.", id="portal.W002")]


@register(TAG, deploy=True)
def staff_have_a_second_factor(app_configs, **kwargs):
    """A password alone can be guessed, read along or fished for."""
    if settings.INSECURE or settings.STAFF_SECOND_FACTOR:
        return []
    hint = "Take STAFF_SECOND_FACTOR out of the environment."
    return [Advice("Staff may open the desk with a password alone.", hint=hint, id="portal.W003")]
