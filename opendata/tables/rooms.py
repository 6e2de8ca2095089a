"""Firms with what they consent to, what they can do, courses, findings."""

from django.db.models import Count, F, Q
from django.utils.translation import gettext_noop

from actionplans.models import Verification
from council.models import Meeting
from market.models import Finding, FindingPlan
from members.directory.asking import read_labels
from members.directory.views import RESERVED
from members.models import Capability, DirectoryEntry, Firm
from opendata.addresses import page_of
from opendata.fields import (
    DAY,
    NAME,
    ORDINAL,
    PLAN_KEY,
    SAMPLE,
    SLUG,
    Filter,
    code,
    codes,
    day,
    flag,
    in_two_languages,
    one_of,
    page_link,
    rials,
    text,
    whole,
    word,
)
from opendata.table import NOBODY, Part, Stored, Table
from reports.measures import TRAINED
from trainings.models import Course, Enrolment

CONSENT = {"rule": "consent"}


# What firms can do -----------------------------------------------------------
def shown_capabilities(rows):
    return [
        {"key": row.key, "name": row.name, "name_en": row.name_en, "part_of": row.parent.key if row.parent else None}
        for row in rows
    ]


CAPABILITIES = Table(
    name="capabilities",
    title=gettext_noop("Capabilities"),
    about=gettext_noop("Goods and services of the field as a tree; firms and purchases name them by their keys."),
    key=(Part("key", SLUG, "web", gettext_noop("The key of the capability.")),),
    fields=(
        code("key", gettext_noop("The key of the capability."), "web"),
        *in_two_languages("name", gettext_noop("Its name."), "طراحی وب", "Web design"),
        code("part_of", gettext_noop("The capability that it is part of."), "software", optional=True),
    ),
    source=Stored(
        rows=lambda: Capability.objects.select_related("parent"),
        shown=shown_capabilities,
        find=lambda key: Q(key=key),
        order="key",
        before_all="",
    ),
    page="members:firm_list",
)


# Firms -----------------------------------------------------------------------
def firms():
    return DirectoryEntry.objects.exclude(slug__in=RESERVED).defer("search_text", "name_key", "search_order")


def shown_firms(rows):
    """One query: what the numbers of sections and capabilities are called."""
    labels = read_labels()
    same = ("slug", "name", "name_en", "city", "size", "about", "about_en", "website", "member_since", "is_stale")
    return [
        {name: getattr(row, name) for name in same}
        | {
            "sections": keys_of(row.section_keys, labels["section"]),
            "capabilities": keys_of(row.capability_keys, labels["capability"]),
            "is_sample": row.is_sample,
            "page": page_of("members:firm_detail", row.slug),
        }
        for row in rows
    ]


def keys_of(numbers, labels):
    return sorted(labels[number].key for number in numbers if number in labels)


SIZES = ("", *Firm.Size)
FIRMS = Table(
    name="firms",
    title=gettext_noop("Member firms"),
    about=gettext_noop(
        "Active firms that are listed in the directory, with the fields that they consented to publish."
    ),
    key=(Part("slug", SLUG, "karun-soft", gettext_noop("The firm's name in addresses.")),),
    fields=(
        code("slug", gettext_noop("The firm's name in addresses."), "karun-soft"),
        *in_two_languages("name", gettext_noop("The firm's name."), "نرم‌افزار کارون", "Karun Software"),
        text("city", gettext_noop("The city."), "اهواز", **CONSENT),
        word("size", gettext_noop("The size by the people employed; empty without consent."), SIZES, **CONSENT),
        codes("sections", gettext_noop("The numbers of the sections in which it works."), "1", **CONSENT),
        codes("capabilities", gettext_noop("The keys of what it can do, branches included."), "software", "web",
              **CONSENT),
        *in_two_languages("about", gettext_noop("What the firm does."), "", ""),
        text("website", gettext_noop("Its own website."), "https://example.org/", **CONSENT),
        *day("member_since", gettext_noop("A member since this day."), "2023-06-01", optional=True),
        flag("is_stale", gettext_noop("Whether the firm has not confirmed its profile in time.")),
        SAMPLE,
        page_link("/members/karun-soft/"),
    ),
    filters=(
        Filter("section", ORDINAL, gettext_noop("Only firms of this section."), 1, "sections__order"),
        Filter("capability", SLUG, gettext_noop("Only firms that can do this, or a part of it."), "web",
               "capabilities__key"),
        one_of("size", Firm.Size, gettext_noop("Only firms of this size.")),
        Filter("city", NAME, gettext_noop("Only firms of this city."), "اهواز", "city"),
    ),
    source=Stored(rows=firms, shown=shown_firms, find=lambda slug: Q(slug=slug), order="slug", before_all=""),
    page="members:firm_list",
)  # fmt: skip


