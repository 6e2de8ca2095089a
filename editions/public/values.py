"""The document's values as one page writes them."""

import datetime as dt
from decimal import Decimal

from django.utils.html import format_html
from django.utils.translation import gettext as _

from reports.pages.addresses import decision_url

HASH_GROUP = 16  # digits of a hash that stay together on a narrow screen


def exact(value):
    """A share or an amount of the document; None stays None."""
    return None if value is None else Decimal(value)


def date(text):
    return dt.date.fromisoformat(text)


def name(texts, words):
    """A text of two languages; nothing for none."""
    return words.name(texts["fa"], texts["en"]) if texts else ""


def plain(texts, words):
    """The same for an attribute or the sentence of a title."""
    return words.plain(texts["fa"], texts["en"]) if texts else ""


def percent(value, words):
    return words.percent(exact(value))


def decision(number, words):
    """A link to the decision; nothing for none."""
    if not number:
        return ""
    return format_html(_('<a href="{url}">decision {number}</a>'), url=decision_url(number), number=words.code(number))


def hash_groups(sha256):
    """A hash in pieces between which a line may break; put together again it is the hash, without a space."""
    return [sha256[start : start + HASH_GROUP] for start in range(0, len(sha256), HASH_GROUP)]


def plan_number(key):
    """``1403/3`` and everything below it → ``3``."""
    return key.split("/")[1]


def anchor(key):
    """``1403/3/2@2024-09-21#1`` → ``1403-3-2-2024-09-21-1``: what an address may point to."""
    return key.replace("/", "-").replace("@", "-").replace("#", "-")
