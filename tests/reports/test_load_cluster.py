"""``load_cluster`` with the facts alone: exactly what the source reports, once."""

import datetime as dt
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command

from actionplans.models import ActionPlan
from council.models import (
    AgendaItem,
    Attendance,
    Cluster,
    Decision,
    Institution,
    Meeting,
    ProgramYear,
    Remark,
    Source,
    Statement,
)
from filing.models import StateChange
from persian.text import normalise
from reports.loading import load_cluster
from tests.reports import build_files

pytestmark = pytest.mark.django_db
REPORTED = build_files.KHUZESTAN / "reported.toml"
MEETING_DAY = dt.date(2024, 5, 15)


def run(*arguments):
    out = StringIO()
    call_command("load_cluster", *arguments, stdout=out)
    return out.getvalue()


def rows():
    """How many rows every own table holds."""
    own = {"accounts", "council", "actionplans", "filing", "members", "post"}
    return {m._meta.label: m._base_manager.count() for m in apps.get_models() if m._meta.app_label in own}


def test_the_facts_of_the_source_are_loaded_and_nothing_else():
    run(str(REPORTED))

    counts = {name: count for name, count in rows().items() if count}
    assert counts == {
        "council.AgendaItem": 4,
        "council.Attendance": 8,
        "council.Cluster": 1,
        "council.Decision": 1,
        "council.HistoricalMeeting": 1,
        "council.Institution": 7,
        "council.Meeting": 1,
        "council.ProgramYear": 3,
        "council.Remark": 5,
        "council.Source": 1,
        "council.Statement": 6,
        "filing.StateChange": 4,
        "members.Capability": 48,
        "members.ReviewReason": 8,
    }


def test_the_cluster_and_its_three_years_stand_as_reported():
    run(str(REPORTED))

    cluster = Cluster.objects.get()
    assert (cluster.name, cluster.first_year, cluster.years) == ("خوشه فناوری اطلاعات خوزستان", 1401, 3)
    assert (cluster.reported_section_count, cluster.handover_due_year) == (3, 1403)
    assert cluster.host_institution.key == "industrial-towns"
    years = ProgramYear.objects.order_by("year")
    facts = years.values_list("year", "ordinal", "state", "approved_on", "reported_plan_count", "is_sample")
    assert list(facts) == [
        (1401, 1, "planning", None, None, False),
        (1402, 2, "planning", None, None, False),
        (1403, 3, "planning", None, 9, False),
    ]
    assert [(year.start, year.end) for year in years][-1] == (dt.date(2024, 3, 20), dt.date(2025, 3, 20))
    assert ActionPlan.objects.count() == 0


def test_the_source_keeps_its_text_word_for_word():
    run(str(REPORTED))

    source = Source.objects.get()
    words = (build_files.KHUZESTAN / "news-32075.fa.txt").read_text(encoding="utf-8")
    assert source.text == normalise(words)
    assert (source.number, source.published_on) == ("32075", MEETING_DAY)
    topics = ["ideas", "strengths_weaknesses", "handover", "cooperation", "trainings", "market"]
    assert list(Statement.objects.order_by("order").values_list("topic", flat=True)) == topics


def test_institutions_are_marked_as_reported():
    run(str(REPORTED))

    assert set(Institution.objects.values_list("is_reported", "is_sample")) == {(True, False)}


def test_the_meeting_is_published_with_its_source_and_describes_who_was_there():
    run(str(REPORTED))

    meeting = Meeting.objects.get()
    assert (meeting.key, meeting.state, meeting.held_on) == ("1403-01", "published", MEETING_DAY)
    assert (meeting.source.number, meeting.starts_at, meeting.is_sample) == ("32075", None, False)
    people = Attendance.objects.values_list("person", "described_as", "institution__key", "seat", "status")
    assert list(people)[:3] == [
        ("مهدی چنانی", "معاون صنایع کوچک شرکت شهرک‌های صنعتی خوزستان", "industrial-towns", None, "present"),
        ("قاسمی", "عامل توسعه خوشه فناوری اطلاعات", None, None, "present"),
        ("محمود نایل", "رئیس اتحادیه رایانه و کافی‌نت اهواز", "ahvaz-computer-union", None, "present"),
    ]
    kinds = AgendaItem.objects.order_by("order").values_list("order", "kind")
    assert list(kinds) == [(1, "report"), (2, "information"), (3, "opinion"), (4, "decision")]
    assert list(Remark.objects.values_list("institution__key", "text")) == [
        ("governorate", ""),
        ("tvto", ""),
        ("industry-mine-trade", ""),
        ("scu-incubator", ""),
        ("labour-welfare", ""),
    ]


def test_the_reported_decision_carries_its_source_in_place_of_a_count():
    run(str(REPORTED))

    decision = Decision.objects.get()
    assert (decision.number, decision.state, decision.adopted_on) == ("1403/01-01", "adopted", MEETING_DAY)
    assert (decision.source.number, decision.snapshot, decision.recorded_by) == ("32075", None, None)
    assert (decision.votes_for, decision.by_consensus, decision.is_sample) == (None, False, False)


def test_every_state_that_was_loaded_has_its_line_in_the_book():
    run(str(REPORTED))

    lines = StateChange.objects.order_by("pk").values_list("model", "object_key", "old", "new", "by", "role")
    assert list(lines) == [
        ("council.meeting", "1403-01", "", "published", None, "system"),
        ("council.decision", "1403/01-01", "proposed", "adopted", None, "system"),
        ("council.source", "32075", "", "loaded", None, "system"),
        ("council.source", "32075", "", "lists loaded", None, "system"),
    ]


def test_a_second_run_changes_nothing_and_says_so():
    run(str(REPORTED))
    before = rows()

    assert run(str(REPORTED)) == "گزارش‌های منبع پیش‌تر بارگذاری شده است و چیزی تغییر نکرد.\n"
    assert rows() == before


def test_a_second_run_keeps_what_people_entered_since():
    run(str(REPORTED))
    Institution.objects.filter(key="tvto").update(short_name="فنی و حرفه‌ای")
    Institution.objects.get(key="ahvaz-computer-union").attendances.all().delete()
    ProgramYear.objects.filter(year=1401).update(state="approved", approved_on=dt.date(2022, 4, 1))

    run(str(REPORTED))

    assert Institution.objects.get(key="tvto").short_name == "فنی و حرفه‌ای"
    assert Attendance.objects.count() == 7
    assert ProgramYear.objects.get(year=1401).state == "approved"


def test_a_changed_file_adds_what_is_new_and_keeps_what_is_there(tmp_path):
    path = build_files.folder(tmp_path)
    load_cluster(path)
    Institution.objects.filter(key="tvto").update(name="نام دیگر")
    added = '[[institution]]\nkey = "new"\nname = "نهاد تازه"\nkind = "other"\n\n[[meeting]]'
    build_files.replace(path, "[[meeting]]", added)

    loaded = load_cluster(path)

    assert loaded.made == {"نهادها": 1}
    assert Institution.objects.get(key="tvto").name == "نام دیگر"
    assert (Meeting.objects.count(), Decision.objects.count(), Attendance.objects.count()) == (1, 1, 8)


def test_the_summary_counts_rows_in_persian():
    assert "       ۷  نهادها\n" in run(str(REPORTED))


def test_it_says_nothing_when_told_to_be_quiet():
    assert run(str(REPORTED), "--verbosity=0") == ""


def test_without_sample_no_account_is_made():
    run(str(REPORTED))

    assert get_user_model().objects.count() == 0
