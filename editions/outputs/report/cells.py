"""What stands in a cell or a line of the report: plain data that the template knows how to set.

A text is a string, or a list of a letter and what it says: ``p`` Persian on an English page, ``c`` a code, ``n`` a
number, ``s`` a status, ``m`` quiet words, ``+`` several below each other, ``j`` several in one line, ``k`` the
sample mark, ``bar`` three percents as a bar. Nothing in it can be markup.
"""

import re

from council.documents.typesetting import TURNING, known_signs

LONGEST_WORD = 40
_TURNING = str.maketrans("", "", TURNING)
_UNBROKEN = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


def code(text):
    """A key, a hash, a file's name: Latin, in its own order."""
    return ["c", text or "—"]


def figure(text):
    """A number as it is written in the language of the page."""
    return ["n", text]


def quiet(text):
    return ["m", text] if text else ""


def stacked(*cells):
    """Below each other; what is empty is left out."""
    return ["+", [cell for cell in cells if cell not in ("", None)]]


def beside(*cells):
    """Beside each other; what is empty is left out."""
    return ["j", [cell for cell in cells if cell not in ("", None)]]


def report_text(text):
    """A text as the report prints it: what turns the direction around it is left out, a very long word may break.

    The snapshot has every text as it is.
    """
    text = known_signs(text.translate(_TURNING))
    return _UNBROKEN.sub(lambda part: part[0] + "\u200b", text) if len(text) > LONGEST_WORD else text
