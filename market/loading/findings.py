"""The sample's findings: what a file may hold, how it is written, how it goes again.

A finding's state follows from its days: accepted, rejected, closed on a report; addressed by the plans that are linked.
"""

import datetime as dt

from django.utils.translation import gettext as _

from actionplans.models import ActionPlan, Activity, Indicator, IndicatorReading, ProgressEntry
from council.loading import files
from council.loading.removal import delete_with_history
from council.models import AgendaItem, Section
from filing.services import record_change
from market.models import Finding, FindingPlan
from market.services.findings import CLOSED_ON, add_finding, require_proof

State = Finding.State
TEXTS = (
    "kind", "severity", "title", "title_en", "text", "text_en", "identified_on", "origin", "source_text",
    "source_text_en",
)  # fmt: skip
PLAN = {"plan": files.text, "on": files.day, "note?": files.text}
SCHEMA = {
    "finding?": [
        {
            "kind": files.one_of(Finding.Kind),
            "section?": files.whole,
            "severity": files.one_of(Finding.Severity),
            "title": files.text,
            "title_en?": files.text,
            "text?": files.text,
            "text_en?": files.text,
            "identified_on": files.day,
            "origin": files.one_of(Finding.Origin),
            "source_text?": files.text,
            "source_text_en?": files.text,
            "agenda?": files.text,
            "seat?": files.text,
            "institution?": files.text,
            "accepted_on?": files.day,
            "rejected_on?": files.day,
            "rejected_because?": files.text,
            "plans?": [PLAN],
            "closed_on?": files.day,
            "entry?": files.text,
            "reading?": files.text,
            "closing_note?": files.text,
        }
    ]
}


def load(data, *, context):
    """Write the findings of the files. Raises DataFileError."""
    rows = [pair for file in data for pair in file.rows("finding")]
    by = context.account(rows[0][0], "facilitator") if rows else None
    for place, row in rows:
        load_finding(place, row, by, context)


def load_finding(place, row, by, context):
    finding = Finding(
        section=section_of(place, row),
        agenda_item=agenda_of(place, row),
        owner_institution=context.institution(place.at("institution"), row.get("institution")),
        owner_seat=seat_of(place, row, context),
        is_sample=True,
        **{name: row[name] for name in TEXTS if name in row},
    )
    with place:
        finding.full_clean(exclude=["number"])
        add_finding(finding=finding, by=by, at=noon(finding.identified_on))
    context.made[Finding._meta.verbose_name_plural] += 1
    links = [link_of(at, one, finding, context) for at, one in place.each(row, "plans")]
    for state, day, fields in steps(place, row, finding, links):
        take(place, finding, state, day, fields, by)


def steps(place, row, finding, links):
    """(state, day, columns) of each step after the first, in the order of the days. Raises DataFileError."""
    if "rejected_on" in row:
        because = row.get("rejected_because", "")
        yield State.REJECTED, row["rejected_on"], {"rejected_on": row["rejected_on"], "rejected_because": because}
        return
    if "accepted_on" in row:
        yield State.ACCEPTED, row["accepted_on"], {"accepted_on": row["accepted_on"]}
        live = [link.linked_on for link in links if link.is_live]
        if live:
            day = max(row["accepted_on"], min(live))
            yield State.ADDRESSED, day, {"addressed_on": day}
    if "closed_on" in row:
        proof = proof_of(place, row, finding)
        yield State.CLOSED, row["closed_on"], {"closed_on": row["closed_on"]} | proof


def take(place, finding, state, day, fields, by):
    """One step, as the service would write it; what may not be stops the load with the place in the file."""
    if state not in Finding.TRANSITIONS[finding.state]:
        words = {"old": finding.get_state_display(), "new": State(state).label}
        raise place.refuse(_("The finding is «%(old)s» and cannot become «%(new)s».") % words)
    old, finding.state = finding.state, state
    for name, value in fields.items():
        setattr(finding, name, value)
    with place:
        finding.validate_constraints()
    finding.save(update_fields=["state", *fields])
    report = finding.closing_report
    record_change(finding, by=by, old=old, new=state, why=why_of(finding, report), at=noon(day))


def why_of(finding, report):
    return f"{CLOSED_ON}: {report.key}" if report else finding.rejected_because


def section_of(place, row):
    if "section" not in row:
        return None
    return found(place.at("section"), Section.objects.filter(order=row["section"]), row["section"])


def agenda_of(place, row):
    """An agenda item by ``1403-02/3``: the meeting's address, the item's order."""
    if "agenda" not in row:
        return None
    year, number, order = numbers_of(place.at("agenda"), row["agenda"], "-/")
    items = AgendaItem.objects.filter(meeting__year__year=year, meeting__number=number, order=order)
    return found(place.at("agenda"), items, row["agenda"])


def seat_of(place, row, context):
    if "seat" not in row:
        return None
    if row["seat"] not in context.seats:
        raise nothing(place.at("seat"), row["seat"])
    return context.seats[row["seat"]]


def link_of(place, row, finding, context):
    year, number = numbers_of(place.at("plan"), row["plan"], "/")
    plans = ActionPlan.objects.filter(year__year=year, number=number).select_related("year")
    plan = found(place.at("plan"), plans, row["plan"])
    link = FindingPlan(finding=finding, plan=plan, note=row.get("note", ""), linked_on=row["on"])
    return context.save(place, link)


def proof_of(place, row, finding):
    """The verified report by ``1403/4/1@1403/10/30``: year, plan and number of activity or indicator, and the day."""
    kinds = {"entry": (ProgressEntry, Activity, "activity"), "reading": (IndicatorReading, Indicator, "indicator")}
    named = [name for name in kinds if name in row]
    if len(named) != 1:
        raise place.refuse(_("A closed finding names one report: entry or reading."))
    [name] = named
    at, (model, about, link) = place.at(name), kinds[name]
    about_key, _at, day = row[name].partition("@")
    year, plan, number = numbers_of(at, about_key, "//")
    try:
        as_of = files.day(day)
    except ValueError as error:
        raise at.refuse(str(error)) from error
    subject = found(at, about.objects.filter(plan__year__year=year, plan__number=plan, number=number), row[name])
    reports = model.objects.filter(**{link: subject}, as_of=as_of).order_by("-pk")
    report = found(at, reports, row[name])
    with at:
        require_proof(finding, report)
    return {f"closing_{name}": report, "closing_note": row.get("closing_note", "")}


def numbers_of(place, text, signs):
    """Whole numbers that these signs part: ``1403-02/3`` by ``-/``. Raises DataFileError."""
    parts, rest = [], text
    for sign in signs:
        part, _sign, rest = rest.partition(sign)
        parts.append(part)
    parts.append(rest)
    if not all(part.isascii() and part.isdecimal() and len(part) < 6 for part in parts):
        raise nothing(place, text)
    return [int(part) for part in parts]


def found(place, rows, key):
    row = rows.first()
    if row is None:
        raise nothing(place, key)
    return row


def nothing(place, key):
    return place.refuse(_("There is nothing with the key «%(key)s».") % {"key": key})


def noon(day):
    """Noon in Tehran of a day: when a loaded event took place."""
    return dt.datetime.combine(day, dt.time(8, 30), tzinfo=dt.UTC)


def remove():
    """Delete the findings of the sample; no files hang on them. A real finding keeps its sample plan from going."""
    findings = Finding.objects.filter(is_sample=True)
    FindingPlan.objects.filter(finding__in=findings).delete()
    delete_with_history(findings)
    return []
