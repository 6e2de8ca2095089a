"""What the sign-in pages write to people, as mail or SMS through the outbox. What holds a code is secret there."""

import datetime as dt
import uuid

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from persian.digits import localised
from post.services import send_later

SUBJECTS = {
    "code": gettext_lazy("Your one-time code"),
    "unknown_account": gettext_lazy("There is no account with this address"),
    "account_already_exists": gettext_lazy("You have an account already"),
    "notice": gettext_lazy("Your account was changed"),
}
PURPOSES = {
    "sign_in": gettext_lazy("Code for signing in"),
    "confirm": gettext_lazy("Code for confirming this address"),
    "reset": gettext_lazy("Code for a new password"),
}


def write(kind, recipient, **context):
    """One message of this kind to an e-mail address or a mobile number; which of the two says the channel."""
    channel = "mail" if "@" in recipient else "sms"
    template = f"accounts/email/{kind}{'' if channel == 'mail' else '_sms'}.txt"
    send_later(
        channel=channel,
        to=recipient,
        subject=str(SUBJECTS[kind]),
        body=render_to_string(template, addresses() | context).strip(),
        key=f"account/{uuid.uuid4()}",
        language=get_language(),
        secret_until=timezone.now() + dt.timedelta(seconds=settings.CODE_LIFETIME) if kind == "code" else None,
    )


def write_code(recipient, code, purpose):
    """A one-time code. On the telephone it stands in Latin digits, which is what the keyboard offers to fill in."""
    shown = localised(code) if "@" in recipient else code
    minutes = settings.CODE_LIFETIME // 60
    write("code", recipient, code=shown, purpose=PURPOSES[purpose], minutes=localised(minutes))


def addresses():
    """Links are made from SITE_URL, never from the request: who asks must not choose where they lead."""
    return {
        "site": settings.SITE_URL.rpartition("/")[2],
        "sign_in_url": settings.SITE_URL + reverse("account_login"),
        "sign_up_url": settings.SITE_URL + reverse("account_signup"),
        "reset_url": settings.SITE_URL + reverse("account_reset_password"),
    }


def notice_text(what):
    """What happened to an account, in one sentence; None for what nobody needs to be told."""
    return {
        "account/email/password_changed": _("The password was changed."),
        "account/email/password_set": _("A password was set."),
        "account/email/password_reset": _("The forgotten password was replaced."),
        "account/email/email_changed": _("The e-mail address was changed."),
        "mfa/email/totp_activated": _("An authenticator app was set up."),
        "mfa/email/totp_deactivated": _("The authenticator app was removed."),
        "mfa/email/webauthn_added": _("A passkey was added."),
        "mfa/email/webauthn_removed": _("A passkey was removed."),
        "mfa/email/recovery_codes_generated": _("New recovery codes were made; the earlier ones are void."),
    }.get(what)
