"""The few figures of a year or a plan that a badge and a picture show: those of its page, as the public sees it."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from actionplans.figures import plan_progress, year_progress
from actionplans.models import ActionPlan
from council.documents.addresses import absolute
from council.models import ProgramYear
from reports.pages.words import STATUS_WORDS, Words, geometry

NOBODY = AnonymousUser()
KINDS = ("planned", "reported", "verified")


@dataclass(frozen=True)
class Glance:
    """In words of the active language; ``bar`` in percent for drawing, None while there is no figure."""

    title: str
    name: str
    address: str
    day: str
    figures: dict
    bar: dict | None
    status: str
    is_sample: bool
    is_persian: bool  # the name, on a page in English

    @property
    def sentence(self):
        """All of it as one sentence, for who does not see it."""
        told = _("no figures yet")
        if self.bar:
            told = _("verified %(verified)s percent, planned %(planned)s percent, %(day)s") % self.figures
        sample = _("Sample") if self.is_sample else ""
        return " · ".join(filter(None, [self.title, self.name, told, sample]))


def year_glance(year):
    """Four queries; None when the programme has no such year."""
    found = ProgramYear.objects.visible_to(NOBODY).filter(year=year).first()
    if found is None:
        return None
    words, progress = Words(), year_progress(found, user=NOBODY)
    figures = progress.figures
    known = figures if figures.has_roll_up and figures.plans else None
    return glance(
        known,
        words,
        progress.day,
        title=_("Progress of the year %(year)s") % {"year": words.digits(found.year)},
        name="",
        address=absolute("reports:year_detail", found.year),
        status="",
        is_sample=found.is_sample or any(row.plan.is_sample for row in progress.plans),
        is_persian=False,
    )


def plan_glance(year, number):
    """Three queries; None when the public sees no such plan."""
    plans = ActionPlan.objects.visible_to(NOBODY).select_related("year", "approved_by", "stopped_by")
    plan = plans.filter(year__year=year, number=number).first()
    if plan is None:
        return None
    words, progress = Words(), plan_progress(plan)
    return glance(
        progress.figures,
        words,
        progress.day,
        title=_("Action plan %(number)s of %(year)s")
        % {"number": words.digits(plan.number), "year": words.digits(plan.year.year)},
        name=words.plain(plan.title, plan.title_en),
        address=absolute("reports:plan_detail", plan.year.year, plan.number),
        status=str(STATUS_WORDS[progress.figures.status]) if progress.figures else "",
        is_sample=plan.is_sample,
        is_persian=words.is_english and not plan.title_en,
    )


def glance(figures, words, day, **facts):
    shown = {kind: words.percent(getattr(figures, kind)) for kind in KINDS} if figures else {}
    bar = {kind: geometry(getattr(figures, kind)) for kind in KINDS} if figures else None
    return Glance(day=words.day(day), figures=shown | {"day": words.day(day)}, bar=bar, **facts)
