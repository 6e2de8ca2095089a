"""The public pages of editions: two queries, nothing of live tables, the same for ever; nothing of unpublished ones."""

import datetime as dt
import hashlib
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from actionplans.models import ActionPlan
from council.documents.canonical import canonical
from council.models import Cluster, Decision, Institution, ProgramYear, Seat
from editions.models import EditionFile, YearEdition
from editions.services import freeze_edition
from editions.sums import sha256_of
from tests import build
from tests.editions import build_editions as build_here
from tests.reports.build_year import small_year

pytestmark = pytest.mark.django_db
ONE, TWO, THREE = (f"/progress/1403/editions/{number}/" for number in (1, 2, 3))
CHANGES = f"{TWO}changes/"
LONG_AGO = dt.datetime(2025, 4, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def media(tmp_path_factory):
    """Where the files of the editions lie as long as this module runs."""
    before, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path_factory.mktemp("media")
    yield settings.MEDIA_ROOT
    settings.MEDIA_ROOT = before


@pytest.fixture(autouse=True)
def the_same_media(media):
    before, settings.MEDIA_ROOT = settings.MEDIA_ROOT, media
    yield
    settings.MEDIA_ROOT = before


@pytest.fixture(scope="module", autouse=True)
def editions(django_db_setup, django_db_blocker, media):
    """1403 with two published editions, the second an erratum, and a third that is frozen; rolled back at the end.

    Between them the waiting report of activity 1 of plan 1 was verified at 80; before, 30 of it was.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        made = small_year()
        ProgramYear.objects.filter(year=1403).update(state=ProgramYear.State.CLOSED)
        made.year = ProgramYear.objects.get(year=1403)
        Cluster.objects.update(host_institution=build.institution("towns", "شهرک‌ها", name_en="Towns"))
        seated = build.institution("uni", "دانشگاه", name_en="University")
        build.seat("ناظر", role=Seat.Role.SUPERVISOR, user=made.supervisor, institution=seated)
        first = build_here.draft(made)
        first.notes.create(kind="unverified", subject=build_here.UNSEEN, reason="ناظر در سفر است.")
        build_here.publish(freeze_edition(edition=first, by=made.facilitator))
        build.verification(made.waiting, percent=80, by=made.supervisor)
        build_here.publish(build_here.frozen(made, erratum="گزارش تیر تأیید شد.", erratum_en="A report was verified."))
        build_here.frozen(made, erratum="هنوز منتشر نشده", erratum_en="Secret as yet")
        yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()


@pytest.fixture
def reader(client, staff):
    client.force_login(staff)
    return client


def taken(response):
    """The response with its file read and closed."""
    response.bytes = b"".join(response.streaming_content) if response.streaming else response.content
    return response


def edition(number):
    return YearEdition.objects.get(number=number)


@pytest.mark.parametrize("path", [ONE, TWO, f"/en{ONE}", CHANGES, f"/en{CHANGES}"])
def test_an_edition_and_its_difference_ask_two_questions_the_frame_among_them(client, django_assert_num_queries, path):
    with django_assert_num_queries(2) as asked:
        assert client.get(path).status_code == 200

    assert {word for query in asked for word in query["sql"].split() if word.startswith('"')} & {
        '"actionplans_actionplan"', '"council_cluster"', '"actionplans_progressentry"'
    } == set()  # fmt: skip


def ninth(document):
    """A further edition that holds this document; as one that was replaced, since a year has one published."""
    document["edition"] |= {"key": "1403/edition/9", "number": 9}
    text, last = canonical(document), edition(2)
    YearEdition.objects.create(
        year=last.year, number=9, state="superseded", as_of=last.as_of, erratum="x", document=text,
        sha256=sha256_of(text), previous="f" * 64, place=9, decision=last.decision,
        frozen_at=LONG_AGO, published_at=LONG_AGO,
    )  # fmt: skip
    return "/progress/1403/editions/9/"


def test_ninety_plans_ask_no_more(client, django_assert_num_queries):
    document = json.loads(edition(2).document)
    plan = document["plans"][0]
    document["plans"] = [plan | {"key": f"1403/{number}", "number": number} for number in range(1, 91)]
    path = ninth(document)

    with django_assert_num_queries(2):
        page = client.get(path)

    assert len(page.context["frozen"]["plans"]) == 90


def test_live_edits_leave_the_page_as_it_was(client):
    before = client.get(TWO)

    ActionPlan.objects.update(title="نام دیگر", weight=1)
    Cluster.objects.update(name="خوشه دیگر")
    Institution.objects.update(name="نهاد دیگر")
    ProgramYear.objects.update(reported_plan_count=99)
    after = client.get(TWO)

    assert after.content == before.content
    assert after.headers["ETag"] == before.headers["ETag"]


def test_the_page_names_the_host_and_whoever_only_sits_on_the_council(client):
    persian, english = (client.get(path).text for path in (TWO, f"/en{TWO}"))

    assert 'میزبان خوشه: <bdi class="long">شهرک‌ها</bdi>' in persian
    assert 'Host of the cluster: <bdi class="long">Towns</bdi>' in english
    assert [name in persian for name in ("دانشگاه</bdi>", ">uni<")] == [True, False]


def test_the_etag_holds_hash_and_state_and_an_unchanged_page_is_not_sent_again(client):
    tag = client.get(TWO).headers["ETag"]

    assert tag.startswith(f'"{edition(2).sha256}-published-')
    assert client.get(TWO, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(f"/en{TWO}", headers={"If-None-Match": tag}).status_code == 200


def test_the_page_may_be_kept_and_holds_nothing_of_a_visitor(client):
    for path in (TWO, CHANGES, "/progress/1403/editions/", "/progress/check/"):
        response = client.get(path)
        assert response.headers["Cache-Control"] == "public, max-age=60", path
        assert response.headers["ETag"]
        assert not response.cookies
        assert "csrf" not in response.text


def test_the_hash_stands_on_the_page_in_one_piece_and_is_that_of_the_snapshot(client):
    page = client.get(TWO).text
    shown = page.split("data-hash><code>")[1].split("</code>")[0].replace("<wbr>", "")
    snapshot = taken(client.get(f"{TWO}snapshot.json")).bytes

    assert shown == edition(2).sha256 == hashlib.sha256(snapshot).hexdigest()
    assert "sha256sum snapshot.json" in page
    assert "certutil -hashfile snapshot.json SHA256" in page


def test_a_document_that_was_changed_behind_the_back_is_called_so_on_its_page(client, monkeypatch):
    assert 'role="alert"' not in client.get(TWO).text

    monkeypatch.setattr("editions.public.pages.sha256_of", lambda _text: "0" * 64)

    assert 'role="alert"' in client.get(TWO).text


def test_the_page_shows_the_frozen_figures_and_the_reports_behind_them(client):
    """Plan 1 (weight 60): works 50 × 80 = 40 verified, the milestone 50 × 0. Year: 60 × 40 = 24.0."""
    page = client.get(f"/en{TWO}").context["frozen"]

    assert page["hero"]["verified"] == "24.0"
    assert [(plan["number"], plan["verified"]) for plan in page["plans"]] == [("1", "40.0"), ("2", "—")]
    report = page["plans"][0]["activities"][0]["reports"][0]
    assert (report["percent"], report["verified"], report["anchor"]) == ("80.0", "80.0", "report-1403-1-1-2024-07-21-1")
    assert [(row["number"], str(row["variance"])) for row in page["behind"]] == [
        ("2", '<bdi dir="ltr">−100.0</bdi>'),
        ("1", '<bdi dir="ltr">−60.0</bdi>'),
    ]
    assert {str(row["reason"]) for row in page["behind"]} == {'<bdi class="long" lang="fa">قرارداد دیر بسته شد.</bdi>'}


def test_a_superseded_edition_names_the_one_that_corrects_it_figure_by_figure(client):
    """Verified before: 60 × 50 × 30 = 9.0; afterwards 24.0: 15.0 points more."""
    old, new = client.get(f"/en{ONE}").context["corrected"], client.get(f"/en{TWO}").context["corrects"]

    for notice in (old, new):
        assert notice["erratum"] == "A report was verified."
        first = notice["figures"][0]
        assert (str(first["old"]), str(first["new"])) == ('<bdi dir="ltr">9.0</bdi>', '<bdi dir="ltr">24.0</bdi>')
        assert first["by"] == "15 points more"
    assert (old["current_url"], old["url"]) == (f"/en{TWO}", f"/en{CHANGES}")
    assert client.get(ONE).context["corrects"] is None
    assert client.get(TWO).context["corrected"] is None


def test_an_erratum_is_shown_although_the_edition_that_it_corrects_was_never_published(client, monkeypatch):
    monkeypatch.setattr("editions.public.reading.EditionRows.before", None)  # as everybody then finds it

    page = client.get(f"/en{TWO}")

    monkeypatch.undo()
    beside = client.get(f"/en{TWO}").text

    assert [beside.count("A report was verified."), 'id="erratum"' in beside] == [1, False]
    assert (page.context["corrects"], page.context["erratum"]) == (None, "A report was verified.")
    assert "A report was verified." in page.text


def test_a_superseded_decision_of_publication_is_told_in_the_same_two_questions(client, django_assert_num_queries):
    published = edition(2).decision
    later = build.decision(published.agenda_item, supersedes=published)
    assert 'id="superseded"' not in client.get(TWO).text
    Decision.objects.filter(pk=later.pk).update(
        state="adopted", number="1403/09-99", adopted_on=build.APPROVAL_DAY, snapshot={"electors": []}
    )

    with django_assert_num_queries(2):
        page = client.get(f"/en{TWO}").text

    assert "The decision that published this edition was superseded by" in page
    assert "1403/09-99" in page.split('id="superseded"')[1].split("</div>")[0]


def test_a_note_that_looks_like_a_day_takes_no_page_away(client):
    document = json.loads(edition(2).document)
    document["notes"][0]["reason"] = "۱۴۰۴-۰۱-۱۵"
    path = ninth(document)

    assert "9/changes/" in client.get(TWO).text
    assert ["۱۴۰۴-۰۱-۱۵" in client.get(page).text for page in (path, f"{path}changes/")] == [True, True]


def test_the_difference_page_names_every_change_and_no_other(client):
    groups = {row["anchor"]: row["rows"] for row in client.get(f"/en{CHANGES}").context["groups"]}

    assert set(groups) == {"progress", "plans", "activities", "entries", "decisions", "notes"}
    assert [(str(row["figure"]), row["by"]) for row in groups["plans"]] == [
        ("Verified", "25 points more"), ("Variance", "25 points more"),
    ]  # fmt: skip
    assert [str(row["kind"]) for row in groups["entries"]] == ["only in the later edition"]
    assert [str(row["kind"]) for row in groups["notes"]] == ["only in the earlier edition"]


def test_the_pages_name_the_feed_of_new_editions(client):
    for path in (TWO, CHANGES, "/progress/1403/editions/"):
        assert 'rel="alternate" type="application/atom+xml" title="نسخه‌های قطعی"' in client.get(path).text, path


def test_a_first_edition_has_no_difference_page(client):
    assert client.get(f"{ONE}changes/").status_code == 404


def test_the_chain_names_published_editions_only(client, reader):
    assert [row["url"] for row in client.get(ONE).context["chain"]] == ["", TWO, THREE]
    reader.logout()
    assert [row["url"] for row in client.get(ONE).context["chain"]] == ["", TWO]
    assert edition(3).sha256[:16] not in client.get(TWO).text


@pytest.mark.parametrize("page", ["", "changes/", "report.pdf", "report.xlsx", "report.csv", "snapshot.json"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_nothing_of_an_unpublished_edition_is_public(client, council_member, page, prefix):
    assert client.get(f"{prefix}{THREE}{page}").status_code == 404
    client.force_login(council_member)
    assert client.get(f"{prefix}{THREE}{page}").status_code == 404


def test_staff_see_a_frozen_edition_with_a_notice_and_it_is_not_kept(reader):
    response = reader.get(f"/en{THREE}")

    assert "Frozen, not published" in response.text
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert taken(reader.get(f"{THREE}snapshot.json")).headers["Cache-Control"] == "private, no-cache"


def test_staff_see_a_draft_as_a_draft(reader, editions):
    build_here.publish(edition(3))
    build_here.draft(editions, erratum="در دست تهیه")

    response = reader.get("/en/progress/1403/editions/4/")

    assert (response.status_code, "In preparation" in response.text) == (200, True)
    reader.logout()
    assert reader.get("/progress/1403/editions/4/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/progress/1402/editions/1/", "/progress/1403/editions/0/", "/progress/1403/editions/9/",
        f"/progress/{10**30}/editions/1/", f"/progress/1403/editions/{10**30}/", f"/progress/{10**30}/editions/",
        f"/progress/1403/editions/{10**30}/report.pdf", "/progress/1403/editions/²/", "/progress/1402/editions/",
        f"/progress/1403/editions/{10**30}/changes/",
    ],
)  # fmt: skip
def test_an_edition_that_is_not_there_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_the_list_shows_the_published_ones_in_two_questions(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        response = client.get("/en/progress/1403/editions/")

    assert [(row["number"], str(row["state"])) for row in response.context["editions"]] == [
        ("2", "published"), ("1", "superseded"),
    ]  # fmt: skip
    assert "Secret as yet" not in response.text


def test_the_snapshot_is_the_stored_document_with_its_own_hash_as_etag(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = taken(client.get(f"/en{TWO}snapshot.json"))

    assert response.bytes.decode() == edition(2).document
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["ETag"] == f'"{edition(2).sha256}"'
    assert response.headers["Content-Disposition"] == 'attachment; filename="snapshot.json"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "public, max-age=86400"
    again = client.get(f"{TWO}snapshot.json", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def tampered(path, content):
    """The bytes of a stored file exchanged for the time of a test."""
    before = path.read_bytes()
    path.chmod(0o644)
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    return before


@pytest.mark.parametrize("content", [None, b"{}", "same size"])
def test_a_file_that_is_gone_or_was_exchanged_is_not_given_and_no_fault_of_the_server(client, content):
    path = Path(settings.MEDIA_ROOT) / EditionFile.objects.get(edition__number=2, kind="json", language="").file.path
    if content == "same size":
        content = path.read_bytes().replace(b"24.0000", b"25.0000")
    before = tampered(path, content)

    response = client.get(f"{TWO}snapshot.json")
    path.write_bytes(before)

    assert (response.status_code, response.streaming) == (503, False)
    assert "Cache-Control" not in response.headers or "max-age=86400" not in response.headers["Cache-Control"]
    assert taken(client.get(f"{TWO}snapshot.json")).status_code == 200


@pytest.mark.parametrize("path", [TWO, CHANGES, "/progress/1403/editions/", f"{TWO}snapshot.json"])
def test_nothing_can_be_sent_to_what_only_shows(client, path):
    assert client.post(path).status_code == 405
    assert taken(client.head(path)).status_code == 200


def test_the_yearly_page_and_the_list_of_years_tell_of_editions_without_a_question_more(
    client, django_assert_num_queries
):
    with django_assert_num_queries(8):
        year = client.get("/en/progress/1403/")
    with django_assert_num_queries(2):
        index = client.get("/en/progress/")

    (notice,) = year.context["notices"]
    assert notice["title"].startswith("The year is closed: its figures stand in frozen edition 2, published on ")
    assert [(row["url"], row["is_current"]) for row in notice["editions"]] == [
        (f"/en{TWO}", True),
        (f"/en{ONE}", False),
    ]
    assert f'href="/en{TWO}"' in index.text
    for page in (year, index):
        assert THREE not in page.text


def test_a_year_that_is_not_closed_has_no_notice_on_top(client):
    ProgramYear.objects.update(state=ProgramYear.State.RUNNING)

    page = client.get("/en/progress/1403/").text

    assert ("The year is closed" in page, "Frozen edition 2" in page) == (False, True)


def test_the_map_of_the_site_names_published_editions(client):
    page = client.get("/sitemap-editions.xml").text

    assert [f"{path}</loc>" in page for path in (ONE, TWO, THREE)] == [True, True, False]
