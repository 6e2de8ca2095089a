"""What nobody may read yet stays out of the export too: offers under seal, grades before all are in, codes of ideas."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from filing.uploads import store_file
from tests import build
from tests.handover.test_export import exported
from tests.ideas import build_ideas
from tests.market import build_needs
from tests.papers import PDF

pytestmark = pytest.mark.django_db
SEALED = "offer-under-seal-41c9"


def offer(need, **fields):
    return build_needs.answer(need, build_needs.firm_of(), **fields)


def lines(pack, table):
    return [json.loads(line) for line in pack.read(f"data/{table}.jsonl").splitlines()]


def test_offers_under_seal_or_taken_back_are_not_in_it_and_their_files_neither(administrator):
    build.cluster()
    paper = store_file(SimpleUploadedFile("offer.pdf", PDF + SEALED.encode()), by=build.user())
    over = build_needs.need("closed", institution=build_needs.buyer())
    for need in ("open", "withdrawn"):
        offer(build_needs.need(need, institution=over.institution), text=SEALED, file=paper)
    offer(over, text=SEALED, state="withdrawn")
    read = offer(over, text="offer that was opened")

    _job, pack = exported(administrator)

    assert [name for name in pack.namelist() if SEALED.encode() in pack.read(name)] == []
    assert [row["id"] for row in lines(pack, "market.needanswer")] == [read.pk]
    assert paper.path not in pack.namelist()
    assert paper.pk not in {row["id"] for row in lines(pack, "filing.storedfile")}


def test_grades_before_all_are_in_and_codes_of_ideas_are_not_in_it(administrator):
    idea = build_ideas.idea("screened")
    asked = build_ideas.score(idea, build.user())
    build_ideas.score(idea, build.user(), (1, 2, 3, 4), comment=SEALED)
    final = build_ideas.score(build_ideas.idea("scored"), build.user(), (1, 2, 3, 4), is_final=True)

    _job, pack = exported(administrator)

    assert [row["id"] for row in lines(pack, "ideas.ideascore")] == [asked.pk, final.pk]
    assert [name for name in pack.namelist() if idea.code.encode() in pack.read(name)] == []
