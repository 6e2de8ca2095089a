"""Publishing many firms: few queries, exact counts, and a directory that can be made anew."""

import datetime as dt
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection

from members import search_index
from members.models import DirectoryCell, DirectoryEntry, Firm
from members.services import publish_firm, publish_firms
from members.services.directory import cells_of
from tests.members import build_firms
from tests.members.test_directory_entry import counted

pytestmark = pytest.mark.django_db


def many(number):
    """Firms with a section and a capability of a branch, not published yet."""
    branch = build_firms.capability("services", "خدمات وب")
    parts = {"sections": [build_firms.section()], "capabilities": [build_firms.capability(parent=branch)]}
    firms = [build_firms.firm(f"شرکت {place}", is_listed=False, **parts) for place in range(number)]
    Firm.objects.update(is_listed=True)
    return firms


@pytest.mark.parametrize("number", [1, 3, 30])
def test_publishing_takes_the_same_queries_for_one_firm_and_for_thirty(number, django_assert_num_queries):
    """Capabilities, firms, their two parts, entries before: five; rows, two links taken and made, counts: six; and
    two for the transaction."""
    firms = many(number)

    with django_assert_num_queries(13):
        publish_firms(firms)

    assert DirectoryEntry.objects.count() == number
    assert counted()[0, 0, "", ""] == number


def test_publishing_what_did_not_change_writes_nothing(django_assert_num_queries):
    firms = many(3)
    publish_firms(firms)
    before = list(DirectoryEntry.objects.values_list("changed_at", flat=True))

    with django_assert_num_queries(7):
        publish_firms(firms)

    assert list(DirectoryEntry.objects.values_list("changed_at", flat=True)) == before


def test_many_at_once_are_counted_as_one_by_one():
    firms = many(5)
    for firm, city, size in zip(firms, ("اهواز", "دزفول", "اهواز", "", "اهواز"), ("micro", "small") * 2, strict=False):
        Firm.objects.filter(pk=firm.pk).update(city=city, size=size)
    publish_firms(firms)
    whole = counted()
    DirectoryEntry.objects.all().delete()
    DirectoryCell.objects.all().delete()

    for firm in firms:
        publish_firm(firm)

    assert counted() == whole
    assert whole[0, 0, "اهواز", "micro"] == 2


def test_a_list_of_no_firms_is_no_work():
    publish_firms([])

    assert not DirectoryCell.objects.exists()


def test_the_directory_is_made_anew_from_the_firms(capsys):
    """Whatever happened to entries, links and counts: a lost row, a wrong count, a link that is gone."""
    firms = many(3)
    publish_firms(firms)
    right = counted()
    firms[0].entry.delete()
    firms[1].entry.sections.clear()
    Firm.objects.filter(pk=firms[2].pk).update(confirmed_until=dt.date(2020, 1, 1))
    DirectoryCell.objects.filter(section=0).update(count=99)
    DirectoryCell.objects.create(city="شهری که نیست", count=4)

    call_command("rebuild_directory")

    assert capsys.readouterr().out == "2 firms are listed.\n"
    assert counted() == dict.fromkeys(right, 2)
    assert counted() == Counter(cell for entry in DirectoryEntry.objects.all() for cell in cells_of(entry))
    assert [entry.sections.count() for entry in DirectoryEntry.objects.all()] == [1, 1]


def test_without_the_extension_the_directory_is_still_made_and_the_log_says_so(monkeypatch, caplog):
    """A database whose user may not make ``pg_trgm``: nothing fails, and who runs it is told. Others have no index."""
    monkeypatch.setattr(search_index, "is_there", lambda _cursor: False)
    monkeypatch.setattr(search_index, "EXTENSION", "CREATE EXTENSION there_is_no_such_extension")

    assert search_index.make_search_index() is False

    told = "docs/operations.md says" in caplog.text
    assert told is (connection.vendor == "postgresql")


def test_the_search_index_is_there_on_postgresql():
    assert search_index.make_search_index() is (connection.vendor == "postgresql")
