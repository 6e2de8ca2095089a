"""What the table of access needs of this part: one row of everything that an address can speak of."""

from market.needs.links import stop_token
from members.models import Capability
from tests import build
from tests.market import build_needs

FIRM_PAGES = ["firm_need", "firm_need_withdraw"]
BUYER_PAGES = ["need_detail", "need_desk", "need_edit", "need_act", "need_case"]


def rows(cast, firm):
    """An open need of a buyer with an agent, which firm A has answered. By name of the parameter, or by address."""
    need = build_needs.need(institution=build_needs.buyer(build.user()), capabilities=Capability.objects.all()[:1])
    build_needs.answer(need, firm, filed_by=cast["firm_a"])
    return {
        **{f"market:{name} number": need.number for name in FIRM_PAGES + BUYER_PAGES},
        "market:need_act act": "extend",
        "market:need_letters_stop token": stop_token(firm),
    }
