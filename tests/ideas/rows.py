"""What the table of access needs of this part: one row of everything that an address can speak of."""


def rows(cast, firm):
    """The values of the addresses' parameters, by ``name parameter`` or ``parameter``."""
    return {}
