"""Model fields: text that is normalised on every way in, and a key that sorts by the Persian alphabet."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from persian import forms
from persian.digits import localised
from persian.identifiers import canonical_code
from persian.text import normalise, sort_key


class NormalisedMixin:
    """Normalises what is assigned, queried and saved, so that form, admin, import and service keep the same text.

    Text that is too long is refused on every write, also where nobody called ``full_clean()``: PostgreSQL would refuse
    it anyway, but SQLite keeps whatever it is given.
    """

    one_line = False

    def _normalise(self, value):
        return normalise(value, one_line=self.one_line) if isinstance(value, str) else value

    def to_python(self, value):
        return self._normalise(super().to_python(value))

    def get_prep_value(self, value):
        return self._normalise(super().get_prep_value(value))

    def get_db_prep_save(self, value, connection):
        value = super().get_db_prep_save(value, connection)
        if self.max_length and isinstance(value, str) and len(value) > self.max_length:
            message = _("“%(field)s” may have at most %(limit)s characters.")
            raise ValidationError(
                message, code="max_length", params={"field": self.verbose_name, "limit": localised(self.max_length)}
            )
        return value

    def pre_save(self, model_instance, add):
        """The instance holds after the save what the database holds."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = self._normalise(value)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": forms.NormalisedCharField} | kwargs)


class NormalisedCharField(NormalisedMixin, models.CharField):
    """One line: line breaks become spaces, so that a name may stand in the subject of a mail."""

    one_line = True


class NormalisedTextField(NormalisedMixin, models.TextField):
    """Text of several lines."""


class CodeField(models.CharField):
    """A number that names something: typed in any digits with spaces or dashes, kept canonical; NULL when missing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"null": True, "blank": True} | kwargs)

    def to_python(self, value):
        return canonical_code(super().to_python(value))

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return canonical_code(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        """The instance holds after the save what the database holds."""
        value = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class SortKeyField(models.CharField):
    """Holds the sort key of the field ``source``; fills itself at every save, also in ``bulk_create``.

    Who saves with ``update_fields``, ``update()`` or ``bulk_update()`` and changes the source names this field too.
    """

    def __init__(self, *args, source, **kwargs):
        self.source = source
        super().__init__(*args, **{"max_length": 300, "db_index": True, "editable": False, "default": ""} | kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"source": self.source}

    def pre_save(self, model_instance, add):
        value = sort_key(getattr(model_instance, self.source))[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value
