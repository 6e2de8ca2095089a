"""Freezing: refused with everything that is missing, then one document, hashed and chained, that never changes."""

import hashlib
import json
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from council.models import Meeting
from editions.models import EditionFile, EditionNote, YearEdition
from editions.services import begin_edition, drop_edition, freeze_edition, propose_edition, write_note
from editions.services.freezing import keep, newest_seal, read_document
from editions.todo import missing_of
from filing.append_only import AppendOnlyError
from filing.models import Seal, StateChange
from tests import build
from tests.editions import build_editions as build_here
from tests.reports.build_year import day, small_year

pytestmark = pytest.mark.django_db
State = YearEdition.State


@pytest.fixture(autouse=True)
def cheap_files(monkeypatch):
    monkeypatch.setattr("editions.services.freezing.made_files", build_here.cheap_files)


def test_freezing_is_refused_with_everything_that_is_missing():
    made = small_year()
    build.meeting(7, held_on=day(4, 1), state=Meeting.State.HELD)
    edition = begin_edition(year=made.one.year, by=made.facilitator)

    with pytest.raises(ValidationError) as refused:
        freeze_edition(edition=edition, by=made.facilitator)

    assert refused.value.messages == [
        "هنوز نمی‌توان نسخه را منجمد کرد. نخست این کارها را انجام دهید:",
        "صورت‌جلسه نشست ۷ مورخ ۱ تیر ۱۴۰۳ را منتشر کنید؛ اکنون «برگزارشده» است.",
        "گزارش ۳۱ تیر ۱۴۰۳ درباره فعالیت ۱ از برنامه ۱ را به تأیید یا بازگشت برسانید، یا بنویسید چرا تأییدنشده می‌ماند.",
        "برنامه ۱ به اندازه ۸۵٫۰ واحد عقب است: دلیل و اقدام اصلاحی را بنویسید.",
        "برنامه ۲ به اندازه ۱۰۰٫۰ واحد عقب است: دلیل و اقدام اصلاحی را بنویسید.",
    ]
    assert YearEdition.objects.get().state == State.DRAFT
    assert not EditionFile.objects.exists()


def test_a_note_stands_for_what_cannot_be_done_and_becomes_part_of_the_document():
    made = small_year()
    edition = begin_edition(year=made.one.year, by=made.facilitator)
    say = {"edition": edition, "by": made.facilitator}
    write_note(**say, kind="unverified", subject=build_here.UNSEEN, reason="ناظر در سفر است.")
    for number in (1, 2):
        write_note(
            **say, kind="behind", subject=f"1403/{number}", reason="تأخیر قرارداد", corrective_action="نشست هفتگی"
        )

    frozen = freeze_edition(edition=edition, by=made.facilitator)

    assert json.loads(frozen.document)["notes"] == [
        {"about": "behind", "subject": "1403/1", "reason": "تأخیر قرارداد", "corrective_action": "نشست هفتگی"},
        {"about": "behind", "subject": "1403/2", "reason": "تأخیر قرارداد", "corrective_action": "نشست هفتگی"},
        {"about": "unverified", "subject": build_here.UNSEEN, "reason": "ناظر در سفر است.", "corrective_action": ""},
    ]


@pytest.mark.parametrize(
    ("percent", "is_named"),
    [("90.00", False), ("89.99", True)],  # ten points behind are allowed, 10.01 are not
)
def test_a_plan_may_be_ten_points_behind_and_not_more(percent, is_named):
    made = small_year()
    build.verification(made.waiting, percent=80, by=made.supervisor, reason="")
    for activity in (made.milestone, made.works):
        build.entry(activity, percent, day(12, 1), by=made.facilitator, verified=percent)
    edition = begin_edition(year=made.one.year, by=made.facilitator)

    named = [text for text in missing_of(edition) if "برنامه ۱" in text]

    assert bool(named) is is_named


