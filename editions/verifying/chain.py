"""The chains of editions, and what the book knows of that is gone."""

from editions.book import FrozenWords, is_freezing


def chain_faults(editions):
    """Each place once, none left out, each edition holding the hash of the one before."""
    before = ""
    for place, edition in enumerate(editions, 1):
        if edition.place != place:
            yield f"{edition.key}: it stands at place {edition.place} of its chain, expected was {place}"
        if edition.previous != before:
            yield f"{edition.key}: it follows {edition.previous or 'nothing'}, the edition before is {before or 'none'}"
        before = edition.sha256


def dropped(editions, lines):
    """Editions that the book knows as frozen and that are gone, also the newest ones, which no chain would miss.

    Only a sample edition may have been removed: its lines ended with that.
    """
    there = {edition.sha256 for edition in editions}
    for key, said in lines.items():
        for words in (FrozenWords.of(line.why) for line in said if is_freezing(line)):
            if words.sha256 not in there:
                yield f"{key}: the edition with the hash {words.sha256} was frozen and is missing"
