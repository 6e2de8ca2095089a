"""What every page's frame needs. Lazy: a page that does not draw the frame asks nothing."""

from django.conf import settings
from django.db.models import Exists
from django.urls import translate_url
from django.utils.functional import cached_property
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language

from actionplans.models import ActionPlan
from council.models import Cluster, Meeting, Seat, Section
from persian.jalali import today


class Portal:
    """The variable ``portal`` of every template.

    ``demo``, ``staff_second_factor``, ``language``, ``other_language`` and ``today`` cost nothing. ``cluster`` and
    ``sample`` share one query: the cluster's row with its host institution and whether any sample content is loaded.
    None at all where the view has put a ``frozen_cluster`` on the request: an edition's page reads no live table.
    Nothing here depends on who is asking, so that public pages can be cached.
    """

    def __init__(self, request):
        self._request = request
        self.demo = settings.DEMO
        self.staff_second_factor = settings.STAFF_SECOND_FACTOR

    @property
    def language(self):
        return get_language()

    @property
    def other_language(self):
        return "en" if self.language == "fa" else "fa"

    @property
    def today(self):
        """The day in Tehran."""
        return today()

    @cached_property
    def other_language_url(self):
        """This page in the other language; its home page where this address has no translation (a page not found)."""
        here = escape_leading_slashes(self._request.get_full_path())  # "//evil.example/" would name another host
        there = translate_url(here, self.other_language)
        if there != here:
            return there
        return "/" if self.other_language == settings.LANGUAGE_CODE else f"/{self.other_language}/"

    @property
    def canonical_url(self):
        """The whole address of this page without its parameters."""
        return settings.SITE_URL + self._request.path

    @property
    def language_urls(self):
        """(language, whole address) of this page for robots: each language, and the one for everybody else.

        Without parameters, which may be anything and of any length; none where the address has no translation.
        """
        here = escape_leading_slashes(self._request.path)
        there = translate_url(here, self.other_language)
        if there == here:
            return []
        urls = {self.language: here, self.other_language: there}
        urls["x-default"] = urls[settings.LANGUAGE_CODE]
        return [(language, settings.SITE_URL + url) for language, url in sorted(urls.items())]

    @cached_property
    def cluster(self):
        frozen = getattr(self._request, "frozen_cluster", None)
        if frozen is not None:
            return frozen
        samples = [Exists(model.objects.filter(is_sample=True)) for model in (Section, Seat, Meeting, ActionPlan)]
        found = samples[0]
        for other in samples[1:]:
            found = found | other
        return Cluster.objects.select_related("host_institution").annotate(has_sample=found).first()

    @property
    def sample(self):
        return self.cluster is not None and self.cluster.has_sample


def portal(request):
    return {"portal": Portal(request)}
