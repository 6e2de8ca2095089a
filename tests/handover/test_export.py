"""The export of everything: checkable, whole, without what opens a door, and only for who may order it."""

import datetime as dt
import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from council.models import Institution
from filing.models import IdempotencyKey, StateChange, StoredFile
from handover.models import Export
from handover.pack import jobs, tables
from members.models import RegistrationDraft
from post import leases
from post.clock import works
from post.models import Message
from tests import build
from tests.handover import build_handover as build_here

pytestmark = pytest.mark.django_db
SECRET = "this-must-never-leave-7f3a"


def exported(administrator):
    """The finished job and the ZIP as it lies on the disk."""
    job = jobs.begin_export(by=administrator)
    assert jobs.run_waiting() == 1
    job.refresh_from_db()
    assert (job.state, job.problem) == ("done", "")
    return job, zipfile.ZipFile(Path(settings.MEDIA_ROOT) / job.file.path)


def test_every_table_and_file_is_in_it_and_the_checksums_hold(administrator, tmp_path):
    proof = build_here.evidence(build_here.assessment(build_here.criterion(), 2))
    institution = build.institution(name="اداره کل «نمونه»")

    job, pack = exported(administrator)

    names = set(pack.namelist())
    assert {f"data/{model._meta.label_lower}.jsonl" for model in tables.own_models()} < names
    assert {proof.file.path, "README.txt"} < names
    assert "MISSING.txt" not in names
    [row] = [json.loads(line) for line in pack.read("data/council.institution.jsonl").splitlines()]
    assert (row["id"], row["name"]) == (institution.pk, "اداره کل «نمونه»")
    pack.extractall(tmp_path / "out")
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=tmp_path / "out", capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout
    listed = {line.split("  ")[1] for line in pack.read("SHA256SUMS").decode().splitlines()}
    assert listed == names - {"SHA256SUMS"}
    assert (job.done, job.total) == (len(tables.own_models()) + 1, len(tables.own_models()) + 1)
    assert StateChange.objects.filter(model="handover.export", new="done", why=job.file.sha256).exists()


def test_a_changed_byte_is_found_by_the_checksums(administrator, tmp_path):
    build.institution()
    _job, pack = exported(administrator)
    pack.extractall(tmp_path / "out")
    path = tmp_path / "out" / "data" / "council.institution.jsonl"
    path.write_bytes(path.read_bytes().replace(b"id", b"ID", 1))

    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "out", capture_output=True, check=False)

    assert done.returncode != 0
    assert b"council.institution.jsonl: FAILED" in done.stdout


def test_the_page_in_it_is_in_both_languages(administrator):
    _job, pack = exported(administrator)

    text = pack.read("README.txt").decode()
    assert [words in text for words in ("نسخه کامل درگاه", "Export of the portal")] == [True, True]
    assert text.count("sha256sum -c SHA256SUMS") == 2


def test_nothing_that_opens_a_door_is_in_it(administrator):
    """What is secret is planted in every place that may hold it, and looked for in the bytes of the whole pack."""
    person = build.user()
    person.password = f"md5${SECRET}"
    person.save()
    Authenticator.objects.create(user=person, type="totp", data={"secret": SECRET})
    RegistrationDraft.objects.create(contact="who@example.org", code_hash=SECRET)
    IdempotencyKey.objects.create(key=SECRET, action="x")
    later = timezone.now() + dt.timedelta(hours=1)
    Message.objects.create(key="a", channel="mail", to="a@example.org", body=f"/open/{SECRET}/")
    Message.objects.create(key="b", channel="mail", to="b@example.org", subject=SECRET, body=SECRET, secret_until=later)

    _job, pack = exported(administrator)

    assert [name for name in pack.namelist() if SECRET.encode() in pack.read(name)] == []
    assert person.email.encode() in pack.read("data/accounts.user.jsonl")
    assert not any(
        "authenticator" in name or "session" in name.split("/")[-1]
        for name in pack.namelist()
        if "trainings" not in name
    )


def test_no_column_with_the_name_of_a_secret_is_exported():
    """Every column of every table of the portal, walked: a new one that looks like a secret is left out by itself."""
    words = ("password", "secret", "token", "code_hash", "otp", "private")
    columns = {f"{model._meta.label}.{name}" for model in tables.own_models() for name in tables.columns_of(model)}

    assert {name for name in columns if any(word in name.lower() for word in words)} == {"post.Message.secret_until"}
    assert {"accounts.User.password", "members.RegistrationDraft.code_hash", "post.Message.body"} & columns == set()
    assert len(columns) > 500


