"""What a browser says of itself, in two words that its owner knows it by. A guess from a table: nothing rests on it."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

# The first that stands in the text: every browser names those that it wants to be taken for, after its own name.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser_words(user_agent):
    """«Chrome, Windows»; what is not in the table is an unknown browser or system."""
    browser, system = first_of(BROWSERS, user_agent), first_of(SYSTEMS, user_agent)
    if not browser and not system:
        return _("unknown browser")
    return pgettext("browser and system", "%(browser)s, %(system)s") % {
        "browser": browser or _("unknown browser"),
        "system": system or _("unknown system"),
    }


def first_of(table, text):
    return next((name for mark, name in table if mark in text), "")
