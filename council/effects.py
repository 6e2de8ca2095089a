"""What adopting a decision does: rooms above register effects, so that the council knows no plans and no firms."""

_effects = {}


def register(name, effect):
    """``effect(decision, by)`` runs inside the adopting transaction; a ValidationError refuses the whole adoption.

    Called in ``AppConfig.ready()``.
    """
    _effects[name] = effect


def run_all(decision, by):
    """Run every registered effect in the order of registration."""
    for effect in _effects.values():
        effect(decision, by)