def test_tables_of_others_are_not_exported_and_of_our_own_none_is_forgotten():
    """Sessions, second factors and addresses stand in tables that are not the portal's own."""
    labels = {model._meta.label for model in tables.own_models()}
    own = {model._meta.label for model in apps.get_models() if (settings.BASE_DIR / model._meta.app_label).is_dir()}

    assert labels >= own - tables.LEFT_OUT
    assert {label.split(".")[0] for label in labels} & {"mfa", "account", "sessions", "usersessions"} == set()
    assert {"accounts.CacheRow", "filing.IdempotencyKey"} == tables.LEFT_OUT


def test_a_file_that_is_not_on_the_disk_is_listed_and_stops_nothing(administrator):
    file = build_here.evidence(build_here.assessment(build_here.criterion(), 2)).file
    (Path(settings.MEDIA_ROOT) / file.path).unlink()

    job, pack = exported(administrator)

    assert job.missing == 1
    assert pack.read("MISSING.txt").decode() == f"{file.sha256}  {file.name}\n"


def test_the_same_content_kept_twice_is_packed_once(administrator):
    first = build_here.evidence(build_here.assessment(build_here.criterion(), 2)).file
    second = build_here.evidence(build_here.assessment(build_here.criterion(), 2)).file
    assert first.sha256 == second.sha256

    job, pack = exported(administrator)

    assert pack.namelist().count(first.path) == 1
    assert job.done == job.total


@pytest.mark.parametrize("role", ["staff", "facilitator", "supervisor", "council_member", "firm_a"])
def test_only_an_administrator_orders_an_export(person_in, role):
    with pytest.raises(PermissionDenied):
        jobs.begin_export(by=person_in(role))
    assert Export.objects.count() == 0


def test_only_an_administrator_opens_the_file(cast):
    job, _pack = exported(cast["administrator"])
    people = {role: user or AnonymousUser() for role, user in cast.items()}

    seen = {role for role, user in people.items() if StoredFile.objects.visible_to(user).filter(pk=job.file_id)}

    assert seen == {"administrator"}


def test_a_second_order_while_one_is_made_is_the_same_one(administrator):
    assert jobs.begin_export(by=administrator) == jobs.begin_export(by=administrator)
    assert "export of everything" in works()


def test_a_new_export_takes_the_place_of_the_old_and_never_holds_it(administrator):
    first, _pack = exported(administrator)
    old = first.file

    second, pack = exported(administrator)

    assert not StoredFile.objects.filter(pk=old.pk).exists()
    assert old.path not in pack.namelist()
    assert Export.objects.filter(file__isnull=False).get() == second


def test_after_a_week_the_file_is_forgotten_and_the_line_stays(administrator):
    exported(administrator)
    jobs.forget_exports()
    assert StoredFile.objects.count() == 1

    Export.objects.update(ended_at=timezone.now() - dt.timedelta(days=8))
    jobs.forget_exports()

    assert (StoredFile.objects.count(), Export.objects.get().file) == (0, None)


def test_what_another_worker_has_is_left_alone_until_its_lease_is_over(administrator):
    job = jobs.begin_export(by=administrator)
    Export.objects.update(state="running", claimed_at=timezone.now())
    assert jobs.run_waiting() == 0

    Export.objects.update(claimed_at=timezone.now() - leases.LEASE - dt.timedelta(seconds=1))
    assert jobs.run_waiting() == 1
    job.refresh_from_db()
    assert job.state == "done"


def test_who_lost_the_lease_writes_nothing(administrator):
    job = jobs.begin_export(by=administrator)
    Export.objects.update(state="running", claimed_at=timezone.now())
    job.claimed_at = timezone.now() - dt.timedelta(hours=1)

    with pytest.raises(leases.LeaseLost):
        jobs.finish(job, io.BytesIO(b"x"))
    assert StoredFile.objects.count() == 0


def test_a_fault_is_told_on_the_page_and_stops_no_other_work(administrator, monkeypatch):
    job = jobs.begin_export(by=administrator)
    monkeypatch.setattr(jobs, "readme", lambda **_facts: 1 / 0)

    assert jobs.run_waiting() == 1
    job.refresh_from_db()
    assert (job.state, job.file, Institution.objects.count()) == ("failed", None, 0)
    assert job.problem.startswith("درگاه به دلیلی از سوی خود باز ایستاد")
