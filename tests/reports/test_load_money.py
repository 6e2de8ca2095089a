"""Money and visits from the data files: tied to their decisions, checked like any row, taken away with the sample."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from actionplans.models import (
    ActionPlan,
    Funding,
    Payment,
    PaymentReversal,
    SupervisionVisit,
    Verification,
)
from council.models import Decision, Institution, ProgramYear
from filing.models import StateChange, StoredFile
from filing.uploads import store_file
from persian.jalali import to_gregorian
from reports.loading import SampleInUseError, load_cluster, remove_sample
from tests import build
from tests.reports import build_files
from tests.reports.build_files import SMALL_SAMPLE, replace
from tests.reports.test_remove_sample import rows, stored_bytes

pytestmark = pytest.mark.django_db
MONEY = """
[[funding]]
plan = 1
institution = "governorate"
kind = "in_kind"
subject = "تالار"
amount = 900
on = "1403/02/01"
decision = "1403/01-01"

[[funding]]
plan = 2
institution = "tvto"
amount = 1_000
decision = "plans"
payment = [
  {on = "1403/04/01", amount = 400, note = "قسط", file = "list.txt"},
  {on = "1403/04/02", amount = 300, reversed = "دو بار ثبت شده بود."},
]

[[funding]]
plan = 2
institution = "labour-welfare"
amount = 50

