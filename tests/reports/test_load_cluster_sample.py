"""``load_cluster --sample``: the files beside the facts, marked, once, and only for a demonstration."""

import datetime as dt
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from actionplans.models import ActionPlan, Baseline, Evidence, IndicatorReading, ProgressEntry, Verification
from council.models import Attendance, Cluster, Decision, Institution, Meeting, ProgramYear
from filing.models import StateChange
from persian.jalali import to_gregorian
from reports.loading import load_cluster
from tests.reports import build_files
from tests.reports.build_files import SMALL_SAMPLE, replace

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.setenv("SAMPLE_PASSWORD", "a password from outside")


@pytest.fixture
def path(tmp_path):
    return build_files.folder(tmp_path / "cluster", sample=SMALL_SAMPLE)


def run(path, *arguments):
    out = StringIO()
    call_command("load_cluster", str(path), "--sample", *arguments, stdout=out)
    return out.getvalue()


def test_facts_and_sample_come_in_one_run(path):
    run(path)

    assert Cluster.objects.count() == 1
    assert list(ActionPlan.objects.order_by("number").values_list("number", "state", "is_sample")) == [
        (1, "running", True),
        (2, "running", True),
    ]
    assert ProgramYear.objects.get(year=1403).approved_on == to_gregorian(1403, 3, 20)


def test_the_sample_can_follow_the_facts_later(path):
    load_cluster(path)

    loaded = load_cluster(path, with_sample=True)

    assert (loaded.is_new, loaded.sample) == (False, "new")
    assert Meeting.objects.count() == 2


def test_a_sample_decision_is_adopted_by_the_council_with_its_count(path):
    run(path)

    decision = Decision.objects.get(number="1403/02-01")
    assert (decision.is_sample, decision.source, decision.recorded_by.email) == (
        True,
        None,
        "facilitator@sample.example",
    )
    counted = {name: decision.snapshot[name] for name in ("voting", "present", "needed", "for")}
    assert counted == {"voting": 2, "present": 2, "needed": 1, "for": 2}
    meeting = decision.agenda_item.meeting
    assert (meeting.state, meeting.is_sample) == ("published", True)
    assert Attendance.objects.filter(meeting=meeting).count() == 2


def test_plans_are_approved_by_the_decision_they_name_and_frozen(path):
    run(path)

    frozen = Baseline.objects.order_by("plan__number").values_list("plan__number", "weight", "decision__number")
    assert list(frozen) == [(1, Decimal(60), "1403/01-01"), (2, Decimal(40), "1403/02-01")]


def test_entries_are_recorded_and_verified_on_days_of_the_year(path):
    run(path)

    rows = ProgressEntry.objects.order_by("as_of").values_list(
        "percent", "verifications__percent", "verifications__reason", "recorded_by__email", "verifications__by__email"
    )
    facilitator, supervisor = "facilitator@sample.example", "supervisor@sample.example"
    assert list(rows) == [
        (Decimal(40), Decimal(40), "", facilitator, supervisor),
        (Decimal(60), Decimal(55), "دو مورد کم بود.", facilitator, supervisor),
        (Decimal(70), None, None, facilitator, None),
    ]
    days = {verification.at.date() for verification in Verification.objects.filter(entry__isnull=False)}
    assert days == {to_gregorian(1403, 5, 10)}
    for entry in ProgressEntry.objects.all():
        assert dt.timedelta(days=1) < entry.recorded_at.date() - entry.as_of < dt.timedelta(days=7)
        assert entry.recorded_at.weekday() != 4
        line = StateChange.objects.get(model="actionplans.progressentry", object_key=entry.key, new="recorded")
        assert line.at == entry.recorded_at


def test_a_returned_reading_counts_nowhere_and_its_correction_waits(path):
    run(path)

    rows = IndicatorReading.objects.order_by("pk").values_list("value", "verifications__verdict")
    assert list(rows) == [(Decimal(4), "returned"), (Decimal(3), None)]


