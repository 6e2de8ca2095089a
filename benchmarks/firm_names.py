"""Firms as they are called in Khuzestan: generated names, texts and questions, the same at every run."""

import random
import tomllib
from pathlib import Path

WORDS = tomllib.loads(Path(__file__).with_name("firm_words.toml").read_text(encoding="utf-8"))


def firm_names(number, seed=1403):
    chance = random.Random(seed)  # noqa: S311  (the same firms at every run, no secret)
    for _serial in range(number):
        first, second = chance.choice(WORDS["brands"]), chance.choice(WORDS["brands"])
        legal, field, place, form = (chance.choice(WORDS[kind]) for kind in ("legal", "fields", "places", "forms"))
        yield " ".join(word for word in (legal, field, first, second, place, form) if word)[:160]
