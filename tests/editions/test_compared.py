"""A year with a published edition is compared by what was frozen, not by what lives."""

from datetime import date
from fractions import Fraction

import pytest
from django.contrib.auth.models import AnonymousUser

from actionplans.models import ActionPlan
from council.models import ProgramYear
from editions.compared import figures_of
from editions.models import YearEdition
from reports.comparing import read_comparison
from tests import build
from tests.editions import build_document
from tests.editions import build_editions as build_here

pytestmark = pytest.mark.django_db


def test_the_comparison_takes_the_figures_of_the_published_edition_and_leads_to_it():
    made = build_here.ready_year()
    edition = build_here.frozen(made)
    (live,) = read_comparison(AnonymousUser())
    assert (live.edition, live.verified, live.plans) == ("", Fraction(24), 2)

    build_here.publish(edition)
    build.verification(made.waiting, "returned", by=made.supervisor, reason="سند نیست.")
    ActionPlan.objects.filter(pk=made.two.pk).update(title="نام دیگری")
    (frozen,) = read_comparison(AnonymousUser())

    assert (frozen.verified, frozen.planned, frozen.reported) == (Fraction(24), Fraction(100), Fraction(24))
    assert (frozen.edition, frozen.url) == ("نسخه قطعی ۱ سال ۱۴۰۳", "/progress/1403/editions/1/")
    assert [point.verified for point in frozen.series][-1] == Fraction(24)
    assert (frozen.plans, frozen.approved, frozen.readiness, frozen.is_sample) == (2, None, None, False)


def test_a_year_of_which_only_the_number_of_plans_is_known_keeps_it():
    edition = YearEdition(year=ProgramYear(year=1402), number=1, as_of=date(2024, 3, 19))
    document = build_document.nearly_empty()
    document["year"]["reported_plan_count"] = 9

    assert figures_of(edition, document)["plans"] == 9
