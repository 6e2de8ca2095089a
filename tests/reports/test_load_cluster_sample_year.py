"""The sample of the project, whole: it obeys every rule of the house, and no more is marked than is made up."""

import datetime as dt
import itertools
from collections import Counter
from decimal import Decimal

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import F

from accounts.models import User
from actionplans import money
from actionplans.arithmetic import weights_in_force
from actionplans.figures import facts_of, year_progress
from actionplans.models import (
    ActionPlan,
    Activity,
    Baseline,
    Evidence,
    Funding,
    Indicator,
    IndicatorReading,
    MonthLock,
    Payment,
    PaymentReversal,
    ProgressEntry,
    SupervisionVisit,
    Verification,
)
from council.electorate import quorum_of
from council.models import ActionItem, Agreement, Decision, Institution, Meeting, ProgramYear, Seat
from filing.models import StateChange, StoredFile
from filing.services import line_hash
from market.findings.standing import gaps_closed_in
from market.models import Finding
from market.services.findings import require_proof
from persian.jalali import to_gregorian
from reports.loading import load_cluster
from tests.reports import build_files

# django_db also tells pytest-django to make the database when only this file is run
pytestmark = [pytest.mark.django_db, pytest.mark.long]
HALF_YEAR = to_gregorian(1403, 6, 31)
MILLION = 10**6
SIX_VISITS = [(1403, 4, 9), (1403, 6, 10), (1403, 8, 20), (1403, 10, 9), (1403, 12, 7), (1404, 1, 18)]


