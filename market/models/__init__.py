"""The tables of the market."""

from market.models.need import Need, NeedAnswer, NeedLetters

__all__ = ["Need", "NeedAnswer", "NeedLetters"]
