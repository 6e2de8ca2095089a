"""A person who is forgotten leaves no file behind, not even of what was never sent."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.personal_data import pseudonymise_user
from filing.models import StoredFile
from ideas.loading import remove_sample
from ideas.models import IdeaAttachment, IdeaDraft
from ideas.services.drafts import add_file
from ideas.services.erasing import erase_submitter
from tests import build
from tests.ideas import build_ideas
from tests.papers import PDF

pytestmark = pytest.mark.django_db


def draft_with_file(**fields):
    draft = IdeaDraft.objects.create(**fields)
    add_file(draft=draft, upload=SimpleUploadedFile("a.pdf", PDF + draft.contact.encode()))
    return draft


@pytest.mark.parametrize("way", ["idea", "account"])
def test_the_files_of_unsent_drafts_go_with_the_person(
    django_capture_on_commit_callbacks, media, facilitator, administrator, firm_a, way
):
    idea = build_ideas.idea(contact=firm_a.email)
    draft_with_file(contact=firm_a.email)
    kept = draft_with_file(contact="other@example.org")
    before = len([path for path in media.rglob("*") if path.is_file()])
    with django_capture_on_commit_callbacks(execute=True):
        if way == "idea":
            erase_submitter(idea=idea, by=facilitator)
        else:
            pseudonymise_user(user=firm_a, by=administrator)

    assert list(IdeaDraft.objects.all()) == [kept]
    assert [row.draft for row in IdeaAttachment.objects.all()] == [kept]
    assert [file.pk for file in StoredFile.objects.all()] == [kept.attachments.get().file_id]
    assert (before, len([path for path in media.rglob("*") if path.is_file()])) == (2, 1)


def test_the_sample_takes_the_files_of_its_drafts_along():
    draft = draft_with_file(contact="sample@example.org", user=build.user(is_sample=True))
    file = draft.attachments.get().file_id

    assert remove_sample() == [file]
    assert (IdeaDraft.objects.count(), IdeaAttachment.objects.count()) == (0, 0)
