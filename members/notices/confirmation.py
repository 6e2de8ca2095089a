"""The letter that asks whether a firm's profile is still right, with the link that says yes."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from council.documents.addresses import absolute
from members.confirmation_links import confirmation_token
from persian.jalali import format_day
from post.services import send_later


def confirmation_key(firm, user, occasion):
    """One message for each person, each term of the firm, and each occasion in it."""
    return f"firm-confirmation/{firm.pk}/{user.pk}/{firm.confirmed_until}/{occasion}"


def ask_to_confirm(firm, user, occasion, *, is_over):
    """A mail, or a short message where only a mobile number is known; nothing where nobody can be reached."""
    if not (user.email or user.mobile):
        return None
    with translation.override(user.language):
        channel = "mail" if user.email else "sms"
        context = {
            "firm": firm,
            "person": user,
            "day": format_day(firm.confirmed_until),
            "is_over": is_over,
            "link": absolute("members:confirm", confirmation_token(firm, user)),
        }
        template = "members/email/confirmation.txt" if user.email else "members/email/confirmation_sms.txt"
        return send_later(
            channel=channel,
            to=user.email or user.mobile,
            subject=_("Is the profile of %(firm)s still right?") % {"firm": firm} if user.email else "",
            body=render_to_string(template, context),
            key=confirmation_key(firm, user, occasion),
            language=user.language,
        )
