"""Refuse to start on settings that were measured to lose data."""

from django.conf import settings
from django.core.checks import Error, Tags, register

SQLITE_PRAGMAS = ("journal_mode=wal", "synchronous=full", "foreign_keys=on")


@register(Tags.database)
def sqlite_is_durable(app_configs, databases=None, **kwargs):
    """SQLite without these options answers before the disk has the data, or fails under concurrent writers."""
    options = settings.DATABASES["default"].get("OPTIONS", {})
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return []
    init = options.get("init_command", "").lower().replace(" ", "")
    missing = [pragma for pragma in SQLITE_PRAGMAS if pragma not in init]
    if options.get("transaction_mode") != "IMMEDIATE":
        missing.append("transaction_mode=IMMEDIATE")
    if options.get("timeout", 0) < 20:
        missing.append("timeout=20")
    if not missing:
        return []
    return [
        Error(
            f"SQLite runs without {', '.join(missing)}.",
            hint="Set DATABASES['default']['OPTIONS'] as in cluster_portal/settings.py.",
            id="portal.E001",
        )
    ]
