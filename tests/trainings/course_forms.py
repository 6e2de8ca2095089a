"""A course's pages in the admin: their addresses, and the form as a browser sends it."""

import datetime as dt

from persian.jalali import format_day, today
from tests import build

LIST = "/admin/trainings/course/"


def page(course, what="change"):
    return f"{LIST}{course.pk}/{what}/"


def day(number):
    return today() + dt.timedelta(days=number)


def typed(course=None, sessions=(), **changes):
    """The form of a course as a browser sends it; ``sessions``: (row or None, day)."""
    provider = course.provider if course else build.institution("giver", "آموزشگاه آزمایشی")
    data = {
        "title": "کارگاه امنیت شبکه", "title_en": "Network security", "kind": "ict", "level": "basic",
        "provider": provider.pk, "plan": "", "teacher": "", "summary": "شرح", "summary_en": "", "syllabus": "",
        "syllabus_en": "", "hours": "۱۶", "fee": "۰", "city": "اهواز", "place": "سالن ۱", "online_link": "",
        "seats": "۲۰", "offer_hours": "۴۸", "opens_on": format_day(day(0), "numeric"),
        "closes_on": format_day(day(5), "numeric"), "eligibility": "anyone", "firm_quota": "",
        "attendance_share": "۷۵", "sessions-TOTAL_FORMS": len(sessions),
        "sessions-INITIAL_FORMS": sum(row is not None for row, _day in sessions),
    }  # fmt: skip
    for number, (row, held_on) in enumerate(sessions):
        data |= {
            f"sessions-{number}-id": row.pk if row else "",
            f"sessions-{number}-course": course.pk if course else "",
            f"sessions-{number}-day": format_day(held_on, "numeric"),
            f"sessions-{number}-starts_at": "۹:۰۰",
            f"sessions-{number}-ends_at": "۱۳:۰۰",
        }
    if course:
        data["row_version"] = course.row_version
    return data | changes


def refusals(response):
    formsets = response.context["inline_admin_formsets"]
    return response.context["errors"], [str(text) for one in formsets for text in one.formset.non_form_errors()]
