"""What happens to a finding: accepted or rejected, tied to plans, closed on a verified report, opened again.

Whoever ties a plan holds the plan's row first and the finding's second, as the adoption of a decision does.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from actionplans.models import ActionPlan, Evidence, IndicatorReading, ProgressEntry, Verification
from filing.services import record_change
from market.models import Finding, FindingPlan
from persian.jalali import format_day, today
from persian.text import normalise

State = Finding.State
TRIES = 3


def add_finding(*, finding, by, at=None):
    """Write a new finding with the next number; of two at once each gets one of its own. ``at``: for loading."""
    for attempt in range(1, TRIES + 1):
        finding.number = (Finding.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                finding.save(force_insert=True)
                record_change(finding, by=by, old="", new=State.IDENTIFIED, at=at)
            return finding
        except IntegrityError:
            finding.pk = None
            if attempt == TRIES:
                raise
    return None


@transaction.atomic
def accept_finding(*, finding, by, seen=None):
    """The finding is public from now on; with an approved plan it is addressed at once. Raises ValidationError.

    ``seen``: the version that the page showed: nobody publishes words that they have not read.
    """
    finding = lock_finding(finding)
    if seen is not None and seen != finding.row_version and finding.state == State.IDENTIFIED:
        text = _("The finding was changed after you opened this page. Read it as it is now, then accept it.")
        raise ValidationError(text, code="changed")
    move(finding, State.ACCEPTED, by=by, accepted_on=today())
    return settle(finding, by=by)


@transaction.atomic
def reject_finding(*, finding, by, why):
    """It is no finding, or not ours; whoever wrote it down reads why. Raises ValidationError without a reason."""
    finding = lock_finding(finding)
    why = normalise(why).strip()
    if not why:
        raise ValidationError(_("Say why the finding is rejected."), code="required")
    if finding.state == State.ADDRESSED:
        raise ValidationError(_("Plans remedy this finding. Take them off first."), code="linked")
    return move(finding, State.REJECTED, by=by, why=why, rejected_on=today(), rejected_because=why)


@transaction.atomic
def link_plan(*, finding, plan, by, note=""):
    """A plan remedies the finding: of an accepted one it is addressed as soon as the council has approved the plan.

    Raises ValidationError when the finding is closed or rejected, the plan stopped or linked already.
    """
    plan = ActionPlan.objects.select_for_update(of=("self",)).select_related("year").get(pk=plan.pk)
    finding = lock_finding(finding)
    require_open(finding)
    if plan.state == ActionPlan.State.STOPPED:
        raise ValidationError(_("%(plan)s was stopped: it remedies nothing. Choose another plan.") % {"plan": plan})
    link = FindingPlan(finding=finding, plan=plan, note=note)
    link.full_clean()
    link.save(force_insert=True)
    record_change(finding, by=by, old=finding.state, new=finding.state, why=f"{LINKED}: {plan.key}")
    settle(finding, by=by)
    return link


@transaction.atomic
def unlink_plan(*, link, by):
    """The plan does not remedy it after all: without another approved plan the finding is accepted only.

    Raises ValidationError when the finding is closed: its proof may be a report of this plan.
    """
    finding = lock_finding(link.finding)
    require_open(finding)
    found = FindingPlan.objects.filter(pk=link.pk, finding=finding).select_related("plan__year").first()
    if found is None:
        raise ValidationError(_("This plan is not linked any more."), code="decided")
    found.delete()
    record_change(finding, by=by, old=finding.state, new=finding.state, why=f"{UNLINKED}: {found.plan.key}")
    return settle(finding, by=by)


@transaction.atomic
def close_finding(*, finding, by, entry=None, reading=None, note=""):
    """Close it on one report of a plan that remedies it: verified to this moment and with evidence behind it.

    The report's row is held, so no verdict comes in between. Raises ValidationError, which says what to do next.
    """
    finding = lock_finding(finding)
    require_addressed(finding)
    if (entry is None) == (reading is None):
        raise ValidationError(_("Choose the one report that shows that it is remedied."), code="required")
    proof = hold(entry, reading)
    require_proof(finding, proof)
    fields = {"closing_entry": proof} if entry else {"closing_reading": proof}
    why = f"{CLOSED_ON}: {proof.key}"
    return move(finding, State.CLOSED, by=by, why=why, closed_on=today(), closing_note=normalise(note), **fields)


@transaction.atomic
def reopen_finding(*, finding, by, why):
    """Its proof does not hold, or it came back: addressed again, or accepted when no plan is left."""
    finding = lock_finding(finding)
    why = normalise(why).strip()
    if not why:
        raise ValidationError(_("Say why the finding is opened again."), code="required")
    if finding.state != State.CLOSED:
        raise ValidationError(_("Only a closed finding is opened again."), code="wrong_state")
    no_proof = {"closed_on": None, "closing_entry": None, "closing_reading": None, "closing_note": ""}
    if has_live_plan(finding):
        return move(finding, State.ADDRESSED, by=by, why=why, **no_proof)
    return move(finding, State.ACCEPTED, by=by, why=why, addressed_on=None, **no_proof)


def settle_decided_plans(decision, by):
    """The effect of adopting a decision: findings of plans that it approved are addressed, of stopped ones no more.

    Runs after the plans' own effect, in the adopting transaction; it never refuses.
    """
    plans = decision.plan_proposals.values("plan")
    findings = Finding.objects.filter(links__plan__in=plans, state__in=[State.ACCEPTED, State.ADDRESSED]).distinct()
    for finding in findings.order_by("pk"):
        settle(lock_finding(finding), by=by, why=decision.number or "")


# What the lines of the book say of a step that is no change of state, and of the proof.
LINKED, UNLINKED, CLOSED_ON = "plan linked", "plan taken off", "closed on"


def lock_finding(finding):
    return Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)


def settle(finding, *, by, why=""):
    """Addressed while an approved plan remedies it, accepted otherwise; what is neither stays. One or two queries."""
    if finding.state == State.ACCEPTED and has_live_plan(finding):
        return move(finding, State.ADDRESSED, by=by, why=why, addressed_on=today())
    if finding.state == State.ADDRESSED and not has_live_plan(finding):
        return move(finding, State.ACCEPTED, by=by, why=why, addressed_on=None)
    return finding


def has_live_plan(finding):
    return Finding.objects.filter(pk=finding.pk).with_live_plan().exists()


def move(finding, state, *, by, why="", **fields):
    """Take a locked finding to ``state`` with its line in the book. ValidationError when that step is not allowed."""
    if state not in Finding.TRANSITIONS[finding.state]:
        raise ValidationError(
            _("The finding is «%(old)s» and cannot become «%(new)s».")
            % {"old": finding.get_state_display(), "new": State(state).label},
            code="wrong_state",
        )
    old, finding.state = finding.state, state
    for name, value in fields.items():
        setattr(finding, name, value)
    finding.row_version += 1
    finding.clean_fields(exclude=["section", "agenda_item", "owner_seat", "owner_institution"])
    finding.save(update_fields=["state", "row_version", *fields])
    record_change(finding, by=by, old=old, new=state, why=why)
    return finding


def require_open(finding):
    if finding.state == State.CLOSED:
        raise ValidationError(_("The finding is closed. Open it again first."), code="wrong_state")
    if finding.state == State.REJECTED:
        raise ValidationError(_("The finding was rejected. Write a new one."), code="wrong_state")


def require_addressed(finding):
    """What to do before it can be closed."""
    words = {
        State.IDENTIFIED: _("Nobody has accepted this finding yet. Accept it, and link the plan that remedies it."),
        State.ACCEPTED: _("No approved plan remedies this finding yet. Link one first."),
        State.CLOSED: _("The finding is closed already."),
        State.REJECTED: _("The finding was rejected: there is nothing to close."),
    }
    if finding.state in words:
        raise ValidationError(words[finding.state], code="wrong_state")


def hold(entry, reading):
    """The report's row, locked as the supervisor's verdict locks it."""
    if entry is not None:
        return (
            ProgressEntry.objects.select_for_update(of=("self",))
            .select_related("activity__plan__year")
            .get(pk=entry.pk)
        )
    rows = IndicatorReading.objects.select_for_update(of=("self",)).select_related("indicator__plan__year")
    return rows.get(pk=reading.pk)


def require_proof(finding, proof):
    """A report of a linked plan, of a day on or after the finding's, verified by its newest verdict, with evidence."""
    if not finding.links.filter(plan=proof.plan).exists():
        raise ValidationError(
            _("%(plan)s is not linked to this finding. Link it first, or choose a report of a linked plan.")
            % {"plan": proof.plan},
            code="other_plan",
        )
    newest = proof.verifications.order_by("-pk").first()
    if newest is None:
        raise ValidationError(
            _("The technical supervisor has not verified this report yet. Close the finding after that."),
            code="not_verified",
        )
    if newest.verdict != Verification.Verdict.VERIFIED:
        raise ValidationError(
            _("The technical supervisor returned this report. Choose a verified one, or report anew."),
            code="returned",
        )
    if proof.as_of < finding.identified_on:
        raise ValidationError(
            _("This report is about a day before the finding (%(day)s): it cannot show its remedy.")
            % {"day": format_day(finding.identified_on)},
            code="too_early",
        )
    if not Evidence.objects.filter(**proof_filter(proof)).exists():
        raise ValidationError(
            _("No evidence is attached to this report. Attach it at the progress desk, or choose another report."),
            code="no_evidence",
        )


def proof_filter(proof):
    return {"entry": proof} if isinstance(proof, ProgressEntry) else {"reading": proof}
