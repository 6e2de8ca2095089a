"""Whatever somebody typed stays text on every public page."""

import pytest

from actionplans.models import ActionPlan, IndicatorReading
from council.models import Section, Statement
from tests import build
from tests.reports.build_year import evidence, small_year

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>\"onx='{{ 1 }}"
PAGES = ["/", "/progress/", "/progress/1403/", "/progress/1403/plans/1/", "/council/decisions/1403-01-01/",
         "/council/institutions/evil/"]  # fmt: skip


@pytest.fixture
def evil_year(client):
    build.cluster(name=EVIL, name_en=EVIL, reported_section_count=3)
    made = small_year()
    lead = build.institution("evil", EVIL, name_en=EVIL)
    ActionPlan.objects.filter(pk=made.one.pk).update(
        title=EVIL, title_en=EVIL, objective=EVIL, objective_en=EVIL, contact=EVIL, from_source=EVIL, lead=lead
    )
    made.one.partners.add(lead)
    made.one.sections.add(Section.objects.create(order=1, name=EVIL, name_en=EVIL, market=EVIL, market_en=EVIL))
    goal = build.indicator(made.one, title=EVIL, title_en=EVIL, unit=EVIL[:40], unit_en=EVIL[:40])
    IndicatorReading.objects.create(
        indicator=goal, as_of=made.one.year.start, value=1, note=EVIL, recorded_by=made.facilitator
    )
    work = build.activity(made.one, 1, title=EVIL, title_en=EVIL)
    build.approve(made.one, made.decision)
    entry = build.entry(work, 10, narrative=EVIL, obstacle=EVIL, corrective_action=EVIL, fall_reason=EVIL)
    build.verification(entry, percent=5, reason=EVIL, by=made.supervisor)
    build.seat(EVIL, "supervisor", user=made.supervisor, person_en=EVIL)
    evidence(entry, made.facilitator, caption=EVIL)
    Statement.objects.create(source=made.decision.source, order=1, topic="handover", speaker=EVIL, text=EVIL)
    return made


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_script_in_any_text_is_shown_and_not_run(client, evil_year, prefix, path):
    page = client.get(prefix + path).content.decode()

    assert "<script" not in page
    assert "\"onx='" not in page
    assert "{{" not in page.replace("{{ 1 }}", "")


def test_the_texts_are_there(client, evil_year):
    page = client.get("/progress/1403/plans/1/").content.decode()

    assert page.count("&lt;script&gt;alert(1)") > 12
