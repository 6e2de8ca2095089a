"""The tracking code of an application."""

from persian.codes import canonical_code, random_code

GROUPS = 3


def new_code():
    """``K7Q2-M9XT-4RWB``: twelve letters of thirty, about 59 random bits."""
    return random_code(GROUPS)


def canonical_tracking_code(typed):
    """The code as it is kept; None for no code.."""
    return canonical_code(typed, GROUPS)
