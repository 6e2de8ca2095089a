"""Make many listed firms out of a few: inside the database, because publishing 100,000 takes minutes.

Each copy has a name of its own, of the beginning of one name and the end of another; keys of names are joined as the
names are, which ``prove_keys()`` checks. What the firm does, where, and how large it is stays as in the original.
"""

from django.db import connection

from members.models import DirectoryEntry, Firm
from persian.text import search_key, sort_key

HALVES = "benchmark_halves"
BEGINNING = 3  # words


def multiply(times):
    """Published firms become ``times`` as many; their numbers must run from 1 without a gap."""
    few = Firm.objects.count()
    make_halves()
    with connection.cursor() as cursor:
        for copy in range(1, times):
            shift, turn = copy * few, copy * 131
            source = (
                f"FROM {{table}} AS base JOIN {HALVES} AS a ON a.id = base.{{pk}} "
                f"JOIN {HALVES} AS b ON b.id = (base.{{pk}} * 7 + {turn}) % {few} + 1 WHERE base.{{pk}} <= {few}"
            )
            cursor.execute(insert(Firm, firm_columns(shift), source))
            cursor.execute(insert(DirectoryEntry, entry_columns(shift), source))
            for part, column in (("sections", "section_id"), ("capabilities", "capability_id")):
                table = getattr(DirectoryEntry, part).through._meta.db_table
                cursor.execute(
                    f"INSERT INTO {table} (directoryentry_id, {column}) "  # noqa: S608  (our own names)
                    f"SELECT directoryentry_id + {shift}, {column} FROM {table} WHERE directoryentry_id <= {few}"
                )
        cursor.execute(f"UPDATE members_directorycell SET count = count * {times}")  # noqa: S608  (a number of ours)
    prove_keys()


def make_halves():
    rows = []
    for pk, name in Firm.objects.order_by("pk").values_list("pk", "name"):
        words = name.split()
        for half in (words[:BEGINNING], words[BEGINNING:] or words[-1:]):
            text = " ".join(half)
            rows += [text, search_key(text), sort_key(text), sort_key(search_key(text))]
        rows.append(pk)
    columns = [f"{half}_{kind}" for half in ("first", "last") for kind in ("name", "key", "sorted", "order")]
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {HALVES} ({', '.join(f'{name} text' for name in columns)}, id bigint PRIMARY KEY)"
        )
        statement = f"INSERT INTO {HALVES} VALUES ({', '.join(['%s'] * 9)})"  # noqa: S608  (our own table)
        cursor.executemany(statement, [rows[start : start + 9] for start in range(0, len(rows), 9)])


def firm_columns(shift):
    return {
        "id": f"base.id + {shift}",
        "name": "a.first_name || ' ' || b.last_name",
        "sort_text": "a.first_sorted || '000' || b.last_sorted",
        "slug": f"'firm-' || (base.id + {shift})",
        "tracking_code": f"'copy-' || (base.id + {shift})",
    }


def entry_columns(shift):
    """The text that is searched begins with the name's key."""
    return {
        "firm_id": f"base.firm_id + {shift}",
        "name": "a.first_name || ' ' || b.last_name",
        "sort_text": "a.first_sorted || '000' || b.last_sorted",
        "search_order": "a.first_order || '000' || b.last_order",
        "name_key": "a.first_key || ' ' || b.last_key",
        "search_text": "a.first_key || ' ' || b.last_key || substr(base.search_text, length(base.name_key) + 1)",
        "slug": f"'firm-' || (base.firm_id + {shift})",
    }


def insert(model, changed, source):
    columns = [field.column for field in model._meta.concrete_fields]
    values = [changed.get(column, f"base.{column}") for column in columns]
    table, pk = model._meta.db_table, model._meta.pk.column
    quoted = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {table} ({quoted}) SELECT {', '.join(values)} {source.format(table=table, pk=pk)}"


def prove_keys():
    """The newest copies hold the keys that publishing would have written."""
    for entry in DirectoryEntry.objects.order_by("-pk")[:50]:
        key = search_key(entry.name)
        if (entry.name_key, entry.sort_text, entry.search_order) != (key, sort_key(entry.name), sort_key(key)):
            raise ValueError(f"The keys of {entry.name} are not those of its name.")
