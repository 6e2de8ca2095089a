"""Codes that people read aloud and type: no letter looks like another, nobody can guess one."""

import secrets

from persian.digits import to_latin

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP_LENGTH = 4
MOST_TYPED = 10  # signs for each group; a longer text is no code with spaces in it


def random_code(groups):
    """``K7Q2-M9XT-4RWB`` for three groups: each letter is one of thirty, so that a group holds 19.6 random bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(groups))


def canonical_code(typed, groups):
    """``k7q2 m9xt-۴rwb`` → ``K7Q2-M9XT-4RWB``: in any digits and case, with or without dashes. None for no code."""
    letters = [letter for letter in to_latin(typed).upper() if letter in ALPHABET]
    if len(letters) != groups * GROUP_LENGTH or len(typed) > groups * MOST_TYPED:
        return None
    text = "".join(letters)
    return "-".join(text[start : start + GROUP_LENGTH] for start in range(0, len(text), GROUP_LENGTH))
