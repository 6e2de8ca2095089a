"""Editions for tests: a small year that is ready to be frozen, and frozen or published ones."""

from actionplans.models import Verification
from council.models import ProgramYear
from editions.models import EditionNote, YearEdition
from editions.outputs.making import Made, expected_files
from editions.services import begin_edition, freeze_edition, propose_edition, run_publication, write_note
from tests import build
from tests.reports.build_year import small_year

UNSEEN = "1403/1/1@2024-07-21#1"  # the report of ``small_year`` on which the supervisor said nothing yet


def ready_year(**fields):
    """``small_year`` with all that freezing asks for: the year closed, the waiting report verified as it was reported.

    By the year's last day both plans should be complete: plan 1 is verified to half of 80 = 40, plan 2 to nothing.
    """
    made = small_year(**fields)
    Verification.objects.create(entry=made.waiting, verdict="verified", percent=80, by=made.supervisor)
    ProgramYear.objects.filter(year=1403).update(state=ProgramYear.State.CLOSED)
    made.year = ProgramYear.objects.get(year=1403)
    return made


def draft(made=None, **fields):
    """An edition in preparation with every note that its year needs: both plans are more than ten points behind."""
    made = made or ready_year()
    edition = begin_edition(year=made.year, by=made.facilitator, **fields)
    for number in (1, 2):
        write_note(
            edition=edition,
            kind=EditionNote.Kind.BEHIND,
            subject=f"1403/{number}",
            reason="قرارداد دیر بسته شد.",
            corrective_action="دو نشست دیگر",
            by=made.facilitator,
        )
    return edition


def frozen(made=None, **fields):
    made = made or ready_year()
    return freeze_edition(edition=draft(made, **fields), by=made.facilitator)


def publish(edition, by=None):
    """Put it to the council and adopt: the effect alone, which is what these tests are about."""
    by = by or build.user()
    proposal = build.decision(build.agenda_item(edition.year.meetings.first()))
    propose_edition(edition=edition, decision=proposal, by=by)
    adopt(proposal)
    run_publication(proposal, by)
    return YearEdition.objects.get(pk=edition.pk)


def adopt(proposal):
    """As adopting does, without meeting and quorum."""
    number = f"1403/09-{proposal.pk % 100:02d}"
    type(proposal).objects.filter(pk=proposal.pk).update(
        state="adopted", number=number, snapshot={"electors": []}, adopted_on=build.APPROVAL_DAY
    )
    proposal.refresh_from_db()


def two_frozen(made=None):
    """Two frozen editions of one year, none published: the council turned the first one down."""
    made = made or ready_year()
    first = frozen(made)
    refused = build.decision(build.agenda_item(made.meeting))
    propose_edition(edition=first, decision=refused, by=made.facilitator)
    type(refused).objects.filter(pk=refused.pk).update(state="rejected")
    return first, frozen(made, erratum="اصلاح شمارش")


def proposed(edition):
    """A decision that is adopted already and whose effect has not run yet."""
    decision = build.decision(build.agenda_item(edition.year.meetings.first()))
    propose_edition(edition=edition, decision=decision, by=build.user())
    adopt(decision)
    return decision


def cheap_files(text, sha256, seal, tell=lambda _share: None):
    """Every output in name only, in place of ``made_files``: what is printed in them is the matter of other tests."""
    tell(1)
    contents = {pair: f"{sha256} {seal} {' '.join(pair)}" for pair in expected_files()} | {("json", ""): text}
    return [
        Made(kind, language, f"{kind}{language}.{kind}", "text/plain", content.encode())
        for (kind, language), content in contents.items()
    ]
