"""The index that finds parts of words among 100,000 firms: trigrams, on PostgreSQL. SQLite reads the texts instead."""

import logging

from django.db import DatabaseError, connections, transaction

logger = logging.getLogger(__name__)
EXTENSION = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
COLUMNS = ("search_text", "name_key")
INDEX = (
    "CREATE INDEX IF NOT EXISTS directoryentry_{column}_trigrams ON members_directoryentry "
    "USING gin ({column} gin_trgm_ops)"
)
# How rare a word is decides whether the index is used: the usual hundred samples tell too little of it.
STATISTICS = "ALTER TABLE members_directoryentry ALTER COLUMN {column} SET STATISTICS 1000"
MISSING = (
    "The directory's search is slow with many firms: this database has no pg_trgm. "
    "docs/operations.md says what its owner can do."
)


def make_search_index(using="default"):
    """Make what is missing of it; gives whether it is there. Where the extension may not be made, the log says so.

    pg_trgm is a trusted extension: whoever owns the database may make it, if the server has its files.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        if is_there(cursor):
            return True
        try:
            with transaction.atomic(using):
                cursor.execute(EXTENSION)
        except DatabaseError:
            logger.warning(MISSING)
            return False
        for column in COLUMNS:
            cursor.execute(INDEX.format(column=column))
            cursor.execute(STATISTICS.format(column=column))
    return True


def is_there(cursor):
    cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname LIKE 'directoryentry\\_%%\\_trigrams'")
    return cursor.fetchone()[0] == len(COLUMNS)


def drop_search_index(using="default"):
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for column in COLUMNS:
                cursor.execute(f"DROP INDEX IF EXISTS directoryentry_{column}_trigrams")
