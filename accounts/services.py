"""What happens to an account: opened for somebody whose address another room confirmed."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import canonical


def open_account(*, identifier, full_name, password=None):
    """A new user with this e-mail address or mobile number, which the caller has already seen confirmed.

    Without a password the person signs in by a code, and may set one later. Raises ValidationError when the identifier is
    not valid or has an account: the caller asks ``User.objects.find()`` first.
    """
    if get_user_model().objects.find(identifier) is not None:
        raise ValidationError(_("There is an account with this address already."), code="taken")
    return get_user_model().objects.create_user(full_name=full_name, password=password, **canonical(identifier))
