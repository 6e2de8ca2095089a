"""The sample's criteria with their scores, its duties in each state, and who acts for the network."""

import datetime as dt

from django.db.models import Max
from django.utils.translation import gettext as _

from actionplans.loading.files import kept_file
from council.loading import files
from council.models import Seat
from filing.services import record_change
from handover.models import Assessment, AssessmentEvidence, Criterion, Duty, NetworkOfficer
from handover.services.assessing import NOT_ASSESSED
from handover.services.criteria import SCHEMA as CRITERION
from handover.services.criteria import TO_CONFIRM, terms_of
from members.models import Network

State = Duty.State
TEXTS = ("key", "text", "text_en", "measure", "measure_en", "source", "source_en", "weight", "must_have")
SCHEMA = {
    "criterion?": [
        CRITERION
        | {
            "source?": files.text,
            "source_en?": files.text,
            "decision?": files.text,
            "scores?": [
                {
                    "on": files.day,
                    "score": files.whole,
                    "note": files.text,
                    "evidence?": [{"file": files.text, "caption": files.text, "public?": files.flag}],
                }
            ],
        }
    ],
    "officer?": [
        {
            "network": files.text,
            "account": files.text,
            "role": files.one_of(NetworkOfficer.Role),
            "valid_from": files.day,
        }
    ],
    "duty?": [
        {
            "title": files.text,
            "title_en?": files.text,
            "holder?": files.text,
            "holder_seat?": files.text,
            "network": files.text,
            "due_on": files.day,
            "shadowing_on?": files.day,
            "transferred_on?": files.day,
            "accepted_on?": files.day,
            "returned?": files.text,
        }
    ],
}


def load_sample(data, *, context):
    """Officers first: a duty is accepted by one. Raises DataFileError."""
    stored = {}
    last = Criterion.objects.aggregate(last=Max("order"))["last"] or 0
    for order, (place, row) in enumerate(rows(data, "criterion"), last + 1):
        load_criterion(place, row, order, stored, context)
    for place, row in rows(data, "officer"):
        load_officer(place, row, context)
    last = Duty.objects.aggregate(last=Max("number"))["last"] or 0
    for number, (place, row) in enumerate(rows(data, "duty"), last + 1):
        load_duty(place, row, number, context)


def rows(data, name):
    return [pair for file in data for pair in file.rows(name)]


def noon(day):
    """Noon in Tehran of a day: when a loaded event took place."""
    return dt.datetime.combine(day, dt.time(8, 30), tzinfo=dt.UTC)


def load_criterion(place, row, order, stored, context):
    criterion = Criterion(
        order=order,
        threshold=row.get("threshold"),
        confirmed_by=context.decision(place.at("decision"), row["decision"]) if "decision" in row else None,
        is_sample=True,
        **{name: row[name] for name in TEXTS if name in row},
    )
    context.save(place, criterion)
    scores = list(place.each(row, "scores"))
    at = noon(scores[0][1]["on"]) if scores else None
    record_change(criterion, by=context.account(place, "staff"), old="", new=TO_CONFIRM, why=terms_of(criterion), at=at)
    before = NOT_ASSESSED
    for here, score in scores:
        load_score(here, score, criterion, before, stored, context)
        before = str(score["score"])


def load_score(place, row, criterion, before, stored, context):
    by, at = context.account(place, "supervisor"), noon(row["on"])
    made = Assessment(criterion=criterion, as_of=row["on"], score=row["score"], note=row["note"], by=by, at=at)
    context.save(place, made)
    record_change(made, by=by, old=before, new=str(made.score), why=made.note, at=at)
    for here, proof in place.each(row, "evidence"):
        evidence = AssessmentEvidence(
            assessment=made,
            file=kept_file(here.at("file"), proof["file"], stored, context),
            caption=proof["caption"],
            is_public=proof.get("public", False),
            added_by=by,
            added_at=at,
        )
        context.save(here, evidence)


def load_officer(place, row, context):
    officer = NetworkOfficer(
        network=network_of(place, row),
        user=context.account(place.at("account"), row["account"]),
        role=row["role"],
        valid_from=row["valid_from"],
    )
    context.save(place, officer)
    record_change(officer, by=context.account(place, "staff"), old="", new=officer.role, at=noon(officer.valid_from))


def network_of(place, row):
    network = Network.objects.filter(key=row["network"]).first()
    if network is None:
        raise place.at("network").refuse(_("There is nothing with the key «%(key)s».") % {"key": row["network"]})
    return network


def load_duty(place, row, number, context):
    """The state is the last step that has a day; one that came back says why."""
    giver = context.account(place, "facilitator")
    duty = Duty(
        number=number,
        title=row["title"],
        title_en=row.get("title_en", ""),
        holder=context.institution(place.at("holder"), row.get("holder")),
        holder_seat=seat_of(place, row, context),
        receiver=network_of(place, row),
        due_on=row["due_on"],
        returned_because=row.get("returned", ""),
        is_sample=True,
        state=State.PLANNED,
    )
    way = [(name, row[f"{name}_on"]) for name in (State.SHADOWING, State.TRANSFERRED, State.ACCEPTED)
           if f"{name}_on" in row]  # fmt: skip
    require_order(place, way)
    people = {
        State.TRANSFERRED: giver,
        State.ACCEPTED: receiver_of(place, duty) if len(way) == len(State) - 1 else None,
    }
    for state, day in way:
        duty.state = state
        setattr(duty, f"{state}_on", day)
        if people.get(state):
            setattr(duty, f"{state}_by", people[state])
    context.save(place, duty)
    tell_way(duty, way, people, giver)


def require_order(place, way):
    """No step is left out, and none lies before the one that it follows."""
    steps = [State.SHADOWING, State.TRANSFERRED, State.ACCEPTED]
    days = [day for _state, day in way]
    if [state for state, _day in way] != steps[: len(way)] or days != sorted(days):
        raise place.refuse(_("The days of a duty follow one another: done together, handed over, accepted."))


def seat_of(place, row, context):
    """A seat by its key in the files of this load."""
    name = row.get("holder_seat")
    if name is None:
        return None
    seat = context.seats.get(name)
    if not isinstance(seat, Seat):
        raise place.at("holder_seat").refuse(_("There is nothing with the key «%(key)s».") % {"key": name})
    return seat


def receiver_of(place, duty):
    """The officer who accepted it in the network's name."""
    officer = duty.receiver.officers.select_related("user").first()
    if officer is None:
        raise place.at("accepted_on").refuse(_("The network has no officer who could accept it."))
    return officer.user


def tell_way(duty, way, people, giver):
    """The lines of the book from «planned» to the state that the days give, and back for what was returned."""
    first = way[0][1] if way else duty.due_on
    record_change(duty, by=giver, old="", new=State.PLANNED, at=noon(first - dt.timedelta(days=7)))
    old = State.PLANNED
    for state, day in way:
        record_change(duty, by=people.get(state) or giver, old=old, new=state, at=noon(day))
        old = state
