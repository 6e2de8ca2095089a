"""Courses of a year in words, and what the portal counts beside what was read. No query here."""

import datetime as dt
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from actionplans.models import Verification
from reports.pages.addresses import Addresses
from reports.pages.words import Words
from trainings.asking.panels import panel_context
from trainings.distributions import Kind

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
        "counted": sorted(counted, key=lambda row: row["order"]),
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


def trainings_context(year, courses, feedback):
    """The context of ``reports/year_trainings.html``; ``feedback``: sums of answers by kind, None for too few."""
    words = Words()
    addresses = Addresses(year, None)
    return {
        "room": "progress",
        "year": words.digits(year.year),
        "year_url": addresses.path,
        "sample": any(course.is_sample for course in courses),
        "sums": {name: words.figure(getattr(year, name)) for name in SUMS},
        "courses": [course_row(course, addresses, words) for course in courses],
        "feedback": feedback_of(feedback),
    }


def feedback_of(sums):
    """The context of ``trainings/feedback_panel.html``; None while no course of the year has five answers."""
    after, later = (sums.get(kind) for kind in (Kind.AFTER, Kind.FOLLOW_UP))
    return panel_context(after, later) | {"is_sum": True} if after or later else None


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
