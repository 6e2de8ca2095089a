"""The sample's firms with their returns, the rounds, and the networks: written in few statements, marked as sample."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from council.loading import files
from council.models import ProgramYear, Section
from filing.services import record_change
from members.aggregates import cell_of, measured, moved
from members.matching import match_key
from members.models import (
    Capability,
    Firm,
    FirmReturn,
    FirmReview,
    JointAction,
    Network,
    NetworkMember,
    Representative,
    ReturnRound,
)
from members.services.directory import publish_firms
from members.services.returns import CLOSED, FILED, OPEN, names_of
from persian.digits import localised

Act, State = FirmReview.Act, Firm.State
PATHS = {
    State.APPLIED: [(Act.APPLIED, None)],
    State.MORE_INFORMATION: [(Act.APPLIED, None), (Act.ASKED, "facilitator")],
    State.REJECTED: [(Act.APPLIED, None), (Act.REJECTED, "staff")],
    State.ACTIVE: [(Act.APPLIED, None), (Act.APPROVED, "staff")],
    State.SUSPENDED: [(Act.APPLIED, None), (Act.APPROVED, "staff"), (Act.SUSPENDED, "staff")],
}
TEXTS = ("name_en", "licence_number", "guild", "founded", "postal_code", "about", "about_en", "website", "national_id",
         "contact_person", "contact_email", "is_listed", "active_since", "confirmed_until")  # fmt: skip


def consent(value):
    if value not in Firm.CONSENTS:
        raise ValueError(_("Only one of these can stand here: %(allowed)s.") % {"allowed": ", ".join(Firm.CONSENTS)})
    return value


def loaded_state(value):
    if value not in PATHS:
        raise ValueError(_("Only one of these can stand here: %(allowed)s.") % {"allowed": ", ".join(PATHS)})
    return value


SCHEMA = {
    "round?": [{"year": files.whole, "opened_on": files.day, "due_on": files.day, "closed_on?": files.day}],
    "firm?": [
        {
            "key": files.text,
            "tracking_code": files.text,
            "name": files.text,
            "name_en?": files.text,
            "national_id?": files.text,
            "licence_number?": files.text,
            "guild?": files.text,
            "founded?": files.whole,
            "city": files.text,
            "postal_code?": files.text,
            "size": files.one_of(Firm.Size),
            "sections?": [files.whole],
            "capabilities?": [files.text],
            "about?": files.text,
            "about_en?": files.text,
            "website?": files.text,
            "contact_person?": files.text,
            "contact_email?": files.text,
            "is_listed?": files.flag,
            "hides?": [consent],
            "state?": loaded_state,
            "applied_on": files.day,
            "active_since?": files.day,
            "confirmed_until?": files.day,
            "letter?": files.text,
            "reasons?": [files.text],
            "representative?": files.text,
            "return?": [
                {
                    "year": files.whole,
                    "staff": files.whole,
                    "women": files.whole,
                    "graduates": files.whole,
                    "sales_band": files.one_of(FirmReturn.SalesBand),
                    "local_sales?": files.whole,
                    "exports?": files.whole,
                }
            ],
        }
    ],
    "network?": [
        {
            "key": files.text,
            "kind": files.one_of(Network.Kind),
            "part_of?": files.text,
            "name": files.text,
            "name_en?": files.text,
            "legal_form": files.one_of(Network.LegalForm),
            "purpose?": files.text,
            "purpose_en?": files.text,
            "founded_on?": files.day,
            "dissolved_on?": files.day,
            "member?": [{"firm": files.text, "joined_on": files.day, "left_on?": files.day}],
            "action?": [{"done_on": files.day, "title": files.text, "title_en?": files.text, "result?": files.text}],
        }
    ],
}


@dataclass
class Loading:
    """What the rows of one load name of each other, by their keys in the files."""

    context: object
    sections: dict
    capabilities: dict
    rounds: dict
    firms: dict


def load_sample(data, *, context):
    """The rounds, firms, returns and networks of all files. Raises DataFileError."""
    loading = Loading(
        context,
        sections={row.order: row for row in Section.objects.all()},
        capabilities={row.key: row for row in Capability.objects.all()},
        rounds={},
        firms={},
    )
    for file in data:
        for place, row in file.rows("round"):
            load_round(place, row, loading)
    for file in data:
        load_firms(list(file.rows("firm")), loading)
    for file in data:
        for place, row in file.rows("network"):
            load_network(place, row, loading)


def load_round(place, row, loading):
    year = ProgramYear.objects.filter(year=row["year"]).first()
    if year is None:
        raise place.at("year").refuse(_("There is no programme year %(year)s.") % {"year": localised(row["year"])})
    made = ReturnRound(
        year=year,
        opened_on=row["opened_on"],
        due_on=row["due_on"],
        closed_on=row.get("closed_on"),
        opened_by=loading.context.account(place, "staff"),
        sections=names_of(loading.sections.values()),
        is_sample=True,
    )
    loading.rounds[row["year"]] = loading.context.save(place, made)
    record_change(made, by=made.opened_by, old="", new=OPEN, at=noon(made.opened_on))
    if made.closed_on:
        record_change(made, by=made.opened_by, old=OPEN, new=CLOSED, at=noon(made.closed_on))


def noon(day):
    """Noon in Tehran of a day: when a loaded event took place."""
    return dt.datetime.combine(day, dt.time(8, 30), tzinfo=dt.UTC)


def load_firms(rows, loading):
    """All firms of a file in a few statements; each is checked as a form would check it first."""
    if not rows:
        return
    firms = [made_firm(place, row, loading) for place, row in rows]
    for firm in bulk_create_with_history(firms, Firm):
        loading.firms[firm.file_key] = firm
    made = [(place, row, loading.firms[row["key"]]) for place, row in rows]
    link(made, "sections", loading.sections)
    link(made, "capabilities", loading.capabilities)
    tell_reviews(made, loading)
    load_returns(made, loading)
    publish_firms([firm for firm in firms if firm.state == State.ACTIVE])
    loading.context.made[Firm._meta.verbose_name_plural] += len(firms)


def made_firm(place, row, loading):
    values = {name: row[name] for name in TEXTS if name in row}
    shown = dict.fromkeys(Firm.CONSENTS, True) | dict.fromkeys(row.get("hides", []), False)
    firm = Firm(
        name=row["name"],
        slug=row["key"],
        tracking_code=row["tracking_code"],
        legal_kind=Firm.LegalKind.COMPANY if "national_id" in row else Firm.LegalKind.GUILD,
        city=row["city"],
        size=row["size"],
        state=row.get("state", State.ACTIVE),
        applied_at=noon(row["applied_on"]),
        match_key=match_key(row["name"]),
        is_sample=True,
        **{"is_listed": True} | values | shown,
    )
    firm.file_key = row["key"]
    if row["key"] in loading.firms:
        raise place.at("key").refuse(_("This key is given twice."))
    with place:
        firm.full_clean(exclude=["sort_text"])
    return firm


def link(made, name, known):
    """The rows of one list of others, for all firms at once."""
    through = getattr(Firm, name).through
    column = "section_id" if name == "sections" else "capability_id"
    links = []
    for place, row, firm in made:
        for key in row.get(name, []):
            if key not in known:
                raise place.at(name).refuse(_("There is nothing with the key «%(key)s».") % {"key": key})
            links.append(through(firm_id=firm.pk, **{column: known[key].pk}))
    through.objects.bulk_create(links)


def tell_reviews(made, loading):
    """The steps on each firm's way with their lines in the book, and who acts for it."""
    reviews = []
    for place, row, firm in made:
        path = PATHS[firm.state]
        for number, (act, role) in enumerate(path):
            is_last = number == len(path) - 1 and act != Act.APPROVED
            reviews.append(
                FirmReview(
                    firm=firm,
                    round=1,
                    act=act,
                    by=loading.context.account(place, role) if role else None,
                    at=noon(row.get("active_since", row["applied_on"]) if number else row["applied_on"]),
                    reasons=row.get("reasons", []) if is_last else [],
                    message=row.get("letter", "") if is_last else "",
                )
            )
        record_change(firm, by=reviews[-1].by, old="", new=firm.state, at=reviews[-1].at)
        if "representative" in row:
            user = loading.context.account(place.at("representative"), row["representative"])
            Representative.objects.create(firm=firm, user=user, joined_at=noon(row["applied_on"]))
    FirmReview.objects.bulk_create(reviews)


