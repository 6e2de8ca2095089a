"""The book of state changes: lines, their hashes, the seals over them."""

import datetime as dt
import hashlib
import json

import pytest
from django.contrib.admin import site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import translation

from filing.append_only import AppendOnlyError
from filing.models import IdempotencyKey, Seal, StateChange, StoredFile
from filing.services import claim_key, record_change, seal_changes
from filing.uploads import store_file
from tests import build

pytestmark = pytest.mark.django_db


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_line_names_the_object_by_key_and_the_person_by_role_and_id(facilitator):
    line = record_change(build.year(1403), by=facilitator, old="approved", new="running", why="آغاز سال")

    facts = StateChange.objects.values("by", "role", "model", "object_key", "old", "new", "why").get()
    assert facts == {
        "by": facilitator.pk,
        "role": "facilitator",
        "model": "council.programyear",
        "object_key": "1403",
        "old": "approved",
        "new": "running",
        "why": "آغاز سال",
    }
    line.refresh_from_db()
    written = {
        "at": line.at.astimezone(dt.UTC).isoformat(),
        "by": facilitator.pk,
        "role": "facilitator",
        "model": "council.programyear",
        "object": "1403",
        "from": "approved",
        "to": "running",
        "why": "آغاز سال",
    }
    assert line.sha256 == sha256(json.dumps(written, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def test_the_system_itself_is_named_as_such():
    assert record_change(build.year(), by=None, old="", new="planning").role == "system"


def test_a_person_without_a_role_is_a_dash():
    assert record_change(build.year(), by=build.user(), old="", new="planning").role == "-"


def test_lines_refuse_update_and_delete_in_python():
    record_change(build.year(), by=None, old="a", new="b")

    with pytest.raises(AppendOnlyError):
        StateChange.objects.update(new="c")
    with pytest.raises(AppendOnlyError):
        StateChange.objects.all().delete()
    assert StateChange.objects.get().new == "b"


@pytest.mark.parametrize("model", [StateChange, Seal, StoredFile])
def test_the_database_refuses_to_change_a_kept_row(model, facilitator):
    record_change(build.year(), by=None, old="a", new="b")
    seal_changes()

    store_file(SimpleUploadedFile("a.txt", b"text"), by=facilitator)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        models.QuerySet(model).update(id=F("id"))


def test_a_seal_covers_every_unsealed_line_and_holds_the_previous_root():
    year = build.year()
    first = [record_change(year, by=None, old="", new=str(number)) for number in range(3)]
    one = seal_changes()
    second = record_change(year, by=None, old="", new="3")
    two = seal_changes()

    root_one = sha256("\n".join(["", *[line.sha256 for line in first]]))
    root_two = sha256(f"{root_one}\n{second.sha256}")
    assert list(Seal.objects.order_by("pk").values_list("first_id", "last_id", "count", "previous", "root")) == [
        (first[0].pk, first[2].pk, 3, "", root_one),
        (second.pk, second.pk, 1, root_one, root_two),
    ]
    assert (one.root, two.root) == (root_one, root_two)
    assert seal_changes() is None


def test_two_seals_cannot_follow_the_same_one():
    record_change(build.year(), by=None, old="", new="x")
    seal = seal_changes()

    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.create(first_id=9, last_id=9, count=1, previous=seal.previous, root="f" * 64)


def test_tick_makes_the_seal():
    record_change(build.year(), by=None, old="", new="x")

    call_command("tick")

    assert Seal.objects.values_list("count", flat=True).get() == 1


def test_a_form_key_is_claimed_once(facilitator):
    first = claim_key(key="k" * 32, action="progress", user=facilitator)
    second = claim_key(key="k" * 32, action="progress", user=facilitator)

    assert (first[1], second[1]) == (True, False)
    assert IdempotencyKey.objects.count() == 1


def test_staff_read_the_book_in_words(client, staff):
    record_change(build.year(), by=None, old="approved", new="running")
    record_change(build.plan(), by=None, old="baseline 1", new="baseline 2")
    StateChange.objects.bulk_create([StateChange(model="gone.model", object_key="1", old="", new="locked", sha256="0")])
    client.force_login(staff)

    page = client.get(reverse("admin:filing_statechange_changelist"), {"kind": "council.programyear"})
    book = site.get_model_admin(StateChange)
    columns = [book.kind, book.shown_key, book.shown_old, book.shown_new]
    rows = {row.model: [str(column(row)) for column in columns] for row in StateChange.objects.all()}

    assert rows == {
        "council.programyear": ["سال برنامه", "۱۴۰۳", "مصوب", "در حال اجرا"],
        "actionplans.actionplan": ["برنامه عمل", "۱۴۰۳/۱", "خط مبنا ۱", "خط مبنا ۲"],
        "gone.model": ["gone.model", "۱", "", "بسته"],
    }
    assert [row.model for row in page.context["cl"].queryset] == ["council.programyear"]
    assert client.get(reverse("admin:filing_seal_changelist")).status_code == 200
    assert client.get(reverse("admin:filing_storedfile_changelist")).status_code == 200


@pytest.mark.parametrize(
    ("role", "shown"),
    [("facilitator, council member", "عامل توسعه خوشه، عضو شورا"), ("system", "سامانه"), ("-", "-"), ("", None)],
)
def test_the_book_shows_roles_in_words(role, shown):
    with translation.override("fa"):
        assert site.get_model_admin(StateChange).shown_role(StateChange(role=role)) == shown
