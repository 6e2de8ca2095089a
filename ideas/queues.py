"""What waits among the ideas; each number leads to exactly that list."""

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.waiting import Desk, WaitingItem
from ideas.models import Idea, IdeaScore
from ideas.services.scoring import FEWEST

State = Idea.State


def in_state(state):
    return lambda: Idea.objects.filter(state=state)


def without_scorers():
    """Ideas that passed screening and have fewer than two people without a conflict to score them."""
    asked = Count("scores", filter=Q(scores__has_conflict=False))
    return Idea.objects.filter(state=State.SCREENED).annotate(asked=asked).filter(asked__lt=FEWEST)


class Queue(NamedTuple):
    permission: str
    ideas: Callable
    title: str
    hint: str


QUEUES = {
    "screen": Queue(
        "ideas.screen_idea",
        in_state(State.SUBMITTED),
        gettext_lazy("Ideas to screen"),
        gettext_lazy("New ones, and those whose submitter has answered."),
    ),
    "scorers": Queue(
        "ideas.screen_idea",
        without_scorers,
        gettext_lazy("Ideas that lack scorers"),
        gettext_lazy("At least two people without a conflict score each idea."),
    ),
    "shortlist": Queue(
        "ideas.shortlist_idea",
        in_state(State.SCORED),
        gettext_lazy("Scored ideas to shortlist"),
        gettext_lazy("Put the best ones on the agenda of a meeting; tell the others why not."),
    ),
    "propose": Queue(
        "ideas.shortlist_idea",
        Idea.objects.to_decide,
        gettext_lazy("Shortlisted ideas on no proposed decision"),
        gettext_lazy("Tie them to a decision in the meeting's editor."),
    ),
    "turned-down": Queue(
        "ideas.screen_idea",
        Idea.objects.turned_down,
        gettext_lazy("Ideas that the council turned down"),
        gettext_lazy("Write the reason; the submitter waits for it."),
    ),
    "convert": Queue(
        "ideas.convert_idea",
        in_state(State.ADOPTED),
        gettext_lazy("Adopted ideas to turn into plans"),
        gettext_lazy("One act makes a draft plan, or an activity of one."),
    ),
}


def waiting_items(user):
    """The queues of this room, for who runs ideas; one's own scores for who scores. A query each."""
    ideas = reverse("admin:ideas_idea_changelist")
    items = [
        WaitingItem(queue.ideas().count(), str(queue.title), f"{ideas}?waits={name}", str(queue.hint))
        for name, queue in QUEUES.items()
        if user.has_perm(queue.permission)
    ]
    if user.has_perm("ideas.score_idea"):
        count = IdeaScore.objects.waiting().filter(scorer=user).count()
        hint = _("You were asked to grade them; nobody sees your grades before all are in.")
        items.append(WaitingItem(count, _("Ideas for you to score"), reverse("ideas:scoring_list"), hint))
    return items


def desks(user):
    """The list of ideas for who runs them, the scorers' desk. No query of rows."""
    found = []
    if user.has_perm("ideas.screen_idea"):
        found.append(Desk(_("Ideas"), reverse("admin:ideas_idea_changelist")))
    if user.has_perm("ideas.score_idea"):
        found.append(Desk(_("Ideas to score"), reverse("ideas:scoring_list")))
    return found
