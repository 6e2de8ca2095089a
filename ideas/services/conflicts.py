"""Who must not judge an idea: whoever had it, whoever acts or acted for its firm, whoever said so themselves."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _


def reasons(idea):
    """Pairs of people who must not judge the idea, and why, in words. ``Idea.objects.barred_to()`` asks the other way.

    Whoever had it is known by account, or by an address that they have proved to be theirs.
    """
    people = get_user_model().objects
    by_mail = Q(emailaddress__email=idea.contact, emailaddress__verified=True)
    by_mobile = Q(mobile=idea.contact, is_mobile_verified=True)
    return [
        (people.filter(Q(ideas=idea) | by_mail | by_mobile), _("You had this idea yourself: others judge it.")),
        (
            people.filter(representations__firm__ideas=idea),
            _("You act or acted for the firm that submitted this idea: others judge it."),
        ),
        (
            people.filter(idea_scores__idea=idea, idea_scores__has_conflict=True),
            _("You declared a conflict of interest: others judge this idea."),
        ),
    ]


def conflict_of(idea, user):
    """Why this person must not judge the idea, in words; empty when they may. Three queries at the most."""
    return next((words for people, words in reasons(idea) if people.filter(pk=user.pk).exists()), "")


def barred_people(idea):
    """Everybody for whom ``conflict_of`` has a word."""
    who = Q()
    for people, _words in reasons(idea):
        who |= Q(pk__in=people.values("pk"))
    return get_user_model().objects.filter(who)


def refuse_conflict(idea, user):
    """Raises ValidationError for who must not judge the idea."""
    words = conflict_of(idea, user)
    if words:
        raise ValidationError(words, code="conflict")
