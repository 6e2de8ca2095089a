"""Roles pass from who leaves to who arrives: all chosen ones at once, or none."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import roles
from accounts.middleware import FACTORS
from accounts.services import end_sessions
from filing.services import record_change
from handover.models import RoleTransfer

TRANSFER_ROLE = "handover.transfer_role"
DESKS = {roles.FACILITATOR, roles.STAFF, roles.SUPERVISOR, roles.COUNCIL_MEMBER, roles.ADMINISTRATOR}
APART = {roles.FACILITATOR, roles.STAFF}  # who reports; the supervisor verifies, and nobody verifies their own (I7)


@transaction.atomic
def move_roles(*, leaving, arriving, groups, by):
    """Take the named groups from one person and give them to another; sessions of who leaves end everywhere.

    Both rows are held. Raises PermissionDenied for everybody but the administrator, ValidationError that says what to
    do first. Seats of the council and offices of a network are not moved: those are decided elsewhere.
    """
    if not by.has_perm(TRANSFER_ROLE):
        raise PermissionDenied(_("Only an administrator passes roles on."))
    leaving, arriving = held(leaving, arriving)
    require_people(leaving, arriving, by)
    names = sorted(set(groups))
    require_roles(leaving, arriving, names)
    require_second_factor(arriving)
    for group in Group.objects.filter(name__in=names).order_by("name"):
        leaving.groups.remove(group)
        arriving.groups.add(group)
        RoleTransfer.objects.create(leaving=leaving, arriving=arriving, group=group.name, by=by)
        record_change(leaving, by=by, old=group.name, new="role passed on", why=f"user {arriving.pk}")
        record_change(arriving, by=by, old="", new=group.name, why=f"user {leaving.pk}")
    open_and_close_desks(leaving, arriving, names)
    end_sessions(leaving)
    return names


def held(leaving, arriving):
    """Both people, locked in the order of their numbers, so that no two wait in a circle."""
    rows = get_user_model().objects.select_for_update().filter(pk__in=[leaving.pk, arriving.pk]).order_by("pk")
    by_key = {row.pk: row for row in rows}
    return by_key[leaving.pk], by_key[arriving.pk]


def require_people(leaving, arriving, by):
    if leaving == arriving:
        raise ValidationError(_("Choose two different people."))
    if by == leaving:
        raise ValidationError(_("Nobody passes on their own roles: ask another administrator."))
    if not arriving.is_active or arriving.is_pseudonym:
        raise ValidationError(
            _("%(person)s cannot sign in: open the account first, in the list of users.") % {"person": arriving}
        )


def require_roles(leaving, arriving, names):
    """They are roles of who leaves, they fit to who arrives, and somebody stays to keep the users."""
    if not names:
        raise ValidationError(_("Choose at least one role."))
    own = set(leaving.groups.values_list("name", flat=True))
    foreign = [name for name in names if name not in own]
    if foreign:
        raise ValidationError(
            _("%(person)s does not have the role «%(role)s» any more. Look at the page again.")
            % {"person": leaving, "role": roles.word(foreign[0])}
        )
    if roles.ADMINISTRATOR in names and not other_administrators(leaving).exists():
        raise ValidationError(
            _("%(person)s is the last administrator: make another one first, in the list of users.")
            % {"person": leaving}
        )
    has = set(arriving.groups.values_list("name", flat=True)) | set(names)
    if roles.SUPERVISOR in has and has & APART:
        raise ValidationError(_("Nobody verifies their own work: the technical supervisor takes no role that reports."))


def other_administrators(leaving):
    """Those who could keep the users without this person."""
    users = get_user_model().objects.filter(is_active=True, is_staff=True, groups__name=roles.ADMINISTRATOR)
    return users.exclude(pk=leaving.pk)


def require_second_factor(arriving):
    if not Authenticator.objects.filter(user=arriving, type__in=FACTORS).exists():
        raise ValidationError(
            _("%(person)s has no second factor: they set one up in their account, then the roles can pass on.")
            % {"person": arriving}
        )


def open_and_close_desks(leaving, arriving, names):
    """Whoever has a role of the desk may open it; whoever has none left may not."""
    if DESKS & set(names) and not arriving.is_staff:
        arriving.is_staff = True
        arriving.save(update_fields=["is_staff"])
    left = set(leaving.groups.values_list("name", flat=True))
    if leaving.is_staff and not leaving.is_superuser and not left & DESKS:
        leaving.is_staff = False
        leaving.save(update_fields=["is_staff"])
