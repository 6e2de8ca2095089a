"""Builders of firms and what belongs to them; each makes one valid row with as few words as possible."""

import datetime as dt
from itertools import count

from django.utils import timezone

from council.models import Section
from members.codes import new_code
from members.matching import match_key
from members.models import Capability, Firm, FirmReturn, Representative, ReturnRound
from members.services import publish_firm
from members.services.returns import file_return
from tests import build

ENTITY_IDS = ("10380284790", "10861677542", "10100302746")
SHOWN = dict.fromkeys(("is_listed", *Firm.CONSENTS), True)
_serial = count(1)


def entity_id(number):
    """A valid national ID of a company that differs for each number; the check digit is worked out as by hand."""
    first = f"1{number:09d}"
    added = int(first[9]) + 2
    total = sum((int(digit) + added) * weight for digit, weight in zip(first, (29, 27, 23, 19, 17) * 2, strict=True))
    return first + str(total % 11 % 10)


def section(order=1, name="نرم‌افزار", **fields):
    return Section.objects.get_or_create(order=order, defaults={"name": name} | fields)[0]


def capability(key="web", name="طراحی وب", parent=None, **fields):
    return Capability.objects.get_or_create(key=key, defaults={"name": name, "parent": parent} | fields)[0]


def firm(name=None, state=Firm.State.ACTIVE, sections=(), capabilities=(), **fields):
    """An active company of Ahvaz that shows everything it may, in the directory too."""
    serial = next(_serial)
    code = new_code()
    values = {
        "name": name or f"شرکت آزمایشی {serial}",
        "slug": code.lower(),
        "tracking_code": code,
        "legal_kind": Firm.LegalKind.COMPANY,
        "city": "اهواز",
        "size": Firm.Size.SMALL,
        "state": state,
        "applied_at": timezone.now(),
    } | SHOWN
    if fields.get("legal_kind") != Firm.LegalKind.GUILD:
        values["national_id"] = entity_id(serial)
    if state in (Firm.State.ACTIVE, Firm.State.SUSPENDED):
        values |= {"active_since": dt.date(2024, 4, 1), "confirmed_until": dt.date(2099, 1, 1)}
    made = Firm(**values | fields)
    made.match_key = match_key(made.name)
    made.full_clean()
    made.save()
    made.sections.set(sections)
    made.capabilities.set(capabilities)
    publish_firm(made)
    return made


def representative(of=None, user=None, **fields):
    """A person who acts for a firm."""
    return Representative.objects.create(firm=of or firm(), user=user or build.user(), **fields)


def figures(staff=10, women=4, graduates=6, **fields):
    """The figures of a return as ``file_return`` takes them."""
    values = {"sales_band": FirmReturn.SalesBand.OVER_200, "exports": 0, "local_sales": 0}
    return values | {"staff": staff, "women": women, "graduates": graduates} | fields


def return_round(year=None, **fields):
    year = year or build.year()
    days = {"opened_on": year.end, "due_on": year.end + dt.timedelta(days=60)}
    return ReturnRound.objects.get_or_create(year=year, defaults=days | fields)[0]


def firm_return(of=None, year=None, **fields):
    """A return filed in its year's open round, with the round's sums."""
    filed, _is_new = file_return(
        firm=of or firm(), return_round=return_round(year), figures=figures(**fields), by=build.user()
    )
    return filed
