"""What others made is what they released, and light enough."""

import hashlib

from django.conf import settings

VENDOR = settings.BASE_DIR / "static" / "vendor"
NOT_LISTED = {"CHECKSUMS", "README.md"}


def listed():
    lines = (VENDOR / "CHECKSUMS").read_text().splitlines()
    return {path: digest for digest, path in (line.split("  ") for line in lines)}


def test_every_file_has_its_checksum_and_the_checksum_is_right():
    found = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name not in NOT_LISTED
    }

    assert found == listed()


def test_every_folder_has_its_licence():
    folders = [path for path in VENDOR.iterdir() if path.is_dir()]
    without = [
        folder.name for folder in folders if not any((folder / name).exists() for name in ("LICENSE", "OFL.txt"))
    ]

    assert without == []


def test_no_style_sheet_points_to_a_map_that_is_not_there():
    assert [path.name for path in VENDOR.rglob("*.css") if "sourceMappingURL" in path.read_text()] == []


def test_the_font_of_a_first_visit_is_light():
    assert (VENDOR / "vazirmatn-33.0.3" / "Vazirmatn-fa-en.woff2").stat().st_size <= 60_000
