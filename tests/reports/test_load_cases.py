"""Cases from the data files with their figures; what a file may not say; away with the sample."""

import pytest
from django.core.management import CommandError, call_command

from filing.models import StateChange
from market.models import CaseEvidence, CaseFigures, ProcurementCase
from post.models import Message
from reports.loading import load_cluster, remove_sample
from tests.market import build_cases
from tests.members import build_firms
from tests.reports import build_files
from tests.reports.build_files import SMALL_SAMPLE, replace

pytestmark = pytest.mark.django_db
CASE = """
[[case]]
code = "{code}"
institution = "{filer}"
account = "council"
buyer = "اداره {filer}"
category = "web"
decided_on = "1403/05/16"
amount = 1_500_000_000
winner = "other_province"
reasons = ["price"]
state = "{state}"
supply = "yes"
able = 2
"""
REJECTED = 'rejected_because = "سند ندارد."\nfile = "list.txt"\n'
FILERS = ("tvto", "governorate", "labour-welfare", "scu-incubator", "industrial-towns")


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def path(tmp_path):
    """One rejected case and one counted case of each of five filers."""
    made = build_files.folder(tmp_path / "cluster", sample=SMALL_SAMPLE)
    build_firms.capability("web")
    cases = [CASE.format(code="K7Q2-M9XT", filer="tvto", state="rejected") + REJECTED]
    cases += [CASE.format(code=f"AAAA-222{n}", filer=key, state="counted") for n, key in enumerate(FILERS, 2)]
    (made.parent / "sample-cases.toml").write_text("sample = true\n" + "".join(cases), encoding="utf-8")
    return made


def test_cases_are_loaded_with_their_way_and_the_figures_are_published(path):
    load_cluster(path, with_sample=True)

    case = ProcurementCase.objects.get(code="K7Q2-M9XT")
    assert (case.state, case.institution.key, case.able_members, case.quarter, case.is_sample) == (
        "rejected", "tvto", 2, 14032, True,
    )  # fmt: skip
    lines = StateChange.objects.filter(model="market.procurementcase", object_key=case.code).order_by("pk")
    assert [(line.old, line.new) for line in lines] == [
        ("", "submitted"), ("submitted", "checked"), ("checked", "rejected"),
    ]  # fmt: skip
    figures = CaseFigures.objects.get()
    assert (figures.added, figures.is_sample) == (5, True)
    assert figures.document["outside"] == {"cases": 5, "amount": 7_500_000_000}
    assert CaseEvidence.objects.get().file.is_sample
    assert not Message.objects.filter(key__startswith="case").exists()


def test_the_sample_goes_with_its_figures_and_a_real_case_waits_again(path):
    load_cluster(path, with_sample=True)
    real = build_cases.row()
    ProcurementCase.objects.filter(pk=real.pk).update(batch=CaseFigures.objects.get().number)

    remove_sample()

    real.refresh_from_db()
    assert (list(ProcurementCase.objects.all()), real.batch) == ([real], None)
    assert (CaseFigures.objects.count(), CaseEvidence.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('code = "K7Q2-M9XT"', 'code = "0"', "case[0].code: اینجا کدی مانند K7Q2-M9XT لازم است."),
        ("amount = 1_500_000_000", "amount = 0", "case[0].amount"),
        ("amount = 1_500_000_000", "amount = 1.5", "case[0].amount"),
        ('institution = "tvto"', 'institution = "nobody"', "case[0].institution: چیزی با کلید «nobody» نیست."),
        ('category = "web"', 'category = "nothing"', "case[0].category: چیزی با کلید «nothing» نیست."),
        ('reasons = ["price"]', 'reasons = ["luck"]', "case[0].reasons: چیزی با کلید «luck» نیست."),
        ('decided_on = "1403/05/16"', 'decided_on = "1499/05/16"', "case[0].decided_on: روز تصمیم در آینده است."),
        ('supply = "yes"\n', "", "case[0].supply"),
        ('account = "council"', 'account = "ghost"', "case[0].account"),
        ('rejected_because = "سند ندارد."', "", "case[0]"),
        ('winner = "other_province"', 'winner = "mars"', "case[0].winner"),
        ('state = "rejected"', 'state = "rejected"\nnames_buyer = true', "case[0]"),
        ('state = "rejected"', 'state = "rejected"\nlucky = 1', "case[0].lucky"),
        ('file = "list.txt"', 'file = "../list.txt"', "case[0].file"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(path, old, new, said):
    replace(path.parent / "sample-cases.toml", old, new)

    with pytest.raises(CommandError) as refusal:
        call_command("load_cluster", str(path), "--sample", verbosity=0)

    assert "sample-cases.toml" in str(refusal.value)
    assert said in str(refusal.value)
    assert not ProcurementCase.objects.exists()
