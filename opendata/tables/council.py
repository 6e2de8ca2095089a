"""Years, sections, institutions, meetings, decisions."""

from django.db.models import F, Q
from django.utils.translation import gettext_noop

from council.models import Decision, Institution, Meeting, ProgramYear, Section
from council.models.decision import is_confidential
from opendata.addresses import page_of
from opendata.fields import (
    DAY,
    DECISION_SLUG,
    MEETING_KEY,
    ORDINAL,
    SAMPLE,
    SLUG,
    YEAR,
    Filter,
    Kind,
    code,
    day,
    flag,
    in_two_languages,
    one_of,
    page_link,
    text,
    whole,
    word,
)
from opendata.fields import Field as Column
from opendata.table import NOBODY, Part, Stored, Table

YEAR_PART = Part("year", YEAR, 1403, gettext_noop("The Jalali year."))
YEAR_FIELD = whole("year", gettext_noop("The Jalali year."), 1403)
OF_YEAR = gettext_noop("Only of this programme year.")


# Years -----------------------------------------------------------------------
def shown_years(rows):
    names = ("year", "ordinal", "start", "end", "state", "approved_on", "reported_plan_count", "is_sample")
    return [
        {name: getattr(row, name) for name in names} | {"page": page_of("reports:year_detail", row.year)}
        for row in rows
    ]


YEARS = Table(
    name="years",
    title=gettext_noop("Programme years"),
    about=gettext_noop("The Jalali years of the cluster's programme, from planning to their close."),
    key=(YEAR_PART,),
    fields=(
        YEAR_FIELD,
        whole("ordinal", gettext_noop("Which year of the programme it is."), 3),
        *day("start", gettext_noop("Its first day."), "2024-03-20"),
        *day("end", gettext_noop("Its last day."), "2025-03-20"),
        word("state", gettext_noop("How far the year is."), ProgramYear.State),
        *day("approved_on", gettext_noop("The day on which its plans were approved."), optional=True),
        whole("reported_plan_count", gettext_noop("How many plans a published source reports."), 9, optional=True),
        SAMPLE,
        page_link("/progress/1403/"),
    ),
    filters=(one_of("state", ProgramYear.State, gettext_noop("Only years in this state.")),),
    source=Stored(
        rows=lambda: ProgramYear.objects.visible_to(NOBODY),
        shown=shown_years,
        find=lambda year: Q(year=year),
        order="year",
    ),
    page="reports:progress_index",
)


# Sections --------------------------------------------------------------------
def shown_sections(rows):
    names = ("order", "name", "name_en", "market", "market_en", "is_sample")
    return [{name: getattr(row, name) for name in names} for row in rows]


SECTIONS = Table(
    name="sections",
    title=gettext_noop("Sections"),
    about=gettext_noop("The linked fields of the cluster; other tables name them by their number."),
    key=(Part("order", ORDINAL, 1, gettext_noop("The number of the section.")),),
    fields=(
        whole("order", gettext_noop("The number of the section."), 1),
        *in_two_languages("name", gettext_noop("Its name."), "نرم‌افزار", "Software"),
        *in_two_languages("market", gettext_noop("The market that it opens."), "", ""),
        SAMPLE,
    ),
    source=Stored(rows=Section.objects.all, shown=shown_sections, find=lambda order: Q(order=order), order="order"),
    page="members:firm_list",
)


# Institutions ----------------------------------------------------------------
def shown_institutions(rows):
    names = ("key", "name", "name_en", "kind", "is_support_institution", "website", "is_sample")
    return [
        {name: getattr(row, name) for name in names} | {"page": page_of("council:institution_detail", row.key)}
        for row in rows
    ]


INSTITUTIONS = Table(
    name="institutions",
    title=gettext_noop("Institutions"),
    about=gettext_noop("Public bodies, universities and unions that lead, join, pay or teach."),
    key=(Part("key", SLUG, "fanni-herfei", gettext_noop("The key of the institution.")),),
    fields=(
        code("key", gettext_noop("The key of the institution."), "fanni-herfei"),
        *in_two_languages("name", gettext_noop("Its name."), "آموزش فنی و حرفه‌ای", "Vocational training"),
        word("kind", gettext_noop("What kind of body it is."), Institution.Kind),
        flag("is_support_institution", gettext_noop("Whether it is a support institution of the programme.")),
        text("website", gettext_noop("Its own website; empty where none is known."), "https://example.org/"),
        SAMPLE,
        page_link("/council/institutions/fanni-herfei/"),
    ),
    filters=(one_of("kind", Institution.Kind, gettext_noop("Only bodies of this kind.")),),
    source=Stored(
        rows=lambda: Institution.objects.visible_to(NOBODY),
        shown=shown_institutions,
        find=lambda key: Q(key=key),
        order="key",
        before_all="",
    ),
    page="council:composition",
)


