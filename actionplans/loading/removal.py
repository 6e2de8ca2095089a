"""Taking the sample's plans away, with everything that hangs on them."""

from django.db.models import F, Q

from actionplans.models import (
    ActionPlan,
    Activity,
    Baseline,
    BaselineActivity,
    BaselineTarget,
    Evidence,
    Funding,
    Indicator,
    IndicatorReading,
    MonthLock,
    Payment,
    PaymentReversal,
    PlanProposal,
    ProgressEntry,
    SupervisionVisit,
    Verification,
)
from council.loading import reopen_years
from council.loading.removal import delete_with_history
from council.models import Decision, ProgramYear


def remove_plans():
    """Delete the sample plans and their children; their years are in planning again. Gives (plans, file ids).

    What people added to a sample plan goes with it. The months of such a year are open again: nothing is left to lock.
    """
    plans = ActionPlan.objects.filter(Q(is_sample=True) | Q(year__is_sample=True))
    years = list(ProgramYear.objects.filter(plans__in=plans).distinct().order_by("year"))
    file_ids = remove_progress(plans) | remove_visits(plans) | remove_money(plans)
    for model in (BaselineTarget, BaselineActivity):
        model.objects.filter(baseline__plan__in=plans).erase_sample()
    Baseline.objects.filter(plan__in=plans).erase_sample()
    sample_decisions = Q(decision__is_sample=True) & ~Q(decision__state=Decision.State.ADOPTED)
    PlanProposal.objects.filter(Q(plan__in=plans) | sample_decisions).delete()
    Funding.objects.filter(sample_decisions).update(decision=None, row_version=F("row_version") + 1)
    MonthLock.objects.filter(year__in=years).erase_sample()
    delete_with_history(Activity.objects.filter(plan__in=plans))
    delete_with_history(Indicator.objects.filter(plan__in=plans))
    count = plans.count()
    delete_with_history(plans)
    reopen_years(years)
    return count, file_ids


def remove_progress(plans):
    """Entries and readings with their verdicts and evidence. Gives the ids of the files that were the evidence."""
    entries = ProgressEntry.objects.filter(activity__plan__in=plans)
    readings = IndicatorReading.objects.filter(indicator__plan__in=plans)
    of_these = Q(entry__in=entries) | Q(reading__in=readings)
    evidence = Evidence.objects.filter(of_these)
    file_ids = set(evidence.values_list("file_id", flat=True))
    evidence.delete()
    Verification.objects.filter(of_these).erase_sample()
    readings.erase_sample()
    entries.erase_sample()
    return file_ids


def remove_visits(plans):
    """Visits that saw sample plans only; a visit to others stays without the sample's. Gives the ids of their files."""
    seen = SupervisionVisit.objects.filter(plans__in=plans)
    others = ActionPlan.objects.exclude(pk__in=plans)
    mixed = set(SupervisionVisit.objects.filter(plans__in=others).values_list("pk", flat=True))
    SupervisionVisit.plans.through.objects.filter(supervisionvisit__in=mixed, actionplan__in=plans).delete()
    visits = SupervisionVisit.objects.filter(pk__in=set(seen.values_list("pk", flat=True)))
    file_ids = set(visits.filter(file__isnull=False).values_list("file_id", flat=True))
    visits.erase_sample()
    return file_ids


def remove_money(plans):
    """Commitments to sample plans with their payments and reversals. Gives the ids of the receipts."""
    payments = Payment.objects.filter(funding__plan__in=plans)
    file_ids = set(payments.filter(file__isnull=False).values_list("file_id", flat=True))
    PaymentReversal.objects.filter(payment__in=payments).erase_sample()
    payments.erase_sample()
    delete_with_history(Funding.objects.filter(plan__in=plans))
    return file_ids
