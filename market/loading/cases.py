"""The sample's cases: what a file may hold, how it is written, how it goes again. Figures are published with them."""

import datetime as dt
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actionplans.loading.files import kept_file
from council.loading import files
from council.models import Institution
from filing.services import record_change
from market.case_reasons import make_reasons
from market.models import CaseEvidence, CaseFigures, CaseReason, ProcurementCase
from market.models.case import LARGEST
from market.services.case_figures import publish_figures
from market.services.cases import CODE_GROUPS, keep_keys, release_words
from members.models import Capability, Firm
from persian.codes import canonical_code
from persian.jalali import today

State, Supply = ProcurementCase.State, ProcurementCase.Supply
FILED, CHECKED, DECIDED = (dt.timedelta(days=days) for days in (10, 24, 31))  # after the buyer's decision
WAYS = {
    State.SUBMITTED: (),
    State.CHECKED: (State.CHECKED,),
    State.COUNTED: (State.CHECKED, State.COUNTED),
    State.REJECTED: (State.CHECKED, State.REJECTED),
}


def code(value):
    """The code by which people name the case."""
    if not isinstance(value, str) or canonical_code(value, CODE_GROUPS) != value:
        raise ValueError(_("A code such as K7Q2-M9XT is expected here."))
    return value


def amount(value):
    if files.whole(value) not in range(1, LARGEST + 1):
        raise ValueError(_("An amount is a whole number of rials above zero."))
    return value


SCHEMA = {
    "case?": [
        {
            "code": code,
            "firm?": files.text,
            "institution?": files.text,
            "account": files.text,
            "firm_agrees?": files.flag,
            "buyer": files.text,
            "need_number?": files.text,
            "category": files.text,
            "decided_on": files.day,
            "amount": amount,
            "winner": files.one_of(ProcurementCase.Winner),
            "claimed?": files.one_of(Supply),
            "reasons?": [files.text],
            "text?": files.text,
            "file?": files.text,
            "state": files.one_of(State),
            "supply?": files.one_of(Supply),
            "able?": files.whole,
            "rejected_because?": files.text,
            "names_buyer?": files.yes,
            "names_firm?": files.yes,
        }
    ]
}


@dataclass
class Loading:
    """What the cases of one load share: rows by key, kept files by name."""

    context: object
    firms: dict
    institutions: dict
    capabilities: dict
    reasons: dict
    stored: dict = field(default_factory=dict)


def found(place, rows, key):
    if key not in rows:
        raise place.refuse(_("There is nothing with the key «%(key)s».") % {"key": key})
    return rows[key]


def load(data, *, context):
    """Write the cases of the files, without letters, and publish the figures of those that count.

    Raises DataFileError.
    """
    rows = [pair for file in data for pair in file.rows("case")]
    if not rows:
        return
    make_reasons(CaseReason)
    loading = Loading(
        context,
        firms={firm.slug: firm for firm in Firm.objects.filter(is_sample=True)},
        institutions={row.key: row for row in Institution.objects.all()},
        capabilities={row.key: row for row in Capability.objects.all()},
        reasons={row.key: row for row in CaseReason.objects.all()},
    )
    cases = [made_case(place, row, loading) for place, row in rows]
    ProcurementCase.objects.bulk_create(cases)
    for (place, row), case in zip(rows, cases, strict=True):
        tie(place, row, case, loading)
        tell_way(case)
    context.made[ProcurementCase._meta.verbose_name_plural] += len(cases)
    publish(rows[0][0], context)


def made_case(place, row, loading):
    """A checked row that is not written yet."""
    firm = found(place.at("firm"), loading.firms, row["firm"]) if "firm" in row else None
    institution = None
    if "institution" in row:
        institution = found(place.at("institution"), loading.institutions, row["institution"])
    if row["decided_on"] > today():
        raise place.at("decided_on").refuse(_("The decision lies in the future. Write the day on which it was made."))
    case = ProcurementCase(
        code=row["code"],
        firm=firm,
        institution=institution,
        filed_by=loading.context.account(place.at("account"), row["account"]),
        filed_at=noon(row["decided_on"] + FILED),
        firm_agrees=row.get("firm_agrees", False),
        buyer_name=row["buyer"],
        need_number=row.get("need_number"),
        category=found(place.at("category"), loading.capabilities, row["category"]),
        decided_on=row["decided_on"],
        amount=row["amount"],
        winner=row["winner"],
        claimed_supply=row.get("claimed", Supply.UNKNOWN),
        text=row.get("text", ""),
        state=row["state"],
        is_sample=True,
    )
    judge(place, row, case, loading)
    keep_keys(case)
    with place:
        case.clean_fields(exclude=["firm", "institution", "filed_by", "category"])
        case.validate_constraints(exclude=["code"])
    return case


def judge(place, row, case, loading):
    """What staff found and decided, as far as the state says."""
    way = WAYS[case.state]
    by = loading.context.account(place, "staff")
    if way:
        if "supply" not in row:
            raise place.at("supply").refuse(_("This key is missing."))
        case.checked_supply, case.able_members = row["supply"], row.get("able")
        case.checked_by, case.checked_at = by, noon(case.decided_on + CHECKED)
    if len(way) > 1:
        case.decided_by, case.decided_at = by, noon(case.decided_on + DECIDED)
        case.rejected_because = row.get("rejected_because", "")
    if "names_buyer" in row or "names_firm" in row:
        case.names_buyer, case.names_firm = row.get("names_buyer", False), row.get("names_firm", False)
        case.released_by, case.released_at = by, noon(case.decided_on + DECIDED)


def noon(day):
    """Noon in Tehran of a day: when a loaded event took place."""
    return dt.datetime.combine(day, dt.time(8, 30), tzinfo=dt.UTC)


def tie(place, row, case, loading):
    """Reasons and the paper."""
    case.reasons.set([found(place.at("reasons"), loading.reasons, key) for key in row.get("reasons", [])])
    if "file" in row:
        file = kept_file(place.at("file"), row["file"], loading.stored, loading.context)
        CaseEvidence.objects.create(case=case, file=file, added_by=case.filed_by, added_at=case.filed_at)


def tell_way(case):
    """The lines of the book, from the filing to the state that the file gives."""
    record_change(case, by=case.filed_by, old="", new=State.SUBMITTED, at=case.filed_at)
    old = State.SUBMITTED
    for new in WAYS[case.state]:
        at = case.checked_at if new == State.CHECKED else case.decided_at
        record_change(case, by=case.checked_by, old=old, new=new, why=case.rejected_because, at=at)
        old = new
    if case.is_released:
        record_change(
            case, by=case.released_by, old="not released", new=release_words(case), why="sample", at=case.released_at
        )


def publish(place, context):
    """The figures, if the counted cases stand on enough filers."""
    try:
        publish_figures(by=context.account(place, "staff"))
    except ValidationError:
        return
    context.made[CaseFigures._meta.verbose_name_plural] += 1


def remove():
    """Delete the cases of the sample and the publications that hold any; gives the ids of the files that hung on them.

    Other cases that were published with them wait for a publication of their own.
    """
    cases = ProcurementCase.objects.filter(is_sample=True)
    file_ids = list(CaseEvidence.objects.filter(case__in=cases).values_list("file_id", flat=True))
    cases.delete()
    figures = CaseFigures.objects.filter(is_sample=True)
    numbers = list(figures.values_list("number", flat=True))
    ProcurementCase.objects.filter(batch__in=numbers).update(batch=None)
    figures.erase_sample()
    return file_ids
