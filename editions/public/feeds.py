"""The newest published editions of all years as an Atom feed: Persian at the plain address, English below ``/en/``."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from council.caching import public_page
from council.documents.addresses import absolute, host
from council.models import Cluster
from council.models.cluster import in_language
from council.public.feeds import StableAtom
from editions.models import YearEdition
from persian.digits import localised
from persian.jalali import format_day
from reports.pages.words import sentence

NEWEST = 50


class EditionFeed(Feed):
    """What everybody may read, whoever asks: a feed is kept by machines. Two queries."""

    feed_type = StableAtom

    def title(self):
        cluster = Cluster.objects.first()
        title = _("Frozen editions")
        return f"{title}{pgettext('between the items of a list', ', ')}{cluster}" if cluster else title

    def link(self):
        return absolute("reports:progress_index")

    def feed_url(self):
        return absolute("editions:feed")

    def feed_guid(self):
        return f"tag:{host()},2024:editions"

    def items(self):
        """Editions of all years, errata too, each with the moment at which a later one took its place."""
        public = YearEdition.objects.visible_to(AnonymousUser())
        later = public.filter(year=OuterRef("year"), number__gt=OuterRef("number")).order_by("number")
        rows = public.annotate(superseded_at=Subquery(later.values("published_at")[:1]))
        rows = rows.select_related("year", "decision").defer("document")
        return rows.order_by("-published_at", "-pk")[:NEWEST]

    def item_title(self, edition):
        """Sample editions and those that were corrected since say so: a reader may show nothing but this line."""
        numbers = {"year": localised(edition.year.year), "number": localised(edition.number)}
        title = _("Year %(year)s, frozen edition %(number)s") % numbers
        if edition.is_sample:
            title = f"{_('Sample')}{pgettext('after a name', ': ')}{title}"
        return f"{title} ({edition.get_state_display()})" if edition.superseded_at else title

    def item_description(self, edition):
        """What it corrects, its day, the decision behind it, and the hash by which it is checked."""
        published = {
            "day": format_day(timezone.localdate(edition.published_at)),
            "number": localised(edition.decision.number),
        }
        facts = [
            in_language(edition.erratum, edition.erratum_en),
            _("Figures for %(day)s") % {"day": format_day(edition.as_of)},
            sentence(_("published on %(day)s by decision %(number)s") % published),
            f"SHA-256 {edition.sha256}",
        ]
        return " · ".join(filter(None, facts))

    def item_link(self, edition):
        return absolute("editions:edition_detail", edition.year.year, edition.number)

    def item_guid(self, edition):
        """Never changes, in whatever language it is read; a sample never lends its name to the real one after it."""
        kind = "sample-edition" if edition.is_sample else "edition"
        return f"tag:{host()},2024:{kind}/{edition.year.year}/{edition.number}"

    def item_pubdate(self, edition):
        return edition.published_at

    def item_updateddate(self, edition):
        return edition.superseded_at or edition.published_at


edition_feed = require_safe(public_page(EditionFeed()))
