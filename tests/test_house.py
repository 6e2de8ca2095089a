"""The files around the code say what is true."""

import ast
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def variables_read_by_settings():
    """Names in ``env.kind("NAME", …)`` calls."""
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(read("cluster_portal/settings.py")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and getattr(node.func.value, "id", "") == "env"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def test_the_example_environment_lists_every_variable_that_settings_read():
    listed = set(re.findall(r"^(?:# )?([A-Z_]+)=", read(".env.example"), re.MULTILINE))

    assert listed == variables_read_by_settings()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_by_hash_and_name_no_index_or_machine(name):
    text = read(name)
    pins = re.findall(r"^([a-z0-9._-]+(?:\[[a-z, 0-9_-]+\])?)==\S+ \\$", text, re.MULTILINE | re.IGNORECASE)

    assert len(pins) > 15
    assert len(pins) == len(re.findall(r"^[a-z]", text, re.MULTILINE | re.IGNORECASE))
    assert re.findall(r"(?:index-url|find-links|https?://|file:|@ |(?<![\w.])/)\S*", text) == []


def test_the_runtime_pins_are_among_the_development_pins():
    pins = {
        name: set(re.findall(r"^\S+==\S+", read(name), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt")
    }

    assert pins["requirements.txt"] - pins["requirements-dev.txt"] == set()


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_pins_keep_their_extras_because_pip_asks_for_them_by_hash(name):
    wanted = dict(re.findall(r"^([\w-]+)\[([^\]]+)\]$", read(f"{name}.in"), re.MULTILINE))
    pinned = dict(re.findall(r"^([\w-]+)\[([^\]]+)\]==", read(f"{name}.txt").lower(), re.MULTILINE))

    assert {package: pinned.get(package.lower(), "").replace(" ", "") for package in wanted} == wanted


def test_the_helping_target_names_every_other_one():
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert re.findall(r"make (\w+)", listed) == ["help", "run", "test", "check", "lint", "messages", "lock", "bench"]


def test_the_readme_gives_the_two_commands_and_its_pictures_exist():
    text = read("README.md")

    assert re.findall(r"^make (\w+)$", text, re.MULTILINE) == ["run", "test"]
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert len(pictures) >= 2
    assert [path for path in pictures if not (ROOT / path).exists()] == []


def test_links_between_the_papers_lead_somewhere():
    papers = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    links = [
        (paper, link)
        for paper in papers
        for link in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", paper.read_text())
    ]

    assert [f"{paper.name}: {link}" for paper, link in links if not (paper.parent / link).exists()] == []


def test_nothing_is_left_for_later_and_no_test_is_skipped():
    words = re.compile(
        "|".join(["TO" + "DO", "FIX" + "ME", r"pytest\.mark\." + "(?:skip|xfail)", r"pytest\." + "skip"])
    )
    files = [path for pattern in ("*/**/*.py", "templates/**/*.html") for path in ROOT.glob(pattern)]
    own = [path for path in files if not {".venv", "vendor", "staticfiles"} & set(path.parts)]

    assert [str(path.relative_to(ROOT)) for path in own if words.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("text", ["http", "0", "70000", "-1"])
def test_the_demo_refuses_a_port_that_is_none_in_one_sentence(text):
    ended = demo(PORT=text)

    assert (ended.returncode, ended.stderr) == (1, f"PORT must be a number between 1 and 65535, not '{text}'.\n")


def test_the_demo_refuses_a_taken_port_in_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = demo(PORT=str(port), ENV_FILE=str(tmp_path / "env"))

    wanted = f"Port {port} is taken by another program; choose another: PORT=8001 make run.\n"
    assert (ended.returncode, ended.stderr) == (1, wanted)
    assert not (tmp_path / "env").exists()


def test_the_slow_libraries_wait_for_their_first_use():
    """Each costs a tenth of a second to half a second at every start, and memory in every process."""
    program = (
        "import django, sys; django.setup(); from django.urls import get_resolver;"
        "assert get_resolver().url_patterns; import cluster_portal.wsgi;"
        "print(*sorted(set(sys.modules) & {'openpyxl', 'typst', 'PIL', 'qrcode'}))"
    )
    quiet = {"ENV_FILE": "/dev/null", "DEBUG": "1", "DATABASE_URL": "sqlite:///:memory:"}
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "DJANGO_SETTINGS_MODULE": "cluster_portal.settings"} | quiet,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (0, "\n"), ended.stderr


def demo(**environment):
    return subprocess.run(
        [sys.executable, "deploy/demo.py"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"} | environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
