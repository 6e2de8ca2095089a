"""What the yearly page counts of courses, indicators, gaps and the hand-over, asked for together with the year itself.

The page may ask eight questions, so these are subqueries of the one that reads the years.
"""

from functools import cache

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Aggregate, JSONField, OuterRef, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject

from actionplans.measures import with_live
from actionplans.models import Indicator, IndicatorReading
from council.models import ProgramYear
from handover.models import Criterion
from market.findings.standing import gaps_addressed_in, gaps_closed_in
from reports.measures import TRAINED, number_of, shown_answers
from trainings.distributions import GRADES
from trainings.models import Course, Enrolment

State = Enrolment.State
_more = {}  # what rooms above this one count of a year: name -> function that gives the expression


def register_count(name, expression):
    """A room above adds a count of a year, so that the page tells it without a question of its own.

    ``expression()`` gives a subquery that may speak of ``OuterRef("pk")`` of the year. Called in ``AppConfig.ready()``,
    before the first page is asked for.
    """
    _more[name] = expression


class JSONList(Aggregate):
    """The values of a group as one JSON list, on both databases."""

    function = "JSONB_AGG"
    output_field = JSONField()

    def as_sqlite(self, compiler, connection, **extra):
        return super().as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **extra)


def with_counts(years):
    """Add how many ``courses`` ended in the year, whom they reached, the ``counted`` indicators, and where gaps and
    hand-over stand.

    The expressions never change while a process lives, and making them anew would cost more than the rest of the page:
    their SQL is kept.
    """
    return annotated(years, compiled_counts())


def with_registered_counts(years):
    """The same with nothing but what rooms above count, for the list of years."""
    counts = compiled_counts()
    return annotated(years, {name: counts[name] for name in _more})


def annotated(years, counts):
    return years.annotate(
        **{name: RawSQL(sql, params, output_field=field) for name, (sql, params, field) in counts.items()}  # noqa: S611  (Django's own SQL)
    )


@cache
def compiled_counts():
    """What Django makes of ``count_expressions()`` for the database: name → (SQL, parameters, field)."""
    query = count_expressions(ProgramYear.objects.order_by()).query
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.as_sql()
    return {
        name: (*compiler.compile(expression), expression.output_field)
        for name, expression in query.annotation_select.items()
    }


def count_expressions(years):
    held = Course.objects.filter(
        state=Course.State.CLOSED, ends_on__gte=OuterRef("start"), ends_on__lte=OuterRef("end")
    )
    came = Enrolment.objects.filter(
        state__in=TRAINED,
        course__state=Course.State.CLOSED,
        course__ends_on__gte=OuterRef("start"),
        course__ends_on__lte=OuterRef("end"),
    )
    answers = shown_answers().filter(
        enrolment__course__state=Course.State.CLOSED,
        enrolment__course__ends_on__gte=OuterRef("start"),
        enrolment__course__ends_on__lte=OuterRef("end"),
    )
    grades = {f"grade_{grade}": number_of(answers.filter(overall=grade), "pk") for grade in GRADES}
    return years.annotate(
        **grades,
        courses=number_of(held, "pk"),
        sample_courses=number_of(held.filter(is_sample=True), "pk"),
        trained=number_of(came, "learner"),
        completed=number_of(came.filter(state=State.COMPLETED), "learner"),
        firms_taught=number_of(came, "firm"),
        certified=number_of(came.filter(certificates__revoked_at=None), "certificates"),
        counted=Subquery(counted_indicators(), output_field=JSONField()),
        gaps=number_of(gaps_addressed_in(OuterRef(OuterRef("pk"))), "pk"),
        gaps_closed=number_of(gaps_closed_in(OuterRef("pk")), "pk"),
        sample_gaps=number_of(gaps_addressed_in(OuterRef(OuterRef("pk"))).filter(is_sample=True), "pk"),
        criteria=Subquery(assessed_criteria(), output_field=JSONField()),
        **{name: expression() for name, expression in _more.items()},
    )


def counted_indicators():
    """The indicators of approved plans that the portal counts: names, count, newest reading and its verdict."""
    newest = IndicatorReading.objects.counting().filter(indicator=OuterRef("pk")).order_by("-as_of", "-pk")
    indicators = Indicator.objects.filter(plan__year=OuterRef("pk"), plan__approved_by__isnull=False).order_by()
    rows = with_live(indicators.exclude(measure="")).annotate(
        reading=Subquery(newest.values("value")[:1]),
        read_on=Subquery(newest.values("as_of")[:1]),
        verdict=Subquery(newest.values("verdict")[:1]),
    )
    fields = {
        "plan": "plan__number",
        "number": "number",
        "title": "title",
        "title_en": "title_en",
        "unit": "unit",
        "unit_en": "unit_en",
        "is_sample": "plan__is_sample",
        "live": "live",
        "reading": "reading",
        "read_on": "read_on",
        "verdict": "verdict",
    }
    return rows.values("plan__year").annotate(rows=JSONList(JSONObject(**fields))).values("rows")


def assessed_criteria():
    """The criteria of the hand-over with the newest score up to the year's last day."""
    criteria = Criterion.objects.with_newest(OuterRef(OuterRef("end"))).order_by()
    fields = {name: name for name in ("weight", "threshold", "must_have", "score", "is_sample")}
    return criteria.annotate(all=Value(1)).values("all").annotate(rows=JSONList(JSONObject(**fields))).values("rows")