def load_returns(made, loading):
    """The returns with the sums of their rounds."""
    returns = []
    for place, row, firm in made:
        sections = [loading.sections[order].pk for order in row.get("sections", [])]
        for at, told in place.each(row, "return"):
            if told["year"] not in loading.rounds:
                raise at.at("year").refuse(_("There is no round of returns of this year."))
            returns.append(made_return(at, told, firm, sections, loading))
    for filed in bulk_create_with_history(returns, FirmReturn):
        own = loading.rounds[filed.year.year]
        own.sums = moved(own.sums, filed.cell, measured(filed), 1)
        record_change(filed, by=filed.filed_by, old="", new=FILED, at=filed.filed_at)
    for own in loading.rounds.values():
        own.asked = Firm.objects.filter(active_since__lte=own.closed_on).count() if own.closed_on else None
        own.save(update_fields=["sums", "asked"])
    loading.context.made[FirmReturn._meta.verbose_name_plural] += len(returns)


def made_return(place, told, firm, sections, loading):
    own = loading.rounds[told["year"]]
    figures = {name: value for name, value in told.items() if name != "year"}
    cell = cell_of(sections, told["staff"])
    filed = FirmReturn(
        firm=firm, year=own.year, cell=cell, filed_at=noon(own.due_on), is_sample=True, row_version=1, **figures
    )
    with place:
        filed.clean_fields(exclude=["filed_by"])
        filed.clean()
    return filed


def load_network(place, row, loading):
    values = {name: value for name, value in row.items() if name not in ("part_of", "member", "action")}
    whole = Network.objects.filter(key=row["part_of"]).first() if "part_of" in row else None
    if "part_of" in row and whole is None:
        raise place.at("part_of").refuse(_("There is nothing with the key «%(key)s».") % {"key": row["part_of"]})
    network = loading.context.save(place, Network(is_sample=True, part_of=whole, **values))
    for at, member in place.each(row, "member"):
        firm = loading.firms.get(member["firm"])
        if firm is None:
            raise at.at("firm").refuse(_("There is nothing with the key «%(key)s».") % {"key": member["firm"]})
        loading.context.save(at, NetworkMember(network=network, **member | {"firm": firm}))
    for at, action in place.each(row, "action"):
        loading.context.save(at, JointAction(network=network, **action))