def test_evidence_comes_in_the_one_checked_way(path):
    run(path)

    evidence = Evidence.objects.get()
    assert (evidence.caption, evidence.is_public, evidence.file.name) == ("فهرست", True, "list.txt")
    assert (evidence.file.is_sample, evidence.file.uploaded_by.email) == (True, "facilitator@sample.example")


def test_evidence_of_a_forbidden_type_refuses_the_whole_load(path):
    replace(path.parent / "sample-1403.toml", "list.txt", "list.html")
    (path.parent / "evidence" / "list.txt").rename(path.parent / "evidence" / "list.html")

    with pytest.raises(CommandError) as caught:
        run(path)

    assert "sample-1403.toml، progress[0].entries[0].evidence[0].file: " in str(caught.value)
    assert (Cluster.objects.count(), User.objects.count()) == (0, 0)


def test_a_second_run_changes_nothing(path):
    run(path)
    before = StateChange.objects.count()
    Institution.objects.filter(key="tvto").update(short_name="فنی")
    ActionPlan.objects.filter(number=1).update(contact="دبیرخانه")

    told = run(path)

    assert told == (
        "گزارش‌های منبع پیش‌تر بارگذاری شده است و چیزی تغییر نکرد.\nنمونه پیش‌تر بارگذاری شده است و چیزی تغییر نکرد.\n"
    )
    assert StateChange.objects.count() == before
    assert ActionPlan.objects.get(number=1).contact == "دبیرخانه"
    assert Institution.objects.get(key="tvto").short_name == "فنی"


def test_another_edition_of_the_sample_never_meets_the_loaded_one(path):
    run(path)
    replace(path.parent / "sample-1403.toml", "برنامه دو", "برنامه دیگر")

    told = run(path)

    assert "ویرایش دیگری از نمونه بارگذاری شده است و همان می‌ماند." in told
    assert ActionPlan.objects.get(number=2).title == "برنامه دو"


@pytest.mark.parametrize("file", ["reported.toml", "sample-1403.toml"])
def test_a_file_that_became_bad_is_refused_also_when_it_was_loaded_before(path, file):
    run(path)
    replace(path.parent / file, "[[meeting]]", "[[assembly]]")

    with pytest.raises(CommandError):
        run(path)


def test_outside_a_demonstration_nothing_at_all_is_loaded(path, settings):
    settings.DEMO = settings.DEBUG = False

    with pytest.raises(CommandError) as caught:
        run(path)

    assert str(caught.value).startswith("چیزی بارگذاری نشد.\nنمونه و حساب‌های آن تنها برای نمایش است")
    assert (Cluster.objects.count(), User.objects.count()) == (0, 0)


def test_a_password_that_was_made_up_is_told_even_quietly(path, monkeypatch):
    monkeypatch.delenv("SAMPLE_PASSWORD")

    told = run(path, "--verbosity=0")

    word, _colon, password = told.strip().rpartition(": ")
    assert word == "گذرواژه حساب‌های نمونه"
    assert User.objects.get(email="staff@sample.example").check_password(password)


def test_a_given_password_is_never_told(path):
    assert "a password from outside" not in run(path)


def test_an_act_without_its_decision_or_plan_is_refused(path):
    sample = path.parent / "sample-1403.toml"
    text = sample.read_text(encoding="utf-8")
    for act, reason in [
        ('decision = "none"\nact = "stop"\nplan = 1', "act[0].decision: "),
        ('decision = "plans"\nact = "stop"\nplan = 9', "act[0].plan: "),
        ('decision = "plans"\nact = "stop"\nplan = 2', "act[0]: "),
        ('decision = "plans"\nact = "amend"\nplan = 1\ntargets = {one = 1}', "act[0].targets: "),
        ('decision = "plans"\nact = "amend"\nplan = 1\nweight = 50', "plan: "),
    ]:
        sample.write_text(f"{text}\n[[act]]\n{act}\n", encoding="utf-8")
        with pytest.raises(CommandError) as caught:
            run(path)
        assert f"sample-1403.toml، {reason}" in str(caught.value)
