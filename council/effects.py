"""What adopting a decision does: rooms above register effects, so that the council knows no plans and no firms."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise

_effects = {}
_kinds = {}


@dataclass(frozen=True)
class Kind:
    """A kind of decision: its name in addresses, its words, and which decisions are of it.

    ``which`` is a condition over ``Decision``; a decision may be of several kinds. ``add_url(decision)``: the page on
    which an object is tied to a proposed decision, or None.
    """

    name: str
    label: str | Promise
    which: Q
    add_url: object = None
    order: int = 50


def register(name, effect, kinds=()):
    """``effect(decision, by)`` runs inside the adopting transaction; a ValidationError refuses the whole adoption.

    Called in ``AppConfig.ready()``.
    """
    _effects[name] = effect
    _kinds.update({kind.name: kind for kind in kinds})


def run_all(decision, by):
    """Run every registered effect in the order of registration."""
    for effect in _effects.values():
        effect(decision, by)


def kinds():
    """Every kind of decision by name, what is most common first; what is of none of them is a plain resolution."""
    return dict(sorted(_kinds.items(), key=lambda pair: pair[1].order))
