"""Many reads as of one moment: a whole table that is read in parts, all that a document is made of."""

from contextlib import contextmanager

from django.db import connection, transaction

DEFERRED = "DEFERRED"


@contextmanager
def one_moment():
    """All reads inside see one state of the data, and nobody who writes waits for them.

    REPEATABLE READ on PostgreSQL, which has to be said first. On SQLite a transaction that takes no lock for writing:
    its first read holds the moment (WAL). Inside a transaction of somebody else nothing is changed.
    """
    if connection.in_atomic_block:
        yield
        return
    with reading_only(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def reading_only():
    """The portal's transactions on SQLite begin as writers (IMMEDIATE); this one must not."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()  # it sets the mode that is exchanged here
    before, connection.transaction_mode = connection.transaction_mode, DEFERRED
    try:
        yield
    finally:
        connection.transaction_mode = before
