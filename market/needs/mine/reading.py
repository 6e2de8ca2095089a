"""What the people of a buyer see of their needs; of sealed answers only how many there are."""

from django.db.models import Count, F, Q
from django.utils import timezone

from market.models import Need, NeedAnswer
from members.models import Firm

STANDING = ~Q(answers__state=NeedAnswer.State.WITHDRAWN)


def needs_of(user):
    """Their needs, the newest first, with ``answer_count``."""
    needs = Need.objects.run_by(user).select_related("institution")
    return needs.annotate(answer_count=Count("answers", filter=STANDING)).order_by("-number")


def answers_to(need, user):
    """The answers that this person may read now, with firm and file: none while they are sealed. One query."""
    rows = NeedAnswer.objects.visible_to(user).standing().filter(need=need)
    return (
        list(rows.select_related("firm", "file").order_by(F("price").asc(nulls_last=True), "pk"))
        if need.is_unsealed
        else []
    )


def is_rival(need, user):
    """Whether this person acts for a firm that answered: its rivals' offers stay closed to them. One query."""
    return NeedAnswer.objects.standing().filter(need=need, firm__in=Firm.objects.of(user).values("pk")).exists()


def waits(need):
    """Whether its outcome is owed."""
    return need.state == Need.State.CLOSED or (need.state == Need.State.OPEN and need.deadline <= timezone.now())
