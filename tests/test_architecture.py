"""The house rules that a machine can hold. Each rule also looks at a small house that breaks it."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
LEVELS = [  # the same chain as in pyproject.toml, from the bottom
    {"persian"},
    {"filing", "post"},
    {"accounts"},
    {"council"},
    {"actionplans", "members"},
    {"trainings", "market", "ideas", "handover"},
    {"reports"},
    {"editions"},
    {"opendata", "search"},
    {"cluster_portal"},
]
LEVEL = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
FORBIDDEN_MODULES = {"utils", "helpers", "common", "core", "signals"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
IMPORTS = (ast.Import, ast.ImportFrom)
CODE = [*sorted(LEVEL), "tests", "benchmarks", "deploy", "locale"]


def python_files(root=ROOT, folders=CODE):
    files = [path for folder in folders for path in sorted((root / folder).rglob("*.py"))]
    return [path for path in files if "migrations" not in path.parts]


def rooms_files(root=ROOT):
    return python_files(root, sorted(LEVEL))


def templates(root=ROOT):
    return [path for path in sorted((root / "templates").rglob("*")) if path.suffix in {".html", ".svg"}]


def line(path, number, root=ROOT):
    return f"{path.relative_to(root).as_posix()}:{number}"


def saves(models):
    """Our own classes in the ancestry of models (abstract ones too) that write their own ``save`` or ``delete``."""
    own = {ancestor for model in models for ancestor in model.__mro__ if ancestor.__module__.split(".")[0] in LEVEL}
    return sorted(one.__qualname__ for one in own if {"save", "delete", "save_base"} & set(vars(one)))


def signals(path):
    """Lines that import what connects or receives a signal."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, IMPORTS):
            names = [getattr(node, "module", "") or "", *(alias.name for alias in node.names)]
            if any(name.startswith("django.db.models.signals") or name in {"receiver", "signals"} for name in names):
                yield node.lineno


