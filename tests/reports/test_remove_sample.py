"""``remove_sample``: everything made up goes, what the source reports and what people wrote stays."""

import builtins
import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import translation

from accounts.models import User
from actionplans.models import ActionPlan, Baseline, Evidence, MonthLock, PlanProposal, ProgressEntry
from council import reminders, services
from council.models import Comment, Decision, Invitation, Meeting, ProgramYear, Seat
from filing.models import StateChange, StoredFile
from filing.services import line_hash
from filing.uploads import store_file
from persian.jalali import today
from post.models import Message
from reports.loading import SampleInUseError, load_cluster, remove_sample
from tests import build
from tests.reports import build_files
from tests.reports.build_files import SMALL_SAMPLE

pytestmark = pytest.mark.django_db
KEPT = {"filing.StateChange", "filing.Seal", "accounts.User"}


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def small(tmp_path):
    """The small sample, loaded; gives the path of the facts."""
    path = build_files.folder(tmp_path / "cluster", sample=SMALL_SAMPLE)
    load_cluster(path, with_sample=True)
    return path


def rows():
    own = {"accounts", "council", "actionplans", "filing", "post", "editions"}
    models = [model for model in apps.get_models() if model._meta.app_label in own]
    counts = {model._meta.label: model._base_manager.count() for model in models}
    return {name: count for name, count in counts.items() if count and name not in KEPT}


def stored_bytes():
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_only_the_facts_are_left(tmp_path, django_capture_on_commit_callbacks):
    path = build_files.folder(tmp_path / "cluster", sample=SMALL_SAMPLE)
    load_cluster(path)
    facts = rows()
    load_cluster(path, with_sample=True)
    assert len(stored_bytes()) == 1
    assert rows() != facts

    with django_capture_on_commit_callbacks(execute=True):
        assert remove_sample() == (2, 1, 4, 3)

    assert rows() == facts
    assert stored_bytes() == []


@pytest.mark.long
def test_the_whole_sample_goes():
    path = build_files.KHUZESTAN / "reported.toml"
    load_cluster(path)
    facts = rows()
    load_cluster(path, with_sample=True)

    remove_sample()

    assert rows() == facts


def test_the_sources_own_years_are_in_planning_again(small):
    remove_sample()

    years = ProgramYear.objects.order_by("year").values_list("year", "state", "approved_on", "reported_plan_count")
    assert list(years) == [
        (1401, "planning", None, None),
        (1402, "planning", None, None),
        (1403, "planning", None, 9),
    ]
    line = StateChange.objects.filter(model="council.programyear").order_by("-pk").values("old", "new", "why").first()
    assert line == {"old": "running", "new": "planning", "why": "the sample was removed"}


def test_the_reported_decision_stays_without_its_sample_plans(small):
    assert PlanProposal.objects.filter(decision__number="1403/01-01").count() == 1

    remove_sample()

    assert list(Decision.objects.values_list("number", "source__number")) == [("1403/01-01", "32075")]
    assert (PlanProposal.objects.count(), Baseline.objects.count()) == (0, 0)


def test_the_book_keeps_its_lines_and_their_hashes(small):
    before = list(StateChange.objects.order_by("pk").values_list("pk", "sha256"))

    remove_sample()

    lines = list(StateChange.objects.order_by("pk"))
    assert [(line.pk, line.sha256) for line in lines][: len(before)] == before
    assert [line.pk for line in lines if line.sha256 != line_hash(line)] == []
    assert (lines[-1].model, lines[-1].old, lines[-1].new) == ("council.source", "sample loaded", "sample removed")


def test_accounts_that_the_book_names_are_closed_and_nameless(small):
    remove_sample()

    left = User.objects.order_by("pk")
    assert [(user.email, user.full_name) for user in left] == [
        (f"removed-{user.pk}@sample.invalid", "حساب نمونه حذف‌شده") for user in left
    ]
    assert {(user.is_active, user.is_staff, user.is_sample, user.has_usable_password()) for user in left} == {
        (False, False, True, False)
    }
    assert not left.filter(groups__isnull=False).exists()
    assert set(StateChange.objects.exclude(by=None).values_list("by", flat=True)) == {user.pk for user in left}


def test_after_the_removal_the_sample_can_be_loaded_again(small):
    remove_sample()

    loaded = load_cluster(small, with_sample=True)

    assert (loaded.sample, loaded.is_new) == ("new", False)
    assert ActionPlan.objects.count() == 2
    assert User.objects.filter(email="facilitator@sample.example", is_active=True).count() == 1


def test_what_people_added_to_a_sample_plan_goes_with_it(small, django_capture_on_commit_callbacks):
    entry = ProgressEntry.objects.first()
    upload = store_file(SimpleUploadedFile("note.txt", "از آدم‌ها".encode()), by=build.user())
    Evidence.objects.create(entry=entry, file=upload, caption="یادداشت", added_by=build.user())
    MonthLock.objects.create(year=ProgramYear.objects.get(year=1403), month=1, by=build.user())

    with django_capture_on_commit_callbacks(execute=True):
        remove_sample()

    assert (Evidence.objects.count(), StoredFile.objects.count(), MonthLock.objects.count()) == (0, 0, 0)
    assert stored_bytes() == []


def test_the_same_bytes_in_somebody_elses_file_stay_on_the_disk(small, django_capture_on_commit_callbacks):
    mine = store_file(SimpleUploadedFile("mine.txt", "فهرست نمونه".encode()), by=build.user())

    with django_capture_on_commit_callbacks(execute=True):
        remove_sample()

    assert list(StoredFile.objects.all()) == [mine]
    assert [path.name for path in stored_bytes()] == [mine.sha256]


