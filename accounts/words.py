"""What the sign-in pages say when they refuse, and after an act: the same to known and unknown people."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WRONG = gettext_lazy("The name or the password is not right. Check both and try again; capital letters count.")
TOO_MANY = gettext_lazy("Too many attempts. Wait ten minutes and try again.")
TAKEN = gettext_lazy("This address cannot be used. Choose another one.")
REFUSALS = {
    "account_inactive": WRONG,
    "email_password_mismatch": WRONG,
    "phone_password_mismatch": WRONG,
    "username_password_mismatch": WRONG,
    "invalid_login": WRONG,
    "too_many_login_attempts": TOO_MANY,
    "rate_limited": TOO_MANY,
    "incorrect_code": gettext_lazy("The code is not right. Check it and try again."),
    "incorrect_password": gettext_lazy("The password is not right."),
    "enter_current_password": gettext_lazy("The current password is not right."),
    "email_taken": TAKEN,
    "phone_taken": TAKEN,
    "duplicate_email": gettext_lazy("This is your address already."),
    "same_as_current": gettext_lazy("This is your address already."),
    "max_email_addresses": gettext_lazy("A new address waits to be confirmed. Confirm or drop it first."),
}


def message(template, context):
    """Our words for one of allauth's messages; None: it is not said."""
    return {
        "account/messages/email_confirmed.txt": _("Your e-mail address is confirmed."),
        "account/messages/email_deleted.txt": _("The new address was dropped."),
        "account/messages/email_confirmation_failed.txt": _("This address cannot be used. Choose another one."),
        "account/messages/phone_verified.txt": _("Your mobile number is confirmed."),
        "account/messages/password_changed.txt": _("Your password was changed; all other sessions are ended."),
        "account/messages/password_set.txt": _("Your password was set."),
        "account/messages/logged_out.txt": _("You are signed out."),
        "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
        "mfa/messages/totp_deactivated.txt": _("The authenticator app was removed."),
        "mfa/messages/webauthn_added.txt": _("The passkey was added."),
        "mfa/messages/webauthn_removed.txt": _("The passkey was removed."),
        "mfa/messages/recovery_codes_generated.txt": _("New recovery codes were made. Keep them in a safe place."),
        "usersessions/messages/sessions_logged_out.txt": _("All other sessions are ended."),
    }.get(template)
