"""The sample's needs: buyers with their agents, needs that were decided, and some around the day of loading."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from council.loading import files
from council.models import Institution, InstitutionAgent
from filing.services import record_change
from market.models import Need, NeedAnswer, NeedLetters
from members.models import Capability, Firm
from persian.jalali import today
from post.models import Message

State, Offer = Need.State, NeedAnswer.State
NOON = dt.time(12)
LETTERS = ("need", "need-closed", "need-outcome", "need-withdrawn", "need-extended")


def offset(value):
    """Days from the day of loading, before it when negative."""
    if not isinstance(value, int) or isinstance(value, bool) or not -400 <= value <= 400:
        raise ValueError(_("A whole number of days from the day of loading is expected here."))
    return value


def public_state(value):
    """A need that was opened; a draft is nothing to show."""
    value = files.one_of(State)(value)
    if value == State.DRAFT:
        raise ValueError(_("Only one of these can stand here: %(allowed)s.") % {"allowed": ", ".join(State.values[1:])})
    return value


SCHEMA = {
    "need_buyer?": [{"key": files.text, "name": files.text, "name_en?": files.text, "account?": files.text}],
    "need_letters?": [files.text],
    "need?": [
        {
            "buyer": files.text,
            "title": files.text,
            "title_en?": files.text,
            "text": files.text,
            "text_en?": files.text,
            "capabilities": [files.text],
            "band?": files.one_of(Need.Band),
            "city?": files.text,
            "place?": files.text,
            "contact?": files.text,
            "opened_on?": files.day,
            "opened_in?": offset,
            "deadline_on?": files.day,
            "deadline_in?": offset,
            "state": public_state,
            "outcome?": files.one_of(Need.Outcome),
            "decided_on?": files.day,
            "amount?": files.whole,
            "supplier_place?": files.text,
            "winner?": files.text,
            "why?": files.text,
            "answers?": [{"firm": files.text, "text": files.text, "price?": files.whole}],
        }
    ],
}
TEXTS = (
    "title", "title_en", "text", "text_en", "band", "city", "place", "contact", "outcome", "decided_on", "amount",
    "supplier_place", "why",
)  # fmt: skip


@dataclass
class Loading:
    """What the needs of one load share: firms and capabilities by key, who acted, the next number."""

    context: object
    firms: dict
    capabilities: dict
    by: object
    number: int

    def firm(self, place, key):
        return found(place, self.firms, key)


def found(place, rows, key):
    if key not in rows:
        raise place.refuse(_("There is nothing with the key «%(key)s».") % {"key": key})
    return rows[key]


def load(data, *, context):
    """Write the needs of the files, without letters. Raises DataFileError."""
    rows = [pair for file in data for pair in file.rows("need")]
    if not rows:
        return
    loading = Loading(
        context,
        firms={firm.slug: firm for firm in Firm.objects.filter(is_sample=True)},
        capabilities={row.key: row for row in Capability.objects.all()},
        by=context.account(rows[0][0], "buyer"),
        number=Need.objects.aggregate(last=Max("number"))["last"] or 0,
    )
    for file in data:
        load_buyers(file, loading)
        load_wishes(file, loading)
    for place, row in rows:
        load_need(place, row, loading)


def load_buyers(file, loading):
    """Institutions of the sample that buy, and the sample account that acts for one."""
    for place, row in file.rows("need_buyer"):
        buyer = Institution(
            key=row["key"],
            name=row["name"],
            name_en=row.get("name_en", ""),
            kind=Institution.Kind.OTHER,
            is_sample=True,
        )
        loading.context.save(place, buyer)
        loading.context.institutions[buyer.key] = buyer
        if "account" in row:
            user = loading.context.account(place.at("account"), row["account"])
            loading.context.save(place, InstitutionAgent(institution=buyer, user=user, is_sample=True))


def load_wishes(file, loading):
    """The firms that want letters."""
    for index, key in enumerate(file.content.get("need_letters", [])):
        firm = loading.firm(file.at(f"need_letters[{index}]"), key)
        NeedLetters.objects.create(firm=firm, is_on=True, changed_by=loading.by)


def load_need(place, row, loading):
    loading.number += 1
    need = Need(
        number=loading.number,
        institution=loading.context.institution(place.at("buyer"), row["buyer"]),
        posted_by=loading.by,
        state=row["state"],
        opened_at=moment(place, row, "opened"),
        deadline=moment(place, row, "deadline"),
        told_at=timezone.now(),  # a sample writes to nobody
        is_sample=True,
        **{name: row[name] for name in TEXTS if name in row},
    )
    need.created_at = need.changed_at = need.opened_at
    if need.outcome == Need.Outcome.LOCAL:
        need.supplier_place = loading.firm(place.at("winner"), row.get("winner")).city
    loading.context.save(place, need)
    asked = enumerate(row["capabilities"])
    need.capabilities.set([found(place.at(f"capabilities[{i}]"), loading.capabilities, key) for i, key in asked])
    tell_way(need, loading)
    load_answers(place, row, need, loading)


def moment(place, row, name):
    """Noon in Tehran of a day that is named, or counted from the day of loading."""
    day = row.get(f"{name}_on")
    if day is None:
        if f"{name}_in" not in row:
            raise place.at(f"{name}_on").refuse(_("This key is missing."))
        day = today() + dt.timedelta(days=row[f"{name}_in"])
    return noon(day)


def noon(day):
    return dt.datetime.combine(day, NOON, timezone.get_default_timezone())


def tell_way(need, loading):
    """The lines of the book, from the draft to the state that the file gives."""
    way = [("", State.DRAFT, need.opened_at), (State.DRAFT, State.OPEN, need.opened_at)]
    if need.state in (State.CLOSED, State.DECIDED):
        way.append((State.OPEN, State.CLOSED, need.deadline))
    if need.state == State.DECIDED:
        way.append((State.CLOSED, State.DECIDED, noon(need.decided_on)))
    if need.state == State.WITHDRAWN:
        way.append((State.OPEN, State.WITHDRAWN, need.opened_at))
    for old, new, at in way:
        record_change(need, by=loading.by, old=old, new=new, at=at)


def load_answers(place, row, need, loading):
    """The answers, one of a firm; the winner is one of them."""
    winner = row.get("winner")
    for at, given in place.each(row, "answers"):
        answer = NeedAnswer(
            need=need,
            firm=loading.firm(at.at("firm"), given["firm"]),
            text=given["text"],
            price=given.get("price"),
            filed_by=loading.context.account(at, "firm"),
            filed_at=need.opened_at,
            changed_at=need.opened_at,
            state=state_of(need, given, winner),
            row_version=1,
        )
        loading.context.save(at, answer)
        record_change(answer, by=answer.filed_by, old="", new=Offer.SUBMITTED, at=need.opened_at)
        if answer.state != Offer.SUBMITTED:
            record_change(answer, by=loading.by, old=Offer.SUBMITTED, new=answer.state, at=noon(need.decided_on))
    if need.outcome == Need.Outcome.LOCAL and not need.answers.filter(state=Offer.CHOSEN).exists():
        raise place.at("winner").refuse(_("Choose which answer won."))


def state_of(need, given, winner):
    if need.state != State.DECIDED:
        return Offer.SUBMITTED
    return Offer.CHOSEN if given["firm"] == winner else Offer.NOT_CHOSEN


def remove():
    """Delete the needs of the sample with whatever was answered; gives the ids of the files that hung on them."""
    needs = Need.objects.filter(is_sample=True)
    answers = NeedAnswer.objects.filter(need__in=needs)
    ids = [*needs.exclude(file=None).values_list("file_id", flat=True)]
    ids += answers.exclude(file=None).values_list("file_id", flat=True)
    written = Q(pk__in=[])
    for pk in needs.values_list("pk", flat=True):
        for kind in LETTERS:
            written |= Q(key__startswith=f"{kind}/{pk}/")
    Message.objects.filter(written).delete()
    answers.delete()
    needs.delete()
    NeedLetters.objects.filter(firm__is_sample=True).delete()
    return ids
