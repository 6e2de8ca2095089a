"""A six-digit code proves that who began something is reached at its address. For rows of ``ContactProof``."""

import datetime as dt
import secrets

from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from accounts.words import TOO_MANY

CODE_LIVES = dt.timedelta(minutes=30)
AGAIN_AFTER = dt.timedelta(minutes=1)
MOST_TRIES = 5


def new_code(proof, **still):
    """A new code, which the caller sends; the earlier one is void. None within a minute of the last one.

    ``still``: what must hold of the row for it, such as ``sent_at=None``. Call it in the transaction of the message.
    """
    now, code = timezone.now(), f"{secrets.randbelow(10**6):06d}"
    rows = type(proof).objects.filter(Q(code_sent_at=None) | Q(code_sent_at__lte=now - AGAIN_AFTER), pk=proof.pk)
    if not rows.filter(**still).update(code_hash=code_hash(proof, code), code_sent_at=now, code_tries=0):
        return None
    proof.refresh_from_db()
    return code


def code_hash(proof, code):
    """Keyed by the secret of the portal: six digits behind a bare hash would be found in a moment."""
    salt = f"accounts.contact_codes.{proof._meta.label_lower}"
    return salted_hmac(salt, f"{proof.pk}:{code}", algorithm="sha256").hexdigest()


def confirm_by_code(proof, code):
    """Whether this is the code that was sent. Each guess is counted by the database before it is looked at.

    Not in a transaction of its caller: a guess that was made stays counted.
    """
    rows = type(proof).objects.filter(pk=proof.pk, code_tries__lt=MOST_TRIES)
    if not rows.filter(code_sent_at__gt=timezone.now() - CODE_LIVES).update(code_tries=F("code_tries") + 1):
        return False
    proof.refresh_from_db(fields=["code_hash"])
    if not constant_time_compare(proof.code_hash, code_hash(proof, code)):
        return False
    return confirm_contact(proof)


def confirm_contact(proof):
    """The contact is proved: by a code, or by a link that was sent there. False when it was changed meanwhile."""
    rows = type(proof).objects.filter(pk=proof.pk, contact=proof.contact)
    proof.confirmed_at = timezone.now()
    return bool(rows.update(confirmed_at=proof.confirmed_at))


def refusal(proof, *, is_allowed):
    """What a page says of a code that did not open; ``is_allowed`` False: it was not even looked at."""
    if not is_allowed:
        return TOO_MANY
    return _("The code is not right.") if may_guess(proof) else _("This code is void. Have a new one sent.")


def may_guess(proof):
    """Whether a code is open: sent within its time, with guesses left."""
    is_fresh = proof.code_sent_at is not None and proof.code_sent_at > timezone.now() - CODE_LIVES
    return is_fresh and proof.code_tries < MOST_TRIES
