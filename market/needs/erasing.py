"""What the needs know of a person beside the user's row, and how it is taken out (G38)."""

from django.db.models import Q

from market.models import Need


def erase_person(user):
    """Blank the line «whom firms can ask» where it names this person or carries an address of theirs."""
    own = Q(pk__in=[])
    for words in filter(None, (user.full_name, user.email, user.mobile)):
        own |= Q(contact__contains=words)
    Need.objects.filter(own).update(contact="")
