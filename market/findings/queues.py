"""What waits among the findings; each number leads to exactly that list."""

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.waiting import Desk, WaitingItem
from market.models import Finding
from market.services.proofs import ready_to_close

JUDGE = "market.judge_finding"


class Queue(NamedTuple):
    findings: Callable
    title: str
    hint: str
    is_urgent: bool = False


def to_judge():
    return Finding.objects.filter(state=Finding.State.IDENTIFIED)


def in_doubt():
    return Finding.objects.in_doubt()


QUEUES = {
    "judge": Queue(
        to_judge,
        gettext_lazy("Findings to accept or reject"),
        gettext_lazy("The public sees a finding once it is accepted."),
    ),
    "close": Queue(
        ready_to_close,
        gettext_lazy("Findings that may be closed"),
        gettext_lazy("A plan that remedies them has a verified result with evidence."),
    ),
    "doubt": Queue(
        in_doubt,
        gettext_lazy("Closed findings whose proof was returned"),
        gettext_lazy("Open them again, or wait until the report is verified anew."),
        is_urgent=True,
    ),
}


def waiting_items(user):
    """The queues of the findings, for who judges them. A query each."""
    if not user.has_perm(JUDGE):
        return []
    findings = reverse("admin:market_finding_changelist")
    return [
        WaitingItem(
            queue.findings().count(), str(queue.title), f"{findings}?waits={name}", str(queue.hint), queue.is_urgent
        )
        for name, queue in QUEUES.items()
    ]


def desks(user):
    """The list of findings, for who writes them. No query of rows."""
    if user.has_perm(JUDGE):
        return [Desk(_("Findings and gaps"), reverse("admin:market_finding_changelist"))]
    return []
