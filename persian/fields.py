"""Model fields: text that is normalised on every way in, and a key that sorts by the Persian alphabet."""

from django.db import models

from persian import forms
from persian.text import normalise, sort_key


class NormalisedMixin:
    """Normalises what is assigned, queried and saved, so that form, admin, import and service keep the same text."""

    def to_python(self, value):
        value = super().to_python(value)
        return normalise(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return normalise(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class NormalisedCharField(NormalisedMixin, models.CharField):
    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": forms.NormalisedCharField} | kwargs)


class NormalisedTextField(NormalisedMixin, models.TextField):
    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": forms.NormalisedCharField} | kwargs)


class SortKeyField(models.CharField):
    """Holds the sort key of the field ``source``; fills itself at every save, also in ``bulk_create``."""

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
