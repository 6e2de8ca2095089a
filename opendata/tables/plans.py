"""Plans, their activities as they were approved, and what was reported and verified of them."""

from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy, gettext_noop

from actionplans.models import (
    ActionPlan,
    Activity,
    Baseline,
    BaselineActivity,
    Evidence,
    ProgressEntry,
    Verification,
)
from opendata.addresses import page_of
from opendata.fields import (
    ACTIVITY_KEY,
    DAY,
    ORDINAL,
    PLAN_KEY,
    SAMPLE,
    SLUG,
    YEAR,
    Filter,
    code,
    codes,
    day,
    in_two_languages,
    one_of,
    page_link,
    share,
    text,
    whole,
    word,
)
from opendata.table import NOBODY, Part, Stored, Table
from opendata.tables.council import OF_YEAR, YEAR_FIELD, YEAR_PART
from persian.jalali import today

PLAN_PART = Part("number", ORDINAL, 3, gettext_noop("The number of the plan in its year."))
BASELINE = {"rule": "baseline"}
WAITING = "waiting"
VERDICT_WORDS = (*(verdict.label for verdict in Verification.Verdict), gettext_lazy("not yet verified"))
VALUES = {"optional": True, "rule": "two_values"}


# Plans -----------------------------------------------------------------------
def plans():
    """Approved plans with weight and version of the baseline in force today."""
    in_force = Baseline.objects.filter(plan=OuterRef("pk"), in_force_on__lte=today()).order_by("-version")
    return (
        ActionPlan.objects.visible_to(NOBODY)
        .annotate(
            approved_weight=Subquery(in_force.values("weight")[:1]),
            version=Subquery(in_force.values("version")[:1]),
        )
        .values(
            "pk", "number", "title", "title_en", "objective", "objective_en", "pillar", "state", "stopped_on",
            "is_sample", "year__year", "lead__key", "approved_by__number", "approved_by__adopted_on",
            "stopped_by__number", "approved_weight", "version",
        )
    )  # fmt: skip


def shown_plans(rows):
    """Two queries: the sections and the partners of these plans."""
    keys = [row["pk"] for row in rows]
    sections = gathered(ActionPlan.sections.through, "section__order", keys)
    partners = gathered(ActionPlan.partners.through, "institution__key", keys)
    return [plan_row(row, sections.get(row["pk"], []), partners.get(row["pk"], [])) for row in rows]


def gathered(through, column, keys):
    """{plan: the natural keys of what is tied to it, as texts}. One query."""
    found = {}
    links = through.objects.filter(actionplan__in=keys).order_by(column).values_list("actionplan_id", column)
    for plan, key in links:
        found.setdefault(plan, []).append(str(key))
    return found


def plan_row(row, sections, partners):
    same = ("number", "title", "title_en", "objective", "objective_en", "pillar", "state", "stopped_on", "is_sample")
    year, number = row["year__year"], row["number"]
    return {name: row[name] for name in same} | {
        "key": f"{year}/{number}",
        "year": year,
        "weight": row["approved_weight"],
        "baseline": row["version"],
        "sections": sections,
        "lead": row["lead__key"],
        "partners": partners,
        "approved_by": row["approved_by__number"],
        "approved_on": row["approved_by__adopted_on"],
        "stopped_by": row["stopped_by__number"],
        "page": page_of("reports:plan_detail", year, number),
    }


