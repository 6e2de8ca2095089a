"""What the portal counts for indicators, because only this room sees every other.

Each count is an expression over a plan and a period, both days included, so that a page asks for all of them at once;
beside it stands what it is made of: sums only, never a name of a person. People are counted once, however many courses
they took. A course counts when it ended in the period and its results stand.
"""

from django.db.models import Count, DecimalField, F, FloatField, Func, Q, Subquery, Sum, Value
from django.db.models.functions import Cast, Round
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans.measures import Measure
from council.models.cluster import in_language
from members.models import Firm, FirmReturn
from persian.jalali import format_day
from trainings.models import Course, CourseFeedback, Enrolment

State = Enrolment.State
TRAINED = (State.COMPLETED, State.FAILED)  # whoever came at least once
FEWEST_ANSWERS = 5
PLEASED = 4  # of five: «good» or «very good»


def ended(prefix, plan, first, last):
    """The condition on rows whose ``prefix`` leads to a course: of the plan, with results, ended in the period.

    ``plan``, ``first`` and ``last`` are values, or references to the query around.
    """
    course = {"plan": plan, "state": Course.State.CLOSED, "ends_on__gte": first, "ends_on__lte": last}
    return {f"{prefix}{name}": value for name, value in course.items()}


def trained(plan, first, last, states=TRAINED):
    return Enrolment.objects.filter(state__in=states, **ended("course__", plan, first, last))


def number_of(rows, what):
    """How many different ones, as a subquery. A plain function to Django, so that it groups nothing: none is zero."""
    count = Func(F(what), template="COUNT(DISTINCT %(expressions)s)", output_field=DecimalField())
    return Subquery(rows.order_by().annotate(count=count).values("count"))


def people_trained(plan, first, last):
    """People who came to at least one session, each once."""
    return number_of(trained(plan, first, last), "learner")


def people_completed(plan, first, last):
    """People who attended enough of a course, each once."""
    return number_of(trained(plan, first, last, [State.COMPLETED]), "learner")


def certificates(plan, first, last):
    """Valid certificates of these courses, also those that were issued after the period."""
    return number_of(trained(plan, first, last).filter(certificates__revoked_at=None), "certificates")


def firms_reached(plan, first, last):
    """Firms of which somebody was trained."""
    return number_of(trained(plan, first, last).exclude(firm=None), "firm")


def pass_share(plan, first, last):
    """Of those who came to a course, how many percent completed it; nothing without anybody."""
    rows = trained(plan, first, last).order_by().values("course__plan")
    completed = Count("pk", filter=Q(state=State.COMPLETED))
    return Subquery(rows.annotate(share=percent(completed, Count("pk"))).values("share"), output_field=DecimalField())


def answers_of(plan, first, last):
    """Answers after those courses that have five by themselves: only whole courses that everybody may see anyway.

    A sum with a smaller course in it, less those that are shown, would be about its few (``trainings.distributions``).
    """
    after = CourseFeedback.objects.filter(kind=CourseFeedback.Kind.AFTER)
    counts = after.order_by().values("enrolment__course").annotate(given=Count("pk"))
    enough = counts.filter(given__gte=FEWEST_ANSWERS).values("enrolment__course")
    return after.filter(enrolment__course__in=enough, **ended("enrolment__course__", plan, first, last))


def satisfaction(plan, first, last):
    """Of the answers after a course, how many percent call it good or very good; of courses with five answers."""
    rows = answers_of(plan, first, last).order_by().values("enrolment__course__plan")
    pleased = Count("pk", filter=Q(overall__gte=PLEASED))
    shares = rows.annotate(share=percent(pleased, Count("pk")))
    return Subquery(shares.values("share"), output_field=DecimalField())


def percent(part, whole):
    """Two counts as percent with two digits, on both databases alike."""
    share = Cast(part, FloatField()) * Value(100.0) / Cast(whole, FloatField())
    return Round(Cast(share, DecimalField(max_digits=18, decimal_places=6)), precision=2)


