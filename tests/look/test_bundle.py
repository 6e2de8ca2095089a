"""A first visit asks for one style sheet."""

import re

import brotli
import pytest
from django.conf import settings
from django.core.management import call_command

from cluster_portal.storage import bundled

CSS = settings.BASE_DIR / "static" / "css"


def read(name):
    return (settings.BASE_DIR / "static" / name).read_text()


def test_the_bundle_holds_its_parts_in_their_order_and_print_only_for_print():
    text = bundled("css/site.css", read)

    places = [text.index(read(f"css/{part}.css")) for part in ("tokens", "base", "components", "print")]
    assert places == sorted(places)
    assert f"@media print {{\n{read('css/print.css')}}}\n" in text
    assert "@import" not in text.replace("imports", "")


def test_an_import_from_another_folder_stays():
    sheet = '@import url("../vendor/x.css") layer(x);\n@import url("part.css");\n'

    assert bundled("css/a.css", {"css/a.css": sheet, "css/part.css": "p {}\n"}.get) == (
        '@import url("../vendor/x.css") layer(x);\np {}\n'
    )


@pytest.fixture
def collected(settings, tmp_path):
    """Our own static files as a real installation serves them."""
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "cluster_portal.storage.BundlingStorage"}}
    call_command("collectstatic", "--noinput", verbosity=0)
    return tmp_path


def test_collecting_twice_serves_one_sheet_with_the_font_by_its_hashed_name(collected):
    call_command("collectstatic", "--noinput", verbosity=0)

    (sheet,) = collected.glob("css/site.*.css")
    (font,) = collected.glob("vendor/vazirmatn-33.0.3/Vazirmatn-fa-en.*.woff2")
    assert re.findall(r"url\((.*?)\)", sheet.read_text()) == [f'"../vendor/vazirmatn-33.0.3/{font.name}"']


def test_style_font_and_icon_of_a_first_visit_leave_the_page_more_than_half_of_110_kb():
    style = len(brotli.compress(bundled("css/site.css", read).encode()))
    font = (settings.BASE_DIR / "static/vendor/vazirmatn-33.0.3/Vazirmatn-fa-en.woff2").stat().st_size
    icon = (settings.BASE_DIR / "static/img/icon.svg").stat().st_size

    assert style + font + icon <= 50_000
