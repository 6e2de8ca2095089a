"""Model fields: every way in gives the same text, on this database."""

import pytest
from django.core.exceptions import ValidationError
from django.db import models, transaction

from council.models import Institution, Source
from persian.fields import NormalisedCharField, NormalisedTextField, SortKeyField
from persian.text import normalise
from tests import build
from tests.persian.hostile import HOSTILE

ALPHABETICAL = ["۷ آسمان", "آبادان", "اهواز", "پارس", "چابهار", "گلستان", "هنر", "یزد", "Alpha"]


def institution(name, key="a"):
    return Institution(key=key, name=name, kind=Institution.Kind.values[0])


@pytest.mark.django_db
def test_every_way_in_gives_the_same_text():
    made = institution(" اتحاديه\u202e\nكارون ")
    made.save()
    assert made.name == "اتحادیه کارون"
    made.refresh_from_db()
    assert made.name == "اتحادیه کارون"
    assert Institution.objects.filter(name="اتحاديه كارون").count() == 1
    Institution.objects.filter(pk=made.pk).update(name="علي")
    assert Institution.objects.values_list("name", flat=True).get() == "علی"
    Institution.objects.bulk_create([institution("كتاب", "b")])
    assert Institution.objects.get(key="b").name == "کتاب"
    Institution.objects.update(name=models.F("name"))
    assert sorted(Institution.objects.values_list("name", flat=True)) == ["علی", "کتاب"]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_is_kept_clean_and_whole(typed):
    """G11: what the database holds is what the normaliser says, on either engine; nothing is an error of the server."""
    made = build.source(text=typed, title=normalise(typed)[:50])
    made.refresh_from_db()
    assert made.text == normalise(typed)
    assert list(Source.objects.filter(text=typed[:100])) == (
        [made] if normalise(typed) == normalise(typed[:100]) else []
    )


@pytest.mark.django_db
def test_text_that_is_too_long_is_refused_on_every_write_and_on_both_databases():
    made = institution("کارون")
    made.save()
    for write in (
        lambda: institution("آ" * 201, "b").save(),
        lambda: Institution.objects.bulk_create([institution("آ" * 201, "b")]),
        lambda: Institution.objects.filter(pk=made.pk).update(name="آ" * 201),
    ):
        with pytest.raises(ValidationError) as refused, transaction.atomic():
            write()
        assert refused.value.messages == ["«نام» حداکثر می‌تواند ۲۰۰ نویسه داشته باشد."]
    assert list(Institution.objects.values_list("name", flat=True)) == ["کارون"]


def test_the_length_is_measured_after_normalising():
    field = NormalisedCharField(max_length=3)
    assert field.clean(" كـــار ", None) == "کار"
    with pytest.raises(ValidationError):
        field.clean("چهار", None)


@pytest.mark.django_db
def test_rows_sort_by_the_persian_alphabet_on_this_database():
    names = ALPHABETICAL[::2] + ALPHABETICAL[1::2]
    for name in names[:-1]:
        build.institution(name=name)
    Institution.objects.bulk_create([institution(names[-1], "bulk")])
    assert list(Institution.objects.order_by("sort_text").values_list("name", flat=True)) == ALPHABETICAL


@pytest.mark.django_db
def test_a_new_name_gets_a_new_place():
    build.institution(name="پارس")
    moved = build.institution(name="آبادان")
    moved.name = "یزد"
    moved.save()
    assert [one.name for one in Institution.objects.order_by("sort_text")] == ["پارس", "یزد"]


def test_a_sort_key_of_nothing_is_empty_and_a_long_one_is_cut():
    field = SortKeyField(source="name")
    field.set_attributes_from_name("sort_text")
    assert field.pre_save(Institution(name=None), add=True) == ""
    assert len(field.pre_save(Institution(name="ژ" * 200), add=True)) == 300


def test_fields_are_written_into_migrations_as_they_are():
    assert NormalisedCharField(max_length=9).deconstruct()[1:] == (
        "persian.fields.NormalisedCharField", [], {"max_length": 9},
    )  # fmt: skip
    assert NormalisedTextField(blank=True).deconstruct()[1:] == (
        "persian.fields.NormalisedTextField", [], {"blank": True},
    )  # fmt: skip
    path, args, kwargs = SortKeyField(source="name").deconstruct()[1:]
    assert (path, kwargs.pop("source")) == ("persian.fields.SortKeyField", "name")
    again = SortKeyField(*args, source="name", **kwargs)
    assert again.deconstruct()[1:] == SortKeyField(source="name").deconstruct()[1:]
