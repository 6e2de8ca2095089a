"""Data files for the tests of loading: the sample of the project, copied where a test may spoil it."""

import shutil
from pathlib import Path

KHUZESTAN = Path(__file__).resolve().parents[2] / "samples" / "khuzestan"

SMALL_SAMPLE = """
sample = true
year = 1403
visits = ["1403/05/10"]

[[rule]]
valid_from = "1401/01/01"
quorum = "1/2"
second_call = "1/3"

[[seat]]
key = "chair"
role = "chair"
person = "رئیس نمونه"
institution = "industrial-towns"
valid_from = "1401/01/01"

[[seat]]
key = "actor"
role = "actor"
person = "فعال نمونه"
valid_from = "1401/01/01"

[[meeting]]
number = 2
held_on = "1403/03/20"
[[meeting.agenda]]
kind = "decision"
title = "برنامه‌های نمونه"
[[meeting.agenda.decision]]
key = "plans"
text = "دو برنامه تصویب شد."
votes = [2, 0, 0]

[[plan]]
number = 1
title = "برنامه یک"
weight = 60
approved_by = "1403/01-01"
[[plan.activity]]
title = "فعالیت یک"
weight = "70.00"
start = "1403/03/01"
finish = "1403/06/31"
[[plan.activity]]
title = "نقطه عطف"
weight = 30
milestone = true
finish = "1403/12/30"

[[plan]]
number = 2
title = "برنامه دو"
lead = "tvto"
partners = ["governorate"]
weight = 40
approved_by = "plans"
[[plan.activity]]
title = "فعالیت"
weight = 100
start = "1403/04/01"
finish = "1403/12/30"
[[plan.indicator]]
title = "شاخص"
unit = "نفر"
target = 10

[[progress]]
activity = "1/1"
entries = [
  { on = "1403/03/31", percent = 40, evidence = [{ file = "list.txt", caption = "فهرست", public = true }] },
  { on = "1403/04/31", percent = 60, verified = 55, reason = "دو مورد کم بود." },
  { on = "1403/05/31", percent = 70 },
]

[[reading]]
indicator = "2/1"
values = [
  { on = "1403/04/31", value = 4, returned = "فهرست نفرات پیوست نیست." },
  { on = "1403/04/31", value = 3, waiting = true },
]
"""


def folder(tmp_path, *, sample=""):
    """The reported facts in a folder of their own, and a small sample beside them if its text is given."""
    tmp_path.mkdir(exist_ok=True)
    for name in ("reported.toml", "news-32075.fa.txt"):
        shutil.copy(KHUZESTAN / name, tmp_path / name)
    if sample:
        (tmp_path / "sample-1403.toml").write_text(sample, encoding="utf-8")
        (tmp_path / "evidence").mkdir(exist_ok=True)
        (tmp_path / "evidence" / "list.txt").write_text("فهرست نمونه", encoding="utf-8")
    return tmp_path / "reported.toml"


def replace(path, old, new):
    """Spoil a file: the first ``old`` becomes ``new``."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
