"""Who must not judge an idea: whoever had it, whoever acts or acted for its firm, whoever said so themselves."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.services import confirmed_addresses


def conflict_of(idea, user):
    """Why this person must not judge the idea, in words; empty when they may. Three queries at the most."""
    if is_author(idea, user):
        return _("You had this idea yourself: others judge it.")
    if idea.firm_id and idea.firm.representatives.filter(user=user).exists():
        return _("You act or acted for the firm that submitted this idea: others judge it.")
    if idea.scores.filter(scorer=user, has_conflict=True).exists():
        return _("You declared a conflict of interest: others judge this idea.")
    return ""


def is_author(idea, user):
    """By account, or by an address that they have proved to be theirs."""
    return idea.user_id == user.pk or (bool(idea.contact) and idea.contact in confirmed_addresses(user))


def refuse_conflict(idea, user):
    """Raises ValidationError for who must not judge the idea."""
    words = conflict_of(idea, user)
    if words:
        raise ValidationError(words, code="conflict")
