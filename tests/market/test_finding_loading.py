"""The sample's findings: loaded with their way, refused with file and row, gone with the sample."""

import datetime as dt

import pytest

from council.loading import Context, DataFile, DataFileError, files
from filing.models import StateChange
from market.loading import findings
from market.models import Finding, FindingPlan
from reports.loading import SampleInUseError, load_cluster, remove_sample
from tests import build
from tests.market import build_findings as make
from tests.reports import build_files
from tests.reports.build_files import SMALL_SAMPLE, replace

pytestmark = pytest.mark.django_db
FINDINGS = """
sample = true

[[finding]]
kind = "gap"
severity = "high"
title = "کمبود یک"
title_en = "Gap one"
identified_on = "1403/01/25"
origin = "study"
source_text = "مطالعه"
institution = "tvto"
accepted_on = "1403/02/30"
plans = [{plan = "1403/1", on = "1403/03/05", note = "با کار"}]
closed_on = "1403/05/20"
entry = "1403/1/1@1403/03/31"
closing_note = "رفع شد"

[[finding]]
kind = "threat"
severity = "low"
title = "تهدید"
identified_on = "1403/03/20"
origin = "meeting"
agenda = "1403-02/1"
seat = "actor"
rejected_on = "1403/04/01"
rejected_because = "تکراری"

[[finding]]
kind = "gap"
severity = "low"
title = "کمبود سه"
identified_on = "1403/03/20"
origin = "firm"
source_text = "گفته"
"""


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def path(tmp_path):
    made = build_files.folder(tmp_path / "cluster", sample=SMALL_SAMPLE)
    (made.parent / "sample-findings.toml").write_text(FINDINGS, encoding="utf-8")
    return made


def test_a_finding_is_loaded_with_its_whole_way_in_the_book(path):
    load_cluster(path, with_sample=True)

    closed, rejected, waiting = Finding.objects.order_by("number")
    assert (closed.number, closed.state, closed.is_sample, closed.owner.key) == (1, "closed", True, "tvto")
    assert (closed.accepted_on, closed.addressed_on, closed.closed_on) == (
        dt.date(2024, 5, 19), dt.date(2024, 5, 25), dt.date(2024, 8, 10),
    )  # fmt: skip
    assert (closed.closing_entry.percent, closed.closing_note) == (40, "رفع شد")
    assert (rejected.state, rejected.agenda_item.order, rejected.owner_seat.person) == ("rejected", 1, "فعال نمونه")
    assert waiting.state == "identified"
    lines = StateChange.objects.filter(model="market.finding", object_key="1").order_by("pk")
    assert [(line.new, line.why, line.at.date()) for line in lines] == [
        ("identified", "", dt.date(2024, 4, 13)),
        ("accepted", "", dt.date(2024, 5, 19)),
        ("addressed", "", dt.date(2024, 5, 25)),
        ("closed", "closed on: 1403/1/1@2024-06-20#1", dt.date(2024, 8, 10)),
    ]


@pytest.fixture
def context(facilitator, tmp_path):
    """What the findings of a file stand on: an entry that holds, one without evidence, one that nobody has verified."""
    plan = make.approved_plan(1)
    build.agenda_item(build.meeting(2), order=1)
    make.entry(plan, as_of=dt.date(2024, 6, 20))
    make.entry(plan, as_of=dt.date(2024, 7, 21), evidence=False)
    make.entry(plan, as_of=dt.date(2024, 8, 21), verified=False)
    build.institution("tvto")
    return Context(tmp_path, is_sample=True, accounts={"facilitator": facilitator}, seats={"actor": build.seat()})


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ('kind = "gap"', 'kind = "x"', "finding[0].kind", "gap"),
        ('severity = "high"', 'severity = "high"\nspare = 1', "finding[0].spare", ""),
        ('institution = "tvto"', 'institution = "nobody"', "finding[0].institution", "nobody"),
        ('institution = "tvto"', "section = 9", "finding[0].section", "9"),
        ('plan = "1403/1"', 'plan = "1403/9"', "finding[0].plans[0].plan", "1403/9"),
        ('plan = "1403/1"', 'plan = "²/1"', "finding[0].plans[0].plan", "²/1"),
        ("@1403/03/31", "@1403/04/01", "finding[0].entry", "1403/1/1@1403/04/01"),
        ("@1403/03/31", "@x", "finding[0].entry", ""),
        ("@1403/03/31", "@1403/05/31", "finding[0].entry", "تأیید نکرده"),
        ("@1403/03/31", "@1403/04/31", "finding[0].entry", "مستندی ندارد"),
        ('entry = "1403/1/1@1403/03/31"', "", "finding[0]", "entry"),
        ('accepted_on = "1403/02/30"', "", "finding[0]", "شناسایی‌شده"),
        ('seat = "actor"', 'seat = "nobody"', "finding[1].seat", "nobody"),
        ('agenda = "1403-02/1"', 'agenda = "1403-02/7"', "finding[1].agenda", "1403-02/7"),
        ('source_text = "گفته"', "", "finding[2]", "کجا به دست آمده"),
        ('rejected_because = "تکراری"', "", "finding[1]", ""),
        ('identified_on = "1403/01/25"', 'identified_on = "1450/01/25"', "finding[0].identified_on", "آینده"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_row(tmp_path, context, old, new, key, words):
    path = tmp_path / "sample-findings.toml"
    path.write_text(FINDINGS, encoding="utf-8")
    replace(path, old, new)

    with pytest.raises(DataFileError) as caught:
        findings.load([DataFile(path, findings.SCHEMA | {"sample": files.yes})], context=context)

    file, where, reason = caught.value.problems[0]
    assert (file, where, words in reason) == ("sample-findings.toml", key, True), reason


def test_the_findings_go_with_the_sample_real_ones_stay_and_keep_what_they_stand_on(path):
    load_cluster(path, with_sample=True)
    mine = make.finding("accepted")
    link = make.link(mine, Finding.objects.get(number=1).plans.get())
    with pytest.raises(SampleInUseError):
        remove_sample()
    assert Finding.objects.count() == 4
    link.delete()

    remove_sample()

    assert list(Finding.objects.all()) == [mine]
    assert (FindingPlan.objects.count(), Finding.history.filter(is_sample=True).count()) == (0, 0)
