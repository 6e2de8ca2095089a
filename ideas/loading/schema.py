"""The keys that a sample file may have about ideas. Days are named, or counted from the day of loading (``_in``)."""

from django.utils.translation import gettext as _

from council.loading import files
from ideas.models import Idea, IdeaProposal, IdeaScore


def offset(value):
    """Days from the day of loading, before it when negative."""
    if not isinstance(value, int) or isinstance(value, bool) or not -400 <= value <= 400:
        raise ValueError(_("A whole number of days from the day of loading is expected here."))
    return value


def grade(value):
    if isinstance(value, bool) or value not in range(IdeaScore.LOWEST, IdeaScore.HIGHEST + 1):
        raise ValueError(_("A grade from 1 to 5 is expected here."))
    return value


SCORE = {"by": files.text, "grades?": [grade], "comment?": files.text, "conflict?": files.text}
SCHEMA = {
    "idea_call?": [
        {
            "slug": files.text,
            "title": files.text,
            "title_en?": files.text,
            "text": files.text,
            "text_en?": files.text,
            "sections?": [files.whole],
            "opens_on?": files.day,
            "opens_in?": offset,
            "closes_on?": files.day,
            "closes_in?": offset,
            "weights": [files.amount],
        }
    ],
    "idea?": [
        {
            "title": files.text,
            "problem": files.text,
            "solution": files.text,
            "effect": files.text,
            "call?": files.text,
            "sections?": [files.whole],
            "firm?": files.text,
            "name?": files.text,
            "email?": files.text,
            "named?": files.yes,
            "state": files.one_of(Idea.State),
            "submitted_on?": files.day,
            "submitted_in?": offset,
            "question?": files.text,
            "answer?": files.text,
            "reason?": files.text,
            "scores?": [SCORE],
            "decision?": files.text,
            "act?": files.one_of(IdeaProposal.Act),
            "plan?": files.text,
            "activity?": files.whole,
        }
    ],
}
