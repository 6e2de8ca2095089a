"""What the content security policy and two writing directions ask of our templates and style sheets."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = settings.BASE_DIR / "static" / "css"
SHEETS = sorted(CSS.glob("*.css"))
TEMPLATES = sorted(
    path
    for path in settings.BASE_DIR.rglob("*.html")
    if "templates" in path.parts and not {".venv", "staticfiles", "node_modules"} & set(path.parts)
)
INLINE = re.compile(
    r"""\sstyle\s*=\s*["']|\son[a-z]+\s*=\s*["']|<style\b|javascript:|<script\b(?![^>]*\b(?:src|type="application/)=?)"""
)
PHYSICAL = re.compile(
    r"(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right|top|bottom)[a-z-]*|left|right|top|bottom"
    r"|(?:min-|max-)?(?:width|height))\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)
NUMBERS_HANG_ON_THEIR_UNITS = ".tbl .n { text-align: right; white-space: nowrap; }"


def without_comments(text):
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def declarations(text):
    """The rules without the conditions of media queries, which name widths."""
    return re.sub(r"@media[^{]*\{", "{", without_comments(text))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_a_template_has_no_inline_style_handler_or_script(path):
    assert INLINE.findall(path.read_text()) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_speaks_of_start_and_end_only(path):
    text = declarations(path.read_text()).replace(NUMBERS_HANG_ON_THEIR_UNITS, "")

    assert PHYSICAL.findall(text) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_asks_nobody_else_for_anything(path):
    addresses = re.findall(r"url\(\"?([^\")]*)", path.read_text())

    assert [address for address in addresses if "//" in address] == []


def test_the_checks_see_what_they_look_for():
    assert INLINE.search('<p style="color:red">')
    assert INLINE.search('<a onclick="go()">')
    assert INLINE.search("<script>go()</script>")
    assert not INLINE.search('<script src="/static/js/picker.js" defer></script>')
    assert PHYSICAL.search(".a { margin-left: 1px; }")
    assert PHYSICAL.search(".a { text-align: left; }")
    assert not PHYSICAL.search(".a { margin-inline-start: 1px; border-block-end-width: 1px; }")


# Contrast ---------------------------------------------------------------------
def tokens(scheme):
    text = without_comments((CSS / "tokens.css").read_text())
    light, dark = text.split("@media screen and (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", light))
    return found | (dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else {})


def rgb(colour):
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def mixed(colour, ink, share=0.82):
    """``color-mix(in srgb, colour 82%, ink)``, as the states use it."""
    pairs = zip(rgb(colour), rgb(ink), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def luminance(colour):
    """Relative luminance by WCAG 2.2."""
    parts = [value / 255 for value in rgb(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    bright, dim = sorted([luminance(one), luminance(other)], reverse=True)
    return (bright + 0.05) / (dim + 0.05)


TEXT_ON_GROUND = [
    *[(ink, ground) for ink in ("ink", "ink-2", "karun", "karun-ink") for ground in ("paper", "ground")],
    ("ink", "sun-wash"), ("ink", "brick-wash"), ("ink", "palm-wash"), ("ink", "karun-wash"), ("ink", "slate-wash"),
    ("ink-2", "karun-wash"), ("karun-ink", "karun-wash"), ("sun", "sun-wash"), ("brick", "brick-wash"),
    ("karun", "sun-wash"), ("karun", "brick-wash"), ("paper", "karun"), ("paper", "karun-ink"), ("brick", "paper"),
    ("head-ink", "head"), ("head-link", "head"),
]  # fmt: skip
EDGES = [
    ("edge", "paper"),
    ("edge", "ground"),
    ("karun", "paper"),
    ("sun", "paper"),
    ("focus", "paper"),
    ("focus", "ground"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_what_it_stands_on(scheme):
    colour = tokens(scheme)
    states = {"palm": "palm-wash", "slate": "slate-wash"}
    ratios = {f"{ink} on {ground}": contrast(colour[ink], colour[ground]) for ink, ground in TEXT_ON_GROUND}
    ratios |= {f"state {c}": contrast(mixed(colour[c], colour["ink"]), colour[wash]) for c, wash in states.items()}

    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_controls_and_the_focus_ring_stand_out(scheme):
    colour = tokens(scheme)
    ratios = {f"{edge} on {ground}": contrast(colour[edge], colour[ground]) for edge, ground in EDGES}

    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 3} == {}


def test_every_token_that_is_used_is_defined():
    used, defined = set(), {"c", "bs"}
    for path in SHEETS:
        text = without_comments(path.read_text())
        used |= set(re.findall(r"var\(--([\w-]+)", text))
        defined |= set(re.findall(r"--([\w-]+)\s*:", text))

    assert used - defined == set()


def test_no_style_sheet_is_longer_than_a_person_reads():
    assert {
        path.name: len(path.read_text().splitlines())
        for path in SHEETS
        if len(Path(path).read_text().splitlines()) > 400
    } == {}
