"""The sample's hand-over: criteria with their scores, duties in each state, checked keys, and away again."""

import pytest
from django.core.management import CommandError, call_command

from filing.models import StateChange
from handover.models import Assessment, AssessmentEvidence, Criterion, Duty, NetworkOfficer
from persian.jalali import parse_day
from reports.loading import load_cluster, remove_sample
from tests.handover import build_handover as build_here
from tests.reports import build_files
from tests.reports.build_files import SMALL_SAMPLE, replace

pytestmark = pytest.mark.django_db
FILE = "sample-handover.toml"
NETWORK = """
[[network]]
key = "all"
kind = "inclusive"
name = "شبکه فراگیر"
legal_form = "association"
"""
HANDOVER = """
sample = true

[[criterion]]
key = "one"
text = "معیار یک"
weight = 60
must_have = true
threshold = 3
scores = [
  { on = "1403/06/15", score = 1, note = "آغاز شد", evidence = [{ file = "list.txt", caption = "فهرست" }] },
  { on = "1403/09/15", score = 3, note = "برقرار است" },
]

[[criterion]]
key = "two"
text = "معیار دو"
weight = 40
must_have = false

[[officer]]
network = "all"
account = "firm"
role = "secretary"
valid_from = "1403/09/01"

[[duty]]
title = "پذیرفته"
holder = "tvto"
network = "all"
due_on = "1403/12/29"
shadowing_on = "1403/09/01"
transferred_on = "1403/10/01"
accepted_on = "1403/10/05"

[[duty]]
title = "برنامه‌ریزی‌شده"
holder = "tvto"
network = "all"
due_on = "1403/12/29"
"""


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def path(tmp_path):
    made = build_files.folder(tmp_path / "cluster", sample=SMALL_SAMPLE)
    (made.parent / FILE).write_text(HANDOVER + NETWORK, encoding="utf-8")
    return made


def test_criteria_have_their_scores_and_duties_their_state_with_a_line_for_each(path):
    load_cluster(path, with_sample=True)

    one, two = Criterion.objects.with_newest(parse_day("1403/12/29"))
    assert (one.score, one.is_sample, two.score, two.threshold) == (3, True, None, None)
    assert [(row.score, row.by.email) for row in one.assessments.all()] == [
        (3, "supervisor@sample.example"), (1, "supervisor@sample.example"),
    ]  # fmt: skip
    assert (AssessmentEvidence.objects.get().caption, AssessmentEvidence.objects.get().is_public) == ("فهرست", False)
    first, second = Duty.objects.all()
    assert (first.state, second.state) == ("accepted", "planned")
    assert [first.transferred_by.email, first.accepted_by.email] == [
        "facilitator@sample.example", "firm@sample.example",
    ]  # fmt: skip
    lines = StateChange.objects.filter(model="handover.duty", object_key=first.key).order_by("pk")
    assert list(lines.values_list("new", flat=True)) == ["planned", "shadowing", "transferred", "accepted"]
    scores = StateChange.objects.filter(model="handover.assessment").order_by("pk")
    assert list(scores.values_list("old", "new")) == [("not assessed", "1"), ("1", "3")]


def test_the_sample_goes_and_what_is_real_stays(path):
    build_here.criterion(key="real", score=2)
    load_cluster(path, with_sample=True)

    remove_sample()

    assert list(Criterion.objects.values_list("key", flat=True)) == ["real"]
    assert (Assessment.objects.count(), AssessmentEvidence.objects.count()) == (1, 0)
    assert (Duty.objects.count(), NetworkOfficer.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("score = 1,", "score = 5,", "criterion[0].scores[0].score"),
        ('"1403/06/15", score', '"1403/13/15", score', "criterion[0].scores[0].on"),
        ("list.txt", "none.txt", "criterion[0].scores[0].evidence[0].file"),
        ("weight = 60", "weight = 0", "criterion[0].weight"),
        ('key = "two"', 'key = "one"', "criterion[1].key"),
        ("threshold = 3", "thresold = 3", "criterion[0].thresold"),
        ('account = "firm"', 'account = "nobody"', "officer[0].account"),
        ('network = "all"', 'network = "none"', "officer[0].network"),
        ('transferred_on = "1403/10/01"', "", "duty[0]"),
        ('accepted_on = "1403/10/05"', 'accepted_on = "1403/09/30"', "duty[0]"),
        ('holder = "tvto"', 'holder_seat = "nobody"', "duty[0].holder_seat"),
        ('holder = "tvto"', "", "duty[0]"),
    ],
)
def test_what_is_wrong_is_named_by_file_and_row_and_nothing_is_written(path, old, new, place):
    replace(path.parent / FILE, old, new)

    with pytest.raises(CommandError) as refusal:
        call_command("load_cluster", str(path), "--sample", verbosity=0)

    assert f"{FILE}، {place}: " in str(refusal.value)
    assert (Criterion.objects.count(), Duty.objects.count()) == (0, 0)


def test_an_acceptance_needs_an_officer_of_the_network(path):
    text = (path.parent / FILE).read_text(encoding="utf-8")
    start, end = text.index("[[officer]]"), text.index("[[duty]]")
    (path.parent / FILE).write_text(text[:start] + text[end:], encoding="utf-8")

    with pytest.raises(CommandError) as refusal:
        call_command("load_cluster", str(path), "--sample", verbosity=0)

    assert f"{FILE}، duty[0].accepted_on: " in str(refusal.value)
