"""The desk of certificates: who gets one and why not, all of them by the worker, one file, a revocation."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone, translation

from filing.models import StateChange, StoredFile
from post import leases
from post.models import Message
from tests import build
from tests.council.pdf_text import text_of
from tests.trainings.certifying import certificate, ended_course, taught
from trainings.certifying import jobs
from trainings.models import Certificate, CertificateJob, Course, Enrolment
from trainings.services.bundles import forget_bundles
from trainings.services.learners import erase_learner

pytestmark = pytest.mark.django_db
State = CertificateJob.State


def address(course):
    return english("admin:trainings_course_certificates", course.pk)


def english(name, *args):
    with translation.override("en"):
        return reverse(name, args=args)


def desk(client, course):
    return client.get(address(course))


def issued(course, by):
    """A job as the worker left it."""
    job = jobs.begin_issue(course=course, by=by)
    assert jobs.run_waiting() == 1
    job.refresh_from_db()
    return job


def pack_of(job):
    return zipfile.ZipFile(io.BytesIO((Path(portal.MEDIA_ROOT) / job.file.path).read_bytes()))


def mixed_course():
    """Two who completed, one of them with a gap, one who failed and one who never came."""
    course = ended_course()
    taught(course, attended=4, name="زهرا کریمی")
    taught(course, attended=3, name="حسین نوری")
    taught(course, attended=2, name="مینا صالحی", state=Enrolment.State.FAILED)
    taught(course, attended=0, name="علی مرادی", state=Enrolment.State.NO_SHOW)
    return course


def test_the_page_says_who_gets_one_and_who_not_and_why(client, facilitator):
    course = mixed_course()
    client.force_login(facilitator)
    response = desk(client, course)

    assert response.context["counts"] == {"completed": 2, "issued": 0, "missing": 2}
    assert [(row[0].learner.full_name, row[1], row[2]) for row in response.context["rows"]] == [
        ("زهرا کریمی", None, ""),
        ("حسین نوری", None, ""),
        ("مینا صالحی", None, "Was in 2 of 4 sessions; at least 75 percent are needed."),
        ("علی مرادی", None, "Was in 0 of 4 sessions; at least 75 percent are needed."),
    ]
    assert "Issue 2 certificates and send the letters" in response.text


def test_the_button_asks_the_worker_who_issues_them_all(client, facilitator):
    course = mixed_course()
    client.force_login(facilitator)
    client.post(address(course))
    waiting = desk(client, course)
    assert waiting.headers["Refresh"] == "2"
    assert "<progress" in waiting.text
    assert not Certificate.objects.exists()

    assert jobs.run_waiting() == 1
    assert jobs.run_waiting() == 0

    job = CertificateJob.objects.get()
    assert (job.state, job.done, job.total, job.issued, job.by) == (State.DONE, 2, 2, 2, facilitator)
    done = desk(client, course)
    assert "Refresh" not in done.headers
    assert done.context["counts"] == {"completed": 2, "issued": 2, "missing": 0}
    assert {row.enrolment.learner.full_name for row in Certificate.objects.all()} == {"زهرا کریمی", "حسین نوری"}
    assert Message.objects.filter(key__startswith="certificate/").count() == 2
    assert StateChange.objects.filter(model="trainings.certificate", new="issued").count() == 2


def test_the_file_holds_a_pdf_for_each_named_by_the_person(staff):
    course = mixed_course()
    job = issued(course, staff)

    pack = pack_of(job)
    assert pack.namelist() == ["0001 زهرا کریمی.pdf", "0002 حسین نوری.pdf"]
    second = Certificate.objects.get(enrolment__learner__full_name="حسین نوری")
    assert second.code in text_of(pack.read("0002 حسین نوری.pdf"))
    assert (job.file.name, job.file.content_type) == (f"certificates-{course.slug}.zip", "application/zip")


def test_again_issues_nothing_new_and_the_new_file_takes_the_place_of_the_old(staff):
    course = mixed_course()
    first = issued(course, staff)
    old = Path(portal.MEDIA_ROOT) / first.file.path
    taught(course, attended=4, name="نرگس احمدی")

    with_commit(lambda: issued(course, staff))

    first.refresh_from_db()
    second = CertificateJob.objects.exclude(pk=first.pk).get()
    assert (second.issued, second.done, first.file, old.exists()) == (1, 3, None, False)
    assert Certificate.objects.count() == Message.objects.count() == 3
    assert StoredFile.objects.get() == second.file


def with_commit(act):
    """Run ``act`` and what it left for the commit of the transaction."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return act()


