"""The mark of a plan's status on the desks."""

import re

from django.template.loader import render_to_string
from django.utils.translation import override

from actionplans.arithmetic import Status


def test_each_status_has_its_own_word():
    with override("en"):
        marks = {status: render_to_string("actionplans/mark.html", {"status": status}) for status in Status}

    assert {status.value: re.sub(r"<[^>]+>", "", mark).strip() for status, mark in marks.items()} == {
        "stopped": "Stopped",
        "done": "Completed",
        "not_started": "Not started",
        "on_track": "On track",
        "at_risk": "At risk",
        "behind": "Behind plan",
    }
