"""Addresses in documents and messages, which are made outside any request: whole, and in the reader's language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse


def absolute(name, *args):
    """``https://portal.example/en/council/…``, under the language that is active."""
    return settings.SITE_URL + reverse(name, args=args)


def host():
    """The name of this portal's machine, for ids that have to be one in the world."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"
