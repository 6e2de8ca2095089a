"""Sign-in by e-mail address or mobile number."""

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend


class IdentifierBackend(ModelBackend):
    """As Django's own, save that the name may be either identifier, in any digits. One password is hashed, always."""

    def authenticate(self, request, username=None, password=None, email=None, phone=None, **kwargs):
        """allauth names the kind of address that was typed, everybody else says ``username``."""
        identifier = username or email or phone
        if not identifier or password is None:
            return None
        user = get_user_model().objects.find(identifier)
        if user is None:
            get_user_model()().set_password(password)  # the same work as for a known name, so that time tells nothing
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None
