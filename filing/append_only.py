"""Rows that never change: refused in Python by the queryset, in the database by a trigger on both engines.

There is no DELETE trigger, because tests must flush; a deleted row is found by the seals instead.
"""

from django.db import models
from django.db.migrations.operations.base import Operation
from django.utils.translation import gettext_lazy as _


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a row that is kept for ever."""


class AppendOnlyQuerySet(models.QuerySet):
    """Refuses ``update()`` and ``delete()``; ``erase_sample()`` is the one door for sample rows."""

    def update(self, **kwargs):
        raise AppendOnlyError(_("These rows are never changed: add a new one."))

    def delete(self):
        raise AppendOnlyError(_("These rows are never deleted."))

    delete.alters_data = True
    delete.queryset_only = True

    def erase_sample(self):
        """Delete the rows for good. Only ``remove_sample`` calls this, on rows that hang on sample content."""
        return super().delete()

    erase_sample.alters_data = True


class ForbidUpdate(Operation):
    """Migration operation: a BEFORE UPDATE trigger that refuses every update of a model's rows.

    ``when`` is an SQL condition over OLD and NEW (the same text on both engines), for models of which only some rows or
    columns are frozen, such as an adopted decision. ``message`` is what the database error says.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name, *, when="", message="rows of this table are append-only"):
        self.model_name, self.when, self.message = model_name, when, message

    def deconstruct(self):
        return self.__class__.__qualname__, [self.model_name], {"when": self.when, "message": self.message}

    def state_forwards(self, app_label, state):
        """The models' state is unchanged: the trigger lives in the database only."""

    def describe(self):
        return f"Forbid updates of {self.model_name}"

    @property
    def migration_name_fragment(self):
        return f"{self.model_name.lower()}_forbid_update"

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for statement in self.statements(table, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {table}_no_update()")

    def statements(self, table, vendor):
        """The SQL that makes the trigger on one engine."""
        when = f"WHEN ({self.when})" if self.when else ""
        if vendor == "sqlite":
            return [
                f"""
                CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {when}
                BEGIN SELECT RAISE(ABORT, '{self.message}'); END"""
            ]
        function = f"""
            CREATE FUNCTION {table}_no_update() RETURNS trigger AS $$
            BEGIN RAISE EXCEPTION '{self.message}' USING ERRCODE = 'check_violation'; END $$ LANGUAGE plpgsql"""
        trigger = f"""
            CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW {when}
            EXECUTE FUNCTION {table}_no_update()"""
        return [function, trigger]
