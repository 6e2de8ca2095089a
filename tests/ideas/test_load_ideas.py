"""Ideas from the data files: calls, ideas in their states with their lines in the book; away with the sample."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from filing.models import StateChange
from ideas.models import Idea, IdeaCall, IdeaProposal, IdeaScore
from persian.jalali import today
from post.models import Message
from reports.loading import SampleInUseError, load_cluster, remove_sample
from tests.ideas import build_ideas
from tests.reports import build_files
from tests.reports.build_files import SMALL_SAMPLE, replace
from tests.reports.test_remove_sample import rows

pytestmark = pytest.mark.django_db
IDEAS = """
sample = true

[[idea_call]]
slug = "now"
title = "فراخوان"
text = "شرح"
opens_in = -5
closes_in = 9
weights = [40, "30.5", 19.5, 10]

[[idea]]
title = "تازه"
problem = "م"
solution = "ر"
effect = "ا"
call = "now"
name = "علی"
email = "ali@ideas.example"
state = "submitted"
submitted_in = -3

[[idea]]
title = "برنامه‌شده"
problem = "م"
solution = "ر"
effect = "ا"
name = "بیتا"
email = "bita@ideas.example"
named = true
state = "converted"
submitted_on = "1403/01/20"
scores = [{by = "council", grades = [5, 4, 3, 2]}, {by = "staff", grades = [1, 2, 3, 4], comment = "نظر"}]
decision = "plans"
plan = "1403/2"

[[idea]]
title = "داوری"
problem = "م"
solution = "ر"
effect = "ا"
name = "کورش"
email = "cyrus@ideas.example"
state = "screened"
submitted_in = -9
scores = [{by = "council", grades = [5, 4, 3, 2]}, {by = "staff", conflict = "همکار"}]

[[idea]]
title = "رد شورا"
problem = "م"
solution = "ر"
effect = "ا"
name = "دارا"
email = "dara@ideas.example"
state = "rejected"
submitted_on = "1403/01/20"
scores = [{by = "council", grades = [1, 1, 1, 1]}, {by = "staff", grades = [1, 2, 1, 1]}]
decision = "plans"
act = "reject"
reason = "بودجه ندارد."
"""


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def path(tmp_path):
    made = build_files.folder(tmp_path / "cluster", sample=SMALL_SAMPLE)
    (made.parent / "sample-ideas.toml").write_text(IDEAS, encoding="utf-8")
    return made


def way(title):
    lines = StateChange.objects.filter(model="ideas.idea", object_key=str(Idea.objects.get(title=title).pk))
    return [line.new for line in lines.order_by("pk")]


def test_calls_and_ideas_stand_as_the_file_says_and_everything_goes_again(path, tmp_path):
    facts = build_files.folder(tmp_path / "facts")
    load_cluster(facts)
    before = rows()
    load_cluster(path, with_sample=True)

    call = IdeaCall.objects.get()
    assert (call.opens_on, call.closes_on) == (today() - dt.timedelta(days=5), today() + dt.timedelta(days=9))
    assert [float(weight) for weight in call.weights.values()] == [40, 30.5, 19.5, 10]
    done = Idea.objects.get(title="برنامه‌شده")
    assert (done.plan.key, done.decision.number) == ("1403/2", "1403/02-01")
    assert (done.is_named, done.is_revealed) == (True, True)
    assert list(done.scores.values_list("is_final", flat=True)) == [True, True]
    waiting = Idea.objects.get(title="داوری")
    assert list(waiting.scores.order_by("pk").values_list("effect", "has_conflict", "is_final")) == [
        (4, False, False), (None, True, False),
    ]  # fmt: skip
    assert way("تازه") == ["submitted"]
    assert way("برنامه‌شده") == ["submitted", "screened", "scored", "shortlisted", "adopted", "converted"]
    assert way("رد شورا") == ["submitted", "screened", "scored", "shortlisted", "rejected"]
    assert list(IdeaProposal.objects.order_by("pk").values_list("act", "reason")) == [
        ("adopt", ""), ("reject", "بودجه ندارد."),
    ]  # fmt: skip
    assert {row.is_sample for row in Idea.objects.all()} == {True}
    assert not Message.objects.filter(key__startswith="idea").exists()

    remove_sample()
    assert rows() == before
    assert [model.objects.count() for model in (IdeaCall, Idea, IdeaScore, IdeaProposal)] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("old", "new", "where", "words"),
    [
        ("weights = [40,", "weights = [41,", "idea_call[0].weight_fit", "مجموع چهار وزن باید ۱۰۰ باشد."),
        ('call = "now"', 'call = "then"', "idea[0].call", "چیزی با کلید «then»"),
        ('plan = "1403/2"', 'plan = "1403/x"', "idea[1].plan", "چیزی با کلید «1403/x»"),
        (', {by = "staff", grades = [1, 2, 3, 4], comment = "نظر"}', "", "idea[1].scores", "دست‌کم دو نفر"),
        ("grades = [1, 2, 3, 4]", "grades = [1, 2, 3, 6]", "idea[1].scores[1].grades[3]", "نمره‌ای از ۱ تا ۵"),
        ('title = "تازه"', 'title = "تازه"\nlikes = 3', "idea[0].likes", "این کلید شناخته نیست"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_file_and_row(path, old, new, where, words):
    replace(path.parent / "sample-ideas.toml", old, new)
    with pytest.raises(CommandError) as refusal:
        call_command("load_cluster", str(path), "--sample")

    assert f"sample-ideas.toml، {where}" in str(refusal.value)
    assert words in str(refusal.value)
    assert Idea.objects.count() == 0


def test_a_real_idea_on_a_call_of_the_sample_keeps_the_sample(path):
    load_cluster(path, with_sample=True)
    build_ideas.idea(title="ایده واقعی", call=IdeaCall.objects.get())
    with pytest.raises(SampleInUseError) as refusal:
        remove_sample()

    assert "ایده واقعی" in str(refusal.value)
    assert Idea.objects.count() == 5
