"""Certificates and questions in a real browser: issued at the desk, checked by a stranger, answered on a phone."""

import re

import pytest
from django.core.cache import cache
from django.core.management import call_command

from tests.trainings.certifying import certificate, ended_course, taught
from trainings.asking.links import feedback_token
from trainings.models import Certificate, CourseFeedback
from trainings.services.certificates import revoke_certificate

NARROW_PERSIAN = {"width": 360, "dark": True}
WIDE_ENGLISH = {"width": 1280, "language": "en-GB"}
LONG = "طراحی و پیاده‌سازی سامانه‌های اطلاعات مدیریت در بنگاه‌های کوچک و متوسط استان"


@pytest.fixture(autouse=True)
def nobody_has_guessed():
    cache.clear()


def check(page, axe, no_horizontal_scroll):
    assert axe(page) == []
    no_horizontal_scroll(page)
    assert page.locator("[style], script:not([src], [type])").count() == 0


def opinions(course):
    """Five answers to each sheet."""
    for grade, use, effect in zip(
        (5, 5, 4, 3, 1), ["often"] * 3 + ["never"] * 2, ["job"] * 2 + ["none"] * 3, strict=True
    ):
        grades = dict.fromkeys(CourseFeedback.QUESTIONS, grade) | {"content": 5}
        enrolment = taught(course)
        CourseFeedback.objects.create(enrolment=enrolment, kind="after", **grades)
        CourseFeedback.objects.create(enrolment=enrolment, kind="follow_up", use=use, effect=effect)


@pytest.fixture
def addresses(staff):
    """Every page of this file by name, without its language."""
    course = ended_course(title=LONG, title_en="Design and implementation of management information systems")
    valid = certificate(course)
    revoked = certificate(ended_course(is_sample=True), name="حسین نوری")
    revoke_certificate(certificate=revoked, by=staff, why="نام خانوادگی اشتباه نوشته شده بود.")
    opinions(course)
    return {
        "find": "/certificates/",
        "valid": f"/certificates/{valid.code}/",
        "revoked": f"/certificates/{revoked.code}/",
        "unknown": "/certificates/2222-2222-2222-2222-2222/",
        "after": f"/trainings/feedback/{feedback_token(taught(course), 'after')}/",
        "later": f"/trainings/feedback/{feedback_token(taught(course), 'follow_up')}/",
        "course": f"/trainings/{course.slug}/",
    }


NAMES = ["find", "valid", "revoked", "unknown", "after", "later", "course"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("reader", [NARROW_PERSIAN, WIDE_ENGLISH], ids=["narrow", "wide"])
def test_a_page_is_right(visit, addresses, axe, no_horizontal_scroll, name, reader):
    visitor = visit(**reader)
    if name in ("revoked", "unknown"):
        visitor.forgive("Failed to load resource")
    prefix = "/en" if reader is WIDE_ENGLISH else ""
    visitor.page.goto(prefix + addresses[name])

    check(visitor.page, axe, no_horizontal_scroll)


def test_certificates_are_issued_in_bulk_and_a_stranger_checks_one_by_its_code(
    visit, client, staff, axe, no_horizontal_scroll
):
    course = ended_course(title=LONG)
    for name in ("زهرا کریمی", "حسین نوری"):
        taught(course, name=name)
    taught(course, attended=1, name="مینا صالحی", state="failed")
    desk = visit(width=1280)
    desk.sign_in(client, staff)
    path = f"/admin/trainings/certificate/course/{course.pk}/"
    desk.page.goto(path)
    check(desk.page, axe, no_horizontal_scroll)
    desk.page.get_by_role("button", name=re.compile("صدور")).click()
    assert desk.page.get_by_role("progressbar").count() == 1
    desk.page.goto("/admin/")

    call_command("worker", "--once")
    desk.page.goto(path)
    assert desk.page.get_by_role("link", name=re.compile("ZIP")).count() == 1
    check(desk.page, axe, no_horizontal_scroll)

    code = Certificate.objects.get(enrolment__learner__full_name="حسین نوری").code
    stranger = visit(**NARROW_PERSIAN)
    stranger.page.goto("/certificates/")
    stranger.page.locator("#code").fill(code.lower().replace("-", " "))
    stranger.page.get_by_role("button", name="بررسی").click()
    assert stranger.page.url.endswith(f"/certificates/{code}/")
    assert stranger.page.get_by_text("حسین نوری").count() == 1

    stranger.forgive("Failed to load resource")
    stranger.page.goto(f"/certificates/{code[:-1]}{'2' if code[-1] != '2' else '3'}/")
    assert stranger.page.get_by_text("معتبر نیست").count() == 1


def test_a_learner_answers_on_a_phone_by_touch(visit):
    enrolment = taught(ended_course())
    visitor = visit(**NARROW_PERSIAN)
    visitor.forgive("Failed to load resource")  # the sheet that was not whole
    page = visitor.page
    page.goto(f"/trainings/feedback/{feedback_token(enrolment, 'after')}/")
    for name in CourseFeedback.QUESTIONS[:4]:
        page.locator(f'label[for="id_{name}_4"]').click()
    page.get_by_role("button", name="ارسال").click()
    assert page.locator("#errors a").count() == 1

    page.locator('label[for="id_overall_3"]').click()
    page.get_by_role("button", name="ارسال").click()
    assert page.get_by_text("سپاس‌گزاریم").count() >= 1
    assert list(CourseFeedback.objects.values_list(*CourseFeedback.QUESTIONS)) == [(5, 5, 5, 5, 4)]
