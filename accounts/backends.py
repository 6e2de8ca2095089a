"""Sign-in by e-mail address or mobile number."""

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend


class IdentifierBackend(ModelBackend):
    """As Django's own, save that the name may be either identifier, in any digits."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        identifier = username or kwargs.get(get_user_model().USERNAME_FIELD)
        if not identifier or password is None:
            return None
        try:
            user = get_user_model().objects.get_by_natural_key(identifier)
        except get_user_model().DoesNotExist:
            get_user_model()().set_password(password)  # the same work as for a known name, so that time tells nothing
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None
