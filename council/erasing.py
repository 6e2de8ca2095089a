"""What the council's room knows of a person beside the user's row (G38).

Names on seats and in minutes stay: who sat on a public council is a public record. The address for invitations is not.
"""

from django.utils import timezone

from council.models import EditorDraft, InstitutionAgent, Seat


def erase_person(user):
    """Blank the person's address on seats, now and in every kept version; throw unsaved texts away.

    What the person acted for in the market goes on without them.
    """
    InstitutionAgent.objects.filter(user=user).update(position="")
    InstitutionAgent.objects.current().filter(user=user).update(left_at=timezone.now())
    EditorDraft.objects.filter(user=user).delete()
    addresses = [user.email] if user.email else []
    for rows in (Seat.objects, Seat.history):
        rows.filter(user=user).update(email="")
        rows.filter(email__in=addresses).update(email="")