def test_a_frozen_edition_has_its_hash_its_place_its_seal_and_a_line_in_the_book():
    made = build_here.ready_year()

    edition = build_here.frozen(made)

    sha256 = hashlib.sha256(edition.document.encode()).hexdigest()
    assert (edition.state, edition.sha256, edition.place, edition.previous) == ("frozen", sha256, 1, "")
    before, after = list(Seal.objects.order_by("pk"))[-2:]
    assert edition.seal == before.root
    assert edition.as_of == made.year.end
    line = StateChange.objects.filter(model="editions.yearedition").latest("pk")
    assert after.last_id == line.pk
    files = "\n".join(sorted(f"{row.kind} {row.language} {row.sha256}" for row in edition.files.all()))
    why = f"facts {sha256} files {hashlib.sha256(files.encode()).hexdigest()}"
    assert (line.object_key, line.old, line.new, line.why) == ("1403/edition/1", "draft", "frozen", why)
    snapshot = edition.files.get(kind="json")
    assert snapshot.sha256 == sha256 == snapshot.file.sha256


def test_the_next_edition_holds_the_hash_of_the_one_before():
    made = build_here.ready_year()
    first = build_here.publish(build_here.frozen(made))
    second = build_here.frozen(made, erratum="هشت نفر دو بار شمرده شده بودند.")

    assert json.loads(second.document)["chain"] == {"kind": "facts", "place": 2, "previous": first.sha256}
    assert (second.number, second.place, second.previous) == (2, 2, first.sha256)


def test_sample_editions_form_a_chain_of_their_own():
    made = build_here.ready_year()
    build_here.publish(build_here.frozen(made))
    type(made.year).objects.filter(pk=made.year.pk).update(is_sample=True)
    sample = build_here.frozen(made, erratum="نمونه")

    assert sample.is_sample
    assert json.loads(sample.document)["chain"] == {"kind": "sample", "place": 1, "previous": None}


def test_a_later_edition_says_what_it_corrects():
    made = build_here.ready_year()
    build_here.publish(build_here.frozen(made))

    with pytest.raises(ValidationError) as refused:
        begin_edition(year=made.year, by=made.facilitator)

    assert refused.value.messages == ["بنویسید این نسخه چه چیزی را و چرا اصلاح می‌کند."]
    assert YearEdition.objects.count() == 1


def test_nothing_is_corrected_that_the_council_may_still_publish():
    made = build_here.ready_year()
    first = build_here.frozen(made)
    proposal = build.decision(build.agenda_item(made.meeting))
    said = {"year": made.year, "by": made.facilitator, "erratum": "اصلاح شمارش"}
    waits = "منجمد است و منتشر نشده است: پس از آن که شورا درباره آن تصمیم گرفت، می‌توان آن را اصلاح کرد."

    with pytest.raises(ValidationError) as untied:
        begin_edition(**said)
    propose_edition(edition=first, decision=proposal, by=made.facilitator)
    with pytest.raises(ValidationError) as tied:
        begin_edition(**said)
    type(proposal).objects.filter(pk=proposal.pk).update(state="rejected")

    assert untied.value.messages == tied.value.messages == [f"{first} {waits}"]
    assert begin_edition(**said).number == 2


def test_the_figures_are_of_the_day_of_freezing_not_of_the_beginning():
    """The year ended since the edition was begun; it ended on 2025-03-20."""
    made = build_here.ready_year()
    edition = build_here.draft(made)
    YearEdition.objects.update(as_of=day(1, 31))

    frozen = freeze_edition(edition=edition, by=made.facilitator)

    assert (frozen.as_of, json.loads(frozen.document)["edition"]["as_of"]) == (made.year.end, "2025-03-20")


def test_what_came_to_be_missing_since_the_beginning_refuses_the_freezing():
    """The report of 31 Tir lies after the day on which the edition was begun, so nobody had to verify it then."""
    made = small_year()
    edition = build_here.draft(SimpleNamespace(**vars(made) | {"year": made.one.year}))
    YearEdition.objects.update(as_of=day(1, 31))

    with pytest.raises(ValidationError) as refused:
        freeze_edition(edition=edition, by=made.facilitator)

    assert refused.value.messages[1:] == [
        "گزارش ۳۱ تیر ۱۴۰۳ درباره فعالیت ۱ از برنامه ۱ را به تأیید یا بازگشت برسانید، یا بنویسید چرا تأییدنشده می‌ماند."
    ]


