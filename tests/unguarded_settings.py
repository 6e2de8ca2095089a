"""The live portal of one negative control (see ``tests/unguarded``)."""

from tests.live_settings import *  # noqa: F403
from tests.live_settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.unguarded.apps.UnguardedConfig"]
