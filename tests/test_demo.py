"""What ``make run`` starts is ended with it, in whatever way it ends."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
SLEEPER = "import os, time; os.fork(); os.write(1, b'%d\\n' % os.getpid()); time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPER
DEMO = """
import demo, os, signal, sys, time
demo.listen_for_the_end()
household = demo.Household(dict(os.environ))
try:
    household.start(sys.executable, "-c", {0!r})
    household.start(sys.executable, "-c", {1!r})
    time.sleep(60)
except KeyboardInterrupt:
    pass
finally:
    household.end()
"""


@pytest.fixture(scope="module")
def demo():
    """The module ``deploy/demo.py``."""
    sys.path.insert(0, str(DEPLOY))
    import demo  # noqa: PLC0415  (it is a script beside the rooms, not one of them)

    sys.path.remove(str(DEPLOY))
    return demo


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_children_and_grandchildren_end_with_the_demo(how):
    """Every child holds the writing end of the pipe: the pipe closes exactly when the last of them is gone."""
    with subprocess.Popen(
        [sys.executable, "-c", DEMO.format(SLEEPER, SLEEPER)], cwd=DEPLOY, stdout=subprocess.PIPE, text=True
    ) as process:
        children = [int(process.stdout.readline()) for _ in range(4)]
        process.send_signal(how)

        ready, _, _ = select.select([process.stdout], [], [], 30)

        assert ready
        assert process.stdout.read() == ""
    assert len(set(children)) == 4
    assert [pid for pid in children if is_alive(pid)] == []


def test_a_child_that_will_not_end_is_ended_for_good():
    program = DEMO.format(STUBBORN, SLEEPER).replace(
        "import demo,", "import demo\ndemo.GUARD = demo.GUARD.replace('+ 12', '+ 1')\nimport"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=DEPLOY, stdout=subprocess.PIPE, text=True) as process:
        for _ in range(4):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)

        assert process.stdout.read() == ""


def is_alive(pid):
    """Neither gone nor a zombie that waits for its parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_secrets_are_made_once_and_other_lines_stay(demo, tmp_path, monkeypatch):
    for name in ("SECRET_KEY", "SAMPLE_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "env"
    path.write_text("# mine\nEMAIL_URL=consolemail://")
    monkeypatch.setattr(demo, "ENV_FILE", path)

    first, second = demo.remembered_secrets(), demo.remembered_secrets()

    assert first == second
    assert path.read_text().splitlines() == [
        "# mine",
        "EMAIL_URL=consolemail://",
        f"SECRET_KEY={first['SECRET_KEY']}",
        f"SAMPLE_PASSWORD={first['SAMPLE_PASSWORD']}",
    ]
    assert min(map(len, first.values())) >= 16


def test_a_new_env_file_is_for_its_owner_only_and_the_environment_wins(demo, tmp_path, monkeypatch):
    monkeypatch.setenv("SAMPLE_PASSWORD", "chosen by hand")
    monkeypatch.delenv("SECRET_KEY", raising=False)
    path = tmp_path / "env"
    monkeypatch.setattr(demo, "ENV_FILE", path)

    values = demo.remembered_secrets()

    assert values["SAMPLE_PASSWORD"] == "chosen by hand"
    assert path.read_text() == f"SECRET_KEY={values['SECRET_KEY']}\n"
    assert oct(path.stat().st_mode & 0o777) == oct(0o600)
    assert os.environ["SAMPLE_PASSWORD"] == "chosen by hand"
