"""What robots may find: every public page, in both languages."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.urls import reverse

from actionplans.models import ActionPlan
from council.models import Decision, Institution, Meeting, ProgramYear
from editions.models import YearEdition
from ideas.models import Idea, IdeaCall
from market.models import Finding, Need
from members.models import DirectoryEntry, Network
from trainings.models import Course

NOBODY = AnonymousUser()
PAGES = [
    "reports:home",
    "reports:progress_index",
    "reports:comparison",
    "council:composition",
    "council:meeting_list",
    "council:decision_list",
    "members:firm_list",
    "members:network_list",
    "trainings:course_list",
    "market:board",
    "market:finding_list",
    "market:case_figures",
    "market:need_list",
    "ideas:idea_list",
    "ideas:call_list",
    "handover:scorecard",
    "editions:check",
    "opendata:data_index",
]


class InBothLanguages:
    """Rows in pairs of (row, language), counted and cut without reading what is not asked for."""

    def __init__(self, rows):
        self.rows, self.languages = rows, [language for language, _name in settings.LANGUAGES]

    def count(self):
        rows = len(self.rows) if isinstance(self.rows, list) else self.rows.count()
        return rows * len(self.languages)

    def __getitem__(self, part):
        each = len(self.languages)
        return [
            (row, language)
            for row in self.rows[part.start // each : -(-part.stop // each)]
            for language in self.languages
        ]


class BilingualSitemap(Sitemap):
    """Each page stands there in Persian and in English, each naming both and the one for everybody else.

    A file holds at most 10,000 addresses, far below the 50,000 that robots take; ``/sitemap.xml`` names the files.
    """

    i18n = True
    alternates = True
    x_default = True
    limit = 10_000
    changed = ""  # the column that says when a row changed

    def _items(self):
        return InBothLanguages(self.items())

    def get_latest_lastmod(self):
        return self.items().aggregate(newest=Max(self.changed))["newest"] if self.changed else None


class PageSitemap(BilingualSitemap):
    def items(self):
        return PAGES

    def location(self, item):
        return reverse(item)


class YearSitemap(BilingualSitemap):
    def items(self):
        return ProgramYear.objects.visible_to(NOBODY).order_by("year")

    def location(self, item):
        return reverse("reports:year_detail", args=[item.year])


class PlanSitemap(BilingualSitemap):
    def items(self):
        return ActionPlan.objects.visible_to(NOBODY).select_related("year").order_by("year__year", "number")

    def location(self, item):
        return reverse("reports:plan_detail", args=[item.year.year, item.number])


class EditionSitemap(BilingualSitemap):
    """Published editions; what a published one holds never changes again."""

    def items(self):
        rows = YearEdition.objects.visible_to(NOBODY).order_by("year__year", "number")
        return rows.values_list("year__year", "number", "published_at")

    def location(self, item):
        return reverse("editions:edition_detail", args=item[:2])

    def lastmod(self, item):
        return item[2]


class MeetingSitemap(BilingualSitemap):
    def items(self):
        return Meeting.objects.visible_to(NOBODY).select_related("year").order_by("year__year", "number")

    def location(self, item):
        return reverse("council:meeting_detail", args=[item.key])


class DecisionSitemap(BilingualSitemap):
    changed = "recorded_at"

    def items(self):
        return Decision.objects.visible_to(NOBODY).adopted().order_by("number")

    def location(self, item):
        return reverse("council:decision_detail", args=[item.slug])

    def lastmod(self, item):
        return item.recorded_at


class InstitutionSitemap(BilingualSitemap):
    def items(self):
        return Institution.objects.visible_to(NOBODY).order_by("key")

    def location(self, item):
        return reverse("council:institution_detail", args=[item.key])


class FirmSitemap(BilingualSitemap):
    changed = "changed_at"

    def items(self):
        return DirectoryEntry.objects.order_by("pk").values_list("slug", "changed_at")

    def location(self, item):
        return reverse("members:firm_detail", args=[item[0]])

    def lastmod(self, item):
        return item[1]


class NetworkSitemap(BilingualSitemap):
    def items(self):
        return Network.objects.visible_to(NOBODY).order_by("key")

    def location(self, item):
        return reverse("members:network_detail", args=[item.key])


class CourseSitemap(BilingualSitemap):
    changed = "changed_at"

    def items(self):
        return Course.objects.visible_to(NOBODY).order_by("pk").values_list("slug", "changed_at")

    def location(self, item):
        return reverse("trainings:course_detail", args=[item[0]])

    def lastmod(self, item):
        return item[1]


class FindingSitemap(BilingualSitemap):
    def items(self):
        return Finding.objects.public().order_by("number").values_list("number", flat=True)

    def location(self, item):
        return reverse("market:finding_detail", args=[item])


class NeedSitemap(BilingualSitemap):
    changed = "changed_at"

    def items(self):
        return Need.objects.visible_to(NOBODY).order_by("number").values_list("number", "changed_at")

    def location(self, item):
        return reverse("market:need_detail", args=[item[0]])

    def lastmod(self, item):
        return item[1]


class IdeaSitemap(BilingualSitemap):
    def items(self):
        return Idea.objects.public().order_by("pk").values_list("pk", flat=True)

    def location(self, item):
        return reverse("ideas:idea_detail", args=[item])


class CallSitemap(BilingualSitemap):
    def items(self):
        return IdeaCall.objects.order_by("slug").values_list("slug", flat=True)

    def location(self, item):
        return reverse("ideas:call_detail", args=[item])


SITEMAPS = {
    "pages": PageSitemap,
    "years": YearSitemap,
    "plans": PlanSitemap,
    "editions": EditionSitemap,
    "meetings": MeetingSitemap,
    "decisions": DecisionSitemap,
    "institutions": InstitutionSitemap,
    "firms": FirmSitemap,
    "networks": NetworkSitemap,
    "courses": CourseSitemap,
    "findings": FindingSitemap,
    "needs": NeedSitemap,
    "ideas": IdeaSitemap,
    "calls": CallSitemap,
}
