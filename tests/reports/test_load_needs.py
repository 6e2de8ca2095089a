"""Needs from the data files: decided ones with their answers, others around the day of loading; and their removal."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from accounts.models import User
from filing.models import StateChange
from market.models import Need, NeedAnswer, NeedLetters
from market.services.needs import write_letters
from persian.jalali import today
from post.models import Message
from reports.loading import load_cluster, remove_sample
from tests import build
from tests.market import build_needs
from tests.members import build_firms
from tests.reports import build_files
from tests.reports.build_files import SMALL_SAMPLE, replace
from tests.reports.test_remove_sample import rows

pytestmark = pytest.mark.django_db
NEEDS = """
sample = true
need_letters = ["karun"]

[[need_buyer]]
key = "hospital"
name = "بیمارستان نمونه"
account = "buyer"

[[need]]
buyer = "hospital"
title = "سامانه نوبت"
text = "شرح"
capabilities = ["web"]
opened_on = "1403/02/10"
deadline_on = "1403/02/31"
state = "decided"
outcome = "local"
winner = "karun"
decided_on = "1403/03/12"
amount = 3_200_000_000
why = "تجربه"
answers = [{ firm = "karun", text = "پیشنهاد یک", price = 3_200_000_000 }, { firm = "dez", text = "پیشنهاد دو" }]

[[need]]
buyer = "hospital"
title = "داشبورد"
text = "شرح"
capabilities = ["web"]
opened_in = -4
deadline_in = 12
state = "open"
answers = [{ firm = "dez", text = "مهروموم" }]
"""


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def path(tmp_path):
    """The small files with the needs beside them; the firms stand there already, as sample."""
    path = build_files.folder(tmp_path, sample=SMALL_SAMPLE)
    (path.parent / "sample-needs.toml").write_text(NEEDS, encoding="utf-8")
    web = build_firms.capability()
    for slug in ("karun", "dez"):
        build_firms.firm(slug, capabilities=[web], is_sample=True, slug=slug, city="اهواز")
    return path


def test_a_decided_need_stands_there_with_its_answers_and_its_way(path):
    load_cluster(path, with_sample=True)

    need = Need.objects.get(title="سامانه نوبت")
    assert (need.state, need.outcome, need.amount, need.supplier_place) == ("decided", "local", 3_200_000_000, "اهواز")
    assert need.deadline == dt.datetime(2024, 5, 20, 8, 30, tzinfo=dt.UTC)  # noon in Tehran of 31 Ordibehesht 1403
    assert list(need.answers.values_list("firm__slug", "state")) == [("karun", "chosen"), ("dez", "not_chosen")]
    lines = StateChange.objects.filter(model="market.need", object_key=need.key).order_by("pk")
    assert [line.new for line in lines] == ["draft", "open", "closed", "decided"]
    agent = User.objects.get(email="buyer@sample.example")
    assert set(NeedAnswer.objects.visible_to(agent)) == set(need.answers.all())


def test_an_open_need_lies_around_the_day_of_loading_its_answers_are_sealed_and_nobody_is_written_to(path):
    load_cluster(path, with_sample=True)

    need = Need.objects.visible_to(AnonymousUser()).get(title="داشبورد")
    assert (need.is_open, need.is_sample) == (True, True)
    assert need.deadline.date() == today() + dt.timedelta(days=12)
    assert not NeedAnswer.objects.visible_to(User.objects.get(email="buyer@sample.example")).filter(need=need).exists()
    assert (write_letters(), Message.objects.filter(key__startswith="need").count()) == (0, 0)


def test_the_sample_goes_with_what_real_firms_answered_and_with_its_letters(path, tmp_path):
    load_cluster(build_files.folder(tmp_path / "facts"))
    before = rows()
    load_cluster(path, with_sample=True)
    need = Need.objects.get(title="داشبورد")
    build_needs.answer(need, build_firms.firm(), filed_by=build.user())
    Message.objects.create(key=f"need/{need.pk}/1", channel="mail", to="a@example.org", subject="x", body="y")
    Message.objects.create(key=f"need/{need.pk}9/1", channel="mail", to="b@example.org", subject="x", body="y")

    remove_sample()

    assert [model for model in (Need, NeedAnswer, NeedLetters) if model.objects.exists()] == []
    assert list(Message.objects.values_list("to", flat=True)) == ["b@example.org"]
    assert rows().get("council.Institution") == before.get("council.Institution")
    assert "council.InstitutionAgent" not in rows()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('capabilities = ["web"]\nopened_on', 'capabilities = ["nothing"]\nopened_on', "need[0].capabilities[0]"),
        ('buyer = "hospital"\ntitle = "سامانه', 'buyer = "nobody"\ntitle = "سامانه', "need[0].buyer"),
        ('firm = "dez", text = "پیشنهاد دو"', 'firm = "gone", text = "دو"', "need[0].answers[1].firm"),
        ('winner = "karun"', 'winner = "gone"', "need[0].winner"),
        ('outcome = "local"', 'outcome = "gift"', "need[0].outcome"),
        ("amount = 3_200_000_000", "amount = -1", "need[0].amount"),
        ('deadline_on = "1403/02/31"', 'deadline_on = "1403/02/32"', "need[0].deadline_on"),
        ('deadline_on = "1403/02/31"\n', "", "need[0].deadline_on: این کلید نیامده است"),
        ('why = "تجربه"\n', "", "need[0]"),
        ('state = "open"', 'state = "draft"', "need[1].state"),
        ("deadline_in = 12", "deadline_in = 1200", "need[1].deadline_in"),
        ('need_letters = ["karun"]', 'need_letters = ["gone"]', "need_letters[0]"),
        ('account = "buyer"', 'account = "gone"', "need_buyer[0].account"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_row_and_nothing_is_written(path, old, new, said):
    replace(path.parent / "sample-needs.toml", old, new)

    with pytest.raises(CommandError) as refusal:
        call_command("load_cluster", str(path), "--sample", verbosity=0)

    assert f"sample-needs.toml، {said}" in str(refusal.value).replace("sample-needs.toml, ", "sample-needs.toml، ")
    assert (Need.objects.count(), NeedAnswer.objects.count()) == (0, 0)