# Courses ---------------------------------------------------------------------
COURSE_COLUMNS = (
    "pk", "slug", "title", "title_en", "kind", "level", "summary", "summary_en", "hours", "fee", "city", "seats",
    "eligibility", "opens_on", "closes_on", "starts_on", "ends_on", "state", "cancelled_because", "is_sample",
)  # fmt: skip
COURSE_STATES = [value for value in Course.State if value != Course.State.DRAFT]
REACHED = ("trained", "completed", "certified")


def courses():
    return Course.objects.visible_to(NOBODY).values(
        *COURSE_COLUMNS, "provider__key", "plan__number", "plan__year__year", "plan__approved_by"
    )


def shown_courses(rows):
    """One query: whom the courses that ended reached."""
    ended = [row["pk"] for row in rows if row["state"] == Course.State.CLOSED]
    reached = {row["pk"]: row for row in with_reach(Course.objects.filter(pk__in=ended)).values("pk", *REACHED)}
    return [course_row(row, reached.get(row["pk"], {})) for row in rows]


def with_reach(rows):
    """How many came at least once, completed it, and hold a certificate: the counts of the year's page of trainings."""
    counts = {
        "trained": ("enrolments", Q(enrolments__state__in=TRAINED)),
        "completed": ("enrolments", Q(enrolments__state=Enrolment.State.COMPLETED)),
        "certified": ("enrolments__certificates", Q(enrolments__certificates__revoked_at__isnull=True)),
    }
    return rows.annotate(**{name: Count(what, filter=when, distinct=True) for name, (what, when) in counts.items()})


def course_row(row, reached):
    is_tied = row["plan__approved_by"] is not None
    return {name: row[name] for name in COURSE_COLUMNS} | {
        "provider": row["provider__key"],
        "plan": f"{row['plan__year__year']}/{row['plan__number']}" if is_tied else None,
        **{name: reached.get(name) for name in REACHED},
        "page": page_of("trainings:course_detail", row["slug"]),
    }


def of_plan(key):
    year, number = key.split("/")
    return Q(plan__year__year=int(year), plan__number=int(number), plan__approved_by__isnull=False)


ENDED = {"optional": True}
COURSES = Table(
    name="courses",
    title=gettext_noop("Training courses"),
    about=gettext_noop("Courses that were announced, cancelled ones among them. Nothing of who took them but numbers."),
    key=(Part("slug", SLUG, "python-1", gettext_noop("The course's name in addresses.")),),
    fields=(
        code("slug", gettext_noop("The course's name in addresses."), "python-1"),
        *in_two_languages("title", gettext_noop("Its title."), "پایتون مقدماتی", "Python for beginners"),
        word("kind", gettext_noop("What kind of course it is."), Course.Kind),
        word("level", gettext_noop("For whom it is meant."), Course.Level),
        code("provider", gettext_noop("The key of the institution that holds it."), "fanni-herfei"),
        code("plan", gettext_noop("The plan that it serves: year and number."), "1403/3", optional=True),
        *in_two_languages("summary", gettext_noop("What one learns."), "", ""),
        whole("hours", gettext_noop("How many hours it takes."), 24),
        rials("fee", gettext_noop("What it costs, in rials; 0 is free."), 2500000),
        text("city", gettext_noop("The city."), "اهواز"),
        whole("seats", gettext_noop("How many places it has."), 20),
        word("eligibility", gettext_noop("Who may enrol."), Course.Eligibility),
        *day("opens_on", gettext_noop("The first day of registration."), "2024-06-01"),
        *day("closes_on", gettext_noop("The last day of registration."), "2024-06-15"),
        *day("starts_on", gettext_noop("Its first day."), "2024-06-20"),
        *day("ends_on", gettext_noop("Its last day."), "2024-07-18"),
        word("state", gettext_noop("How far the course is."), COURSE_STATES),
        text("cancelled_because", gettext_noop("Why it was cancelled, where it was."), ""),
        whole("trained", gettext_noop("How many came at least once; null before it ended."), 18, **ENDED),
        whole("completed", gettext_noop("How many completed it; null before it ended."), 15, **ENDED),
        whole("certified", gettext_noop("How many certificates are valid; null before it ended."), 15, **ENDED),
        SAMPLE,
        page_link("/trainings/python-1/"),
    ),
    filters=(
        one_of("kind", Course.Kind, gettext_noop("Only courses of this kind.")),
        one_of("level", Course.Level, gettext_noop("Only courses of this level.")),
        one_of("state", COURSE_STATES, gettext_noop("Only courses in this state.")),
        Filter("provider", SLUG, gettext_noop("Only courses of this institution."), "fanni-herfei", "provider__key"),
        Filter("plan", PLAN_KEY, gettext_noop("Only courses that serve this plan."), "1403/3", of_plan),
        Filter("starts_from", DAY, gettext_noop("Beginning on this day or later."), "2024-03-20", "starts_on__gte"),
        Filter("starts_to", DAY, gettext_noop("Beginning on this day or earlier."), "2025-03-20", "starts_on__lte"),
    ),
    source=Stored(rows=courses, shown=shown_courses, find=lambda slug: Q(slug=slug), order="slug", before_all=""),
    page="trainings:course_list",
)


