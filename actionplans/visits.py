"""When the supervisor's next visit is due: every two months while the year runs, by the rule of the source.

The desk reminds of it, and the clock sends one mail for each two months that pass without a visit.
"""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import roles
from accounts.waiting import WaitingItem
from actionplans.models import SupervisionVisit
from actionplans.queues import running_year
from persian.digits import localised
from persian.jalali import days_in_month, format_day, to_gregorian, to_jalali, today
from post.services import send_later

EVERY = 2  # Jalali months
REMINDED = [roles.SUPERVISOR, roles.FACILITATOR]


def months_after(day, months):
    """The same day so many Jalali months later; the last one of a month that is shorter."""
    year, month, number = to_jalali(day)
    year, month = year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1
    return to_gregorian(year, month, min(number, days_in_month(year, month)))


def last_visit(year):
    """The newest visit of a year, or None. One query."""
    return SupervisionVisit.objects.filter(year=year).order_by("-visited_on", "-pk").first()


def next_due(year):
    """The day on which two months have passed since the last visit, or since the year's start. One query."""
    return due_after(last_visit(year), year)


def due_after(last, year):
    return months_after(last.visited_on if last else year.start, EVERY)


def overdue_since(year):
    """The newest day on which another two months had passed without a visit; None while none have.

    None too once the year's last day is over: visits belong to the implementation. One query.
    """
    last = last_visit(year)
    since, now = (last.visited_on if last else year.start), today()
    if now > year.end:
        return None
    newest, periods = None, 1
    while (due := months_after(since, EVERY * periods)) <= now:
        newest, periods = due, periods + 1
    return newest


def waiting_items(user):
    """The reminder on the first page of the desk. At most two queries."""
    may_record = user.has_perm("actionplans.record_visit")
    if not (may_record or user.has_perm("actionplans.record_progress")):
        return []
    year = running_year()
    last = last_visit(year) if year else None
    is_due = bool(year and overdue_since(year))
    return [
        WaitingItem(int(is_due), _("Supervision visit that is due"), visits_url(year, may_record), hint(year, last))
    ]


def visits_url(year, may_record):
    name = "admin:actionplans_visit_record" if may_record else "admin:actionplans_supervisionvisit_changelist"
    return reverse(name) + (f"?{urlencode({'year': year.year})}" if year else "")


def hint(year, last):
    if year is None:
        return _("The supervisor visits the plans every two months while a year runs.")
    if last is None:
        return _("No visit since the year began on %(day)s.") % {"day": format_day(year.start)}
    return _("The last visit was on %(day)s.") % {"day": format_day(last.visited_on)}


@transaction.atomic
def remind_of_visits():
    """One mail to each supervisor and facilitator for each two months without a visit; safe to run every minute."""
    year = running_year()
    due_on = overdue_since(year) if year else None
    if due_on is None:
        return
    people = get_user_model().objects.filter(is_active=True, email__isnull=False, groups__name__in=REMINDED)
    for person in people.distinct().order_by("pk"):
        with translation.override(person.language):
            remind(person, year, due_on)


def remind(person, year, due_on):
    """In the person's language. The key names the period, so that nobody is reminded of it twice."""
    last = last_visit(year)
    link = urljoin(settings.SITE_URL, visits_url(year, person.has_perm("actionplans.record_visit")))
    text = _(
        "%(hint)s On %(day)s two more months of the year %(year)s had passed without a supervision visit.\n\n"
        "The supervisor records a visit here:\n%(link)s"
    )
    words = {"hint": hint(year, last), "day": format_day(due_on), "year": localised(year.year), "link": link}
    send_later(
        channel="mail",
        to=person.email,
        subject=_("A supervision visit is due"),
        body=text % words,
        key=f"visit-due/{year.year}/{due_on.isoformat()}/{person.pk}",
        language=person.language,
    )
