"""The signed links of a draft: whoever holds one may write in it, for thirty days, without an account.

The link that goes out by mail or SMS also proves that its reader receives what is sent to the draft's contact. The one
in the address bar of whoever began does not.
"""

import base64
import datetime as dt
import hashlib
import uuid

from django.core import signing

from ideas.models import IdeaDraft

KEPT_FOR = dt.timedelta(days=30)
SALT = "ideas.draft"
ID_LENGTH = 22  # of sixteen bytes in base64, without its padding


def draft_token(draft, *, proves_contact=False):
    """``proves_contact`` only for what is sent to the contact itself."""
    text = base64.urlsafe_b64encode(draft.pk.bytes).decode()[:ID_LENGTH]
    return _signer().sign(text + (_mark(draft.contact) if proves_contact else ""))


def find_draft(token):
    """(the draft, whether the link proves its contact), or (None, False) for what is forged, expired or gone."""
    try:
        text = _signer().unsign(token, max_age=KEPT_FOR)
        pk = uuid.UUID(bytes=base64.urlsafe_b64decode(text[:ID_LENGTH] + "=="))
    except (signing.BadSignature, ValueError):
        return None, False
    draft = IdeaDraft.objects.select_related("firm", "idea", "user").filter(pk=pk).first()
    return draft, draft is not None and text[ID_LENGTH:] == _mark(draft.contact)


def _signer():
    return signing.TimestampSigner(salt=SALT, sep=".")


def _mark(contact):
    return hashlib.sha256(contact.encode()).hexdigest()[:8]