# Findings --------------------------------------------------------------------
FINDING_COLUMNS = (
    "pk", "number", "kind", "severity", "title", "title_en", "text", "text_en", "identified_on", "origin", "state",
    "accepted_on", "addressed_on", "closed_on", "is_sample",
)  # fmt: skip


def findings():
    return (
        Finding.objects.public()
        .with_proof()
        .values(
            *FINDING_COLUMNS, "source_text", "source_text_en", "closing_note", "section__order", "proof",
            meeting_year=F("agenda_item__meeting__year__year"), meeting_number=F("agenda_item__meeting__number"),
            meeting_state=F("agenda_item__meeting__state"),
        )
    )  # fmt: skip


def shown_findings(rows):
    """One query: the approved plans that remedy them."""
    plans = {}
    links = FindingPlan.objects.filter(finding__in=[row["pk"] for row in rows], plan__approved_by__isnull=False)
    for finding, year, number in links.values_list("finding_id", "plan__year__year", "plan__number"):
        plans.setdefault(finding, []).append(f"{year}/{number}")
    return [finding_row(row, plans.get(row["pk"], [])) for row in rows]


def finding_row(row, plans):
    """The words of a firm are not public, nor a meeting whose minutes are not published yet."""
    is_said_by_firm = row["origin"] == Finding.Origin.FIRM
    is_published = row["meeting_state"] == Meeting.State.PUBLISHED
    return {name: row[name] for name in FINDING_COLUMNS} | {
        "section": row["section__order"],
        "source_text": None if is_said_by_firm else row["source_text"],
        "source_text_en": None if is_said_by_firm else row["source_text_en"],
        "meeting": f"{row['meeting_year']}-{row['meeting_number']:02d}" if is_published else None,
        "plans": plans,
        "closing_note": row["closing_note"],
        "proof": row["proof"],
        "page": page_of("market:finding_detail", row["number"]),
    }


SAID = {"optional": True}
FINDINGS = Table(
    name="findings",
    title=gettext_noop("Findings and gaps"),
    about=gettext_noop(
        "Strengths, weaknesses, opportunities, threats and gaps that were accepted, and what became of them."
    ),
    key=(Part("number", ORDINAL, 7, gettext_noop("The number of the finding.")),),
    fields=(
        whole("number", gettext_noop("The number of the finding."), 7),
        word("kind", gettext_noop("What kind of finding it is."), Finding.Kind),
        whole("section", gettext_noop("The number of its section; null: the whole cluster."), 1, optional=True),
        word("severity", gettext_noop("How much it matters."), Finding.Severity),
        *in_two_languages("title", gettext_noop("Its title."), "کمبود آزمایشگاه", "No test laboratory"),
        *in_two_languages("text", gettext_noop("What was found."), "", ""),
        *day("identified_on", gettext_noop("The day on which it was found.")),
        word("origin", gettext_noop("Where it was found."), Finding.Origin),
        text("source_text", gettext_noop("The study or the words; null where a firm said it."), "", **SAID),
        text("source_text_en", gettext_noop("The same in English; empty where it was not written in English."), "",
             **SAID),
        code("meeting", gettext_noop("The meeting in which it was found."), "1403-02", optional=True),
        codes("plans", gettext_noop("The approved plans that remedy it: year and number."), "1403/3"),
        word("state", gettext_noop("What became of it."), Finding.PUBLIC, rule="proof"),
        *day("accepted_on", gettext_noop("The day on which it was accepted."), optional=True),
        *day("addressed_on", gettext_noop("The day since which plans remedy it."), optional=True),
        *day("closed_on", gettext_noop("The day on which it was closed."), optional=True),
        text("closing_note", gettext_noop("How it was remedied."), ""),
        word("proof", gettext_noop("What the supervisor says today of the report on which it was closed."),
             Verification.Verdict, optional=True, rule="proof"),
        SAMPLE,
        page_link("/market/findings/7/"),
    ),
    filters=(
        one_of("kind", Finding.Kind, gettext_noop("Only findings of this kind.")),
        one_of("state", Finding.PUBLIC, gettext_noop("Only findings in this state.")),
        one_of("severity", Finding.Severity, gettext_noop("Only findings that matter so much.")),
        Filter("section", ORDINAL, gettext_noop("Only findings of this section."), 1, "section__order"),
        Filter("plan", PLAN_KEY, gettext_noop("Only findings that this plan remedies."), "1403/3", lambda key: Q(
            pk__in=FindingPlan.objects.filter(
                plan__year__year=int(key.split("/")[0]), plan__number=int(key.split("/")[1]),
                plan__approved_by__isnull=False,
            ).values("finding")
        )),
    ),
    source=Stored(rows=findings, shown=shown_findings, find=lambda number: Q(number=number), order="number"),
    page="market:board",
)  # fmt: skip
