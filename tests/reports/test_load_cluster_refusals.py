"""A bad file is refused whole, with file, key and reason; nothing is written."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from accounts.models import User
from council.loading import DataFileError
from council.models import Cluster, Institution, Source
from filing.models import StateChange
from reports.loading import load_cluster
from tests.reports import build_files
from tests.reports.build_files import SMALL_SAMPLE, replace

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def refusal(path, *, with_sample=False):
    """The lines of the refusal, in English; asserts that nothing at all was written."""
    with translation.override("en"), pytest.raises(DataFileError) as caught:
        load_cluster(path, with_sample=with_sample)
    counts = [model.objects.count() for model in (Cluster, Institution, Source, StateChange, User)]
    assert counts == [0, 0, 0, 0, 0]
    return str(caught.value).split("\n")


FACTS = [
    ("years = 3 ", "yearz = 3 ", ["cluster.yearz: This key is unknown.", "cluster.years: This key is missing."]),
    ('key = "tvto"\n', "", ["institution[2].key: This key is missing."]),
    ("years = 3 ", 'years = "three" ', ["cluster.years: A whole number is expected here."]),
    ("years = 3 ", "years = true ", ["cluster.years: A whole number is expected here."]),
    ("years = 3 ", "years = 30 ", ["cluster: A cluster programme takes between 1 and 10 years."]),
    ("years = 3 ", "years = -1 ", ["cluster.years: A whole number is expected here."]),
    (
        "held_on = 2024-05-15",
        'held_on = "1403/13/01"',
        ["meeting[0].held_on: There is no month 13"],
    ),
    ("held_on = 2024-05-15", "held_on = 12", ["meeting[0].held_on: A day is expected here."]),
    ("held_on = 2024-05-15", "held_on = 2024-05-15T10:00:00", ["meeting[0].held_on: A day is expected here."]),
    ("reported = true", "reported = false", ["meeting[0].reported: Only true can stand here."]),
    (
        'kind = "opinion"',
        'kind = "talk"',
        ["meeting[0].agenda[2].kind: Only one of these can stand here: report, decision, opinion, information."],
    ),
    (
        'institution = "governorate"',
        'institution = "governor"',
        ["meeting[0].attendance[3].institution: There is no institution with the key «governor»."],
    ),
    (
        '"scu-incubator", "labour-welfare"]',
        '"incubator", "labour-welfare"]',
        ["meeting[0].agenda[2].remarks_by[3]: There is no institution with the key «incubator»."],
    ),
    ("year = 1403\n", "year = 1410\n", ["meeting[0].year: The programme of this cluster has no year 1410."]),
    (
        'state = "published"',
        'state = "held"',
        ["meeting[0].state: A meeting that a source reported is published."],
    ),
    ('title = "تصویب نُه', 'title = "' + "ا" * 301 + '"\n# "', ["meeting[0].agenda[3].title: "]),
    ('number = "32075"', 'number = "99"', ["source: There is no such file"]),
    ('topic = "market"', 'topic = "market"\nwho = 1', ["statement[5].who: This key is unknown."]),
    ("[source]", "[[source]]", ["source: A table of keys and values is expected here."]),
    ("first_year = 1401", "first_year = 140", ["cluster.first_year: "]),
]


@pytest.mark.parametrize(("old", "new", "lines"), FACTS)
def test_bad_facts_are_refused_whole(tmp_path, old, new, lines):
    path = build_files.folder(tmp_path)
    replace(path, old, new)

    told = refusal(path)

    assert len(told) == len(lines)
    assert [line.partition(", ")[0] for line in told] == ["news-99.fa.txt: There is no such file"] or all(
        line.startswith(f"reported.toml, {wanted}") for line, wanted in zip(told, lines, strict=True)
    )


def test_a_syntax_error_names_the_line_and_column(tmp_path):
    path = build_files.folder(tmp_path)
    replace(path, 'number = "32075"', 'number = = "32075"')

    assert refusal(path) == ["reported.toml: This is not TOML: line 6, column 10."]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "source: This key is missing."),
        (b"\xff\xfe", "The file is not in UTF-8."),
        (b'[source]\ntitle = "', "This is not TOML: the file ends too early."),
    ],
)
def test_a_file_that_is_no_text_or_ends_early_is_refused(tmp_path, content, reason):
    path = build_files.folder(tmp_path)
    path.write_bytes(content)

    assert reason in refusal(path)[0]


def test_a_missing_file_is_refused(tmp_path):
    assert refusal(tmp_path / "none.toml") == ["none.toml: There is no such file, or it cannot be read."]


def test_the_refusal_is_persian_and_the_command_fails(tmp_path):
    path = build_files.folder(tmp_path)
    replace(path, 'key = "tvto"\n', "")

    with translation.override("fa"), pytest.raises(CommandError) as caught:
        call_command("load_cluster", str(path))

    assert str(caught.value) == "چیزی بارگذاری نشد.\nreported.toml، institution[2].key: این کلید نیامده است."


def test_another_cluster_is_never_overwritten(tmp_path):
    path = build_files.folder(tmp_path)
    load_cluster(path)
    replace(path, 'name = "خوشه فناوری اطلاعات خوزستان"', 'name = "خوشه دیگر"')

    with translation.override("en"), pytest.raises(DataFileError) as caught:
        load_cluster(path)

    reason = "This portal serves «خوشه فناوری اطلاعات خوزستان» already; an installation serves one cluster."
    assert str(caught.value) == f"reported.toml, cluster.name: {reason}"


SUMS = "weights of the approved plans sum to 99.50; they must sum to 100."
DECISION = "meeting[0].agenda[0].decision[0]"
EVIDENCE = "progress[0].entries[0].evidence[0].file: There is no such file"
OUTSIDE = "The day lies outside the programme year 1403."
HEAD = "number = 2\nheld_on"
SAMPLES = [
    ("sample = true", "sample = false", ["sample: Only true can stand here."]),
    ("sample = true\n", "", ["sample: This key is missing."]),
    ("year = 1403\n", "", ["year: This key is missing."]),
    ("year = 1403\n", "year = 1420\n", ["year: The programme of this cluster has no year 1420."]),
    ('lead = "tvto"', 'lead = "nobody"', ["plan[1].lead: There is no institution with the key «nobody»."]),
    ('"70.00"', '"69.99"', ["plan[0].activity: The activity weights of 1. برنامه یک sum to 99.99; they must"]),
    ("weight = 60", "weight = 59.5", [f"plan: From 9 June 2024 the {SUMS}"]),
    ("weight = 60", 'weight = "sixty"', ["plan[0].weight: A number is expected here."]),
    ("weight = 60", 'weight = "NaN"', ["plan[0].weight: A number is expected here."]),
    (
        'start = "1403/03/01"',
        'start = "1402/12/29"',
        [f"plan[0].activity[0].start: {OUTSIDE}"],
    ),
    (
        'finish = "1403/06/31"',
        'finish = "1403/02/01"',
        ["plan[0].activity[0]: The finish is on or after the start."],
    ),
    ('held_on = "1403/03/20"', 'held_on = "1402/03/20"', [f"meeting[0].held_on: {OUTSIDE}"]),
    ("votes = [2, 0, 0]", "votes = [2, 0]", [f"{DECISION}.votes: Give three numbers: for, against, abstentions."]),
    ("votes = [2, 0, 0]", "votes = [1, 1, 0]", [f"{DECISION}: There is no majority: 1 for, 1 against."]),
    (HEAD, f'absent = ["chair", "actor"]\n{HEAD}', [f"{DECISION}: There is no quorum"]),
    (HEAD, f'absent = ["ghost"]\n{HEAD}', ["meeting[0]: There is no seat with the key «ghost»."]),
    (
        'approved_by = "plans"',
        'approved_by = "nothing"',
        ["plan[1].approved_by: There is no adopted decision «nothing»."],
    ),
    ('activity = "1/1"', 'activity = "1/9"', ["progress[0].activity: The year has no «1/9» (plan/number)."]),
    ("percent = 60", "percent = 101", ["progress[0].entries[1].percent: "]),
    ("percent = 60", "percent = 30", ["progress[0].entries[1].fall_reason: Say why progress went down."]),
    ('reason = "دو', 'text = "دو', ["progress[0].entries[1].reason: "]),
    ('file = "list.txt"', 'file = "none.txt"', [EVIDENCE]),
    ('file = "list.txt"', 'file = "../reported.toml"', [EVIDENCE]),
    ('key = "actor"', 'key = "chair"', ["seat[1].key: This key is given twice."]),
    ('role = "actor"', 'role = "actor"\naccount = "nobody"', ["seat[1].account: There is no sample account «nobody»."]),
    ('lead = "tvto"', 'lead = "tvto"\nsections = [4]', ["plan[1].sections[0]: There is no section with the number 4."]),
    ("[[rule]]", "[source]\n[[rule]]", ["source: This key is unknown."]),
]


@pytest.mark.parametrize(("old", "new", "lines"), SAMPLES)
def test_a_bad_sample_is_refused_whole_with_the_facts(demo, tmp_path, old, new, lines):
    path = build_files.folder(tmp_path, sample=SMALL_SAMPLE)
    replace(tmp_path / "sample-1403.toml", old, new)

    told = refusal(path, with_sample=True)

    assert len(told) == len(lines)
    assert all(line.startswith(f"sample-1403.toml, {wanted}") for line, wanted in zip(told, lines, strict=True)), told