def inner_imports(path):
    """Lines of imports inside a function without a reason beside or above them; ``ready()`` has one by nature."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    functions = [
        node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef) and node.name != "ready"
    ]
    found = {node.lineno for function in functions for node in ast.walk(function) if isinstance(node, IMPORTS)}
    excused = set()
    for number in sorted(found):
        above = lines[number - 2].strip()
        beside = lines[number - 1].partition("#")[2].replace("noqa: PLC0415", "").strip()
        if beside or above.startswith("#") or number - 1 in excused:
            excused.add(number)
    return sorted(found - excused)


def upward_relations(models, level=LEVEL):
    """Foreign keys, by string or not, that point to a room above or beside their own."""
    for model in models:
        room = model._meta.app_label
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if target is None or target == "self" or not getattr(field, "concrete", False):
                continue
            there = target._meta.app_label
            is_user = target._meta.label == settings.AUTH_USER_MODEL
            if there in level and there != room and not is_user and level[there] >= level[room]:
                yield f"{model._meta.label}.{field.name} -> {target._meta.label}"


INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "script without src": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")", re.IGNORECASE
    ),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "other host": re.compile(r"(?:src|href)=[\"'](?:https?:)?//[^\"'{]*\.(?:css|js|woff2?|png|svg)", re.IGNORECASE),
}


def inline_in(path):
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for name, pattern in INLINE.items():
            if pattern.search(text):
                yield f"{number}: {name}"


def test_the_chain_here_is_the_one_that_the_linter_holds():
    written = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    layers = re.search(r"^layers = \[(.*?)\]", written, re.DOTALL | re.MULTILINE)[1]
    named = [set(row.split(" | ")) for row in re.findall(r'"([^"]+)"', layers)]

    assert named == LEVELS[::-1]


def test_every_room_is_registered_and_every_own_app_is_a_room():
    own = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT}

    assert own == set(LEVEL)


def test_no_relation_points_upwards():
    own = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in LEVEL]

    assert list(upward_relations(own)) == []


def test_an_upward_relation_would_be_found():
    """Negative control: turned upside down, the chain is broken by relations that stand there."""
    turned = {room: -level for room, level in LEVEL.items()}
    own = [model for model in apps.get_models() if model._meta.app_label in LEVEL]

    assert "council.Decision.supersedes -> council.Decision" not in list(upward_relations(own, turned))
    assert "actionplans.ActionPlan.approved_by -> council.Decision" in list(upward_relations(own, turned))


def test_no_model_writes_its_own_save_and_no_signal_is_used():
    assert saves(apps.get_models()) == []
    assert [line(path, number) for path in rooms_files() for number in signals(path)] == []


def test_a_model_that_writes_its_own_save_would_be_found():
    parent = type("Kept", (), {"__module__": "council.models", "save": None})

    assert saves([type("Row", (parent,), {"__module__": "council.models"})]) == ["Kept"]


def test_no_module_is_a_drawer_for_everything():
    assert [str(path.relative_to(ROOT)) for path in rooms_files() if path.stem in FORBIDDEN_MODULES] == []
    assert [str(path) for path in ROOT.glob("*/") if path.name in FORBIDDEN_MODULES] == []


def test_imports_stand_at_the_top_save_with_a_reason():
    assert [line(path, number) for path in rooms_files() for number in inner_imports(path)] == []


def test_no_file_is_too_long():
    sizes = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}

    assert {path: size for path, size in sizes.items() if size > LONGEST_FILE} == {}


def test_no_function_is_too_long():
    functions = [
        (path, node)
        for path in rooms_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]

    assert [line(path, at.lineno) for path, at in functions if at.end_lineno - at.lineno >= LONGEST_FUNCTION] == []


def test_templates_hold_no_inline_style_script_or_handler():
    assert [f"{path.relative_to(ROOT)}:{found}" for path in templates() for found in inline_in(path)] == []


def test_migrations_are_named_by_hand_and_stand_in_one_line():
    for room in LEVEL:
        names = sorted(path.stem for path in (ROOT / room / "migrations").glob("[0-9]*.py"))
        assert [name for name in names if "auto" in name.split("_")[1:2] or re.search(r"_\d{8}_", name)] == []
        assert [name[:4] for name in names] == [f"{number:04d}" for number in range(1, len(names) + 1)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<p style="color: red">', ["1: style attribute"]),
        ('<a href="/" onclick="go()">', ["1: handler"]),
        ("<style>p {}</style>", ["1: style element"]),
        ("<script>go()</script>", ["1: script without src"]),
        ('<script src="/static/js/a.js" defer></script>', []),
        ('<a href="javascript:go()">', ["1: javascript address"]),
        ('<link href="https://cdn.example/a.css">', ["1: other host"]),
        ('<p class="style-on">on = {{ on }}</p>', []),
    ],
)
def test_a_template_that_breaks_the_rule_is_found(tmp_path, text, found):
    path = tmp_path / "page.html"
    path.write_text(text)

    assert list(inline_in(path)) == found


@pytest.mark.parametrize(
    ("text", "found", "imports"),
    [
        ("from django.dispatch import receiver\n", [1], []),
        ("from django.db.models.signals import post_save\n", [1], []),
        ("def f():\n    import typst\n", [], [2]),
        ("def f():\n    import typst  # noqa: PLC0415\n", [], [2]),
        ("def f():\n    import typst  # noqa: PLC0415  (slow: 80 ms)\n", [], []),
        ("def f():\n    # slow\n    import typst\n    import openpyxl\n", [], []),
        ("def ready(self):\n    from a import b\n", [], []),
    ],
)
def test_code_that_breaks_the_rule_is_found(tmp_path, text, found, imports):
    path = tmp_path / "services.py"
    path.write_text(text)

    assert (list(signals(path)), inner_imports(path)) == (found, imports)