[[visit]]
on = "1403/05/10"
plans = [1]
findings = "کارگاه برپا بود."
file = "list.txt"
public = true
"""


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def path(tmp_path):
    path = build_files.folder(tmp_path / "cluster", sample=SMALL_SAMPLE)
    (path.parent / "sample-1403-money.toml").write_text(f"sample = true\nyear = 1403\n{MONEY}", encoding="utf-8")
    return path


@pytest.fixture
def loaded(path):
    load_cluster(path, with_sample=True)
    return path


def test_pledges_are_approved_by_the_decisions_that_the_files_name(loaded):
    facts = Funding.objects.order_by("pk").values_list(
        "plan__number", "institution__key", "kind", "pledged", "approved", "decision__number"
    )

    assert list(facts) == [
        (1, "governorate", "in_kind", 900, 900, "1403/01-01"),
        (2, "tvto", "cash", 1_000, 1_000, "1403/02-01"),
        (2, "labour-welfare", "cash", 50, None, None),
    ]
    book = StateChange.objects.filter(model="actionplans.funding").order_by("pk").values_list("object_key", "new")
    assert list(book) == [
        ("1403/1/f1", "proposed"), ("1403/1/f1", "approved"), ("1403/2/f1", "proposed"), ("1403/2/f1", "approved"),
    ]  # fmt: skip


def test_payments_are_recorded_some_days_later_and_one_is_reversed(loaded):
    first, second = Payment.objects.order_by("paid_on")

    assert (first.amount, first.note, first.file.name, first.file.is_sample) == (400, "قسط", "list.txt", True)
    assert (second.reversal.reason, second.reversal.by) == ("دو بار ثبت شده بود.", second.recorded_by)
    for payment in (first, second):
        assert dt.timedelta(0) < payment.recorded_at.date() - payment.paid_on < dt.timedelta(days=6)
        assert payment.recorded_at.weekday() != 4
        line = StateChange.objects.get(object_key=payment.key, new="recorded")
        assert line.at == payment.recorded_at


def test_what_is_judged_on_the_day_of_a_visit_carries_it_if_it_saw_the_plan(loaded):
    visit = SupervisionVisit.objects.get()

    assert (visit.visited_on, list(visit.plans.values_list("number", flat=True))) == (to_gregorian(1403, 5, 10), [1])
    assert (visit.by.email, visit.file.name, visit.is_file_public) == ("supervisor@sample.example", "list.txt", True)
    judged = Verification.objects.order_by("pk").values_list(
        "entry__activity__plan", "reading__indicator__plan__number", "visit"
    )
    plan = ActionPlan.objects.get(number=1)
    assert set(judged) == {(plan.pk, None, visit.pk), (None, 2, None)}


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('decision = "plans"\npayment', 'decision = "none"\npayment', "funding[1].decision: "),
        ("plan = 1\ninstitution", "plan = 9\ninstitution", "funding[0].plan: "),
        ('institution = "tvto"', 'institution = "none"', "funding[1].institution: "),
        ("amount = 900", "amount = 0", "funding[0].pledged: "),
        ("amount = 900", "amount = 9.5", "funding[0].amount: "),
        ("amount = 400", "amount = 1_001", "funding[1].payment[0].amount: "),
        ('"1403/04/01"', '"1403/03/19"', "funding[1].payment[0].paid_on: "),
        ('reversed = "دو بار ثبت شده بود."', 'reversed = " "', "funding[1].payment[1].reversed: "),
        ('file = "list.txt"}', 'file = "none.txt"}', "funding[1].payment[0].file: "),
        ("amount = 50\n", "amount = 50\npayment = [{on = \"1403/04/01\", amount = 1}]\n", "funding[2].payment[0]: "),
        ("plans = [1]", "plans = [7]", "visit[0].plans: "),
        ("plans = [1]", "plans = []", "visit[0].plans: "),
        ('on = "1403/05/10"', 'on = "1402/12/29"', "visit[0].visited_on: "),
    ],
)  # fmt: skip
def test_what_a_form_would_refuse_is_refused_with_its_place(path, old, new, place):
    replace(path.parent / "sample-1403-money.toml", old, new)

    with pytest.raises(CommandError) as caught:
        call_command("load_cluster", str(path), "--sample", verbosity=0)

    assert f"sample-1403-money.toml، {place}" in str(caught.value)
    assert not Institution.objects.exists()


def test_the_sample_takes_its_money_its_visits_and_their_files_away(path, django_capture_on_commit_callbacks):
    load_cluster(path)
    facts = rows()
    load_cluster(path, with_sample=True)
    models = (Funding, Payment, PaymentReversal, SupervisionVisit, StoredFile)
    assert [model.objects.count() for model in models] == [3, 2, 1, 1, 2]  # the receipt, and visit and evidence
    assert len(stored_bytes()) == 1

    with django_capture_on_commit_callbacks(execute=True):
        remove_sample()

    assert rows() == facts
    assert stored_bytes() == []


def test_what_people_added_to_the_samples_money_goes_too(loaded):
    funding = Funding.objects.get(institution__key="tvto")
    receipt = store_file(SimpleUploadedFile("receipt.txt", b"paid"), by=build.user())
    build.payment(funding, 5, file=receipt)

    remove_sample()

    assert (Payment.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_visit_of_people_to_their_own_plan_stays_without_the_samples(loaded):
    sample = ActionPlan.objects.get(number=1)
    own = build.plan(40, year=ProgramYear.objects.get(year=1403))
    visit = build.visit([sample, own])

    remove_sample()

    assert list(SupervisionVisit.objects.values_list("pk", "plans__number")) == [(visit.pk, 40)]


def test_a_pledge_of_people_leaves_a_samples_proposal_and_stays(loaded):
    own = build.plan(40, year=ProgramYear.objects.get(year=1403))
    proposal = build.decision(Decision.objects.get(number="1403/02-01").agenda_item, is_sample=True)
    pledge = build.funding(own, decision=proposal, institution=Institution.objects.get(key="tvto"))

    remove_sample()

    assert list(Funding.objects.values_list("pk", "decision", "row_version")) == [(pledge.pk, None, 1)]


def test_peoples_money_that_a_sample_decision_approved_keeps_the_sample(loaded):
    own = build.plan(40, year=ProgramYear.objects.get(year=1403))
    build.approve(own, decision=Decision.objects.get(number="1403/01-01"))
    decision = Decision.objects.get(number="1403/02-01")
    build.funding(own, approved=5, decision=decision, institution=Institution.objects.get(key="tvto"))
    before = rows()

    with pytest.raises(SampleInUseError):
        remove_sample()

    assert rows() == before
