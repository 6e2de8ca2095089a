"""The newest decisions as an Atom feed: Persian at the plain address, English below ``/en/``."""

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from council.caching import public_page
from council.documents.addresses import absolute, host
from council.models import Cluster, Decision
from persian.digits import localised
from persian.jalali import today

NEWEST = 50


class StableAtom(Atom1Feed):
    """A feed without entries says the same every time it is asked: else no reader would ever meet «not modified»."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else dt.datetime.fromtimestamp(0, dt.UTC)


class DecisionFeed(Feed):
    """What everybody may read, whoever asks: a feed is kept by machines."""

    feed_type = StableAtom

    def title(self):
        cluster = Cluster.objects.first()
        title = _("Decisions of the council")
        return f"{title}{pgettext('between the items of a list', ', ')}{cluster}" if cluster else title

    def link(self):
        return absolute("council:decision_list")

    def feed_url(self):
        return absolute("council:feed")

    def feed_guid(self):
        return f"tag:{host()},2024:decisions"

    def items(self):
        return Decision.objects.visible_to(AnonymousUser()).adopted().order_by("-adopted_on", "-number")[:NEWEST]

    def item_title(self, decision):
        return _("Decision %(number)s") % {"number": localised(decision.number)}

    def item_description(self, decision):
        return decision.shown_text

    def item_link(self, decision):
        return absolute("council:decision_detail", decision.slug)

    def item_guid(self, decision):
        """Never changes, in whatever language and at whatever address it is read."""
        return f"tag:{host()},{decision.adopted_on.year}:decision/{decision.number}"

    def item_pubdate(self, decision):
        return decision.recorded_at

    def item_updateddate(self, decision):
        """When it was recorded; for one that was confidential, when it opened."""
        if decision.confidential_until is None or decision.confidential_until >= today():
            return decision.recorded_at
        opened = dt.datetime.combine(
            decision.confidential_until + dt.timedelta(days=1), dt.time(), timezone.get_default_timezone()
        )
        return max(opened, decision.recorded_at)


decision_feed = require_safe(public_page(DecisionFeed()))