def test_a_file_that_another_record_shows_is_kept(small):
    entry = build.entry(build.activity(build.plan(number=50)))
    Evidence.objects.create(entry=entry, file=StoredFile.objects.get(), caption="همان", added_by=build.user())

    remove_sample()

    assert StoredFile.objects.count() == 1


def test_peoples_own_rows_stay_and_their_minutes_keep_the_names(small):
    year = ProgramYear.objects.get(year=1403)
    meeting = build.meeting(year=year, number=3, held_on=dt.date(2024, 7, 1))
    build.attendance(meeting, Seat.objects.get(role="chair"))
    build.plan(number=40, year=year)
    own = build.adopted_decision(build.agenda_item(meeting))

    remove_sample()

    facts = meeting.attendances.values_list("seat", "person", "institution__key", "status")
    assert list(facts) == [(None, "رئیس نمونه", "industrial-towns", "present")]
    assert list(ActionPlan.objects.values_list("number", flat=True)) == [40]
    assert Decision.objects.filter(pk=own.pk).exists()


def test_letters_and_comments_of_sample_seats_at_peoples_meetings_go(small):
    """What is not of the sample stays: the seat of a person, its invitation, its letter and its reminder."""
    chair = Seat.objects.get(role="chair")
    Seat.objects.filter(pk=chair.pk).update(email="chair@sample.example")
    build.seat("زهرا", email="zahra@example.org")
    meeting = build.meeting(
        3, state="draft", held_on=today() + dt.timedelta(days=2), starts_at=dt.time(10), place="استانداری"
    )
    item = build.agenda_item(meeting)
    services.move_meeting(meeting=meeting, state="called", by=None)
    Comment.objects.create(agenda_item=item, seat=chair, text="سخن")
    build.action_item(meeting, seat=Seat.objects.get(person="زهرا"), due_on=today())
    reminders.remind()
    assert Message.objects.filter(to="chair@sample.example").count() == 1

    remove_sample()

    assert list(Invitation.objects.values_list("person", flat=True)) == ["زهرا"]
    assert list(Message.objects.order_by("pk").values_list("to", "key")) == [
        ("zahra@example.org", f"invitation/{meeting.pk}/1/{Seat.objects.get().pk}"),
        ("zahra@example.org", f"action-item/{meeting.action_items.get().pk}/ahead/{today()}/{Seat.objects.get().pk}"),
    ]
    assert Comment.objects.count() == 0


def test_letters_about_sample_meetings_go_to_whomever_they_were_written(small):
    """Somebody held a seat in a sample council: nothing that the sample wrote to them stays in the outbox."""
    zahra = build.seat("زهرا", email="zahra@example.org", valid_from=today())
    meeting = build.meeting(3, state="draft", held_on=today(), starts_at=dt.time(10), place="استانداری", is_sample=True)
    build.agenda_item(meeting)
    meeting = services.move_meeting(meeting=meeting, state="called", by=None)
    build.action_item(meeting, seat=zahra, due_on=today())
    reminders.remind()
    services.move_meeting(meeting=meeting, state="cancelled", by=None, why="نمونه")
    kinds = [key.split("/")[0] for key in Message.objects.order_by("pk").values_list("key", flat=True)]
    assert kinds == ["invitation", "action-item", "cancellation"]

    remove_sample()

    assert (Message.objects.count(), Seat.objects.get()) == (0, zahra)


def test_it_is_refused_while_peoples_plans_stand_on_a_sample_decision(small):
    plan = build.plan(number=40, year=ProgramYear.objects.get(year=1403))
    build.approve(plan, decision=Decision.objects.get(number="1403/02-01"))
    before = rows()

    with translation.override("en"), pytest.raises(SampleInUseError) as caught:
        remove_sample()

    told = str(caught.value).split("\n")
    assert told[0] == "These records are no sample but stand on the sample; change or remove them first:"
    assert "action plan: 40. برنامه آزمایشی 40" in told[1:]
    assert rows() == before


def test_a_mark_stays_on_what_is_left(small):
    build.agenda_item(Meeting.objects.get(is_sample=True))

    remove_sample()

    assert not Meeting.objects.filter(is_sample=True).exists()
    assert set(User.objects.exclude(email__endswith=".org").values_list("is_sample", flat=True)) == {True}


def run(*arguments):
    out = StringIO()
    call_command("remove_sample", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_asks_for_the_word(small, monkeypatch):
    asked = []
    monkeypatch.setattr(builtins, "input", lambda question: asked.append(question) or "yes")

    with pytest.raises(CommandError) as caught:
        run()

    assert str(caught.value) == "چیزی حذف نشد."
    assert "«remove»" in asked[0]
    assert ActionPlan.objects.count() == 2


def test_the_command_goes_on_when_the_word_is_typed(small, monkeypatch):
    monkeypatch.setattr(builtins, "input", lambda question: " remove ")

    assert run().startswith("نمونه حذف شد: ۲ برنامه، ۱ پرونده و ۴ حساب؛ ۳ حساب دیگر")
    assert ActionPlan.objects.count() == 0


def test_the_command_does_not_ask_with_yes(small):
    run("--yes")

    assert ActionPlan.objects.count() == 0


def test_the_command_says_why_it_refuses(small):
    plan = build.plan(number=40, year=ProgramYear.objects.get(year=1403))
    build.approve(plan, decision=Decision.objects.get(number="1403/02-01"))

    with pytest.raises(CommandError) as caught:
        run("--yes")

    assert str(caught.value).startswith("چیزی حذف نشد.\n")


def test_without_a_sample_nothing_changes(tmp_path):
    load_cluster(build_files.folder(tmp_path / "cluster"))
    before = rows(), StateChange.objects.count()

    assert remove_sample() == (0, 0, 0, 0)
    assert (rows(), StateChange.objects.count()) == before
