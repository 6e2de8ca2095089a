"""Publishing the figures of the cases: in batches, so that no two publications differ by one case."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from filing.services import claim_key, record_change
from market.cases.sums import figures_of
from market.cases.suppression import LEAST_ADDED, NewCase, entering
from market.models import CaseFigures, CaseReason, ProcurementCase
from members.suppression import LEAST_FIRMS, LEAST_TOTAL
from persian.digits import localised
from persian.jalali import today

PUBLISHED = "published"
MOST_KEYS = 500  # in one statement


@transaction.atomic
def publish_figures(*, by):
    """Let the counted cases into the figures that may enter, and keep the new figures; gives the row.

    ``by`` None: the clock. The cases are marked before they are summed, so that one which counts meanwhile is in both
    or in neither; the rows that wait are locked, so that of two who publish at once the second finds nothing new.
    Raises ValidationError when nothing may enter yet.
    """
    pending = ProcurementCase.objects.pending()
    keys = list(pending.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise ValidationError(_("No new case counts since the last publication."), code="nothing_new")
    if ProcurementCase.objects.published().exists():
        keys = [case.pk for case in entering(new_cases(pending))]
        if not keys:
            raise ValidationError(held_back_words(), code="held_back")
    else:
        keys = None  # the first time everything that counts may enter
    last = CaseFigures.objects.order_by("-number").first()
    number = last.number + 1 if last else 1
    added = mark(pending, keys, number)
    published = ProcurementCase.objects.published()
    document = figures_of(published, last)
    if not document["tables"]:
        raise ValidationError(too_few_words(), code="too_few")
    is_sample = published.filter(is_sample=True).exists()
    figures = CaseFigures.objects.create(number=number, made_by=by, added=added, document=document, is_sample=is_sample)
    record_change(figures, by=by, old="", new=PUBLISHED)
    return figures


def mark(pending, keys, number):
    """Give these cases, or all that wait when ``keys`` is None, the number of the publication. Gives how many."""
    if keys is None:
        return pending.update(batch=number)
    parts = (keys[start : start + MOST_KEYS] for start in range(0, len(keys), MOST_KEYS))
    return sum(pending.filter(pk__in=part).update(batch=number) for part in parts)


def held_back_words():
    text = _(
        "The new cases wait: at least %(cases)s must enter at once, and whatever figure moves, %(firms)s filers and as "
        "many buyers must move it. Otherwise two publications would tell about single cases."
    )
    return text % {"cases": localised(LEAST_ADDED), "firms": localised(LEAST_FIRMS)}


def too_few_words():
    text = _("Fewer than %(least)s filers stand behind the counted cases: figures are published from then on.")
    return text % {"least": localised(LEAST_TOTAL)}


def new_cases(pending):
    """What the new cases would move. Three queries."""
    reasons = dict.fromkeys(CaseReason.objects.values_list("pk", flat=True))
    chosen = {}
    links = ProcurementCase.reasons.through.objects.filter(procurementcase__in=pending)
    for case, reason in links.values_list("procurementcase_id", "casereason_id"):
        chosen.setdefault(case, set()).add(reason)
    rows = pending.values_list("pk", "filer_key", "buyer_key", "winner", "branch", "quarter", "checked_supply")
    return [
        NewCase(pk, filer, buyer, cells_of(winner, branch, quarter, supply, chosen.get(pk, set()), reasons))
        for pk, filer, buyer, winner, branch, quarter, supply in rows
    ]


def cells_of(winner, branch, quarter, supply, chosen, reasons):
    """Every figure that a case moves. Of a reason there are two sides: the total shows both who has it and who not."""
    if winner not in ProcurementCase.OUTSIDE:
        return frozenset([("winner", winner), ("outside", False)])
    sides = [("reason", reason, reason in chosen) for reason in reasons]
    own = [("winner", winner), ("outside", True), ("branch", branch), ("quarter", quarter), ("supply", supply)]
    return frozenset([*own, *sides])


def publish_nightly():
    """The clock's work: one try each day of Tehran, after its midnight. Gives the new figures or None."""
    if not ProcurementCase.objects.pending().exists():
        return None
    _row, is_first = claim_key(key=f"case-figures/{today().isoformat()}", action="case figures")
    if not is_first:
        return None
    try:
        return publish_figures(by=None)
    except ValidationError:
        return None