PLAN_STATES = [value for value in ActionPlan.State if value not in (ActionPlan.State.DRAFT, ActionPlan.State.PROPOSED)]
PLANS = Table(
    name="plans",
    title=gettext_noop("Action plans"),
    about=gettext_noop("Plans that the steering council approved; how far they are stands in the table of progress."),
    key=(YEAR_PART, PLAN_PART),
    fields=(
        code("key", gettext_noop("Year and number of the plan."), "1403/3"),
        YEAR_FIELD,
        whole("number", gettext_noop("The number of the plan in its year."), 3),
        *in_two_languages("title", gettext_noop("Its title."), "بازار مشترک", "A common market"),
        *in_two_languages("objective", gettext_noop("What it is to reach."), "", ""),
        word("pillar", gettext_noop("Which pillar of the programme it belongs to."), ActionPlan.Pillar),
        share("weight", gettext_noop("Its share in the year, in percent."), "12.50", optional=True, **BASELINE),
        whole("baseline", gettext_noop("The version of the baseline in force."), 1, optional=True, **BASELINE),
        codes("sections", gettext_noop("The numbers of the sections that it serves."), "1", "2"),
        code("lead", gettext_noop("The key of the institution that leads it."), "fanni-herfei", optional=True),
        codes("partners", gettext_noop("The keys of the institutions that join in."), "daneshgah"),
        word("state", gettext_noop("How far the plan is."), PLAN_STATES, rule="decided"),
        code("approved_by", gettext_noop("The decision that approved it."), "1403/02-04", rule="decided"),
        *day("approved_on", gettext_noop("The day of that decision.")),
        code("stopped_by", gettext_noop("The decision that stopped it, if one did."), "1403/05-01", optional=True),
        *day("stopped_on", gettext_noop("The day from which it is stopped."), optional=True),
        SAMPLE,
        page_link("/progress/1403/plans/3/"),
    ),
    filters=(
        Filter("year", YEAR, OF_YEAR, 1403, "year__year"),
        one_of("state", PLAN_STATES, gettext_noop("Only plans in this state.")),
        one_of("pillar", ActionPlan.Pillar, gettext_noop("Only plans of this pillar.")),
        Filter("lead", SLUG, gettext_noop("Only plans that this institution leads."), "fanni-herfei", "lead__key"),
    ),
    source=Stored(rows=plans, shown=shown_plans, find=lambda year, number: Q(year__year=year, number=number)),
    page="reports:progress_index",
)


# Activities ------------------------------------------------------------------
def activities():
    """Activities that the newest baseline in force holds: ``in_force`` is that row."""
    newest = Baseline.objects.filter(plan=OuterRef("activity__plan"), in_force_on__lte=today()).order_by("-version")
    row = BaselineActivity.objects.filter(activity=OuterRef("pk"), baseline=Subquery(newest.values("pk")[:1]))
    return (
        Activity.objects.visible_to(NOBODY)
        .annotate(in_force=Subquery(row.values("pk")[:1]))
        .filter(in_force__isnull=False)
        .values("pk", "number", "in_force", "plan__number", "plan__year__year", "plan__is_sample")
    )


def shown_activities(rows):
    """One query: the rows of the baselines."""
    columns = ("title", "title_en", "weight", "start", "finish", "profile")
    found = {
        row["pk"]: row
        for row in BaselineActivity.objects.filter(pk__in=[row["in_force"] for row in rows]).values(
            "pk", *columns, version=F("baseline__version"), by=F("baseline__decision__number")
        )
    }
    return [activity_row(row, found[row["in_force"]], columns) for row in rows]


def activity_row(row, approved, columns):
    year, plan, number = row["plan__year__year"], row["plan__number"], row["number"]
    return {name: approved[name] for name in columns} | {
        "key": f"{year}/{plan}/{number}",
        "year": year,
        "plan": plan,
        "number": number,
        "baseline": approved["version"],
        "decision": approved["by"],
        "is_sample": row["plan__is_sample"],
        "page": page_of("reports:plan_detail", year, plan),
    }


PLAN_OF = Part("plan", ORDINAL, 3, gettext_noop("The number of the plan in its year."))
OF_PLAN = gettext_noop("Only of this plan: year and number.")


def plan_is(prefix):
    """The plan is found first, once: by a join PostgreSQL works out the rows of all plans up to the end of the page."""

    def which(key):
        year, number = map(int, key.split("/"))
        found = ActionPlan.objects.filter(year__year=year, number=number).order_by().values("pk")
        return Q(**{f"{prefix}plan": Subquery(found)})

    return which


