"""The keys that a sample file may have about courses. Days are named, or counted from the day of loading (``_in``)."""

from django.utils.translation import gettext as _

from council.loading import files
from trainings.models import Course, CourseFeedback


def marks(value):
    """Attendance as signs: 1 there, 0 not."""
    if not isinstance(value, str) or set(value) - {"0", "1"}:
        raise ValueError(_("Only the signs 0 and 1 can stand here, one for each session."))
    return value


def offset(value):
    """Days from the day of loading, before it when negative."""
    if not isinstance(value, int) or isinstance(value, bool) or not -400 <= value <= 400:
        raise ValueError(_("A whole number of days from the day of loading is expected here."))
    return value


def grade(value):
    if value not in range(1, 6):
        raise ValueError(_("A grade from 1 to 5 is expected here."))
    return value


SCHEMA = {
    "course?": [
        {
            "slug": files.text,
            "title": files.text,
            "title_en?": files.text,
            "kind": files.one_of(Course.Kind),
            "level?": files.one_of(Course.Level),
            "provider": files.text,
            "plan?": files.text,
            "teacher?": files.text,
            "summary": files.text,
            "summary_en?": files.text,
            "syllabus?": [files.text],
            "hours": files.whole,
            "fee?": files.whole,
            "city?": files.text,
            "place": files.text,
            "seats": files.whole,
            "eligibility?": files.one_of(Course.Eligibility),
            "firm_quota?": files.whole,
            "starts_at": files.clock,
            "ends_at": files.clock,
            "opens_on?": files.day,
            "opens_in?": offset,
            "closes_on?": files.day,
            "closes_in?": offset,
            "days?": [files.day],
            "days_in?": [offset],
            "state": files.one_of(Course.State),
            "cancelled_because?": files.text,
            "people?": [
                {
                    "name": files.text,
                    "email": files.text,
                    "firm?": files.text,
                    "offered?": files.yes,
                    "came?": marks,
                    "grades?": [grade],
                    "use?": files.one_of(CourseFeedback.Use),
                    "effect?": files.one_of(CourseFeedback.Effect),
                }
            ],
        }
    ]
}
