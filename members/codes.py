"""Codes that people read aloud and type: no letter looks like another, nobody can guess one."""

import secrets

from persian.digits import to_latin

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP_LENGTH = 3, 4
MOST_TYPED = 40  # signs; a longer text is no code with spaces in it


def new_code():
    """``K7Q2-M9XT-4RWB``: twelve letters of thirty, about 59 random bits."""
    groups = ["".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)]
    return "-".join(groups)


def canonical_tracking_code(typed):
    """``k7q2 m9xt-۴rwb`` → ``K7Q2-M9XT-4RWB``: in any digits and case, with or without dashes. None for no code."""
    letters = [letter for letter in to_latin(typed).upper() if letter in ALPHABET]
    if len(letters) != GROUPS * GROUP_LENGTH or len(typed) > MOST_TYPED:
        return None
    text = "".join(letters)
    return "-".join(text[start : start + GROUP_LENGTH] for start in range(0, len(text), GROUP_LENGTH))
