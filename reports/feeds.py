"""What happened in a year, as an Atom feed: adopted decisions and verified reports, newest first."""

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from actionplans.models import ProgressEntry, Verification
from council.caching import public_page
from council.documents.addresses import absolute, host
from council.models import Cluster, Decision, ProgramYear
from council.models.cluster import in_language
from council.public.feeds import StableAtom
from persian.digits import localised
from persian.jalali import format_day
from persian.numbers import number

NEWEST = 50
NOBODY = AnonymousUser()


class YearFeed(Feed):
    """What everybody may read, whoever asks: a feed is kept by machines. Four queries."""

    feed_type = StableAtom

    def get_object(self, request, year):
        found = ProgramYear.objects.visible_to(NOBODY).filter(year=year).first()
        if found is None:
            raise Http404
        return found

    def title(self, year):
        title = _("Progress of the year %(year)s") % {"year": localised(year.year)}
        cluster = Cluster.objects.first()
        return f"{title}{pgettext('between the items of a list', ', ')}{cluster}" if cluster else title

    def link(self, year):
        return absolute("reports:year_detail", year.year)

    def feed_url(self, year):
        return absolute("reports:year_feed", year.year)

    def feed_guid(self, year):
        return f"tag:{host()},2024:year/{year.year}"

    def items(self, year):
        rows = [*map(decided, read_decisions(year)), *map(verified, read_reports(year))]
        return sorted(rows, key=lambda row: (row["at"], row["guid"]), reverse=True)[:NEWEST]

    def item_title(self, item):
        return item["title"]

    def item_description(self, item):
        return item["text"]

    def item_link(self, item):
        return item["link"]

    def item_guid(self, item):
        """Never changes, in whatever language and at whatever address it is read."""
        return f"tag:{host()},{item['guid']}"

    def item_pubdate(self, item):
        return item["at"]

    def item_updateddate(self, item):
        return item["at"]


def read_decisions(year):
    adopted = Decision.objects.visible_to(NOBODY).adopted().filter(agenda_item__meeting__year=year)
    return adopted.order_by("-recorded_at", "-pk")[:NEWEST]


def read_reports(year):
    """Reports whose newest verdict is «verified», with that verdict."""
    newest = Verification.objects.filter(entry=OuterRef("pk")).order_by("-pk")
    entries = ProgressEntry.objects.visible_to(NOBODY).filter(activity__plan__year=year)
    entries = entries.annotate(
        verdict=Subquery(newest.values("verdict")[:1]),
        verified=Subquery(newest.values("percent")[:1]),
        verified_at=Subquery(newest.values("at")[:1]),
    ).filter(verdict=Verification.Verdict.VERIFIED)
    return entries.select_related("activity__plan__year").order_by("-verified_at", "-pk")[:NEWEST]


def decided(decision):
    """A confidential one says until when it is so; it is new again on the day on which it opens."""
    at = decision.recorded_at
    if decision.confidential_until and not decision.is_confidential:
        day = decision.confidential_until + dt.timedelta(days=1)
        at = max(at, dt.datetime.combine(day, dt.time(), timezone.get_default_timezone()))
    return {
        "title": _("Decision %(number)s") % {"number": localised(decision.number)},
        "text": decision.shown_text,
        "link": absolute("council:decision_detail", decision.slug),
        "guid": f"{decision.adopted_on.year}:decision/{decision.number}",  # as in the feed of all decisions
        "at": at,
    }


def verified(entry):
    """«Action plan 3: 60 percent verified of …»; the plan's page shows the report itself."""
    plan, activity = entry.activity.plan, entry.activity
    title = _("Action plan %(number)s: a report was verified") % {"number": localised(plan.number)}
    facts = {
        "plan": in_language(plan.title, plan.title_en),
        "number": localised(activity.number),
        "percent": number(entry.verified),
        "day": format_day(entry.as_of),
    }
    text = _("%(plan)s, activity %(number)s: %(percent)s percent up to %(day)s.") % facts
    return {
        "title": title,
        "text": text,
        "link": absolute("reports:plan_detail", plan.year.year, plan.number) + f"#entry-{entry.pk}",
        "guid": f"2024:verified/{plan.year.year}/{plan.number}/{activity.number}/{entry.as_of}/{entry.verified_at:%s}",
        "at": entry.verified_at,
    }


year_feed = require_safe(public_page(YearFeed()))
