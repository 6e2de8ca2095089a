"""The list of courses and the page of each, as everybody sees them."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from actionplans.models import ActionPlan
from council.caching import public_page
from council.models import Statement
from persian.jalali import today
from trainings.models import Course
from trainings.public.catalogue import asked_of, find, lists
from trainings.public.course_data import course_data
from trainings.public.panels import course_panels
from trainings.public.standing import stand

PER_PAGE = 20


@require_safe
@public_page
def course_list(request):
    """Announced courses that match, twenty a page. Four queries and the frame's one, for ten courses or 10,000."""
    asked, courses = asked_of(request.GET), announced(request.user)
    keys, counts = find(asked, courses, today())
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "room": "trainings",
        "page": page,
        "courses": read_courses(page.object_list),
        "asked": asked,
        "query": asked.query,
        "is_filtered": bool(asked.chosen),
        "lists": lists(asked, counts),
        "open_count": counts["open"]["1"],
        "statements": statements(),
    }
    return render(request, "trainings/course_list.html", context)


def announced(user):
    """Every course that was announced, also for those who may see drafts: they have their desk."""
    return Course.objects.visible_to(user).exclude(state=Course.State.DRAFT)


def read_courses(keys):
    """These courses in this order, each with its standing. One query."""
    rows = Course.objects.filter(pk__in=keys).with_free(timezone.now()).select_related("provider")
    by_key = {course.pk: course for course in stand(rows, today())}
    return [by_key[key] for key in keys if key in by_key]


def statements():
    """What sources say of trainings. One query."""
    return list(Statement.objects.filter(topic=Statement.Topic.TRAININGS).select_related("source"))


@require_safe
@public_page
def course_detail(request, slug):
    """What one can know of a course before enrolling. Three queries, those of its panels, and the frame's one."""
    rows = Course.objects.visible_to(request.user).with_free(timezone.now()).select_related("provider")
    [course] = stand([get_object_or_404(rows, slug=slug)], today())
    sessions = list(course.sessions.all())
    plans = ActionPlan.objects.visible_to(request.user).filter(pk=course.plan_id).select_related("year")
    context = {
        "room": "trainings",
        "course": course,
        "sessions": sessions,
        "has_subjects": any(session.subject for session in sessions),
        "has_others": any(session.place or session.teacher for session in sessions),
        "plan": plans.first() if course.plan_id else None,
        "json_ld": mark_safe(course_data(course, sessions)),  # noqa: S308  (its signs are escaped as JSON)
        "panels": course_panels.of(course, request.user),
    }
    return render(request, "trainings/course_detail.html", context)
