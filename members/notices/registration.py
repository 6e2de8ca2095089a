"""What an applicant is sent: the way back to the draft with a code, then the tracking code. By e-mail or SMS."""

import datetime as dt

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from council.documents.addresses import absolute
from council.models import Cluster
from members.links import KEPT_FOR, draft_token
from persian.digits import localised
from post.services import send_later

SECRET_FOR = dt.timedelta(days=1)  # longer than the code lives: the link beside it is of use for thirty days


def send_draft_link(draft, code, *, earlier=None):
    """The code and the link that proves the contact; also the link of an earlier draft that was not sent."""
    with translation.override(draft.language):
        write(
            draft.contact,
            "registration",
            subject=_("Registration of your firm: link and code"),
            key=f"registration-code/{draft.pk}/{draft.code_sent_at.timestamp()}",
            language=draft.language,
            secret_until=draft.code_sent_at + SECRET_FOR,
            code=localised(code) if "@" in draft.contact else code,  # a telephone fills in Latin digits by itself
            url=link_to(draft),
            earlier_url=link_to(earlier) if earlier else "",
        )


def link_to(draft):
    return absolute("members:register_open", draft_token(draft, proves_contact=True))


def send_tracking_code(firm, contact):
    """The application has arrived; the same for a repeated one, whose code stays."""
    with translation.override(firm.language):
        write(
            contact,
            "applied",
            subject=_("Your application has arrived; tracking code %(code)s") % {"code": firm.tracking_code},
            key=f"registration/{firm.pk}/{firm.round}",
            language=firm.language,
            firm=firm,
            url=absolute("members:register_track", firm.tracking_code),
            sign_in_url=absolute("accounts:login"),
        )


def write(contact, template, *, subject, key, language, secret_until=None, **context):
    """One message to an e-mail address or a mobile number."""
    context |= {"cluster": Cluster.objects.first(), "days": localised(KEPT_FOR.days)}
    is_mail = "@" in contact
    return send_later(
        channel="mail" if is_mail else "sms",
        to=contact,
        subject=subject if is_mail else "",
        body=render_to_string(f"members/email/{template}{'' if is_mail else '_sms'}.txt", context).strip(),
        key=key,
        language=language,
        secret_until=secret_until,
    )
