"""What a source reports: the cluster, its institutions and years, the meeting, and the decision that it names.

Each row is known by its natural key. A row that is there stays as it is: people may have worked on it since.
"""

from django.db.models import Max
from django.utils.translation import gettext as _

from council.loading import files
from council.loading.files import read_text
from council.models import (
    AgendaItem,
    Attendance,
    Cluster,
    Decision,
    Institution,
    Meeting,
    ProgramYear,
    Remark,
    Source,
    Statement,
)
from council.services import adopt_reported_decision
from persian.digits import localised
from persian.jalali import year_bounds

INSTITUTION = {
    "key": files.text,
    "name": files.text,
    "name_en?": files.text,
    "short_name?": files.text,
    "kind": files.one_of(Institution.Kind),
    "website?": files.text,
    "is_support_institution?": files.flag,
}
ATTENDANCE = {"person?": files.text, "described_as": files.text, "institution?": files.text}
AGENDA = {
    "kind": files.one_of(AgendaItem.Kind),
    "title": files.text,
    "title_en?": files.text,
    "presenter?": files.text,
    "text?": files.text,
    "remarks_by?": [files.text],
    "decision?": files.text,
    "decision_en?": files.text,
    "adopts_plan_count?": files.whole,
}
SCHEMA = {
    "source": {
        "title": files.text,
        "title_en?": files.text,
        "number": files.text,
        "published_on": files.day,
        "agency": files.text,
    },
    "cluster": {
        "name": files.text,
        "name_en?": files.text,
        "province": files.text,
        "province_en?": files.text,
        "host_institution?": files.text,
        "first_year": files.whole,
        "years": files.whole,
        "section_count?": files.whole,
        "handover_due_year?": files.whole,
    },
    "institution?": [INSTITUTION],
    "meeting?": [
        {
            "year": files.whole,
            "number": files.whole,
            "held_on": files.day,
            "place?": files.text,
            "state": files.one_of(Meeting.State),
            "reported": files.yes,
            "attendance?": [ATTENDANCE],
            "agenda": [AGENDA],
        }
    ],
    "statement?": [{"topic": files.one_of(Statement.Topic), "speaker": files.text, "text": files.text}],
}


def text_path(file):
    """The source's own words stand beside the file, under the source's number."""
    return file.path.parent / f"news-{file.content['source']['number']}.fa.txt"


def load_reported(data, *, context):
    """Write what is not there yet. Raises DataFileError."""
    for file in data:
        context.source = load_source(file, context)
        for place, row in file.rows("institution"):
            load_institution(place, row, context, is_reported=True)
        load_cluster_row(file.at("cluster"), file.content["cluster"], context)
        for place, row in file.rows("meeting"):
            load_meeting(place, row, context)


def load_source(file, context):
    facts = file.content["source"]
    source = Source.objects.filter(number=facts["number"]).first()
    if source is None:
        source = context.save(file.at("source"), Source(text=read_text(text_path(file)), **facts))
        for order, (place, row) in enumerate(file.rows("statement"), 1):
            context.save(place, Statement(source=source, order=order, **row))
    return source


def load_institution(place, row, context, **marks):
    found = Institution.objects.filter(key=row["key"]).first()
    context.institutions[row["key"]] = found or context.save(place, Institution(**row, **marks))


def load_cluster_row(place, facts, context):
    """The one cluster and its programme years, all in planning. Another cluster is never overwritten."""
    cluster = Cluster.objects.first()
    if cluster is not None and cluster.name != Cluster(name=facts["name"]).name:
        reason = _("This portal serves «%(name)s» already; an installation serves one cluster.")
        raise place.at("name").refuse(reason % {"name": cluster.name})
    if cluster is None:
        values = {name: facts[name] for name in facts if name not in ("host_institution", "section_count")}
        host = context.institution(place.at("host_institution"), facts.get("host_institution"))
        count = facts.get("section_count")
        cluster = context.save(place, Cluster(**values, host_institution=host, reported_section_count=count))
    for ordinal in range(1, cluster.years + 1):
        load_year(place.at("first_year"), cluster.first_year + ordinal - 1, ordinal, context)


def load_year(place, number, ordinal, context):
    if not ProgramYear.objects.filter(year=number).exists():
        with place:
            ProgramYear(year=number, ordinal=ordinal).clean_fields(exclude=["start", "end"])
        start, end = year_bounds(number)
        context.save(place, ProgramYear(year=number, ordinal=ordinal, start=start, end=end))


def year_row(place, number):
    """The programme year with this number; refused when the programme has none."""
    year = ProgramYear.objects.filter(year=number).first()
    if year is None:
        reason = _("The programme of this cluster has no year %(year)s.")
        raise place.refuse(reason % {"year": localised(number)})
    return year


def year_of(file):
    """The programme year that a file of one year is about."""
    if "year" not in file.content:
        raise file.at("year").refuse(_("This key is missing."))
    return year_row(file.at("year"), file.content["year"])


def load_meeting(place, row, context):
    """A meeting as the source describes it, published at once; nothing of it changes if it is there already."""
    year = year_row(place.at("year"), row["year"])
    if Meeting.objects.filter(year=year, number=row["number"]).exists():
        return
    if row["state"] != Meeting.State.PUBLISHED:
        raise place.at("state").refuse(_("A meeting that a source reported is published."))
    meeting = Meeting(
        year=year,
        number=row["number"],
        held_on=row["held_on"],
        place=row.get("place", ""),
        state=Meeting.State.PUBLISHED,
        source=context.source,
    )
    context.save(place, meeting)
    context.move(meeting, old="", new=Meeting.State.PUBLISHED)
    for at, person in place.each(row, "attendance"):
        institution = context.institution(at.at("institution"), person.get("institution"))
        context.save(at, Attendance(meeting=meeting, **person | {"institution": institution}))
    for at, item in place.each(row, "agenda"):
        load_agenda_item(at, item, meeting, context)


def load_agenda_item(place, row, meeting, context):
    own = {name: row[name] for name in ("kind", "title", "title_en", "presenter", "text") if name in row}
    item = context.save(place, AgendaItem(meeting=meeting, order=next_order(meeting), **own))
    for at, key in place.each(row, "remarks_by"):
        context.save(at, Remark(agenda_item=item, institution=context.institution(at, key)))
    if "decision" in row:
        text = {"text": row["decision"], "text_en": row.get("decision_en", "")}
        decision = context.save(place.at("decision"), Decision(agenda_item=item, **text))
        with place.at("decision"):
            adopt_reported_decision(decision=decision, source=context.source)
    if "adopts_plan_count" in row:
        meeting.year.reported_plan_count = row["adopts_plan_count"]
        with place.at("adopts_plan_count"):
            meeting.year.full_clean()
            meeting.year.save(update_fields=["reported_plan_count"])


def next_order(meeting):
    return (meeting.agenda.aggregate(last=Max("order"))["last"] or 0) + 1
