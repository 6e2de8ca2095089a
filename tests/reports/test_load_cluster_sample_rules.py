"""The sample row by row: entries pass the form's rules, figures are as worked out by hand, Persian is well written."""

import re
from decimal import Decimal

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from actionplans.figures import year_progress
from actionplans.models import IndicatorReading, MonthLock, ProgressEntry
from council.models import ProgramYear
from persian.text import normalise
from reports.loading import load_cluster
from tests.reports.build_files import KHUZESTAN

HALF_SPACE_MISSING = re.compile(r"(?<![آ-ی])(?:ن?می) [آ-ی]|[آ-ی] (?:ها|های|هایی)(?![آ-ی])")


@pytest.fixture(scope="module")
def whole_sample(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once for the tests of this file and rolled back after them."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(settings, "MEDIA_ROOT", tmp_path_factory.mktemp("media"))
        patch.setattr(settings, "DEMO", True)
        load_cluster(KHUZESTAN / "reported.toml", with_sample=True)
        yield
        transaction.set_rollback(True)


@pytest.mark.long
def test_the_figures_of_1403_are_those_worked_out_by_hand(whole_sample, db):
    """Plan 2: 15 x 1.00 + 35 x 0.97 + 25 x 0.96 + 15 x 0.94 + 10 x 0.95; the other plans likewise."""
    year = ProgramYear.objects.get(year=1403)
    shown = year_progress(year, user=AnonymousUser(), day=year.end)

    assert {row.plan.number: row.figures.verified for row in shown.plans} == {
        1: Decimal("100"),
        2: Decimal("96.55"),
        3: Decimal("87.5"),
        4: Decimal("83.75"),
        5: Decimal("72"),
        6: Decimal("97.25"),
        7: Decimal("44"),
        8: Decimal("96.6"),
        9: Decimal("59"),
    }
    assert shown.figures.verified == Decimal("81.8355")


@pytest.mark.long
def test_the_form_would_accept_every_row_of_the_running_year(whole_sample, db):
    """Loading checks each row at its time; here they stand side by side. A fall gives its own reason."""
    MonthLock.objects.all().erase_sample()
    before_a_fall = {
        entries.filter(as_of__lt=fall.as_of).latest("as_of").pk
        for fall in ProgressEntry.objects.exclude(fall_reason="")
        for entries in [fall.activity.entries.counting()]
    }

    for entry in ProgressEntry.objects.filter(activity__plan__year__year=1403).counting().exclude(pk__in=before_a_fall):
        entry.full_clean()
    for reading in IndicatorReading.objects.filter(indicator__plan__year__year=1403):
        reading.full_clean()
    assert len(before_a_fall) == 2


@pytest.mark.long
def test_plans_that_end_late_say_what_stands_in_the_way_and_what_is_done(whole_sample, db):
    entries = ProgressEntry.objects.filter(activity__plan__year__year=1403)
    explained = entries.exclude(obstacle="").exclude(corrective_action="")

    assert {3, 4, 5, 9} <= set(explained.values_list("activity__plan__number", flat=True))
    assert entries.filter(obstacle="").exclude(corrective_action="").count() == 0


@pytest.mark.parametrize("path", sorted(KHUZESTAN.glob("*.toml")), ids=lambda path: path.name)
def test_persian_stands_with_its_half_spaces_and_letters(path):
    text = path.read_text(encoding="utf-8").rstrip("\n")

    assert HALF_SPACE_MISSING.findall(text) == []
    assert re.findall(r"[\u0643\u064a\u0649]|\u200c\s|\s\u200c", text) == []
    assert [line for line in text.split("\n") if normalise(line) != re.sub(" +", " ", line).strip()] == []


def test_a_missing_half_space_would_be_found():
    assert HALF_SPACE_MISSING.findall("برنامه می شود و بنگاه های استان") == ["می ش", "ه های"]
    assert HALF_SPACE_MISSING.findall("برنامه می‌شود و بنگاه‌های استان") == []
