"""The signed link in a letter about a need: who holds it stops these letters for the firm without signing in."""

from django.core import signing

from members.models import Firm

SALT = "market.need-letters"


def stop_token(firm):
    """Works for good: nobody should have to sign in to be left alone."""
    return signing.Signer(salt=SALT, sep=".").sign(str(firm.pk))


def find_firm(token):
    """The firm behind a link; None for a forged one."""
    try:
        pk = signing.Signer(salt=SALT, sep=".").unsign(token)
    except signing.BadSignature:
        return None
    return Firm.objects.filter(pk=pk).first()
