"""Marking the words that were looked for, and cutting a text around them: on whole texts, before they are HTML."""

from functools import lru_cache

from django.utils.html import format_html, format_html_join

from members.directory.searching import is_short
from persian.text import ZWNJ, search_key

LONGEST = 180  # signs of a cut text
BEFORE = 60  # of them before the first word that was found


@lru_cache(maxsize=4096)
def folded(sign):
    """One sign as ``search_key()`` compares it; a ZWNJ and any break is a space."""
    return " " if sign == ZWNJ or sign.isspace() else search_key(sign)


def spans(text, words):
    """[(start, end)] of the signs of a text in which one of the words stands, in order and without overlap."""
    keys, places = [], []
    for place, sign in enumerate(text):
        for letter in folded(sign):
            if letter != " " or (keys and keys[-1] != " "):
                keys.append(letter)
                places.append(place)
    key = "".join(keys)
    found = sorted((places[start], places[end - 1] + 1) for word in words for start, end in occurrences(key, word))
    merged = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def occurrences(key, word):
    """Where a word stands in a folded text; a short one only where words begin, as it is searched."""
    start = key.find(word)
    while start >= 0:
        if not is_short(word) or start == 0 or key[start - 1] == " ":
            yield start, start + len(word)
        start = key.find(word, start + 1)


def marked(text, words):
    """The whole text as HTML with ``<mark>`` around the words."""
    return pieces(text, spans(text, words), 0, len(text))


def excerpt(text, words):
    """About 180 signs of a text around the first word that stands in it, marked; its beginning where none does."""
    found = spans(text, words)
    begin = max(0, found[0][0] - BEFORE) if found else 0
    end = min(len(text), begin + LONGEST)
    begin, end = at_words(text, begin, end)
    before, after = "… " if begin else "", " …" if end < len(text) else ""
    return format_html("{}{}{}", before, pieces(text, found, begin, end), after)


def at_words(text, begin, end):
    """The cut moved to the next spaces, where there are any nearby."""
    if begin and (space := text.find(" ", begin, begin + BEFORE // 2)) >= 0:
        begin = space + 1
    if end < len(text) and (space := text.rfind(" ", end - BEFORE // 2, end)) > begin:
        end = space
    return begin, end


def pieces(text, found, begin, end):
    parts, here = [], begin
    for first, last in found:
        start, stop = max(first, begin), min(last, end)
        if start < stop:
            parts += [text[here:start], format_html("<mark>{}</mark>", text[start:stop])]
            here = stop
    return format_html_join("", "{}", ((part,) for part in [*parts, text[here:end]]))
