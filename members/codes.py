"""Codes that people read aloud and type: no letter looks like another, nobody can guess one."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP_LENGTH = 3, 4


def new_code():
    """``K7Q2-M9XT-4RWB``: twelve letters of thirty, about 59 random bits."""
    groups = ["".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)]
    return "-".join(groups)