@pytest.fixture(scope="module", autouse=True)
def whole_sample(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once for the tests of this file, which only read, and rolled back after them."""
    before = (settings.MEDIA_ROOT, settings.DEMO)
    settings.MEDIA_ROOT, settings.DEMO = tmp_path_factory.mktemp("media"), True
    with django_db_blocker.unblock(), transaction.atomic():
        load_cluster(build_files.KHUZESTAN / "reported.toml", with_sample=True)
        yield settings.MEDIA_ROOT
        transaction.set_rollback(True)
    settings.MEDIA_ROOT, settings.DEMO = before


def figures(year, day=None):
    return year_progress(ProgramYear.objects.get(year=year), user=AnonymousUser(), day=day).figures


def statuses(year, day=None):
    return {plan.number: plan.status.value for plan in figures(year, day).plans}


def every_day(first, last):
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]


def test_the_sample_is_as_large_as_it_should_be():
    in_1403 = {"activity__plan__year__year": 1403}

    assert ActionPlan.objects.filter(year__year=1403).count() == 9
    assert Activity.objects.filter(plan__year__year=1403).count() == 40
    assert Indicator.objects.filter(plan__year__year=1403).count() == 25
    assert ProgressEntry.objects.filter(**in_1403).count() == 206
    assert (ProgressEntry.objects.count(), IndicatorReading.objects.count()) == (239, 69)
    assert Meeting.objects.filter(year__year=1403).count() == 5
    assert Counter(ActionItem.objects.values_list("state", flat=True)) == {"done": 9, "open": 3}
    assert Agreement.objects.count() == 4
    assert Decision.objects.count() == 36
    assert Counter(Decision.objects.values_list("state", flat=True)) == {
        "adopted": 32,
        "rejected": 2,
        "deferred": 1,
        "withdrawn": 1,
    }


def test_the_money_of_the_sample_is_what_its_file_adds_up_to():
    """Fifteen commitments by two decisions and one pledge of 400 million that waits; worked out by hand."""
    nobody, member = AnonymousUser(), User.objects.get(email="council@sample.example")
    year = ProgramYear.objects.get(year=1403)
    lines = money.year_money(year, user=nobody, day=year.end)
    names = {"funding-first": "1403/02-05", "funding-second": "1403/03-05"}

    assert money.Sums.of(lines) == money.Sums(
        pledged=33_200 * MILLION,
        approved=33_200 * MILLION,
        paid=28_050 * MILLION,
        paid_cash=19_000 * MILLION,
        paid_in_kind=9_050 * MILLION,
    )
    by_institution = money.grouped(lines, lambda line: line.funding.institution.key)
    assert {key: (sums.approved // MILLION, sums.paid // MILLION) for key, sums in summed(by_institution)} == {
        "industrial-towns": (13_100, 10_900),
        "tvto": (5_500, 5_250),
        "labour-welfare": (6_100, 5_600),
        "scu-incubator": (3_000, 2_700),
        "industry-mine-trade": (4_000, 2_500),
        "governorate": (900, 600),
        "ahvaz-computer-union": (600, 500),
    }
    by_decision = money.grouped(lines, lambda line: line.funding.decision.number)
    assert {number: sums.approved // MILLION for number, sums in summed(by_decision)} == {
        names["funding-first"]: 27_800,
        names["funding-second"]: 5_400,
    }
    assert money.Sums.of(money.year_money(year, user=member, day=year.end)).pledged == 33_600 * MILLION
    assert (Payment.objects.count(), PaymentReversal.objects.count()) == (38, 1)


def summed(groups):
    return [(key, money.Sums.of(lines)) for key, lines in groups]


def test_no_payment_lies_before_its_decision_or_above_what_it_approved():
    for payment in Payment.objects.select_related("funding__decision"):
        assert payment.funding.decision.adopted_on < payment.paid_on < payment.recorded_at.date()
    assert all(funding.paid <= funding.approved for funding in Funding.objects.approved().with_paid())


def test_the_supervisor_came_every_two_months_and_judged_at_each_visit():
    visits = SupervisionVisit.objects.order_by("visited_on")

    days = [to_gregorian(*day) for day in SIX_VISITS]
    assert list(visits.values_list("visited_on", flat=True)) == days
    gaps = [(later - earlier).days for earlier, later in itertools.pairwise(days)]
    assert all(35 <= gap <= 75 for gap in gaps)
    for visit in visits.prefetch_related("plans", "verifications__entry__activity", "verifications__reading"):
        assert visit.verifications.count() > 0
        for verification in visit.verifications.all():
            assert verification.subject.plan in visit.plans.all()
            assert verification.subject.as_of <= visit.visited_on
    at_the_desk = Verification.objects.filter(visit__isnull=True, entry__activity__plan__year__year=1403)
    assert set(at_the_desk.values_list("entry__activity__plan__number", flat=True)) == {7}


def test_the_years_are_the_sources_own_and_run_as_they_should():
    years = ProgramYear.objects.order_by("year").values_list("year", "state", "approved_on", "is_sample")

    assert list(years) == [
        (1401, "closed", to_gregorian(1401, 3, 18), False),
        (1402, "closed", to_gregorian(1402, 2, 24), False),
        (1403, "running", to_gregorian(1403, 2, 26), False),
    ]


def test_nothing_reported_is_marked_and_everything_made_up_is():
    marked = {
        model._meta.label: set(model._base_manager.values_list("is_sample", flat=True))
        for model in apps.get_models()
        if hasattr(model, "is_sample") and model._meta.app_label in {"accounts", "council", "actionplans", "filing"}
    }

    only_reported = {"council.ProgramYear"}
    both = {"council.Meeting", "council.HistoricalMeeting", "council.Decision", "council.Institution"}
    assert {name for name, marks in marked.items() if marks == {False}} == only_reported
    assert {name for name, marks in marked.items() if marks == {True, False}} == both
    assert set(Institution.objects.values_list("is_sample", "is_reported")) == {(False, True), (True, False)}
    assert list(Meeting.objects.filter(is_sample=False).values_list("source__number", flat=True)) == ["32075"]
    assert list(Decision.objects.filter(is_sample=False).values_list("number", "source__number")) == [
        ("1403/01-01", "32075")
    ]
    assert not Decision.objects.filter(is_sample=True, source__isnull=False).exists()


def test_the_weights_in_force_sum_to_100_on_every_day_of_every_year():
    for year in ProgramYear.objects.all():
        facts = facts_of(year, list(year.plans.order_by("number")))
        sums = {weights_in_force(facts, day) for day in every_day(year.start, year.end)}
        assert sums == {Decimal(100)}, year


def test_the_activity_weights_of_every_baseline_sum_to_100():
    sums = [
        sum(baseline.activities.values_list("weight", flat=True))
        for baseline in Baseline.objects.prefetch_related("activities")
    ]

    assert sums == [Decimal(100)] * 17


def test_the_activities_lie_inside_their_year():
    for activity in Activity.objects.select_related("plan__year"):
        activity.full_clean()


def test_the_nine_plans_name_the_reported_decision_as_theirs():
    plans = ActionPlan.objects.filter(year__year=1403).order_by("number")

    assert set(plans.values_list("approved_by__number", "approved_by__source__number")) == {("1403/01-01", "32075")}
    assert [plan.number for plan in plans] == list(range(1, 10))
    assert all(plan.objective and plan.objective_en and plan.title_en and plan.lead for plan in plans)
    assert all(plan.sections.exists() and plan.partners.exists() and plan.from_source for plan in plans)


def test_one_plan_has_a_new_baseline_and_one_was_stopped_each_by_a_later_decision():
    newer = Baseline.objects.filter(version__gt=1).values_list("plan__number", "version", "decision__number")
    stopped = ActionPlan.objects.filter(state="stopped").values_list("number", "stopped_by__number", "stopped_on")

    assert list(newer) == [(5, 2, "1403/03-02")]
    assert list(stopped) == [(7, "1403/04-03", to_gregorian(1403, 9, 4))]


def test_every_adopted_decision_had_its_quorum_frozen_as_the_seats_still_say():
    for decision in Decision.objects.adopted().filter(is_sample=True).select_related("agenda_item__meeting__year"):
        quorum, snapshot = quorum_of(decision.agenda_item.meeting), decision.snapshot
        assert (snapshot["voting"], snapshot["present"], snapshot["needed"]) == (
            len(quorum.electors),
            quorum.present,
            quorum.needed,
        )
        assert snapshot["present"] >= snapshot["needed"]
        assert decision.number.startswith(decision.agenda_item.meeting.key.replace("-", "/"))


def test_the_minutes_are_published_and_every_proposal_is_settled():
    assert set(Meeting.objects.values_list("state", flat=True)) == {"published"}
    assert not Decision.objects.filter(state="proposed").exists()


def test_every_verified_figure_leads_to_a_decision_and_published_minutes():
    verified = ProgressEntry.objects.verified().select_related("activity__plan__approved_by__agenda_item__meeting")

    assert len(verified) == 231
    for entry in verified:
        meeting = entry.activity.plan.approved_by.agenda_item.meeting
        assert entry.activity.is_in_force(entry.as_of)
        assert (entry.activity.plan.approved_by.state, meeting.state) == ("adopted", "published")
        assert meeting.source_id or entry.activity.plan.approved_by.snapshot


def test_nobody_verified_their_own_and_times_follow_each_other():
    for verification in Verification.objects.select_related("entry", "reading"):
        row = verification.subject
        assert row.recorded_by_id != verification.by_id
        assert row.as_of < row.recorded_at.date() < verification.at.date()
    assert StateChange.objects.filter(model="actionplans.progressentry", at__year=2024).count() > 200


def test_progress_falls_only_with_a_reason():
    falls = []
    for activity in Activity.objects.all():
        before = None
        for entry in activity.entries.counting().order_by("as_of", "pk"):
            if before and entry.percent < before.percent:
                falls.append(bool(entry.fall_reason))
            before = entry

    assert falls == [True, True]


def test_returned_entries_were_corrected_and_some_rows_wait():
    returned = Verification.objects.filter(verdict="returned", entry__isnull=False)

    assert returned.count() >= 3
    assert all(row.reason for row in returned)
    assert Verification.objects.filter(verdict="verified", entry__isnull=False).exclude(reason="").count() >= 8
    assert 3 <= ProgressEntry.objects.waiting().count() <= 12


def test_evidence_is_kept_through_the_one_way_in_and_partly_public(whole_sample):
    files = StoredFile.objects.filter(pk__in=Evidence.objects.values("file"))

    assert set(files.values_list("content_type", flat=True)) == {"application/pdf", "image/png", "text/csv"}
    assert set(Evidence.objects.values_list("is_public", flat=True)) == {True, False}
    assert all((whole_sample / file.path).stat().st_size == file.size for file in files)


def test_the_findings_are_of_all_kinds_and_states_and_what_closed_them_holds():
    findings = Finding.objects.filter(is_sample=True)

    assert Counter(findings.values_list("kind", flat=True)) == {
        "gap": 12, "weakness": 4, "strength": 3, "opportunity": 3, "threat": 3,
    }  # fmt: skip
    assert Counter(findings.values_list("state", flat=True)) == {
        "identified": 3, "accepted": 5, "addressed": 9, "closed": 7, "rejected": 1,
    }  # fmt: skip
    assert set(findings.values_list("section__order", flat=True)) == {None, 1, 2, 3}
    assert Finding.objects.closed().count() == 7
    year = ProgramYear.objects.get(year=1403)
    assert (gaps_closed_in(year).count(), gaps_closed_in(year, day=year.end).count()) == (6, 5)
    for finding in Finding.objects.filter(state="closed"):
        require_proof(finding, finding.closing_report)  # what the service asks for
        assert finding.closing_report.verifications.latest("pk").at.date() <= finding.closed_on
    judged = findings.filter(accepted_on__isnull=False)
    assert not judged.filter(accepted_on__lt=F("identified_on")).exists()


def test_the_first_half_of_the_year_is_locked():
    assert MonthLock.objects.locked_months(ProgramYear.objects.get(year=1403)) == {1, 2, 3, 4, 5, 6}


def test_every_seat_of_the_council_is_taken_by_an_invented_person():
    today = Seat.objects.in_force(to_gregorian(1403, 12, 30))

    assert Counter(today.values_list("role", flat=True)) == {
        "chair": 1,
        "deputy": 1,
        "secretary": 1,
        "support": 5,
        "actor": 3,
        "supervisor": 1,
    }
    assert all("نمونه" in seat.person and "Nemune" in seat.person_en for seat in Seat.objects.all())


def test_the_year_ends_with_less_verified_than_reported_than_planned():
    end = figures(1403)

    assert (end.planned, round(float(end.reported), 2), round(float(end.verified), 2)) == (100, 83.82, 81.84)
    assert statuses(1403) == {
        1: "done",
        2: "on_track",
        3: "at_risk",
        4: "at_risk",
        5: "behind",
        6: "on_track",
        7: "stopped",
        8: "on_track",
        9: "behind",
    }


def test_half_way_through_the_year_the_figures_are_plausible():
    half = figures(1403, HALF_YEAR)

    shown = [round(float(figure), 2) for figure in (half.planned, half.reported, half.verified)]
    assert shown == [38.88, 35.24, 34.91]
    assert set(statuses(1403, HALF_YEAR).values()) == {"on_track", "at_risk"}
    assert set(statuses(1403, to_gregorian(1403, 2, 27)).values()) == {"not_started"}


def test_the_earlier_years_are_closed_with_completed_plans():
    states = ActionPlan.objects.filter(year__year__lt=1403).order_by("year__year", "number")

    assert [(plan.year.year, plan.number, plan.state) for plan in states if plan.state == "completed"] == [
        (1401, 1, "completed"),
        (1402, 1, "completed"),
    ]
    assert states.count() == 7


def test_the_book_of_changes_holds_every_line_with_its_hash():
    lines = list(StateChange.objects.all())

    assert [line.pk for line in lines if line.sha256 != line_hash(line)] == []
    assert len(lines) > 700
