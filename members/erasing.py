"""What the firms' room knows of a person beside the user's row, and how it is taken out (G38).

What a firm did and reported stays: it is the firm's. Its contact lines go where they are this person's.
"""

from django.utils import timezone

from accounts.models import pseudonym_address
from members.exchange.firms import FIRMS
from members.models import ExportJob, Firm, RegistrationDraft, Representative, RepresentativeInvitation
from members.services.exports import take_back


def erase_person(user):
    """Blank the person's addresses in drafts, invitations and firms' contact lines; end what the person acts for.

    Lists of firms that somebody took along and that still lie here go too: they may hold those lines.

    Called by ``pseudonymise_user()`` in its transaction, with the row as it was. Also the last representative goes: the
    right to be forgotten stands above the rule that a firm keeps one.
    """
    addresses = [address for address in (user.email, user.mobile) if address]
    tombstone = pseudonym_address(user.pk)
    RegistrationDraft.objects.filter(contact__in=addresses, sent_at__isnull=True).delete()
    RegistrationDraft.objects.filter(contact__in=addresses).update(contact=tombstone, payload={})
    RepresentativeInvitation.objects.filter(contact__in=addresses).update(contact=tombstone)
    representations = Representative.objects.filter(user=user)
    if representations.exists():
        erase_contacts(user, Firm.objects.filter(pk__in=representations.values("firm_id")))
        take_back(ExportJob.objects.filter(kind=FIRMS))
    representations.update(position="")
    representations.current().update(left_at=timezone.now())


def erase_contacts(user, firms):
    """Contact lines that carry the person's name, address or number, now and in every kept version."""
    own = {"contact_person": user.full_name, "contact_email": user.email, "contact_phone": user.mobile}
    for field, value in own.items():
        if value:
            firms.filter(**{field: value}).update(**{field: ""})
            Firm.history.filter(id__in=firms.values("pk"), **{field: value}).update(**{field: ""})
