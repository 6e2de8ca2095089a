"""What other folders add to a course's page, and what the courses add to an institution's.

``course_panels.register(order, panel)`` in ``AppConfig.ready()``; ``panel(course, user)`` gives
``{"template": …, "context": {…}}`` or None.
"""

from django.utils import timezone

from council.panels import Panels
from persian.jalali import today
from trainings.models import Course
from trainings.public.standing import stand

SHOWN = 5

course_panels = Panels()


def institution_courses(institution, user):
    """The newest courses that it holds, with the way to all of them. One query."""
    rows = Course.objects.visible_to(user).filter(provider=institution).exclude(state=Course.State.DRAFT)
    courses = stand(rows.with_free(timezone.now()).order_by("-starts_on", "-pk")[: SHOWN + 1], today())
    if not courses:
        return None
    context = {"courses": courses[:SHOWN], "has_more": len(courses) > SHOWN, "key": institution.key}
    return {"template": "trainings/institution_courses.html", "context": context}