ACTIVITIES = Table(
    name="activities",
    title=gettext_noop("Activities"),
    about=gettext_noop("The work that the plans consist of, as it was approved."),
    key=(YEAR_PART, PLAN_OF, Part("number", ORDINAL, 2, gettext_noop("The number of the activity in its plan."))),
    fields=(
        code("key", gettext_noop("Year, plan and activity."), "1403/3/2"),
        YEAR_FIELD,
        whole("plan", gettext_noop("The number of the plan in its year."), 3),
        whole("number", gettext_noop("The number of the activity in its plan."), 2),
        *in_two_languages("title", gettext_noop("Its title."), "برپایی کارگاه", "Holding a workshop"),
        share("weight", gettext_noop("Its share in the plan, in percent."), "20.00", **BASELINE),
        *day("start", gettext_noop("Its first day."), "2024-05-21", **BASELINE),
        *day("finish", gettext_noop("Its last day."), "2024-09-21", **BASELINE),
        word(
            "profile",
            gettext_noop("How it is planned to grow: day by day, or all at once on its last day."),
            Activity.Profile,
        ),
        whole("baseline", gettext_noop("The version of the baseline in force."), 1, **BASELINE),
        code("decision", gettext_noop("The decision behind that baseline."), "1403/02-04"),
        SAMPLE,
        page_link("/progress/1403/plans/3/"),
    ),
    filters=(
        Filter("year", YEAR, OF_YEAR, 1403, "plan__year__year"),
        Filter("plan", PLAN_KEY, OF_PLAN, "1403/3", plan_is("")),
    ),
    source=Stored(
        rows=activities,
        shown=shown_activities,
        find=lambda year, plan, number: Q(plan__year__year=year, plan__number=plan, number=number),
    ),
    page="reports:progress_index",
)


# Entries ---------------------------------------------------------------------
def entries():
    """Reports of approved plans; ``ordinal``: the how-manieth of its activity and day."""
    before = (
        ProgressEntry.objects.filter(activity=OuterRef("activity"), as_of=OuterRef("as_of"), pk__lte=OuterRef("pk"))
        .order_by()
        .values("activity")
        .annotate(amount=Count("pk"))
    )
    return (
        ProgressEntry.objects.visible_to(NOBODY)
        .annotate(ordinal=Subquery(before.values("amount")[:1]))
        .values(
            "pk", "as_of", "ordinal", "percent", "narrative", "fall_reason", "obstacle", "corrective_action",
            "recorded_at", "activity__number", "activity__plan__number", "activity__plan__year__year",
            "activity__plan__is_sample",
        )
    )  # fmt: skip


def shown_entries(rows):
    """Two queries: what the supervisor said last of each, and the hashes of its evidence."""
    keys = [row["pk"] for row in rows]
    verdicts, evidence = {}, {}
    said = (
        Verification.objects.filter(entry__in=keys)
        .order_by("pk")
        .values("entry_id", "verdict", "percent", "reason", "at")
    )
    for row in said:
        verdicts[row["entry_id"]] = row  # the newest comes last
    files = Evidence.objects.filter(entry__in=keys).order_by("pk").values_list("entry_id", "file__sha256")
    for entry, sha256 in files:
        evidence.setdefault(entry, []).append(sha256)
    return [entry_row(row, verdicts.get(row["pk"]), evidence.get(row["pk"], [])) for row in rows]


def entry_row(row, said, evidence):
    year, plan, number = row["activity__plan__year__year"], row["activity__plan__number"], row["activity__number"]
    same = ("as_of", "ordinal", "percent", "narrative", "fall_reason", "obstacle", "corrective_action")
    return {name: row[name] for name in same} | {
        "key": f"{year}/{plan}/{number}@{row['as_of'].isoformat()}#{row['ordinal']}",
        "year": year,
        "plan": plan,
        "activity": number,
        "recorded_on": timezone.localdate(row["recorded_at"]),
        "verdict": said["verdict"] if said else WAITING,
        "verified_percent": said["percent"] if said else None,
        "judged_on": timezone.localdate(said["at"]) if said else None,
        "reason": said["reason"] if said else "",
        "evidence": evidence,
        "is_sample": row["activity__plan__is_sample"],
        "page": page_of("reports:plan_detail", year, plan),
    }


