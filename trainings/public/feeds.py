"""The newest announced courses as an Atom feed: Persian at the plain address, English below ``/en/``."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from council.caching import public_page
from council.documents.addresses import absolute, host
from council.models import Cluster
from council.public.feeds import StableAtom
from persian.jalali import format_day
from trainings.models import Course

NEWEST = 50


class CourseFeed(Feed):
    """What everybody may read, whoever asks: a feed is kept by machines. Two queries."""

    feed_type = StableAtom

    def title(self):
        cluster = Cluster.objects.first()
        title = _("Training courses")
        return f"{title}{pgettext('between the items of a list', ', ')}{cluster}" if cluster else title

    def link(self):
        return absolute("trainings:course_list")

    def feed_url(self):
        return absolute("trainings:feed")

    def feed_guid(self):
        return f"tag:{host()},2024:trainings"

    def items(self):
        courses = Course.objects.visible_to(AnonymousUser()).select_related("provider")
        return courses.order_by("-opened_at", "-pk")[:NEWEST]

    def item_title(self, course):
        return _("Cancelled: %(course)s") % {"course": course} if course.is_cancelled else str(course)

    def item_description(self, course):
        facts = [str(course.provider), format_day(course.starts_on), course.cancelled_because or course.shown_summary]
        return " · ".join(facts)

    def item_link(self, course):
        return absolute("trainings:course_detail", course.slug)

    def item_guid(self, course):
        """Never changes, in whatever language and at whatever address it is read."""
        return f"tag:{host()},2024:course/{course.slug}"

    def item_pubdate(self, course):
        return course.opened_at

    def item_updateddate(self, course):
        return max(course.opened_at, course.changed_at)


course_feed = require_safe(public_page(CourseFeed()))