def test_pressed_twice_one_job_runs(staff):
    course = mixed_course()

    assert jobs.begin_issue(course=course, by=staff) == jobs.begin_issue(course=course, by=staff)


@pytest.mark.parametrize("state", [Course.State.OPEN, Course.State.RUNNING])
def test_before_the_end_of_the_course_nothing_begins(client, staff, state):
    course = mixed_course()
    Course.objects.update(state=state)
    client.force_login(staff)

    with pytest.raises(ValidationError):
        jobs.begin_issue(course=course, by=staff)
    assert client.post(address(course)).status_code == 302
    assert not CertificateJob.objects.exists()
    assert "Certificates are issued once the course has ended" in desk(client, course).text


def test_a_dead_workers_job_goes_to_the_next_one_after_its_lease(staff):
    job = jobs.begin_issue(course=mixed_course(), by=staff)
    rows = CertificateJob.objects.filter(pk=job.pk)
    rows.update(state=State.RUNNING, claimed_at=timezone.now() - leases.LEASE + dt.timedelta(minutes=1))
    assert jobs.run_waiting() == 0

    rows.update(claimed_at=timezone.now() - leases.LEASE - dt.timedelta(seconds=1))
    assert jobs.run_waiting() == 1
    assert rows.get().state == State.DONE


def test_who_lost_the_lease_writes_no_end(staff, monkeypatch):
    """Another worker has taken over while this one was away: it must not end the other's job."""
    job = jobs.begin_issue(course=mixed_course(), by=staff)
    other = timezone.now() + dt.timedelta(minutes=1)
    real = jobs.issue_batch

    def slow(keys, *, by):
        CertificateJob.objects.filter(pk=job.pk).update(claimed_at=other)
        return real(keys, by=by)

    monkeypatch.setattr(jobs, "issue_batch", slow)
    jobs.run_waiting()

    job.refresh_from_db()
    assert (job.state, job.claimed_at, job.file) == (State.RUNNING, other, None)


def test_a_fault_stops_the_job_and_its_page_says_what_to_do(client, staff, monkeypatch, caplog):
    course = mixed_course()
    jobs.begin_issue(course=course, by=staff)
    monkeypatch.setattr(jobs, "certificate_pdf", lambda *_: 1 / 0)
    jobs.run_waiting()

    assert CertificateJob.objects.get().state == State.FAILED
    assert "failed" in caplog.text
    client.force_login(staff)
    assert "errornote" in desk(client, course).text
    monkeypatch.undo()
    assert issued(course, staff).state == State.DONE


@pytest.mark.parametrize(
    ("role", "status"), [("staff", 200), ("facilitator", 200), ("council_member", 404), ("firm_a", 404)]
)
def test_only_who_issues_opens_the_file(client, cast, role, status):
    job = issued(mixed_course(), build.user())
    client.force_login(cast[role])

    response = client.get(reverse("filing:file", args=[job.file_id]))
    assert response.status_code == status
    b"".join(response.streaming_content if response.streaming else ())


@pytest.mark.parametrize("role", ["supervisor", "council_member", "administrator"])
def test_others_do_not_reach_the_desk(client, cast, role):
    course = mixed_course()
    client.force_login(cast[role])

    assert (desk(client, course).status_code, client.post(address(course)).status_code) == (403, 403)
    assert not CertificateJob.objects.exists()


