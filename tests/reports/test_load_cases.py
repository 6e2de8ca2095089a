"""Cases from the data files with their figures; what a file may not say; away with the sample."""

import pytest

from tests.reports import build_files

pytestmark = pytest.mark.django_db
CASE = """
[[case]]
code = "K7Q2-M9XT"
institution = "tvto"
account = "council"
buyer = "اداره نمونه"
category = "web"
decided_on = "1403/05/16"
amount = 1_500_000_000
winner = "other_province"
reasons = ["price"]
state = "rejected"
supply = "yes"
able = 2
rejected_because = "سند ندارد."
"""


@pytest.fixture
def folder(tmp_path, settings):
    settings.DEMO = True
    return build_files.folder(tmp_path) if hasattr(build_files, "folder") else tmp_path
