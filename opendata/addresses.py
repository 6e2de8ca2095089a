"""Whole addresses that do not depend on who asks: rows say the same in every language, so they name the Persian page."""

from django.conf import settings
from django.utils.translation import override

from council.documents.addresses import absolute


def page_of(name, *args):
    """The Persian page; also while a file is streamed, when the request and its language are over."""
    with override(settings.LANGUAGE_CODE):
        return absolute(name, *args)
