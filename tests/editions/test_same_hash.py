"""The same data make the same document, whatever machine, clock, language or database they are on."""

import time
from decimal import Decimal

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.utils import translation

from accounts import roles
from actionplans.models import Funding
from council.documents.canonical import canonical
from council.models import Cluster, Seat
from editions.document import edition_document
from editions.models import EditionNote, YearEdition
from editions.services import tail_of
from editions.sums import sha256_of
from tests import build
from tests.reports.build_year import at, day, evidence, small_year

pytestmark = pytest.mark.django_db

# Whatever changes this hash makes other documents of the same data: it is done on purpose, and SCHEMA says so.
PINNED = "560ed0f1d825ca8bff159d84b324039ebab2d46694876caaae828d6e58849a58"


def full_year(*, backwards=False):
    """``small_year`` with readings, evidence, money, a seat, a role and notes, written in this order or another."""
    made = small_year(facilitator=build.user("عامل"), supervisor=build.user("ناظر"))
    made.facilitator.groups.add(*Group.objects.get_or_create(name=roles.FACILITATOR)[:1])
    build.seat("ناظر", role=Seat.Role.SUPERVISOR, user=made.supervisor, institution=build.institution("seated"))
    made.two.partners.add(build.institution("partner", name_en="Partner"))
    Cluster.objects.update(host_institution=build.institution("hosting"))
    told = [("a" * 64, "فهرست حاضران"), ("d" * 64, "عکس")]
    spent = [
        ("towns", Funding.Kind.CASH, 500),
        ("towns", Funding.Kind.IN_KIND, 700),
        ("centre", Funding.Kind.CASH, 900),
    ]
    said = [
        ("unverified", "1403/1/1@2024-07-21#1"),
        ("unverified", "1403/10/1@2024-07-21#1"),  # a language's own order passes over the signs: it would come first
        ("behind", "1403/1"),
        ("behind", "1403/2"),
    ]
    turn = reversed if backwards else list
    for sha256, caption in turn(told):
        evidence(made.verified, made.facilitator, caption=caption, sha256=sha256)
    for key, kind, amount in turn(spent):
        build.funding(made.one, approved=amount, kind=kind, institution=build.institution(key), decision=made.decision)
    indicator = build.indicator(made.one)
    for month, value in ((4, 20), (5, 30)):
        build.reading(indicator, value, day(month, 1), by=made.facilitator, recorded_at=at(day(month, 2)))
    made.edition = YearEdition.objects.create(year=made.one.year, number=1, as_of=made.one.year.end)
    for kind, subject in turn(said):
        EditionNote.objects.create(
            edition=made.edition, kind=kind, subject=subject, reason="دلیل", corrective_action="کار"
        )
    return made


def hash_of(edition):
    return sha256_of(canonical(edition_document(edition, tail_of)))


def test_the_hash_is_the_one_that_every_machine_and_both_databases_give():
    assert hash_of(full_year().edition) == PINNED


def test_every_institution_has_its_name_there_also_one_that_only_sits_on_the_council():
    document = edition_document(full_year().edition, tail_of)

    other = {"fa": "اداره کل آزمایشی", "en": ""}
    assert document["cluster"]["host"] == {"key": "hosting", "name": other}
    assert document["institutions"] == [
        {"key": "centre", "name": other},
        {"key": "host", "name": {"fa": "شرکت میزبان", "en": "Host Company"}},
        {"key": "hosting", "name": other},
        {"key": "partner", "name": {"fa": "اداره کل آزمایشی", "en": "Partner"}},
        {"key": "seated", "name": other},
        {"key": "towns", "name": other},
    ]


def test_clock_zone_and_language_of_the_process_are_no_part_of_it(monkeypatch):
    made = full_year()
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        with time_machine.travel("2031-12-31 22:30:00", tick=False), translation.override("en"):
            assert hash_of(made.edition) == PINNED
    finally:
        monkeypatch.undo()
        time.tzset()


def test_ids_and_the_order_of_rows_are_no_part_of_it():
    other = build.adopted_decision(build.agenda_item(build.meeting(year=build.year(1402))))
    for number in (1, 2, 3):
        plan = build.plan(number, year=build.year(1402), lead=build.institution("other"))
        build.activity(plan, reported=Decimal(5), verified=Decimal(5))
        build.approve(plan, other)
        build.funding(plan, approved=5, decision=other)
        build.indicator(plan)

    made = full_year(backwards=True)

    assert made.one.pk > 3
    assert hash_of(made.edition) == PINNED