def find_entry(year, plan, activity, as_of, ordinal):
    return Q(
        activity__plan__year__year=year,
        activity__plan__number=plan,
        activity__number=activity,
        as_of=as_of,
        ordinal=ordinal,
    )


def activity_is(key):
    year, plan, number = map(int, key.split("/"))
    return Q(activity__plan__year__year=year, activity__plan__number=plan, activity__number=number)


def verdict_is(value):
    newest = Verification.objects.filter(entry=OuterRef("pk")).order_by("-pk").values("verdict")[:1]
    judged = ProgressEntry.objects.alias(said=Coalesce(Subquery(newest), Value(WAITING))).filter(said=value)
    return Q(pk__in=judged.values("pk"))


ENTRIES = Table(
    name="entries",
    title=gettext_noop("Progress reports"),
    about=gettext_noop(
        "What was reported of an activity for one day, and what the technical supervisor said of it. Never edited: a "
        "correction is a new report."
    ),
    key=(
        YEAR_PART,
        PLAN_OF,
        Part("activity", ORDINAL, 2, gettext_noop("The number of the activity in its plan.")),
        Part("as_of", DAY, "2024-09-21", gettext_noop("The day that the figure is about.")),
        Part("ordinal", ORDINAL, 1, gettext_noop("Which report of that day it is.")),
    ),
    fields=(
        code("key", gettext_noop("Activity, day and which report of that day."), "1403/3/2@2024-09-21#1"),
        YEAR_FIELD,
        whole("plan", gettext_noop("The number of the plan in its year."), 3),
        whole("activity", gettext_noop("The number of the activity in its plan."), 2),
        *day("as_of", gettext_noop("The day that the figure is about."), "2024-09-21"),
        whole("ordinal", gettext_noop("Which report of that day it is."), 1),
        share("percent", gettext_noop("What the facilitator reports, in percent of the activity."), "60.00",
              rule="two_values"),
        text("narrative", gettext_noop("What was done."), "کارگاه برگزار شد."),
        text("fall_reason", gettext_noop("Why progress went down, where it did."), ""),
        text("obstacle", gettext_noop("What stood in the way."), ""),
        text("corrective_action", gettext_noop("What is done about it."), ""),
        *day("recorded_on", gettext_noop("The day on which it was recorded."), "2024-09-22"),
        word("verdict", gettext_noop("What the technical supervisor said last of it."),
             (*Verification.Verdict, WAITING), VERDICT_WORDS, rule="two_values"),
        share("verified_percent", gettext_noop("What the technical supervisor verified, in percent."), "55.00",
              **VALUES),
        *day("judged_on", gettext_noop("The day on which the supervisor said so."), "2024-10-02", optional=True),
        text("reason", gettext_noop("Why the report was returned, or a remark."), ""),
        codes("evidence", gettext_noop("The SHA-256 of each file of evidence, public or not."),
              "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        SAMPLE,
        page_link("/progress/1403/plans/3/"),
    ),
    filters=(
        Filter("year", YEAR, OF_YEAR, 1403, "activity__plan__year__year"),
        Filter("plan", PLAN_KEY, OF_PLAN, "1403/3", plan_is("activity__")),
        Filter("activity", ACTIVITY_KEY, gettext_noop("Only of this activity: year, plan and number."), "1403/3/2",
               activity_is),
        one_of("verdict", (*Verification.Verdict, WAITING), gettext_noop("Only reports with this verdict."),
               verdict_is),
        Filter("as_of_from", DAY, gettext_noop("About this day or later."), "2024-03-20", "as_of__gte"),
        Filter("as_of_to", DAY, gettext_noop("About this day or earlier."), "2025-03-20", "as_of__lte"),
    ),
    source=Stored(rows=entries, shown=shown_entries, find=find_entry),
    page="reports:progress_index",
)  # fmt: skip
