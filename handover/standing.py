"""How ready the cluster is on a day: the weighted share of the scores, and the must-haves that are met."""

from dataclasses import dataclass
from decimal import Decimal

from handover.models import BEST, Criterion


@dataclass(frozen=True)
class Readiness:
    """``share``: percent of the weight that the scores reach, unrounded; None without criteria."""

    share: Decimal | None
    met: int
    must_haves: int
    is_sample: bool = False

    @property
    def all_met(self):
        return self.must_haves > 0 and self.met == self.must_haves


def readiness(day):
    """The standing at the end of a day, with the criteria as they are now. One query."""
    return readiness_of(list(Criterion.objects.with_newest(day)))


def readiness_of(criteria):
    """The same of criteria that were read ``with_newest()``. What is not assessed counts as 0. No query."""
    must_haves = [row for row in criteria if row.must_have]
    return Readiness(
        share=share_of([(row.weight, row.score) for row in criteria]),
        met=sum(row.is_met_by(row.score) for row in must_haves),
        must_haves=len(must_haves),
        is_sample=any(row.is_sample for row in criteria),
    )


def share_of(pairs):
    """Σ weight × score ÷ 4 ÷ Σ weight, in percent; ``pairs`` of weight and score."""
    whole = sum((weight for weight, _score in pairs), Decimal())
    if not whole:
        return None
    reached = sum((weight * (score or 0) for weight, score in pairs), Decimal())
    return reached * 100 / (BEST * whole)
