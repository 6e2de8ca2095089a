"""Words of Django that its own Persian catalogue lacks: named here so that ours carries them."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

WORDS = [
    _("Breadcrumbs"),
    _("Model name"),
    _("Select this object for an action - {}"),
    _("This action will <strong>enable</strong> password-based authentication for this user."),
    _("This field cannot be blank."),
    _("This field cannot be null."),
    _("Constraint “%(name)s” is violated."),
    _("%(model)s instance with %(field)s %(value)r is not a valid choice."),
]
BETTER = [  # Django's catalogue has them, in words that are wrong or clumsy
    _("Recent actions"),
    _("My actions"),
    _("None available"),
    _("Add"),
    _("Filter"),
    _("Password-based authentication"),
    _("Enabled"),
    _("Disabled"),
    _("Reset password"),
    _("Raw passwords are not stored, so there is no way to see the user’s password."),
    _("Enter the same password as before, for verification."),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be entirely numeric."),
    _(
        "Whether the user will be able to authenticate using a password or not. If disabled, they may still be able to "
        "authenticate using other backends, such as Single Sign-On or LDAP."
    ),
    _("Tuesday"),
    _("salt"),
    _("hash"),
]
COUNTED = [
    ngettext_lazy("Please correct the error below.", "Please correct the errors below.", 2),
    ngettext_lazy("Please submit at most %(num)d form.", "Please submit at most %(num)d forms.", 2),
    ngettext_lazy("Please submit at least %(num)d form.", "Please submit at least %(num)d forms.", 2),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        2,
    ),
]