def active_firms(plan, first, last):
    """Member firms on the last day, as known now; the same for every plan."""
    return number_of(Firm.objects.filter(state=Firm.State.ACTIVE, active_since__lte=last), "pk")


def jobs(plan, first, last):
    """People employed in the firms that filed the return of the year that begins on ``first``; nothing below five."""
    filed = FirmReturn.objects.filter(year__start=first).order_by().values("year")
    sums = filed.annotate(firms=Count("pk"), people=Sum("staff")).filter(firms__gte=FEWEST_ANSWERS)
    return Subquery(sums.values("people"), output_field=DecimalField())


# What a count is made of -----------------------------------------------------
def by_course(plan, first, last, **counts):
    """A line for each course: address, title, last day, and the counts. One query."""
    courses = Course.objects.filter(**ended("", plan, first, last)).annotate(**counts).order_by("ends_on", "pk")
    return [
        [course.slug, in_language(course.title, course.title_en), format_day(course.ends_on, "numeric")]
        + [getattr(course, name) for name in counts]
        for course in courses
    ]


def of_enrolments(word, what="enrolments", **condition):
    """A breakdown by course of a count of enrolments, or of what hangs on them."""

    def breakdown(plan, first, last):
        found = Q(enrolments__state__in=TRAINED, **condition)
        head = [_("Course"), _("Title"), _("Ended on"), str(word)]
        return head, by_course(plan, first, last, count=Count(what, filter=found, distinct=True))

    return breakdown


def of_shares(plan, first, last):
    head = [_("Course"), _("Title"), _("Ended on"), _("People who completed"), _("People trained")]
    done = Count("enrolments", filter=Q(enrolments__state=State.COMPLETED))
    came = Count("enrolments", filter=Q(enrolments__state__in=TRAINED))
    return head, by_course(plan, first, last, completed=done, came=came)


def of_answers(plan, first, last):
    """One line of all courses together that have enough answers each."""
    pleased = Count("pk", filter=Q(overall__gte=PLEASED))
    answers = answers_of(plan, first, last).aggregate(given=Count("pk"), pleased=pleased)
    return [_("Answers"), _("good or very good")], [[answers["given"], answers["pleased"]]]


def of_sizes(plan, first, last):
    firms = Firm.objects.filter(state=Firm.State.ACTIVE, active_since__lte=last).order_by("size")
    rows = firms.values_list("size").annotate(firms=Count("pk"))
    return [_("Size"), _("Firms")], [[str(Firm.Size(size).label), count] for size, count in rows]


def of_returns(plan, first, last):
    filed = FirmReturn.objects.filter(year__start=first).aggregate(firms=Count("pk"), people=Sum("staff"))
    return [_("Firms"), _("People employed")], [[filed["firms"], filed["people"]]]


MEASURES = [
    Measure(
        "people-trained",
        gettext_lazy("people trained in courses"),
        people_trained,
        of_enrolments(gettext_lazy("People trained")),
    ),
    Measure(
        "people-completed",
        gettext_lazy("people who completed a course"),
        people_completed,
        of_enrolments(gettext_lazy("People who completed"), enrolments__state=State.COMPLETED),
    ),
    Measure(
        "certificates",
        gettext_lazy("valid certificates of courses"),
        certificates,
        of_enrolments(
            gettext_lazy("Certificates"),
            "enrolments__certificates",
            enrolments__certificates__revoked_at__isnull=True,
        ),
    ),
    Measure(
        "firms-reached",
        gettext_lazy("firms reached by courses"),
        firms_reached,
        of_enrolments(gettext_lazy("Firms"), "enrolments__firm"),
    ),
    Measure("pass-share", gettext_lazy("share that completed, in percent"), pass_share, of_shares),
    Measure("satisfaction", gettext_lazy("satisfaction with courses, in percent"), satisfaction, of_answers),
    Measure("active-firms", gettext_lazy("active member firms"), active_firms, of_sizes),
    Measure("jobs", gettext_lazy("people employed by firms that filed"), jobs, of_returns),
]
