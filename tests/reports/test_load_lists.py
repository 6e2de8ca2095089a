"""``capabilities.toml`` beside the facts: what firms can do and the reasons of reviews, in every load, once."""

import pytest

from council.loading import DataFileError
from members.models import Capability, ReviewReason
from reports.loading import load_cluster
from tests.reports import build_files

pytestmark = pytest.mark.django_db

LISTS = """
[[capability]]
key = "software"
name = "نرم‌افزار"
name_en = "Software"
[[capability.part]]
key = "web"
name = "وب"
[[capability.part]]
key = "games"
name = "بازی"

[[review_reason]]
key = "unreadable"
use = "ask"
title = "ناخوانا"
text = "عکس روشن‌تری بفرستید."
"""


def folder(tmp_path, lists):
    path = build_files.folder(tmp_path / "cluster")
    (path.parent / "capabilities.toml").write_text(lists, encoding="utf-8")
    return path


def rows():
    return [(item.key, item.name, item.parent and item.parent.key, item.order) for item in Capability.objects.all()]


def test_the_lists_come_with_the_facts(tmp_path):
    loaded = load_cluster(folder(tmp_path, LISTS))

    assert sorted(rows()) == [
        ("games", "بازی", "software", 2),
        ("software", "نرم‌افزار", None, 1),
        ("web", "وب", "software", 1),
    ]
    assert list(ReviewReason.objects.values_list("key", "use", "title", "is_in_use")) == [
        ("unreadable", "ask", "ناخوانا", True)
    ]
    assert (loaded.made["توانمندی‌ها"], loaded.made["دلایل آماده"]) == (3, 1)


def test_the_same_lists_again_do_not_bring_back_what_people_took_away(tmp_path):
    path = folder(tmp_path, LISTS)
    load_cluster(path)
    Capability.objects.filter(key="games").delete()
    Capability.objects.filter(key="web").update(name="وب و سایت")

    load_cluster(path)

    assert sorted(rows()) == [("software", "نرم‌افزار", None, 1), ("web", "وب و سایت", "software", 1)]


def test_a_new_edition_of_the_lists_adds_and_changes_nothing_that_is_there(tmp_path):
    load_cluster(folder(tmp_path, LISTS))

    load_cluster(folder(tmp_path, LISTS.replace("وب", "تارنما") + '[[capability]]\nkey = "data"\nname = "داده"\n'))

    assert sorted(rows()) == [
        ("data", "داده", None, 2),
        ("games", "بازی", "software", 2),
        ("software", "نرم‌افزار", None, 1),
        ("web", "وب", "software", 1),
    ]


def test_a_wrong_key_is_named_and_nothing_is_loaded(tmp_path):
    with pytest.raises(DataFileError) as refusal:
        load_cluster(folder(tmp_path, LISTS.replace('key = "web"', 'name_fa = "web"')))

    assert [problem[:2] for problem in refusal.value.problems] == [
        ("capabilities.toml", "capability[0].part[0].name_fa"),
        ("capabilities.toml", "capability[0].part[0].key"),
    ]
    assert rows() == []
