"""The page on which a stranger checks a certificate, and the PDF for who has the code."""

import re

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from council.documents.canonical import digest
from filing.models import StateChange
from persian.codes import random_code
from tests import build
from tests.council.pdf_text import text_of
from tests.trainings.certifying import certificate, ended_course
from trainings.models import Certificate
from trainings.services.certificates import revoke_certificate
from trainings.services.learners import erase_learner

pytestmark = pytest.mark.django_db
FROZEN = "trainings_certificate_no_update"


@pytest.fixture(autouse=True)
def nobody_has_guessed():
    cache.clear()


def page(client, code, prefix="/en"):
    return client.get(f"{prefix}/certificates/{code}/")


def verdict(response):
    return re.search(r'data-verdict="(\w+)"', response.text)[1]


def force(made, **values):
    """Change a row past its trigger, as somebody with the database in hand would."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end would hold the table
            cursor.execute(f"ALTER TABLE trainings_certificate DISABLE TRIGGER {FROZEN}")
        else:
            cursor.execute(f"DROP TRIGGER {FROZEN}")
    Certificate.objects.filter(pk=made.pk).update(**values)


def test_a_stranger_reads_every_printed_field_in_english(client):
    course = ended_course()
    made = certificate(course)
    response = page(client, made.code)

    assert (response.status_code, verdict(response)) == (200, "valid")
    for words in [
        "زهرا کریمی", "Programming in Python", "information and communication technology", "16 hours",
        "Test training centre", "4 of 4 sessions", "Test cluster", "portal.example", made.code, made.sha256,
    ]:  # fmt: skip
        assert words in response.text, words
    assert '<meta name="robots" content="noindex">' in response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert f"/en/certificates/{made.code}/certificate.pdf" in response.text


def test_and_in_persian_with_jalali_days(client):
    made = certificate()
    text = page(client, made.code, "").text

    for words in ["معتبر", "برنامه‌نویسی پایتون", "۱۶ ساعت", "مرکز آموزش آزمایشی", "۴ جلسه از ۴ جلسه", made.code]:
        assert words in text, words


def test_the_code_is_read_in_any_case_digits_and_dashes(client):
    made = certificate()
    persian = made.code.lower().translate(str.maketrans("23456789", "۲۳۴۵۶۷۸۹"))

    for typed in (made.code.lower(), made.code.replace("-", ""), made.code.replace("-", " "), persian):
        assert verdict(page(client, typed)) == "valid"
        response = client.get("/en/certificates/", {"code": typed})
        assert response.headers["Location"] == f"/en/certificates/{made.code}/"


def test_a_changed_code_fails_and_the_page_says_so(client):
    made = certificate()
    changed = made.code[:-1] + ("2" if made.code[-1] != "2" else "3")

    for typed in (changed, random_code(5), "²", "x" * 300, "<script>"):
        response = page(client, typed)
        assert (response.status_code, verdict(response)) == (404, "unknown")
        assert "Not valid" in response.text
        assert "<script>alert" not in response.text
    assert client.get("/en/certificates/", {"code": changed}).status_code == 404
    assert client.get(f"/en/certificates/{changed}/certificate.pdf").status_code == 404


def test_a_revoked_one_says_since_when_and_why_and_has_no_pdf(client, staff):
    made = certificate()
    revoke_certificate(certificate=made, by=staff, why="نام اشتباه بود.")
    response = page(client, made.code)

    assert (response.status_code, verdict(response)) == (410, "revoked")
    assert "نام اشتباه بود." in response.text
    assert "Programming in Python" in response.text
    assert "certificate.pdf" not in response.text
    assert client.get(f"/en/certificates/{made.code}/certificate.pdf").status_code == 410


def test_a_removed_person_is_named_nowhere(client):
    made = certificate()
    erase_learner(learner=made.enrolment.learner, by=None)
    response = page(client, made.code)

    assert (response.status_code, verdict(response)) == (410, "removed")
    assert [words for words in ("زهرا", "Python", made.sha256) if words in response.text] == []


def test_a_changed_row_is_found_as_altered(client):
    made = certificate()
    force(made, payload=made.payload | {"person": "کسی دیگر"})

    response = page(client, made.code)
    assert (response.status_code, verdict(response)) == (404, "altered")
    assert "کسی دیگر" not in response.text


def test_a_row_that_was_changed_with_its_hash_is_found_by_the_book(client):
    made = certificate()
    payload = made.payload | {"person": "کسی دیگر"}
    force(made, payload=payload, sha256=digest(payload))

    assert verdict(page(client, made.code)) == "altered"


def test_a_row_without_a_line_in_the_book_is_found(client):
    made = certificate()
    payload = made.payload | {"code": "K7Q2-M9XT-4RWB-7HJN-QZ3D"}
    Certificate.objects.filter(pk=made.pk).delete()
    Certificate.objects.create(enrolment=made.enrolment, code=payload["code"], payload=payload, sha256=digest(payload))

    assert verdict(page(client, payload["code"])) == "altered"


def test_a_certificate_of_another_installation_never_verifies(client, settings):
    """Row, hash and line of the book are as they were issued there; only the place is another."""
    made = certificate()
    settings.SITE_URL = "https://other.example"

    response = page(client, made.code)
    assert (response.status_code, verdict(response)) == (404, "foreign")
    assert "زهرا" not in response.text
    assert client.get(f"/en/certificates/{made.code}/certificate.pdf").status_code == 404


def test_after_thirty_guesses_nothing_is_shown_for_a_while(client):
    made = certificate()
    for _try in range(35):
        assert page(client, made.code).status_code == 200  # a true one may be looked at as often as one likes
    for _try in range(30):
        assert page(client, random_code(5)).status_code == 404

    assert page(client, made.code).status_code == 429
    assert client.get(f"/en/certificates/{made.code}/certificate.pdf").status_code == 429
    assert client.get("/en/certificates/", {"code": made.code}).status_code == 429


def test_guesses_are_counted_in_the_database_for_all_processes(settings):
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


def test_the_check_asks_three_questions_and_those_of_the_rate(client, django_assert_num_queries):
    made = certificate()
    page(client, made.code)

    with django_assert_num_queries(3 + 7):  # the frame, the row, the book; the rate with its lock in the cache's table
        page(client, made.code)


def test_the_pdf_has_every_printed_field_and_the_address_of_its_check(client):
    made = certificate()
    response = client.get(f"/en/certificates/{made.code}/certificate.pdf")
    text = text_of(response.content)

    assert response.headers["Content-Type"] == "application/pdf"
    assert "noindex" in response.headers["X-Robots-Tag"]
    for words in [
        "Certificate of completion", "Programming in Python", "information and communication technology", "16 hours",
        "Test training centre", "4 of 4 sessions", "Test cluster", made.code, made.sha256,
        f"https://portal.example/en/certificates/{made.code}/",
    ]:  # fmt: skip
        assert words in text, words
    assert "زهرا کریمی" in text
    assert "Sample" not in text


def test_the_persian_pdf_speaks_persian_and_is_the_same_when_made_again(client):
    made = certificate()
    path = f"/certificates/{made.code}/certificate.pdf"
    one, two = client.get(path).content, client.get(path).content

    assert one == two
    assert b"/Lang(fa-IR)" in one
    assert b"pdfuaid:part>1<" in one or b"<pdfuaid:part>1" in one
    day = made.payload["issued_on"].replace("-", "")
    assert f"D:{day}000000".encode() in one
    text = text_of(one)
    assert [words for words in ("۱۶", made.code, made.sha256) if words not in text] == []


def test_a_sample_says_on_paper_and_page_that_it_certifies_nothing(client):
    made = certificate(ended_course(is_sample=True))

    assert '<span class="mark">Sample</span>' in page(client, made.code).text
    assert "Sample: certifies nothing." in text_of(client.get(f"/en/certificates/{made.code}/certificate.pdf").content)


def test_a_hostile_name_is_set_as_it_is(client):
    name = '#panic("x") <script>alert(1)</script> \\ $x$ *b*'
    made = certificate(name=name)

    assert "<script>alert" not in page(client, made.code).text
    assert client.get(f"/en/certificates/{made.code}/certificate.pdf").status_code == 200


def test_the_book_is_asked_for_the_hash_of_this_certificate_only():
    one, _two = certificate(), certificate(ended_course())

    assert StateChange.objects.filter(object_key=one.code, new="issued").count() == 1
    assert build.cluster().name == one.payload["cluster"]["name"]


def test_the_command_names_what_does_not_fit(capsys, staff):
    revoke_certificate(certificate=certificate(), by=staff, why="نام اشتباه بود.")
    erase_learner(learner=certificate().enrolment.learner, by=None)
    made = certificate()
    call_command("check_certificates")
    assert capsys.readouterr().out == "Every certificate is as it was issued.\n"

    force(made, sha256="0" * 64)
    with pytest.raises(SystemExit):
        call_command("check_certificates")
    assert capsys.readouterr().out.startswith(f"{made.code}: does not say what was issued")
