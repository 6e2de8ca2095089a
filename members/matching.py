"""When two firms may be one: the same identifier, or a name that is equal but for its spelling."""

import re

from persian.text import search_key

# Words of the legal form, which one applicant writes and another leaves out.
FORMS = {
    "شرکت", "موسسه", "تعاونی", "سهامی", "خاص", "عام", "مسئولیت", "محدود",
    "با", "co", "company", "ltd", "llc", "inc",
}  # fmt: skip
NAMELESS = re.compile(r"[^\w]+")


def match_key(name):
    """A name without its legal form, marks and spaces: ``شركت داده پرداز (سهامی خاص)`` and ``داده‌پرداز`` are equal.

    A name that is nothing but such words keeps them.
    """
    words = [word for word in NAMELESS.split(search_key(name)) if word]
    kept = [word for word in words if word not in FORMS]
    return "".join(kept or words)[:160]
