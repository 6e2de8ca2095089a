"""A course with more people than go to the browser at once: its list is written by the worker."""

import csv
import io
from pathlib import Path

import pytest
from django.conf import settings

from filing.models import StateChange
from members.exchange import sending
from members.models import ExportJob
from members.services import exports
from tests import build
from tests.trainings import build_trainings as make
from trainings.admin.export import PEOPLE
from trainings.models import Course
from trainings.services.learners import erase_learner

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(monkeypatch):
    monkeypatch.setattr(sending, "STRAIGHT", 2)
    build.cluster()
    course = make.course(seats=20)
    for name in ("سارا", "مینا", "رضا"):
        make.enrolment(course, make.learner(name))
    return course


def path(course):
    return f"/admin/trainings/course/{course.pk}/desk/list.csv"


def made(course, by):
    job = exports.order_export(kind=PEOPLE, query=str(course.pk), ending="csv", by=by)
    exports.run_waiting()
    job.refresh_from_db()
    return job


def test_a_long_list_of_people_is_ordered_and_the_book_says_by_whom(client, staff, course):
    client.force_login(staff)
    page = client.get(path(course))
    assert (page.context["rows"], list(lines())) == (3, [])

    client.post(path(course), {"key": "0" * 32})
    exports.run_waiting()

    job = ExportJob.objects.get()
    content = Path(settings.MEDIA_ROOT, job.file.path).read_text(encoding="utf-8-sig")
    assert [row[1] for row in csv.reader(io.StringIO(content))] == ["نام و نام خانوادگی", "سارا", "مینا", "رضا"]
    assert (job.title, job.kind, job.by) == (str(course), PEOPLE, staff)
    assert list(lines()) == [(course.slug, "exported", staff.pk)]


def lines():
    return StateChange.objects.filter(model="trainings.course").values_list("object_key", "new", "by")


def test_a_list_with_a_removed_person_goes_at_once_and_that_of_another_course_stays(
    staff, course, django_capture_on_commit_callbacks
):
    other = make.course()
    make.enrolment(other)
    job, kept = made(course, staff), made(other, staff)

    with django_capture_on_commit_callbacks(execute=True):
        erase_learner(learner=course.enrolments.first().learner, by=staff)

    job.refresh_from_db()
    assert (job.file, kept.file is None) == (None, False)


def test_a_course_that_is_gone_is_told(staff, course):
    job = exports.order_export(kind=PEOPLE, query=str(course.pk), ending="csv", by=staff)
    course.enrolments.all()._raw_delete("default")
    Course.objects.filter(pk=course.pk).delete()

    exports.run_waiting()

    job.refresh_from_db()
    assert (job.state, job.problem) == ("failed", "این دوره دیگر وجود ندارد.")


def test_nobody_orders_people_without_the_permission(client, council_member, course):
    client.force_login(council_member)

    assert client.post(path(course)).status_code == 403
    assert not ExportJob.objects.exists()
