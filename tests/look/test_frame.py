"""The frame of every public page, seen on a page that any address can show: the one that was not found."""

import re

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client

from tests import build

STRIP = '<aside class="sample"'
DEMO_BAR = "strip--demo"


def not_found(client, prefix=""):
    response = client.get(f"{prefix}/nothing-here/")
    assert response.status_code == 404
    return response


def test_the_frame_asks_one_question_of_the_database(client, db, django_assert_num_queries):
    build.cluster()

    with django_assert_num_queries(1):
        not_found(client)


def test_an_anonymous_visitor_gets_no_cookie_no_token_and_a_page_that_depends_on_no_cookie(client, db):
    response = not_found(client)

    assert (dict(response.cookies), "csrfmiddlewaretoken" in response.text) == ({}, False)
    assert "Cookie" not in response.headers.get("Vary", "")


def waiting_message():
    """The cookie of a person whose last act left a message."""
    request, response = HttpRequest(), HttpResponse()
    storage = CookieStorage(request)
    storage.add(messages.SUCCESS, "a private matter")
    storage.update(response)
    return response.cookies


def test_a_visitor_who_is_signed_in_and_has_a_message_gets_the_same_bytes(client, administrator):
    anonymous = not_found(client).content
    client.force_login(administrator)
    client.cookies.update(waiting_message())

    assert not_found(client).content == anonymous


def test_each_language_has_its_direction_and_a_link_to_the_other(client, db):
    persian, english = client.get("/accounts/login/?next=/admin/"), client.get("/en/accounts/login/")

    assert '<html lang="fa" dir="rtl">' in persian.text
    assert '<html lang="en" dir="ltr">' in english.text
    assert '<a href="/en/accounts/login/?next=/admin/" lang="en" hreflang="en">English</a>' in persian.text
    assert '<a href="/accounts/login/" lang="fa" hreflang="fa">فارسی</a>' in english.text


def test_a_page_without_a_translation_leads_to_the_home_page_of_the_other_language(client, db):
    assert 'href="/en/" lang="en"' in not_found(client).text
    assert 'href="/" lang="fa"' in not_found(client, "/en").text


def test_the_address_of_this_page_is_escaped_where_it_is_repeated(client, db):
    response = client.get("/accounts/login/?next=%22%3E%3Cscript%3E")

    assert '"><script' not in response.text


@pytest.mark.parametrize("is_sample", [True, False])
def test_the_sample_strip_stands_only_where_sample_content_is_loaded(client, db, is_sample):
    build.cluster()
    build.meeting(is_sample=is_sample)

    assert (STRIP in not_found(client).text) is is_sample


@pytest.mark.parametrize("demo", [True, False])
def test_a_demonstration_says_so(client, db, settings, demo):
    settings.DEMO = demo

    assert (DEMO_BAR in not_found(client).text) is demo


def test_the_frame_stands_without_a_cluster(client, db):
    assert "<b></b>" in not_found(client).text


def test_the_frame_names_the_cluster_and_its_host(client, db):
    build.cluster(
        name="خوشه کاشی میبد", name_en="Meybod tile cluster", host_institution=build.institution(name="شهرک‌ها")
    )

    assert "<b>خوشه کاشی میبد</b>" in not_found(client).text
    assert '<bdi class="long">شهرک‌ها</bdi>' in not_found(client).text
    assert "<b>Meybod tile cluster</b>" in not_found(client, "/en").text


def test_a_first_visit_asks_for_four_files(client, db):
    wanted = re.findall(
        r'<(?:link rel="(?:preload|stylesheet|icon)"[^>]*href|script[^>]*src)="([^"]+)"', not_found(client).text
    )

    assert wanted == [
        "/static/vendor/vazirmatn-33.0.3/Vazirmatn-fa-en.woff2",
        "/static/css/site.css",
        "/static/img/icon.svg",
    ]


def test_every_icon_that_a_page_uses_is_in_its_sprite():
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', render_to_string("includes/sprite.html")))

    assert sprite == {"s-done", "s-ok", "s-risk", "s-late", "s-stop", "s-none", "s-ret", "i-info", "i-lock", "i-find"}


def test_a_forged_form_is_refused_on_a_page_of_ours(db):
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a", "password": "b"})

    assert response.status_code == 403
    assert "css/site.css" in response.text


@pytest.mark.parametrize(
    ("name", "heading"), [("400.html", "این درخواست خوانده نشد"), ("500.html", "در سامانه خطایی رخ داد")]
)
def test_the_pages_for_the_worst_need_nothing(name, heading):
    page = render_to_string(name)

    assert f"<h1>{heading}</h1>" in page
    assert '<section class="stack" lang="en" dir="ltr">' in page


def test_who_may_not_is_told_so(rf, db):
    page = render_to_string("403.html", request=rf.get("/"))

    assert "<h1>به این صفحه دسترسی ندارید</h1>" in page
