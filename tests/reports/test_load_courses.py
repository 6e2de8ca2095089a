"""Courses from the data files: past ones with their results, others around the day of loading; away with the sample."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from filing.models import StateChange
from persian.jalali import today
from post.models import Message
from reports.loading import load_cluster, remove_sample
from tests.reports import build_files
from tests.reports.build_files import SMALL_SAMPLE, replace
from tests.reports.test_remove_sample import rows
from tests.trainings import build_trainings as make
from trainings.models import Certificate, Course, CourseFeedback, Enrolment, Learner, SessionAttendance

pytestmark = pytest.mark.django_db
COURSES = """
sample = true

[[course]]
slug = "web"
title = "وب"
kind = "skill"
provider = "tvto"
plan = "1403/2"
summary = "ساختن صفحه"
syllabus = ["یک", "دو"]
hours = 16
place = "کارگاه"
seats = 3
starts_at = 09:00:00
ends_at = 13:00:00
opens_on = "1403/05/01"
closes_on = "1403/06/01"
days = ["1403/06/10", "1403/06/11", "1403/06/12", "1403/06/13"]
state = "closed"
people = [
  {name = "علی", email = "ali@x.example", came = "1110", grades = [5, 4, 4, 4, 5], use = "often", effect = "job"},
  {name = "بیتا", email = "bita@learners.example", came = "1100"},
  {name = "کورش", email = "cyrus@learners.example", came = "0000"},
  {name = "دارا", email = "dara@learners.example"},
]

[[course]]
slug = "soon"
title = "به‌زودی"
kind = "ict"
provider = "tvto"
summary = "دوره باز"
hours = 8
place = "سالن"
seats = 2
starts_at = 16:00:00
ends_at = 20:00:00
opens_in = -5
closes_in = 9
days_in = [14, 16]
state = "open"
people = [
  {name = "علی", email = "ali@x.example"},
  {name = "بیتا", email = "bita@learners.example", offered = true},
  {name = "کورش", email = "cyrus@learners.example"},
]
"""


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def path(tmp_path):
    made = build_files.folder(tmp_path / "cluster", sample=SMALL_SAMPLE)
    (made.parent / "sample-courses.toml").write_text(COURSES, encoding="utf-8")
    return made


def states(slug):
    return [(row.learner.full_name, row.number, row.state) for row in Course.objects.get(slug=slug).enrolments.all()]


def test_a_past_course_has_its_results_by_the_rule_of_attendance(path):
    load_cluster(path, with_sample=True)

    course = Course.objects.get(slug="web")
    assert (course.state, course.plan.number, course.taken, course.last_number, course.is_sample) == (
        "closed", 2, 3, 4, True,
    )  # fmt: skip
    assert states("web") == [  # 3 of 4 are 75 percent; the fourth had no place
        ("علی", 1, "completed"), ("بیتا", 2, "failed"), ("کورش", 3, "no_show"), ("دارا", 4, "lapsed"),
    ]  # fmt: skip
    marks = SessionAttendance.objects.order_by("enrolment__number", "session__day").values_list("is_present", flat=True)
    assert list(marks) == [True, True, True, False, True, True, False, False, False, False, False, False]
    after, later = CourseFeedback.objects.order_by("kind")
    assert (after.overall, later.use, later.effect) == (5, "often", "job")
    certificate = Certificate.objects.get()
    assert (certificate.payload["person"], certificate.payload["attended"], certificate.payload["issued_on"]) == (
        "علی", 3, "2024-09-10",  # 20 Shahrivar 1403, a week after the last day
    )  # fmt: skip


def test_a_course_around_the_day_of_loading_is_counted_from_it(path):
    before = timezone.now()
    load_cluster(path, with_sample=True)

    course = Course.objects.get(slug="soon")
    days = [today() + dt.timedelta(days=number) for number in (-5, 9, 14, 16)]
    days = [day + dt.timedelta(days=day.weekday() == 4) for day in days]
    assert [course.opens_on, course.closes_on, *course.sessions.values_list("day", flat=True)] == days
    assert states("soon") == [("علی", 1, "confirmed"), ("بیتا", 2, "offered"), ("کورش", 3, "waiting")]
    offered = course.enrolments.get(state="offered")
    assert before + dt.timedelta(hours=48) <= offered.offered_until <= timezone.now() + dt.timedelta(hours=48)


def test_one_address_is_one_person_and_nobody_gets_a_letter(path):
    load_cluster(path, with_sample=True)

    assert Learner.objects.count() == 4
    assert not Message.objects.filter(key__startswith=("enrolment", "certificate")).exists()


def test_every_step_stands_in_the_book(path):
    load_cluster(path, with_sample=True)

    lines = StateChange.objects.filter(model="trainings.course", object_key="web").order_by("pk")
    assert [(line.old, line.new) for line in lines] == [
        ("", "draft"), ("draft", "open"), ("open", "running"), ("running", "closed"),
    ]  # fmt: skip
    lines = StateChange.objects.filter(model="trainings.enrolment", object_key="web#1").order_by("pk")
    assert [(line.old, line.new) for line in lines] == [("", "confirmed"), ("confirmed", "completed")]


def test_the_sample_goes_with_whoever_enrolled_in_it(path, tmp_path):
    facts = build_files.folder(tmp_path / "facts")
    load_cluster(facts)
    before = rows()
    load_cluster(path, with_sample=True)
    person = make.learner("واقعی")
    Enrolment.objects.create(
        course=Course.objects.get(slug="soon"), learner=person, number=9, state="waiting", door="public"
    )

    remove_sample()

    own = [model for model in apps.get_app_config("trainings").get_models() if model._base_manager.exists()]
    assert [model._meta.label for model in own] == ["trainings.Learner"]
    assert [learner.full_name for learner in Learner.objects.all()] == ["واقعی"]
    assert {name: count for name, count in rows().items() if name in before} == before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('came = "1110"', 'came = "11102"', "course[0].people[0].came: این‌جا تنها نشانه‌های 0 و 1 می‌آید"),
        ('came = "1110"', 'came = "11101"', "course[0].people[0].came: شمار نشانه‌ها از جلسه‌ها بیشتر است."),
        ("grades = [5, 4, 4, 4, 5]", "grades = [5, 4, 4, 4, 6]", "grades[4]: این‌جا نمره‌ای از ۱ تا ۵ لازم است."),
        ('plan = "1403/2"', 'plan = "1403/7"', "course[0].plan: چیزی با کلید «1403/7» نیست."),
        ("opens_in = -5", "opens_in = -500", "course[1].opens_in: این‌جا شمار روزها از روز بارگذاری"),
        ('provider = "tvto"', 'provider = "nobody"', "course[0].provider"),
        ("seats = 3", "seats = 0", "course[0].seats"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(path, old, new, said, capsys):
    replace(path.parent / "sample-courses.toml", old, new)

    with pytest.raises(CommandError) as refusal:
        call_command("load_cluster", str(path), "--sample", verbosity=0)

    assert said in str(refusal.value)
    assert (Course.objects.count(), Learner.objects.count()) == (0, 0)
