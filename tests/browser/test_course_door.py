"""The courses' desk and the door in a real browser: on a phone, without a connection, without script."""

import pytest

from tests import build
from tests.trainings import build_trainings
from trainings.models import Course, Enrolment

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def course(db):
    build.cluster()
    course = build_trainings.course(state=Course.State.RUNNING, days=(0, 3), title_en="Networks")
    for name in ("زهرا احمدی", "علی رضایی", "مریم موسوی"):
        build_trainings.enrolment(course, build_trainings.learner(name))
    build_trainings.enrolment(course, build_trainings.learner("فاطمه سواری"), state=Enrolment.State.WAITING)
    return course


def marks(course):
    found = course.sessions.first().attendances.values_list("enrolment__learner__full_name", "is_present")
    return dict(found)


def tick(page, name, word):
    """With the row in the middle of the screen, where no bar lies over it."""
    row = page.locator(".who", has_text=name)
    row.evaluate("row => row.scrollIntoView({block: 'center', behavior: 'instant'})")
    row.get_by_label(word, exact=True).check(force=True)


def state_of(page, name):
    return page.locator(".who", has_text=name).locator(".who__state")


def door(course):
    return f"/trainings/door/{course.slug}/{course.sessions.first().pk}/"


def test_nothing_is_lost_when_the_connection_is(visit, client, person_in, course):
    browser = visit(**PHONE)
    browser.forgive("ERR_INTERNET_DISCONNECTED")
    browser.sign_in(client, person_in("facilitator"))
    page = browser.page
    page.goto(door(course))

    tick(page, "زهرا", "حاضر")
    state_of(page, "زهرا").get_by_text("ذخیره شد").wait_for()
    browser.context.set_offline(True)
    tick(page, "علی", "غایب")
    tick(page, "مریم", "حاضر")
    tick(page, "زهرا", "غایب")
    state_of(page, "مریم").get_by_text("در گوشی مانده است").wait_for()
    line = page.locator("#line")
    assert line.is_visible()
    assert marks(course) == {"زهرا احمدی": True}

    browser.context.set_offline(False)
    line.wait_for(state="hidden")

    assert marks(course) == {"زهرا احمدی": False, "علی رضایی": False, "مریم موسوی": True}
    assert page.locator("#tally").inner_text() == "وضعیت ۳ نفر از ۳ نفر ثبت شده است"
    assert page.evaluate("Object.keys(localStorage)") == []


def test_ticks_of_a_closed_page_are_sent_when_it_is_opened_again(visit, client, person_in, course):
    browser = visit(**PHONE)
    browser.forgive("ERR_INTERNET_DISCONNECTED")
    browser.sign_in(client, person_in("facilitator"))
    page = browser.page
    page.goto(door(course))
    browser.context.set_offline(True)
    tick(page, "علی", "حاضر")
    state_of(page, "علی").get_by_text("در گوشی مانده است").wait_for()
    page.close()
    browser.context.set_offline(False)
    assert marks(course) == {}

    again = browser.context.new_page()
    again.goto(door(course))
    state_of(again, "علی").get_by_text("ذخیره شد").wait_for()

    assert marks(course) == {"علی رضایی": True}
    assert again.locator(".who", has_text="علی").get_by_label("حاضر", exact=True).is_checked()


def test_a_phone_that_keeps_nothing_sends_each_tick_all_the_same(visit, client, person_in, course):
    browser = visit(**PHONE)
    browser.sign_in(client, person_in("facilitator"))
    page = browser.page
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }")
    page.goto(door(course))

    tick(page, "زهرا", "حاضر")
    state_of(page, "زهرا").get_by_text("ذخیره شد").wait_for(timeout=10_000)

    assert marks(course) == {"زهرا احمدی": True}


def test_names_are_found_in_any_spelling_and_the_rest_is_absent(visit, client, person_in, course):
    browser = visit(**PHONE)
    browser.sign_in(client, person_in("facilitator"))
    page = browser.page
    page.goto(door(course))

    page.locator("#find").fill("علي")
    assert page.locator(".who:visible").count() == 1
    tick(page, "علی", "حاضر")
    page.locator("#find").fill("")
    page.get_by_role("button", name="بقیه غایب").click()
    state_of(page, "مریم").get_by_text("ذخیره شد").wait_for()

    assert marks(course) == {"زهرا احمدی": False, "علی رضایی": True, "مریم موسوی": False}


def test_without_script_the_list_is_one_form(visit, client, person_in, course):
    browser = visit(**PHONE, script=False)
    browser.sign_in(client, person_in("facilitator"))
    page = browser.page
    page.goto(door(course))

    tick(page, "زهرا", "حاضر")
    page.get_by_role("button", name="ذخیره فهرست").click()
    page.get_by_text("فهرست ذخیره شد.").wait_for()

    assert marks(course) == {"زهرا احمدی": True}


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("name", ["door", "session", "desk", "series", "end"])
def test_the_pages_are_accessible(visit, client, person_in, course, axe, no_horizontal_scroll, language, name):
    browser = visit(360, 3000, dark=True) if language == "fa" else visit(1280, 3000)
    browser.sign_in(client, person_in("facilitator"))
    admin = f"/admin/trainings/course/{course.pk}"
    path = {
        "door": f"/trainings/door/{course.slug}/",
        "session": door(course),
        "desk": f"{admin}/desk/",
        "series": f"{admin}/series/",
        "end": f"{admin}/act/end/",
    }[name]

    browser.page.goto(("" if language == "fa" else "/en") + path)

    assert axe(browser.page) == []
    no_horizontal_scroll(browser.page)
