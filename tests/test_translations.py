"""The committed catalogue is complete and fresh: this is ``make messages`` having been run."""

import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import Catalog

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "locale"))
import messages  # noqa: E402  (the tool lives beside the catalogue)


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A tiny house of one room and one template, with an empty catalogue."""
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "apps.py").write_text('name = _("Room")\nmany = ngettext("%(n)d firm", "%(n)d firms", n)\n')
    (tmp_path / "templates").mkdir()
    page = (
        '{% load i18n %}{% translate "Hello" %} {% blocktranslate %}Year {{ y }}{% endblocktranslate %} {{ _("Bye") }}'
    )
    (tmp_path / "templates" / "page.html").write_text(page + '{% translate "May" context "month" %}')
    folder = tmp_path / "locale"
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "FOLDER", folder)
    monkeypatch.setattr(messages, "PO", folder / "django.po")
    monkeypatch.setattr(messages, "MO", folder / "django.mo")
    return tmp_path


@pytest.fixture
def persian():
    catalogue = Catalog(locale="fa")
    catalogue.add("Room", "اتاق")
    catalogue.add(("%(n)d firm", "%(n)d firms"), ("%(n)d شرکت", "%(n)d شرکت"))
    catalogue.add("Hello", "سلام")
    catalogue.add("Bye", "بدرود")
    catalogue.add("Year %(y)s", "سال %(y)s")
    catalogue.add("May", "مه", context="month")
    return catalogue


def test_every_text_of_the_portal_has_a_fresh_translation():
    assert messages.check() == []


def test_the_command_says_by_its_exit_code_that_all_is_fresh():
    run = subprocess.run(
        [sys.executable, "locale/messages.py", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_texts_are_found_in_code_and_templates(house):
    assert [(entry.id, entry.plural, entry.context, sorted(entry.paths)) for entry in messages.extract()] == [
        ("%(n)d firm", "%(n)d firms", None, ["room/apps.py"]),
        ("Bye", "", None, ["templates/page.html"]),
        ("Hello", "", None, ["templates/page.html"]),
        ("May", "", "month", ["templates/page.html"]),
        ("Room", "", None, ["room/apps.py"]),
        ("Year %(y)s", "", None, ["templates/page.html"]),
    ]


def test_a_written_catalogue_is_in_order_and_writing_again_changes_nothing(house, persian, capsys):
    messages.write(known=persian)
    first = messages.PO.read_bytes(), messages.MO.read_bytes()
    messages.write()

    assert capsys.readouterr().out == "6 texts, 0 without translation\n" * 2
    assert (messages.PO.read_bytes(), messages.MO.read_bytes()) == first
    assert messages.check() == []


def test_a_missing_an_obsolete_a_fuzzy_text_and_a_lost_placeholder_are_named(house, persian):
    persian.get("Year %(y)s").string = "سال"
    persian.get("Bye").string = ""
    messages.write(known=persian)
    written = messages.PO.read_text()
    messages.PO.write_text(
        written.replace('msgid "Hello"', '#, fuzzy\nmsgid "Hello"') + '\nmsgid "Old"\nmsgstr "کهنه"\n', encoding="utf-8"
    )

    assert messages.check() == [
        "no translation: 'Bye'",
        "other placeholders: 'Year %(y)s'",
        "fuzzy: 'Hello'",
        "obsolete: 'Old'",
    ]


def test_a_stale_binary_is_named(house, persian):
    messages.write(known=persian)
    messages.PO.write_text(messages.PO.read_text().replace("سلام", "درود"), encoding="utf-8")

    assert messages.check() == ["django.mo is not made from django.po: run `make messages`"]
