"""What scores say together: the weighted mean and how far the scorers are apart. No database."""

from dataclasses import dataclass
from decimal import Decimal

from ideas.models import QUESTIONS, IdeaScore

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """One question: what it weighs in percent, the mean of its grades, and the largest minus the smallest."""

    name: str
    label: str
    weight: Decimal
    mean: Decimal
    spread: int


@dataclass(frozen=True)
class Result:
    """``mean``: of 1 to 5, weighted; ``spread``: the widest of the questions; ``count``: how many scored."""

    lines: tuple
    mean: Decimal
    spread: int
    count: int


def result_of(scores, weights):
    """The result of final scores; None when there are none. ``weights`` in percent by question; nothing is rounded."""
    scores = list(scores)
    if not scores:
        return None
    lines = tuple(line_of(name, [getattr(score, name) for score in scores], weights[name]) for name in QUESTIONS)
    mean = sum(line.weight * line.mean for line in lines) / 100
    return Result(lines, mean, max(line.spread for line in lines), len(scores))


def line_of(name, grades, weight):
    mean = Decimal(sum(grades)) / len(grades)
    label = IdeaScore._meta.get_field(name).verbose_name
    return Line(name, label, weight, mean, max(grades) - min(grades))
