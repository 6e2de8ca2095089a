"""What waits for the supervisor and the facilitator in the running year; each number leads to exactly that list."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.waiting import Desk, WaitingItem
from actionplans.figures import default_day
from actionplans.models import Activity, IndicatorReading, ProgressEntry
from council.models import ProgramYear

RETURNED, OVERDUE, SILENT = "returned", "overdue", "silent"


def running_year():
    """The newest running year, or None. One query."""
    return ProgramYear.objects.filter(state=ProgramYear.State.RUNNING).order_by("-year").first()


def activities_that_wait(kind, year):
    """The activities of a year in one of the queues."""
    activities = Activity.objects.filter(plan__year=year)
    if kind == RETURNED:
        return activities.returned()
    day = default_day(year)
    return activities.overdue(as_of=day) if kind == OVERDUE else activities.silent(as_of=day)


def entries_that_wait(year):
    return ProgressEntry.objects.waiting().filter(activity__plan__year=year)


def readings_that_wait(year):
    return IndicatorReading.objects.waiting().filter(indicator__plan__year=year)


def waiting_items(user):
    """The queues of this room, in a fixed order. At most six queries."""
    is_recorder, is_verifier = (
        user.has_perm("actionplans.record_progress"),
        user.has_perm("actionplans.verify_progress"),
    )
    if not (is_recorder or is_verifier):
        return []
    year = running_year()
    items = [verification_item(year)] if is_verifier else []
    return items + (recording_items(year) if is_recorder else [])


def desks(user):
    """Where progress is recorded, verified and closed; each desk opens the running year by itself. No query of rows."""
    offered = [
        (("record_progress",), _("Record progress"), "admin:actionplans_progress_desk"),
        (("verify_progress",), _("Verify progress"), "admin:actionplans_verify_desk"),
        (("add_indicatorreading",), _("Counts of the portal"), "admin:actionplans_live"),
        (("lock_month", "unlock_month"), _("Locked months"), "admin:actionplans_month_locks"),
    ]
    return [
        Desk(title, reverse(name))
        for permissions, title, name in offered
        if any(user.has_perm(f"actionplans.{permission}") for permission in permissions)
    ]


def verification_item(year):
    count = entries_that_wait(year).count() + readings_that_wait(year).count() if year else 0
    return WaitingItem(
        count=count,
        title=_("Reported progress to verify"),
        url=address("admin:actionplans_verify_desk", year),
        hint=_("Oldest first. What the facilitator records comes here.") if not count else _("Oldest first."),
    )


def recording_items(year):
    words = [
        (RETURNED, _("Progress returned by the supervisor"), _("The reason stands with each entry.")),
        (OVERDUE, _("Activities past their last day"), _("Not reported as complete.")),
        (SILENT, _("Activities without an entry for 60 days"), _("They have begun and are not complete.")),
    ]
    return [
        WaitingItem(
            count=activities_that_wait(kind, year).count() if year else 0,
            title=title,
            url=address("admin:actionplans_activity_changelist", year, waits=kind),
            hint=hint,
            urgent=kind != SILENT,
        )
        for kind, title, hint in words
    ]


def address(name, year, **query):
    """The list in the year that was counted."""
    query = ({"year": year.year} if year else {}) | query
    return reverse(name) + (f"?{urlencode(query)}" if query else "")
