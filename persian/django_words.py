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
COUNTED = [
    ngettext_lazy("Please correct the error below.", "Please correct the errors below.", 2),
    ngettext_lazy("Please submit at most %(num)d form.", "Please submit at most %(num)d forms.", 2),
    ngettext_lazy("Please submit at least %(num)d form.", "Please submit at least %(num)d forms.", 2),
]
