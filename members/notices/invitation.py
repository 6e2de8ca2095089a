"""The signed link with which a colleague becomes a representative of a firm."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from council.documents.addresses import absolute
from persian.jalali import format_day
from post.services import send_later


def send_invitation(invitation, token):
    """By e-mail or SMS, whatever the contact is, in the language of the firm."""
    firm = invitation.firm
    with translation.override(firm.language):
        context = {
            "firm": firm,
            "inviter": invitation.invited_by,
            "url": absolute("members:desk_join", token),
            "until": format_day(localdate(invitation.expires_at)),
        }
        message = {
            "key": f"firm-invitation/{invitation.pk}",
            "to": invitation.contact,
            "language": firm.language,
            "secret_until": invitation.expires_at,
        }
        if "@" in invitation.contact:
            subject = _("Invitation: act for %(firm)s in the cluster") % {"firm": firm}
            body = render_to_string("members/email/invitation.txt", context)
            return send_later(channel="mail", subject=subject[:200], body=body, **message)
        body = render_to_string("members/email/invitation_sms.txt", context)
        return send_later(channel="sms", subject="", body=body, **message)
