"""Two publications of one year at once: it has one valid edition, whoever comes first.

The second begins when the first has published and not committed yet, so the worst moment is met every time. SQLite has
one writer at a time: there is no such moment.
"""

import threading
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction

from editions.models import EditionFile, YearEdition
from editions.services import publishing, run_publication
from tests import build
from tests.editions import build_editions as build_here

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.race,
]
PATIENCE = 60  # seconds


@pytest.fixture(autouse=True)
def cheap_files(monkeypatch):
    monkeypatch.setattr("editions.services.freezing.made_files", build_here.cheap_files)


def at_once(first, second, by):
    """What the second was told; "" when it published, too."""
    published, go, told = threading.Event(), threading.Event(), []

    def lead():
        with closed_at_end(), transaction.atomic():
            run_publication(first, by)
            published.set()
            go.wait(PATIENCE)

    def follow():
        published.wait(PATIENCE)
        with closed_at_end():
            told.append(outcome(second, by))

    threads = [threading.Thread(target=lead), threading.Thread(target=follow)]
    for thread in threads:
        thread.start()
    while threads[1].is_alive() and not is_somebody_waiting():
        threads[1].join(0.05)
    go.set()
    for thread in threads:
        thread.join(PATIENCE)
    return told[0]


@contextmanager
def closed_at_end():
    try:
        yield
    finally:
        connections.close_all()


def outcome(decision, by):
    try:
        with transaction.atomic():
            run_publication(decision, by)
    except ValidationError as refusal:
        return refusal.messages[0]
    except IntegrityError as error:
        return "yearedition_one_valid_a_year" if "yearedition_one_valid_a_year" in str(error) else str(error)
    return ""


def is_somebody_waiting():
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0


def states():
    return list(YearEdition.objects.order_by("number").values_list("state", flat=True))


@contextmanager
def without_unique():
    """The table's own guard taken off, as long as the test runs."""
    [unique] = [one for one in YearEdition._meta.constraints if one.name == "yearedition_one_valid_a_year"]
    with connection.schema_editor() as editor:
        editor.remove_constraint(YearEdition, unique)
    try:
        yield
    finally:
        EditionFile.objects.all()._raw_delete(EditionFile.objects.db)
        YearEdition.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(YearEdition, unique)


@pytest.fixture
def decisions():
    return [build_here.proposed(edition) for edition in build_here.two_frozen()]


def test_the_later_edition_takes_the_place_of_the_one_that_was_published_a_moment_ago(decisions):
    assert at_once(*decisions, build.user()) == ""
    assert states() == ["superseded", "published"]


def test_the_earlier_edition_is_refused_when_the_later_one_was_published_a_moment_ago(decisions):
    told = at_once(*reversed(decisions), build.user())

    assert told == "نسخه تازه‌تری از این سال پیش‌تر منتشر شده است."
    assert states() == ["frozen", "published"]


def without_lock(monkeypatch):
    monkeypatch.setattr(publishing, "hold_years", lambda pks: publishing.ProgramYear.objects.filter(pk__in=pks))


def test_without_the_lock_unique_refuses_the_second_valid_edition(decisions, monkeypatch):
    without_lock(monkeypatch)

    is_met = connection.vendor == "postgresql"
    assert at_once(*decisions, build.user()) == ("yearedition_one_valid_a_year" if is_met else "")
    assert states() == (["published", "frozen"] if is_met else ["superseded", "published"])


def test_without_lock_and_unique_a_year_has_two_valid_editions(decisions, monkeypatch):
    """The negative control."""
    without_lock(monkeypatch)

    with without_unique():
        assert at_once(*decisions, build.user()) == ""
        is_met = connection.vendor == "postgresql"
        assert states() == ["published" if is_met else "superseded", "published"]
