"""What waits of the yearly returns: firms that are past the last day, and a programme year without a round."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.waiting import WaitingItem
from members.models import Firm, FirmReturn, ReturnRound
from persian.digits import localised
from persian.jalali import format_day, today


def waiting_items(user):
    """Late firms of the newest open round, for who runs it. Two queries."""
    if not user.has_perm("members.open_returnround"):
        return []
    title = _("Returns past their last day")
    newest = ReturnRound.objects.open().select_related("year").order_by("-year__year").first()
    if newest is None:
        url = reverse("admin:members_returnround_changelist")
        return [WaitingItem(0, title, url, _("No round of returns is open."))]
    url = reverse("admin:members_returnround_change", args=[newest.pk])
    words = {"year": localised(newest.year.year), "day": format_day(newest.due_on)}
    if newest.due_on >= today():
        return [WaitingItem(0, title, url, _("Returns of %(year)s are due on %(day)s.") % words)]
    late = Firm.objects.active().exclude(pk__in=FirmReturn.objects.filter(year=newest.year_id).values("firm_id"))
    return [WaitingItem(late.count(), title, url, _("Returns of %(year)s were due on %(day)s.") % words)]
