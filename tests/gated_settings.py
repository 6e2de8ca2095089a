"""The workers of the race of freezing (see ``tests/gated``)."""

from tests.live_settings import *  # noqa: F403
from tests.live_settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.gated.apps.GatedConfig"]
