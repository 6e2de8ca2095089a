"""Who acts for a firm: invited by a link that opens once, and gone when they leave; the last one stays."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import canonical_address
from accounts.roles import FIRM_REPRESENTATIVE
from accounts.services import open_account
from filing.services import record_change
from members.models import Firm, Representative, RepresentativeInvitation
from members.notices.invitation import send_invitation
from members.services.states import lock_firm
from persian.digits import localised

OPEN_FOR = dt.timedelta(days=14)
SALT = "members.representative"
MOST_OPEN, MOST_A_DAY = 5, 10  # invitations of one firm: the portal is no way to write to strangers
CLOSED = (Firm.State.LEFT, Firm.State.DRAFT)


def token_of(invitation):
    return signing.dumps(invitation.pk, salt=SALT)


def find_invitation(token):
    """The invitation behind a link, None for a forged one. Whether it is still open says ``is_open``. One query."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    rows = RepresentativeInvitation.objects.select_related("firm", "invited_by")
    return rows.filter(pk=pk).first()


def is_open(invitation):
    return invitation.used_at is None and invitation.expires_at > timezone.now() and invitation.firm.state not in CLOSED


def open_invitations(firm):
    return firm.invitations.filter(used_at=None, expires_at__gt=timezone.now())


@transaction.atomic
def invite_representative(*, firm, contact, by):
    """Send a link that makes its reader a representative, once, within 14 days. Raises ValidationError."""
    firm = lock_firm(firm)
    if firm.state in CLOSED:
        raise ValidationError(
            _("The firm is «%(state)s»: nobody can be invited.") % {"state": firm.get_state_display()}
        )
    contact = canonical_address(contact)
    waiting = open_invitations(firm)
    if waiting.filter(contact=contact).exists():
        raise ValidationError(_("This address is invited already."), code="invited")
    if waiting.count() >= MOST_OPEN:
        raise ValidationError(
            _("%(limit)s invitations are open already. Withdraw one first.") % {"limit": localised(MOST_OPEN)},
            code="too_many",
        )
    if firm.invitations.filter(invited_at__gt=timezone.now() - dt.timedelta(days=1)).count() >= MOST_A_DAY:
        raise ValidationError(_("Enough invitations for today. Go on tomorrow."), code="too_many")
    user = get_user_model().objects.find(contact)
    if user and firm.representatives.current().filter(user=user).exists():
        raise ValidationError(_("This person acts for the firm already."), code="acts")
    invitation = RepresentativeInvitation.objects.create(
        firm=firm, contact=contact, invited_by=by, expires_at=timezone.now() + OPEN_FOR
    )
    send_invitation(invitation, token_of(invitation))
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation, by):
    """The link opens no more. ``by`` stands in the book."""
    if open_invitations(invitation.firm).filter(pk=invitation.pk).update(expires_at=timezone.now()):
        record_change(invitation.firm, by=by, old="invited", new="invitation withdrawn")


def claim_invitation(invitation):
    """Use the link up; of two who press at once one wins. Raises ValidationError."""
    fresh = open_invitations(invitation.firm).filter(pk=invitation.pk)
    if invitation.firm.state in CLOSED or not fresh.update(used_at=timezone.now()):
        raise ValidationError(_("This invitation was used, or its time is over. Ask for a new one."), code="closed")


@transaction.atomic
def accept_invitation(*, invitation, user, position=""):
    """``user`` acts for the firm from now on. Raises ValidationError."""
    firm = lock_firm(invitation.firm)
    claim_invitation(invitation)
    if firm.representatives.current().filter(user=user).exists():
        raise ValidationError(_("You act for this firm already."), code="acts")
    row = Representative.objects.create(firm=firm, user=user, position=position)
    user.groups.add(Group.objects.get_or_create(name=FIRM_REPRESENTATIVE)[0])
    record_change(firm, by=user, old="invited", new="representative joined")
    return row


@transaction.atomic
def accept_as_new(*, invitation, full_name, position=""):
    """As above for somebody without an account: the link came to the address, so the address is theirs. Gives the user.

    Raises ValidationError when the address has an account: its owner signs in first.
    """
    user = open_account(identifier=invitation.contact, full_name=full_name)
    accept_invitation(invitation=invitation, user=user, position=position)
    return user


@transaction.atomic
def stop_representing(*, firm, user):
    """``user`` acts for the firm no more. The last one cannot go: the firm would be without a voice. ValidationError.

    Under the firm's lock, so that of the last two who leave at once one stays.
    """
    firm = lock_firm(firm)
    people = firm.representatives.current()
    if firm.state not in CLOSED and not people.exclude(user=user).exists():
        raise ValidationError(
            _("You are the last one who acts for the firm. Invite somebody first, or let the firm leave the cluster."),
            code="last",
        )
    if not people.filter(user=user).update(left_at=timezone.now()):
        raise ValidationError(_("You do not act for this firm."), code="gone")
    record_change(firm, by=user, old="representative", new="representative left")
