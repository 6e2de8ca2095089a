"""Identifiers of Iranian firms: canonical form and check digits.

The rules are those of the national registers: the 11-digit national ID of legal entities carries a check digit modulo
11; a postal code has ten digits, none of the first five a 0 or a 2.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from persian.digits import to_latin

ENTITY_WEIGHTS = (29, 27, 23, 19, 17) * 2


def canonical_code(text):
    """``۱۰۳۸-۰۲۸ ۴۷۹۰`` → ``10380284790``: Latin digits, without spaces, dashes, slashes and ZWNJ. None when empty."""
    kept = "".join(letter for letter in to_latin(text or "") if not letter.isspace() and letter not in "-–_/\u200c")
    return kept or None


def _is_digits(code, length):
    return len(code) == length and code.isascii() and code.isdecimal()


def is_entity_id(code):
    """Whether eleven canonical digits are a national ID of a legal entity."""
    if not _is_digits(code, 11) or len(set(code)) == 1:
        return False
    digits = [int(digit) for digit in code]
    added = digits[9] + 2
    rest = sum((digit + added) * weight for digit, weight in zip(digits[:10], ENTITY_WEIGHTS, strict=True)) % 11
    return rest % 10 == digits[10]


def is_postal_code(code):
    """Whether ten canonical digits may be a postal code."""
    return _is_digits(code, 10) and not set(code[:5]) & {"0", "2"}


def check_entity_id(code):
    """Validator of a model or form field; looks at the canonical form."""
    if not is_entity_id(canonical_code(code) or ""):
        message = _("This is not a national ID of a company: it has 11 digits and the last one checks the others.")
        raise ValidationError(message, code="entity_id")


def check_postal_code(code):
    """Validator of a model or form field; looks at the canonical form."""
    if not is_postal_code(canonical_code(code) or ""):
        raise ValidationError(_("A postal code has 10 digits, none of the first five a 0 or a 2."), code="postal_code")
