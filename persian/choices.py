"""Choosing several rows in a form, whatever is sent."""

from django import forms
from django.core.exceptions import ValidationError

LONGEST_KEY = 18  # digits; no database takes more


class ManyRowsField(forms.ModelMultipleChoiceField):
    """Django's field, which asks the database with any number: one that is no key is refused before."""

    def clean(self, value):
        for key in value or ():
            if not (str(key).isascii() and str(key).isdecimal() and len(str(key)) <= LONGEST_KEY):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": str(key)[:20]}
                )
        return super().clean(value)
