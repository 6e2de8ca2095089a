"""What stands in the database before any test: rows of the migrations, permissions, groups.

A test in a transaction leaves no trace. One that commits (a race, a browser) is followed by ``put_back()``, so the next
test finds what the first one found, in whatever order they run. Django would empty all tables instead and make content
types and permissions anew, which takes a second each time and loses the rows of the migrations.
"""

import sqlite3

from django.db import connection
from psycopg import sql

_kept = {}


def keep():
    """Remember the rows as they are now: call it once, when the database of the tests is ready."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        _kept["copy"] = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(_kept["copy"])
    else:
        _kept["rows"] = {table: copy_out(table) for table in filled_tables()}


def forget():
    if "copy" in _kept:
        _kept["copy"].close()
    _kept.clear()


def put_back():
    """Make the tables hold what ``keep()`` saw; nobody else may be writing."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        _kept["copy"].backup(connection.connection)
        return
    with connection.cursor() as cursor:
        # Neither foreign keys nor the triggers of append-only tables: what comes back was consistent when it was kept.
        cursor.execute("SET session_replication_role = replica")
        try:
            for table in {*filled_tables(), *_kept["rows"]}:
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            for table, rows in _kept["rows"].items():
                with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as into:
                    into.write(rows)
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


def filled_tables():
    """The tables of PostgreSQL that hold a row, asked in one question."""
    tables = connection.introspection.table_names()
    asked = [sql.SQL("EXISTS (SELECT FROM {})").format(sql.Identifier(table)) for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT {}").format(sql.SQL(", ").join(asked)))
        return [table for table, is_filled in zip(tables, cursor.fetchone(), strict=True) if is_filled]


def copy_out(table):
    asked = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
    with connection.cursor() as cursor, cursor.copy(asked) as out:
        return b"".join(bytes(block) for block in out)
