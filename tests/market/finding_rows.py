"""What the table of access needs of this part: one row of everything that an address can speak of."""

from tests.market import build_findings as make


def rows(cast, firm):
    """The values of the addresses' parameters, by ``name parameter`` or ``parameter``: an accepted finding."""
    row = make.finding("accepted")
    return {"market:finding_detail number": row.number, "admin:market_finding_desk pk": row.pk}
