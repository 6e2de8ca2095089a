"""A second, small database beside the benchmark's own: queries inside ``small()`` go there."""

from contextlib import contextmanager

from django.db import connection, connections

ALIAS = "small"
_side = {"alias": None}


class Router:
    def db_for_read(self, model, **hints):
        return _side["alias"]


@contextmanager
def small():
    _side["alias"] = ALIAS
    try:
        yield
    finally:
        _side["alias"] = None


def copy_database():
    """Make the small database: what is in the benchmark's own by now."""
    values = connection.settings_dict | {"OPTIONS": dict(connection.settings_dict["OPTIONS"])}
    if connection.vendor == "postgresql":
        source = connection.settings_dict["NAME"]
        connection.close()
        connection.close_pool()
        values["NAME"] = "benchmark_small"
        with other_database(values, "template1") as cursor:
            cursor.execute("DROP DATABASE IF EXISTS benchmark_small")
            cursor.execute(f'CREATE DATABASE benchmark_small TEMPLATE "{source}"')
    else:
        values["NAME"] = f"{connection.settings_dict['NAME']}.small"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [values["NAME"]])
    connections.settings[ALIAS] = connections.databases[ALIAS] = values


@contextmanager
def other_database(values, name):
    """A cursor on another database of the same server, outside any transaction."""
    connections.databases["beside"] = values | {"NAME": name}
    other = connections["beside"]
    try:
        with other.cursor() as cursor:
            yield cursor
    finally:
        other.close()
        other.close_pool()


def analyse():
    """What a database does by itself after a while: fresh statistics, and no pending parts of indexes."""
    for alias in ("default", ALIAS):
        with connections[alias].cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
