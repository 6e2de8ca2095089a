"""A firm's public page, and the list as a file: consented fields only, safe for browsers and spreadsheets."""

import csv
import datetime as dt
import io
import json
import re

import pytest
from django.urls import reverse

from members.models import DirectoryEntry, Firm
from tests.members import build_firms

pytestmark = pytest.mark.django_db
CSV = reverse("members:firms_csv")


def page_of(client, firm, prefix=""):
    response = client.get(f"{prefix}/members/{firm.slug}/")
    assert response.status_code == 200
    return response.text


def linked_data(page):
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(text)


def rows_of(client, **question):
    content = b"".join(client.get(CSV, question).streaming_content).decode()
    assert content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(content[1:])))


def test_the_page_and_its_data_for_machines_hold_what_the_firm_shows(client):
    able = build_firms.capability("web", "طراحی وب", name_en="Web design")
    firm = build_firms.firm(
        "شبکه کارون",
        name_en="Karun Net",
        about="نصب شبکه",
        website="https://www.karun.example/",
        capabilities=[able],
        sections=[build_firms.section()],
    )

    page = page_of(client, firm)

    address = f"https://portal.example/members/{firm.slug}/"
    assert linked_data(page) == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": address,
        "name": "شبکه کارون",
        "alternateName": "Karun Net",
        "description": "نصب شبکه",
        "url": "https://www.karun.example/",
        "address": {"@type": "PostalAddress", "addressLocality": "اهواز"},
        "knowsAbout": ["طراحی وب"],
    }
    assert "۱۳ فروردین ۱۴۰۳" in page  # 2024-04-01
    assert '<bdi class="long" dir="ltr">karun.example</bdi>' in page
    assert '<h1><bdi class="long">Karun Net</bdi></h1>' in page_of(client, firm, "/en")


def test_what_is_kept_back_is_nowhere_on_the_page_nor_in_the_file(client):
    secret = {"about": "رازداری", "website": "https://secret.example", "city": "شهر پنهان", "address": "کوچه پنهان"}
    firm = build_firms.firm(
        "نام",
        sections=[build_firms.section()],
        capabilities=[build_firms.capability()],
        contact_person="نام نماینده",
        contact_phone="09121234567",
        contact_email="who@secret.example",
        **secret,
        **dict.fromkeys(Firm.CONSENTS, False),
    )

    page, rows = page_of(client, firm), rows_of(client)

    address = f"https://portal.example/members/{firm.slug}/"
    assert linked_data(page) == {
        "@context": "https://schema.org", "@type": "Organization", "@id": address, "name": "نام", "url": address,
    }  # fmt: skip
    text = page + str(rows)
    for word in ("رازداری", "secret.example", "پنهان", "نماینده‌", "09121234567", "طراحی وب", firm.national_id):
        assert word not in text


@pytest.mark.parametrize("fields", [{"is_listed": False}, {"state": Firm.State.SUSPENDED}, {"state": Firm.State.LEFT}])
def test_a_firm_that_is_not_listed_has_no_page(client, fields):
    firm = build_firms.firm(**fields)

    assert client.get(f"/members/{firm.slug}/").status_code == 404


def test_a_hostile_name_never_leaves_its_place(client):
    """G17: the data for machines stands inside a script element, where only «<» could end it."""
    hostile = '</script><script>alert(1)</script>"&<!--'
    firm = build_firms.firm(hostile, about=hostile)

    page = page_of(client, firm)

    assert linked_data(page)["name"] == hostile
    assert page.count("<script") == 1
    assert "alert(1)</script>" not in page


def test_a_stale_profile_says_so_on_the_page_and_in_the_list(client):
    firm = build_firms.firm(confirmed_until=dt.date.today() - dt.timedelta(days=3))  # noqa: DTZ011

    assert "بیش از یک سال است که کسی این مشخصات را تأیید نکرده است" in page_of(client, firm)
    assert "اخیراً تأیید نشده" in client.get("/members/").text


def test_a_sample_firm_bears_the_mark(client):
    firm = build_firms.firm(is_sample=True)

    assert '<span class="mark">نمونه</span>' in page_of(client, firm)


def test_the_page_takes_four_queries(client, django_assert_num_queries):
    firm = build_firms.firm(sections=[build_firms.section()], capabilities=[build_firms.capability()])

    with django_assert_num_queries(4):
        client.get(f"/members/{firm.slug}/")


def test_the_file_holds_the_rows_of_the_question_and_no_formula(client):
    """G16: texts that begin like a formula get an apostrophe."""
    for name in ("=1+1", "+x", "-x", "@x", "＝1", "الف"):
        build_firms.firm(name, city="دزفول" if name == "الف" else "اهواز")

    head, *rows = rows_of(client, city="اهواز")

    assert head[:3] == ["نام", "نام به انگلیسی", "شهر"]
    assert sorted(row[0] for row in rows) == sorted(["'=1+1", "'+x", "'-x", "'@x", "'＝1"])
    assert [row[0] for row in rows_of(client, q="دزفول")[1:]] == ["الف"]


def test_the_file_speaks_the_language_of_its_address_to_the_last_row(client):
    build_firms.firm("الف", name_en="Alef", sections=[build_firms.section(name_en="Software")], is_sample=True)

    content = b"".join(client.get("/en/members/firms.csv").streaming_content).decode()

    head, row = csv.reader(io.StringIO(content[1:]))
    assert (head[0], row[4], row[-1]) == ("name", "Software", "sample")


def test_the_file_is_read_in_parts_with_the_same_queries(client, django_assert_num_queries):
    for number in (1, 3):
        for _more in range(number):
            build_firms.firm()
        with django_assert_num_queries(2):
            rows_of(client)


@pytest.mark.parametrize("query", ["section=99", "size=huge", "q=%00"])
def test_the_file_refuses_what_the_list_refuses(client, query):
    build_firms.firm()

    assert client.get(f"{CSV}?{query}").status_code == client.get(f"/members/?{query}").status_code


@pytest.mark.parametrize("word", ["register", "desk", "networks", "confirm"])
def test_a_reserved_word_is_never_a_firm(client, word):
    firm = build_firms.firm()
    DirectoryEntry.objects.filter(pk=firm.pk).update(slug=word, name="نامی که دیده نمی‌شود")

    assert '<h1><bdi class="long">نامی که دیده نمی‌شود' not in client.get(f"/members/{word}/").text
