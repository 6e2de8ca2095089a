"""What happens to an account: opened, vouched for, its second factor taken away."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import canonical
from filing.services import record_change


def open_account(*, identifier, full_name, password=None):
    """A new user with this e-mail address or mobile number, which the caller has already seen confirmed.

    Without a password the person signs in by a code, and may set one later. Raises ValidationError when the identifier
    is not valid or has an account: the caller asks ``User.objects.find()`` first.
    """
    if get_user_model().objects.find(identifier) is not None:
        raise ValidationError(_("There is an account with this address already."), code="taken")
    return get_user_model().objects.create_user(full_name=full_name, password=password, **canonical(identifier))


def confirmed_addresses(user):
    """The e-mail addresses and the mobile number that this person has proved to be theirs; of a stranger none.

    One query for who is signed in.
    """
    if not user.is_authenticated:
        return set()
    found = set(user.emailaddress_set.filter(verified=True).values_list("email", flat=True))
    return found | {user.mobile} if user.is_mobile_verified and user.mobile else found


@transaction.atomic
def vouch_for(user):
    """The addresses of the row count as confirmed: who keeps the list of users says that they are this person's."""
    user.emailaddress_set.exclude(email=user.email or "").delete()
    if user.email:
        user.emailaddress_set.update_or_create(email=user.email, defaults={"verified": True, "primary": True})
    user.is_mobile_verified = user.mobile is not None
    user.save(update_fields=["is_mobile_verified"])


def describe_oneself(*, user, full_name, language):
    """A person's own name and the language in which they are written to. Only these two: other columns may have moved.

    Nothing goes into the book: it names people by number, so that a name can be taken out again.
    """
    user.full_name, user.language = full_name, language
    user.full_clean(exclude=["password"])
    user.save(update_fields=["full_name", "language"])


@transaction.atomic
def remove_second_factors(*, user, by):
    """For somebody who lost telephone and codes: all of them go, all sessions end. Gives how many there were."""
    count = Authenticator.objects.filter(user=user).count()
    if count:
        Authenticator.objects.filter(user=user).delete()
        end_sessions(user)
        record_change(user, by=by, old="second factor", new="no second factor")
    return count


def end_sessions(user):
    """Whoever is signed in with this account is signed out, everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()
