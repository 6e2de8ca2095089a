"""A firm's own export holds its cases, answers and ideas with their files, and nothing of another firm's."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from filing.uploads import store_file
from ideas.models import Idea
from market.models import ProcurementCase
from market.services.answers import file_answer
from market.services.cases import add_evidence
from tests import build
from tests.market import build_cases, build_needs
from tests.papers import PDF

pytestmark = pytest.mark.django_db


def test_the_export_holds_the_firm_s_cases_answers_and_ideas_and_no_other_firm_s(client, firm_a):
    build.cluster()
    firm, rival = build_needs.firm_of(firm_a), build_needs.firm_of(name="رقیب پنهان")
    case = build_cases.case(by=firm_a, firm=firm, text="خرید ما")
    ProcurementCase.objects.update(note="یادداشت درونی")
    build_cases.case(firm=rival, text="راز رقیب")
    add_evidence(case=case, file=store_file(SimpleUploadedFile("p.pdf", PDF), by=firm_a), by=firm_a)
    need = build_needs.need()
    build_needs.answer(need, rival, text="راز رقیب")
    file_answer(need=need, firm=firm, text="پیشنهاد ما", price=7, upload=SimpleUploadedFile("a.pdf", PDF), by=firm_a)
    for whose, title in ((firm, "ایده ما"), (rival, "راز رقیب")):
        Idea.objects.create(firm=whose, title=title, problem="م", solution="ر", expected_effect="ا")
    client.force_login(firm_a)

    response = client.get(reverse("members:desk_export", args=[firm.tracking_code]))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    text = archive.read("firm.json").decode()
    facts = json.loads(text)

    assert [row["text"] for row in facts["cases"]] == ["خرید ما"]
    assert [(row["text"], row["price"]) for row in facts["answers_to_needs"]] == [("پیشنهاد ما", 7)]
    assert [row["title"] for row in facts["ideas"]] == ["ایده ما"]
    paper = case.evidence.get()
    assert archive.namelist() == ["firm.json", f"cases/{case.code}-{paper.pk}.pdf", f"answers/{need.number}.pdf"]
    assert {archive.read(name) for name in archive.namelist()[1:]} == {PDF}
    codes = list(Idea.objects.values_list("code", flat=True))
    assert [secret for secret in ("راز رقیب", "یادداشت درونی", *codes) if secret in text] == []
