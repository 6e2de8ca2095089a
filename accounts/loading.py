"""Sample accounts: one per role, for a demo on one's own machine. Never on a site that others can reach."""

import os
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts import roles
from accounts.personal_data import forget_access
from accounts.services import vouch_for

DOMAIN = "sample.example"
ROLE_OF = {
    "facilitator": roles.FACILITATOR,
    "supervisor": roles.SUPERVISOR,
    "council": roles.COUNCIL_MEMBER,
    "staff": roles.STAFF,
    "admin": roles.ADMINISTRATOR,
    "firm": roles.FIRM_REPRESENTATIVE,
    "buyer": None,  # acts for an institution, which is no group
}
WITHOUT_DESK = {"firm", "buyer"}  # their pages are not those of staff
FULL_NAME = {
    "facilitator": "آرش نمونه‌کار",
    "supervisor": "سیمین نمونه‌بین",
    "council": "ژاله نمونه‌یار",
    "staff": "نرگس نمونه‌راد",
    "admin": "شایان نمونه‌فن",
    "firm": "رویا نمونه‌پیشه",
    "buyer": "مینا نمونه‌خرید",
}


def require_demo():
    """Known names with one password belong on one's own machine. Raises ValidationError."""
    if not (settings.DEMO or settings.DEBUG):
        raise ValidationError(
            _("The sample with its accounts is for demonstrations only: set DEMO=1 (or DEBUG=1), or load without it.")
        )


@transaction.atomic
def load_accounts():
    """The sample accounts by name, and the password if it was made up here (else None).

    The password is that of ``SAMPLE_PASSWORD``. An account that is there keeps everything else that was changed on it;
    a password made up on another day stays. Four queries when all are there.
    """
    require_demo()
    wanted = os.environ.get("SAMPLE_PASSWORD") or None
    accounts = {name: find(name) for name in ROLE_OF}
    missing = [name for name, user in accounts.items() if user is None]
    made_up = secrets.token_urlsafe(12) if missing and not wanted else None
    password = wanted or made_up
    if missing:
        encoded = make_password(password)  # hashed once for all: hashing is slow on purpose
        accounts |= {name: make(name, encoded) for name in missing}
    if wanted:
        follow_password(wanted, [user for name, user in accounts.items() if name not in missing])
    return accounts, made_up


def address(name):
    return f"{name}@{DOMAIN}"


def find(name):
    return get_user_model().objects.filter(email=address(name), is_sample=True).first()


def make(name, encoded):
    """An account with its role's group and, but for the firm's and the buyer's, the desk."""
    user = get_user_model()(
        email=address(name),
        full_name=FULL_NAME[name],
        is_staff=name not in WITHOUT_DESK,
        is_sample=True,
        password=encoded,
    )
    user.full_clean()
    user.save()
    user.groups.set(Group.objects.filter(name=ROLE_OF[name]))
    vouch_for(user)
    return user


def follow_password(password, users):
    """The accounts open with the password that the demo prints, also after ``.env`` was lost and made anew."""
    if not users or check_password(password, users[0].password):
        return
    encoded = make_password(password)
    for user in users:
        user.password = encoded
        user.save(update_fields=["password"])


@transaction.atomic
def remove_accounts():
    """Delete the sample accounts; one that the book of changes or others' rows name is emptied instead.

    What is left of such a person says nothing, cannot sign in, and keeps its mark. Gives (deleted, emptied).
    """
    deleted = emptied = 0
    for user in get_user_model().objects.filter(is_sample=True).exclude(email__endswith=".invalid"):
        try:
            with transaction.atomic():
                user.delete()
            deleted += 1
        except ProtectedError:
            empty(user)
            emptied += 1
    return deleted, emptied


def empty(user):
    user.email, user.mobile = f"removed-{user.pk}@sample.invalid", None
    user.full_name = _("Removed sample account")
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()
    forget_access(user)
