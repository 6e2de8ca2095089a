"""Where the words come from: per kind the public rows, and what of a row may be searched and shown.

The index and the page read through the same querysets, so that a search can compare nothing that its page may not show.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, CharField, DateField, F, JSONField, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import JSONObject, TruncDate

from actionplans.models import ActionPlan, Baseline, BaselineActivity
from council.models import AgendaItem, Decision, Institution, Meeting
from market.models import Finding, Need
from persian.jalali import today
from reports.year_counts import JSONList
from search.models import Kind
from trainings.models import Course

NOBODY = AnonymousUser()


def blank(field=CharField):
    return Value("", output_field=field())


def nothing(field):
    return Value(None, output_field=field())


def rows_of(queryset, **columns):
    """The rows with ``data``: all columns under the same names for every kind."""
    absent = {
        "title_en": blank(),
        "text": blank(TextField),
        "text_en": blank(TextField),
        "more": nothing(JSONField),
        "year": nothing(CharField),
        "number": nothing(CharField),
        "slug": nothing(CharField),
        "date": nothing(DateField),
        "closed": nothing(DateField),
    }
    return queryset.order_by().annotate(data=JSONObject(**absent | columns))


def plans():
    """With the activities of the newest baseline; drafts of activities are nobody's to read."""
    newest = Baseline.objects.filter(plan=OuterRef("baseline__plan")).order_by("-version").values("pk")[:1]
    activities = BaselineActivity.objects.filter(baseline__plan=OuterRef("pk"), baseline=Subquery(newest))
    titles = activities.order_by().values("baseline").annotate(rows=JSONList("title")).values("rows")
    return rows_of(
        ActionPlan.objects.visible_to(NOBODY),
        title=F("title"),
        title_en=F("title_en"),
        text=F("objective"),
        text_en=F("objective_en"),
        more=Subquery(titles, output_field=JSONField()),
        year=F("year__year"),
        number=F("number"),
        date=F("approved_by__adopted_on"),
        sample=F("is_sample"),
    )


def decisions():
    """A confidential one by its number and its day only."""
    is_open = Q(confidential_until__isnull=True) | Q(confidential_until__lt=today())
    return rows_of(
        Decision.objects.visible_to(NOBODY).adopted(),
        title=F("number"),
        text=Case(When(is_open, then=F("text")), default=blank(TextField)),
        text_en=Case(When(is_open, then=F("text_en")), default=blank(TextField)),
        closed=Case(When(is_open, then=nothing(DateField)), default=F("confidential_until")),
        date=F("adopted_on"),
        sample=F("is_sample"),
    )


def courses():
    return rows_of(
        Course.objects.visible_to(NOBODY),
        title=F("title"),
        title_en=F("title_en"),
        text=F("summary"),
        text_en=F("summary_en"),
        more=JSONObject(syllabus=F("syllabus"), syllabus_en=F("syllabus_en"), city=F("city"), place=F("place")),
        slug=F("slug"),
        date=F("starts_on"),
        sample=F("is_sample"),
    )


def findings():
    return rows_of(
        Finding.objects.visible_to(NOBODY),
        title=F("title"),
        title_en=F("title_en"),
        text=F("text"),
        text_en=F("text_en"),
        number=F("number"),
        date=F("identified_on"),
        sample=F("is_sample"),
    )


def needs():
    return rows_of(
        Need.objects.visible_to(NOBODY),
        title=F("title"),
        title_en=F("title_en"),
        text=F("text"),
        text_en=F("text_en"),
        more=JSONObject(city=F("city"), place=F("place"), buyer=F("institution__name"), en=F("institution__name_en")),
        number=F("number"),
        date=TruncDate("opened_at"),
        sample=F("is_sample"),
    )


def meetings():
    """With the agenda once the minutes are published, save for what a confidential decision was made on."""
    closed = Decision.objects.exclude(pk__in=Decision.objects.open_on(today())).values("agenda_item")
    agenda = AgendaItem.objects.filter(meeting=OuterRef("pk"), meeting__state=Meeting.State.PUBLISHED)
    agenda = agenda.exclude(pk__in=closed)
    titles = agenda.order_by().values("meeting").annotate(rows=JSONList("title")).values("rows")
    return rows_of(
        Meeting.objects.visible_to(NOBODY),
        title=blank(),
        more=Subquery(titles, output_field=JSONField()),
        year=F("year__year"),
        number=F("number"),
        date=F("held_on"),
        sample=F("is_sample"),
    )


def institutions():
    return rows_of(
        Institution.objects.visible_to(NOBODY),
        title=F("name"),
        title_en=F("name_en"),
        text=F("short_name"),
        slug=F("key"),
        sample=F("is_sample"),
    )


SOURCES = {
    Kind.PLAN: plans,
    Kind.DECISION: decisions,
    Kind.COURSE: courses,
    Kind.FINDING: findings,
    Kind.NEED: needs,
    Kind.MEETING: meetings,
    Kind.INSTITUTION: institutions,
}