# Meetings --------------------------------------------------------------------
PUBLIC_MEETING = [value for value in Meeting.State if value not in (Meeting.State.DRAFT, Meeting.State.CANCELLED)]


def meetings():
    return (
        Meeting.objects.visible_to(NOBODY)
        .select_related("year", "source")
        .annotate(minutes_hash=F("minutes__sha256"))
        .defer("year__approved_on")
    )


def shown_meetings(rows):
    return [
        {
            "key": row.key,
            "year": row.year.year,
            "number": row.number,
            "held_on": row.held_on,
            "starts_at": row.starts_at,
            "place": row.place,
            "call": row.call,
            "state": row.state,
            "minutes_sha256": row.minutes_hash if row.state == Meeting.State.PUBLISHED else None,
            "source": row.source.number if row.source else None,
            "is_sample": row.is_sample,
            "page": page_of("council:meeting_detail", row.key),
        }
        for row in rows
    ]


def find_meeting(key):
    year, number = key.split("-")
    return Q(year__year=int(year), number=int(number))


MEETINGS = Table(
    name="meetings",
    title=gettext_noop("Meetings of the steering council"),
    about=gettext_noop("Meetings that were called or held; the minutes stand on their pages once they are published."),
    key=(Part("key", MEETING_KEY, "1403-02", gettext_noop("Year and number of the meeting.")),),
    fields=(
        code("key", gettext_noop("Year and number of the meeting."), "1403-02"),
        YEAR_FIELD,
        whole("number", gettext_noop("Its number in the year."), 2),
        *day("held_on", gettext_noop("The day of the meeting.")),
        Column("starts_at", Kind.TIME, gettext_noop("When it begins, in Tehran."), "10:00", optional=True),
        text("place", gettext_noop("Where it is held."), "شرکت شهرک‌های صنعتی"),
        whole("call", gettext_noop("1 at the first call, 2 at the second."), 1),
        word("state", gettext_noop("How far the meeting is."), PUBLIC_MEETING),
        code(
            "minutes_sha256",
            gettext_noop("The SHA-256 of the published minutes; null before they are published."),
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            optional=True,
        ),
        code(
            "source",
            gettext_noop("The number of the published source that reports it, if one does."),
            "32075",
            optional=True,
        ),
        SAMPLE,
        page_link("/council/meetings/1403-02/"),
    ),
    filters=(
        Filter("year", YEAR, OF_YEAR, 1403, "year__year"),
        one_of("state", PUBLIC_MEETING, gettext_noop("Only meetings in this state.")),
    ),
    source=Stored(rows=meetings, shown=shown_meetings, find=find_meeting),
    page="council:meeting_list",
)


# Decisions -------------------------------------------------------------------
DECISION_COLUMNS = (
    "pk", "number", "text", "text_en", "adopted_on", "votes_for", "votes_against", "votes_abstain", "by_consensus",
    "confidential_until", "snapshot", "is_sample", "source__number", "supersedes__number",
    "agenda_item__meeting__year__year", "agenda_item__meeting__number",
)  # fmt: skip
VOTES = ("votes_for", "votes_against", "votes_abstain")


def decisions():
    return Decision.objects.visible_to(NOBODY).adopted().values(*DECISION_COLUMNS)


def shown_decisions(rows):
    """The words and votes of what is confidential today are left out. One query: what superseded them."""
    newer = dict(
        Decision.objects.adopted()
        .filter(supersedes__in=[row["pk"] for row in rows])
        .values_list("supersedes_id", "number")
    )
    return [decision_row(row, newer.get(row["pk"])) for row in rows]


