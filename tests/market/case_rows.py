"""What the table of access needs of this part: one row of everything that an address can speak of."""

from market.models import CaseFigures
from tests import build
from tests.market import build_cases


def rows(cast, firm):
    """The values of the addresses' parameters, by ``name parameter`` or ``parameter``.

    A case of firm A, and one of a union for which none of the nine roles acts.
    """
    case = build_cases.case(by=cast["firm_a"], firm=firm)
    union = build_cases.case(institution=build_cases.union(user=build.user()))
    build_cases.row(names_buyer=True, released_at=case.filed_at)
    tables = {"winners": [{"key": "local", "cases": 5, "amount": 5}]}
    document = {"version": 1, "all": {"cases": 5, "amount": 5}, "outside": None, "tables": tables}
    CaseFigures.objects.create(number=1, added=5, document=document)
    return {"market:firm_case code": case.code, "market:own_case code": union.code}