def test_after_thirty_days_the_file_goes_with_its_bytes(staff):
    job = issued(mixed_course(), staff)
    path = Path(portal.MEDIA_ROOT) / job.file.path
    CertificateJob.objects.update(ended_at=timezone.now() - dt.timedelta(days=29))
    with_commit(forget_bundles)
    assert path.exists()

    CertificateJob.objects.update(ended_at=timezone.now() - dt.timedelta(days=31))
    with_commit(forget_bundles)
    job.refresh_from_db()
    assert (job.file, StoredFile.objects.count(), path.exists()) == (None, 0, False)


def test_a_removed_person_is_in_no_file_any_more(staff):
    course = mixed_course()
    job = issued(course, staff)
    path = Path(portal.MEDIA_ROOT) / job.file.path
    person = Certificate.objects.first().enrolment.learner

    with_commit(lambda: erase_learner(learner=person, by=None))

    assert (StoredFile.objects.count(), path.exists()) == (0, False)
    assert issued(course, staff).issued == 0
    assert len(pack_of(CertificateJob.objects.first()).namelist()) == 1


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_the_same_few_questions_for_many(client, staff, people, django_assert_num_queries):
    course = ended_course()
    for _ in range(people):
        certificate(course)
    issued(course, staff)
    client.force_login(staff)
    desk(client, course)

    with django_assert_num_queries(12):
        desk(client, course)


@pytest.mark.parametrize("people", [3, 9])
def test_issuing_asks_the_same_few_questions_for_many(staff, people, django_assert_num_queries):
    course = ended_course()
    for _ in range(people):
        taught(course)
    jobs.begin_issue(course=course, by=staff)

    locks = 2 if connection.vendor == "postgresql" else 0  # of the book, where writers do not queue anyway
    with django_assert_num_queries(32 + locks):
        jobs.run_waiting()
    assert Certificate.objects.count() == people


def test_staff_revoke_with_a_reason_and_the_page_names_it(client, staff):
    made = certificate()
    client.force_login(staff)
    path = english("admin:trainings_certificate_revoke", made.pk)

    assert "Whoever checks the code will read this." in client.get(path).text
    assert client.post(path, {"why": " "}).status_code == 422
    assert Certificate.objects.valid().exists()
    assert client.post(path, {"why": "نام اشتباه بود."}).headers["Location"] == address(made.enrolment.course)
    assert Certificate.objects.get().revoked_because == "نام اشتباه بود."
    assert client.get(path).status_code == 200


def test_a_facilitator_issues_but_does_not_revoke(client, facilitator):
    made = certificate()
    client.force_login(facilitator)
    path = reverse("admin:trainings_certificate_revoke", args=[made.pk])

    assert "Revoke" not in desk(client, made.enrolment.course).text
    assert (client.get(path).status_code, client.post(path, {"why": "x"}).status_code) == (403, 403)
    assert Certificate.objects.valid().exists()


def test_the_lists_find_a_certificate_by_its_code_and_a_job_by_its_course(client, staff):
    made = certificate()
    job = issued(made.enrolment.course, staff)
    client.force_login(staff)

    found = client.get("/en/admin/trainings/certificate/", {"q": made.code}).text
    assert f"/en/certificates/{made.code}/" in found
    assert client.get("/en/admin/trainings/certificatejob/").status_code == 200
    opened = client.get(f"/en/admin/trainings/certificatejob/{job.pk}/change/")
    assert opened.headers["Location"] == address(made.enrolment.course)


def test_a_file_is_not_kept_when_somebody_in_it_is_forgotten_while_it_is_made(staff, monkeypatch):
    course = ended_course()
    person = taught(course).learner
    job = jobs.begin_issue(course=course, by=staff)
    finish = jobs.finish

    def meanwhile(*values):
        erase_learner(learner=person, by=None)
        return finish(*values)

    monkeypatch.setattr(jobs, "finish", meanwhile)
    jobs.run_waiting()

    job.refresh_from_db()
    assert (job.state, job.file, StoredFile.objects.count()) == (State.DONE, None, 0)