def decision_row(row, newer):
    year, meeting = row["agenda_item__meeting__year__year"], row["agenda_item__meeting__number"]
    slug = row["number"].replace("/", "-")
    return {
        "number": row["number"],
        "slug": slug,
        "year": year,
        "meeting": f"{year}-{meeting:02d}",
        "adopted_on": row["adopted_on"],
        "supersedes": row["supersedes__number"],
        "superseded_by": newer,
        "source": row["source__number"],
        "is_sample": row["is_sample"],
        "page": page_of("council:decision_detail", slug),
        **words_and_votes(row),
    }


def words_and_votes(row):
    """What a confidential decision keeps back, all of it or nothing."""
    names = ("text", "text_en", *VOTES, "by_consensus", "electors", "present", "needed")
    if is_confidential(row["confidential_until"]):
        return dict.fromkeys(names) | {"is_confidential": True, "confidential_until": row["confidential_until"]}
    counts = row["snapshot"] or {}
    return {
        "is_confidential": False,
        "confidential_until": row["confidential_until"],
        **{name: row[name] for name in ("text", "text_en", *VOTES, "by_consensus")},
        "electors": counts.get("voting"),
        "present": counts.get("present"),
        "needed": counts.get("needed"),
    }


CLOSED = {"optional": True, "rule": "confidential"}
COUNTED = {"optional": True, "rule": "quorum"}
DECISIONS = Table(
    name="decisions",
    title=gettext_noop("Decisions"),
    about=gettext_noop("Adopted decisions of the steering council in the order of their numbers."),
    key=(Part("slug", DECISION_SLUG, "1403-02-04", gettext_noop("The number as it stands in addresses.")),),
    fields=(
        code("number", gettext_noop("The number: year, meeting, decision."), "1403/02-04"),
        code("slug", gettext_noop("The number as it stands in addresses."), "1403-02-04"),
        YEAR_FIELD,
        code("meeting", gettext_noop("The meeting that adopted it."), "1403-02"),
        *day("adopted_on", gettext_noop("The day on which it was adopted.")),
        text("text", gettext_noop("What was decided."), "نُه برنامه عمل تصویب شد.", **CLOSED),
        text(
            "text_en",
            gettext_noop("The same in English; empty where it was not written in English."),
            "Nine action plans were approved.",
            **CLOSED,
        ),
        whole(
            "votes_for", gettext_noop("Votes for it; null by consensus or where votes were not reported."), 7, **CLOSED
        ),
        whole("votes_against", gettext_noop("Votes against it."), 1, **CLOSED),
        whole("votes_abstain", gettext_noop("Abstentions."), 0, **CLOSED),
        flag("by_consensus", gettext_noop("Whether it was adopted by consensus, without a vote."), **CLOSED),
        whole(
            "electors", gettext_noop("How many had a vote; null where a source reports the decision."), 11, **COUNTED
        ),
        whole("present", gettext_noop("How many of them were present."), 9, **COUNTED),
        whole("needed", gettext_noop("How many had to be present."), 8, **COUNTED),
        flag("is_confidential", gettext_noop("Whether its words are kept back today.")),
        *day("confidential_until", gettext_noop("The last day on which its words are kept back."), optional=True),
        code("supersedes", gettext_noop("The decision whose place it takes."), "1402/05-01", optional=True),
        code("superseded_by", gettext_noop("The decision that took its place."), "1403/04-02", optional=True),
        code(
            "source",
            gettext_noop("The number of the published source that reports it, if one does."),
            "32075",
            optional=True,
        ),
        SAMPLE,
        page_link("/council/decisions/1403-02-04/"),
    ),
    filters=(
        Filter("year", YEAR, OF_YEAR, 1403, "agenda_item__meeting__year__year"),
        Filter(
            "meeting",
            MEETING_KEY,
            gettext_noop("Only those of this meeting."),
            "1403-02",
            lambda key: Q(agenda_item__meeting__year__year=int(key[:4]), agenda_item__meeting__number=int(key[5:])),
        ),
        Filter("adopted_from", DAY, gettext_noop("Adopted on this day or later."), "2024-03-20", "adopted_on__gte"),
        Filter("adopted_to", DAY, gettext_noop("Adopted on this day or earlier."), "2025-03-20", "adopted_on__lte"),
    ),
    source=Stored(
        rows=decisions,
        shown=shown_decisions,
        find=lambda slug: Q(number=f"{slug[:4]}/{slug[5:]}"),
        order="number",
        before_all="",
    ),
    page="council:decision_list",
)
