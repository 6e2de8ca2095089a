"""Publishing refuses what must never become public, and what was adopted stays adopted."""

import pytest
from django.core.exceptions import ValidationError

from editions.models import YearEdition
from editions.services import propose_edition, run_publication, withdraw_edition
from tests import build
from tests.editions import build_editions as build_here
from tests.editions.test_verifying import behind_the_back

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cheap_files(monkeypatch):
    monkeypatch.setattr("editions.services.freezing.made_files", build_here.cheap_files)


def states():
    return list(YearEdition.objects.order_by("number").values_list("state", flat=True))


def test_an_edition_whose_document_was_changed_is_not_published():
    decision = build_here.proposed(build_here.frozen())
    behind_the_back("editions_yearedition", "document = replace(document, '24.0000', '25.0000')", "number = 1")

    with pytest.raises(ValidationError) as refused:
        run_publication(decision, build.user())

    assert refused.value.messages == ["سند نسخه تغییر کرده است؛ نخست دستور verify_editions را اجرا کنید."]
    assert states() == ["frozen"]


def test_an_edition_is_not_published_after_a_later_one():
    first, second = build_here.two_frozen()
    build_here.publish(second)

    with pytest.raises(ValidationError) as refused:
        build_here.publish(first)

    assert refused.value.messages == ["نسخه تازه‌تری از این سال پیش‌تر منتشر شده است."]
    assert states() == ["frozen", "published"]


def test_an_edition_waits_for_one_proposal():
    made = build_here.ready_year()
    edition = build_here.frozen(made)
    one, other = (build.decision(build.agenda_item(made.meeting)) for _proposal in range(2))
    propose_edition(edition=edition, decision=one, by=made.facilitator)

    with pytest.raises(ValidationError) as refused:
        propose_edition(edition=edition, decision=other, by=made.facilitator)

    text = "این نسخه به مصوبه پیشنهادی دیگری گره خورده است. نخست آن را از آنجا بردارید."
    assert refused.value.messages == [text]
    assert YearEdition.objects.get().decision == one


@pytest.mark.parametrize("is_published", [False, True])
def test_an_edition_is_not_taken_off_an_adopted_decision(is_published):
    made = build_here.ready_year()
    edition = build_here.frozen(made)
    decision = build_here.proposed(edition)
    if is_published:
        run_publication(decision, made.facilitator)

    with pytest.raises(ValidationError) as refused:
        withdraw_edition(edition=edition, decision=decision, by=made.facilitator)

    text = "این مصوبه تصویب شده است؛ تنها مصوبه‌ای دیرتر می‌تواند آن را تغییر دهد."
    assert refused.value.messages == [text]
    assert YearEdition.objects.get().decision == decision
