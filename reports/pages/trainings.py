"""Courses of a year in words, and what the portal counts beside what was read. No query here."""

import datetime as dt
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from actionplans.models import Verification
from reports.pages.addresses import Addresses
from reports.pages.words import Words
from trainings.asking.panels import panel_context, parts
from trainings.distributions import GRADES, Kind

SUMS = ("courses", "trained", "completed", "certified", "firms_taught")


def year_trainings(year, words):
    """The block of the yearly page; None while no course has ended and nothing is counted."""
    if not year.courses and not year.counted:
        return None
    addresses = Addresses(year, None)
    counted = [counted_row(row, addresses, words) for row in year.counted or []]
    return {
        "url": addresses.trainings(),
        "list_url": reverse("trainings:course_list"),
        "sample": bool(year.sample_courses) or any(row["sample"] for row in counted),
        "has_courses": bool(year.courses),
        "sums": {name: words.figure(getattr(year, name)) for name in SUMS},
        "opinion": opinion(year, words),
        "counted": sorted(counted, key=lambda row: row["order"]),
    }


def opinion(year, words):
    """How many gave each grade to a course as a whole; None while too few answered after each course."""
    counts = {grade: int(getattr(year, f"grade_{grade}")) for grade in GRADES}
    answers = sum(counts.values())
    if not answers:
        return None
    return {
        "answers": words.figure(answers),
        "grades": [{"grade": words.figure(grade), "count": words.figure(count)} for grade, count in counts.items()],
        "parts": list(parts(counts, answers)),
    }


def counted_row(row, addresses, words):
    """An indicator: what the portal counts now, and the newest reading with the supervisor's word."""
    verified = row["verdict"] == Verification.Verdict.VERIFIED
    return {
        "order": (row["plan"], row["number"]),
        "name": words.name(row["title"], row["title_en"]),
        "unit": words.name(row["unit"], row["unit_en"]),
        "url": addresses.plan(row["plan"], "#indicators"),
        "plan": words.digits(row["plan"]),
        "live": figure(row["live"], words),
        "reading": figure(row["reading"], words),
        "day": words.short_day(dt.date.fromisoformat(row["read_on"])) if row["read_on"] else "",
        "state": _("verified") if verified else _("not yet verified"),
        "verified": verified,
        "sample": bool(row["is_sample"]),
    }


def figure(value, words):
    """A number as the database's JSON gives it: exact to two digits, empty when there is none."""
    return "" if value is None else words.figure(Decimal(str(value)))


def trainings_context(year, courses, opinions):
    """The context of ``reports/year_trainings.html``; ``opinions``: the year's distributions by kind."""
    words = Words()
    addresses = Addresses(year, None)
    return {
        "room": "progress",
        "year": words.digits(year.year),
        "year_url": addresses.path,
        "sample": any(course.is_sample for course in courses),
        "sums": {name: words.figure(getattr(year, name)) for name in SUMS},
        "panel": panel_context(opinions[Kind.AFTER], opinions[Kind.FOLLOW_UP]),
        "courses": [course_row(course, addresses, words) for course in courses],
    }


def course_row(course, addresses, words):
    own_plan = course.plan is not None and course.plan.year_id == addresses.year.pk
    return {
        "title": words.name(course.title, course.title_en),
        "url": reverse("trainings:course_detail", args=[course.slug]),
        "provider": words.name(course.provider.name, course.provider.name_en),
        "day": words.day(course.ends_on),
        "plan": words.digits(course.plan.number) if own_plan else "",
        "plan_url": addresses.plan(course.plan.number) if own_plan else "",
        "counts": [words.figure(getattr(course, name)) for name in ("trained", "completed", "certified", "firms")],
        "sample": course.is_sample,
    }
