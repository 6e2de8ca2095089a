"""The newest needs as an Atom feed: Persian at the plain address, English below ``/en/``."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from council.caching import public_page
from council.documents.addresses import absolute, host
from council.models import Cluster
from council.public.feeds import StableAtom
from market.models import Need
from persian.jalali import format_moment

NEWEST = 50


class NeedFeed(Feed):
    """What everybody may read, whoever asks: a feed is kept by machines. Two queries."""

    feed_type = StableAtom

    def title(self):
        cluster = Cluster.objects.first()
        title = _("Needs of buyers")
        return f"{title}{pgettext('between the items of a list', ', ')}{cluster}" if cluster else title

    def link(self):
        return absolute("market:need_list")

    def feed_url(self):
        return absolute("market:need_feed")

    def feed_guid(self):
        return f"tag:{host()},2024:needs"

    def items(self):
        needs = Need.objects.visible_to(AnonymousUser()).select_related("institution")
        return needs.order_by("-opened_at", "-pk")[:NEWEST]

    def item_title(self, need):
        return str(need) if need.state == Need.State.OPEN else f"{need} ({need.get_state_display()})"

    def item_description(self, need):
        """The deadline in words; of a need that is decided what came of it."""
        until = _("Answers until %(deadline)s") % {"deadline": format_moment(need.deadline)}
        facts = [str(need.institution), until, need.get_outcome_display() or need.shown_text]
        return " · ".join(facts)

    def item_link(self, need):
        return absolute("market:need_detail", need.number)

    def item_guid(self, need):
        """Never changes, in whatever language and at whatever address it is read."""
        return f"tag:{host()},2024:need/{need.number}"

    def item_pubdate(self, need):
        return need.opened_at

    def item_updateddate(self, need):
        return max(need.opened_at, need.changed_at)


need_feed = require_safe(public_page(NeedFeed()))
