"""Somebody enrols on a phone without script, gives the place back, and the next one takes it up."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests import build
from tests.trainings import build_trainings
from tests.trainings.enrolling import code_in, last_message
from trainings.links import learner_token
from trainings.models import Enrolment

PAGES = ["/trainings/", "/trainings/programming/", "/trainings/programming/enrol/", "/trainings/mine/"]


@pytest.fixture
def course(groups):
    build.cluster()
    return build_trainings.course(
        title="برنامه‌نویسی وب برای کارکنان شرکت‌های خوشه",
        title_en="Web programming",
        slug="programming",
        city="اهواز",
        seats=1,
        teacher="مینا ناظری",
        syllabus="متغیر و حلقه\nپایگاه داده",
        online_link="https://class.example/room",
        is_sample=True,
        provider=build.institution("tvto", "اداره کل آموزش فنی و حرفه‌ای استان", name_en="Vocational training office"),
    )


def enrol(page, contact, name):
    page.goto("/trainings/")
    page.click("text=برنامه‌نویسی وب")
    page.click(".hero__do .btn")
    page.fill("#id_full_name", name)
    page.fill("#id_contact", contact)
    page.click("form .btn--full")
    page.wait_for_url(re.compile(r"/enrol/[0-9a-f-]{36}/$"))
    page.fill("#id_code", code_in(last_message()))
    page.click("[value=confirm]")
    page.wait_for_selector("main .links .btn")


def test_a_place_is_taken_given_back_and_taken_up_on_a_phone_without_script(visit, course):
    first, second = (visit(360, 740, script=False).page for _person in range(2))
    enrol(first, "۰۹۱۶۱۲۳۴۵۶۷", "سارا کارون")
    assert first.inner_text("h1") == "جای شما قطعی است"
    enrol(second, "second@example.org", "مریم کارون")
    assert second.inner_text("h1") == "در فهرست انتظار هستید"

    first.click("main .links .btn >> nth=0")
    first.click("text=پس دادن جا")
    first.click("[value=withdraw]")
    first.wait_for_url(re.compile("done=withdrawn"))
    second.click("main .links .btn >> nth=0")
    second.click("[value=accept]")
    second.wait_for_url(re.compile("done=accepted"))

    states = dict(Enrolment.objects.values_list("learner__full_name", "state"))
    assert states == {"سارا کارون": "withdrawn", "مریم کارون": "confirmed"}


def own_pages(course):
    """One's own page with each kind of place on it, and the page of a code."""
    learner = build_trainings.learner("سارا کارون", email="sara@example.org")
    build_trainings.enrolment(course, learner, state="offered")
    build_trainings.enrolment(build_trainings.course(days=(-3, -2), state="closed"), learner, state="completed")
    token = learner_token(learner)
    begun = Client().post(
        reverse("trainings:enrol", args=[course.slug]), {"full_name": "مریم", "contact": "new@example.org"}
    )
    own = [reverse(f"trainings:{name}", args=[token]) for name in ("mine_open", "stop")]
    return [*own, f"{own[0]}?withdraw={learner.enrolments.first().pk}", begun.headers["Location"]]


@pytest.mark.parametrize(("width", "dark", "language"), [(360, True, "fa"), (1280, False, "en")])
def test_the_pages_are_clean_narrow_and_wide(visit, course, axe, no_horizontal_scroll, width, dark, language):
    with translation.override(language):
        paths = own_pages(course)
    browser = visit(width, dark=dark, language="fa-IR" if language == "fa" else "en-GB")
    prefix = "" if language == "fa" else "/en"

    for path in [f"{prefix}{path}" for path in PAGES] + paths:
        browser.page.goto(path)
        assert (path, axe(browser.page)) == (path, [])
        no_horizontal_scroll(browser.page)