def test_the_document_is_read_anew_when_a_note_was_written_meanwhile():
    made = build_here.ready_year()
    edition = build_here.draft(made)
    document, notes = read_document(edition)
    EditionNote.objects.filter(subject="1403/1").update(reason="دلیل تازه")

    assert keep(edition, document, "متن", newest_seal(), [], notes=notes, by=made.facilitator) is None
    assert YearEdition.objects.get().state == State.DRAFT


def test_the_document_is_read_anew_when_the_chain_went_on_meanwhile():
    made = build_here.ready_year()
    edition = build_here.draft(made)
    document, notes = read_document(edition)
    document["chain"]["previous"] = "a" * 64

    assert keep(edition, document, "متن", newest_seal(), [], notes=notes, by=made.facilitator) is None


@pytest.mark.parametrize(
    "change",
    [
        {"document": "{}"},
        {"sha256": "b" * 64},
        {"previous": "b" * 64},
        {"place": 9},
        {"number": 9},
        {"seal": "b" * 64},
        {"erratum": "دیگر"},
        {"is_sample": True},
        {"state": "draft", "document": "", "sha256": "", "place": None, "frozen_at": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_refuses_every_change_of_a_frozen_edition(change):
    edition = build_here.frozen()

    with pytest.raises(DatabaseError), transaction.atomic():
        YearEdition.objects.filter(pk=edition.pk).update(**change)


def test_nothing_is_written_or_dropped_once_it_is_frozen():
    made = build_here.ready_year()
    edition = build_here.frozen(made)
    note = {"kind": "behind", "subject": "1403/1", "reason": "دیر", "corrective_action": "زود"}

    for act in (
        lambda: write_note(edition=edition, by=made.facilitator, **note),
        lambda: drop_edition(edition=edition, by=made.facilitator),
        lambda: freeze_edition(edition=edition, by=made.facilitator),
    ):
        with pytest.raises(ValidationError):
            act()
    with pytest.raises(AppendOnlyError):
        edition.files.all().delete()


def test_an_edition_is_published_by_a_decision_and_takes_the_place_of_the_one_before():
    made = build_here.ready_year()
    first = build_here.publish(build_here.frozen(made))
    second = build_here.publish(build_here.frozen(made, erratum="اصلاح شمارش"))
    first.refresh_from_db()

    assert (first.state, second.state) == (State.SUPERSEDED, State.PUBLISHED)
    assert second.published_at is not None
    assert second.decision.state == "adopted"


def test_the_publishing_decision_stays():
    edition = build_here.publish(build_here.frozen())
    other = build.decision()

    for change in ({"decision": other}, {"state": "frozen", "published_at": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            YearEdition.objects.filter(pk=edition.pk).update(**change)


def test_only_a_frozen_edition_and_a_proposed_decision_go_together():
    made = build_here.ready_year()
    edition = build_here.draft(made)

    proposal = build.decision(build.agenda_item(made.meeting))
    with pytest.raises(ValidationError, match="تنها نسخه قطعی"):
        propose_edition(edition=edition, decision=proposal, by=made.facilitator)
    frozen = freeze_edition(edition=edition, by=made.facilitator)
    with pytest.raises(ValidationError, match="تنها مصوبه پیشنهادی"):
        propose_edition(edition=frozen, decision=made.decision, by=made.facilitator)


def test_the_public_sees_published_editions_only():
    made = build_here.ready_year()
    nobody, staff = build.user(), made.facilitator
    edition = build_here.frozen(made)
    assert list(YearEdition.objects.visible_to(nobody)) == []
    build_here.publish(edition, by=staff)
    assert list(YearEdition.objects.visible_to(nobody)) == [edition]
