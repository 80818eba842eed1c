"""Pairs of copies made from real texts, as outlets make them: cut, reordered, retitled, words changed; and how well they are found."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import Any

from onrecord.likeness import likeness, shingles

SYNONYMS = {"said": "stated", "people": "persons", "fled": "escaped", "homes": "houses", "after": "following", "more": "over", "about": "around", "city": "town",
            "government": "authorities", "many": "numerous", "killed": "slain", "have": "had", "in": "inside", "the": "this", "and": "plus"}  # fmt: skip
FILLER = "also reportedly then still yesterday officials local new mostly there".split()


def cut(text: str, chance: random.Random) -> str:
    """The first 40 to 70 % of a text, as an editor with little room keeps it."""
    parts = re.split(r"(?<=[.!?])\s+", text)
    return " ".join(parts[: max(2, round(len(parts) * chance.uniform(0.4, 0.7)))])


def reordered(text: str, chance: random.Random) -> str:
    """Its sentences in another order."""
    parts = re.split(r"(?<=[.!?])\s+", text)
    chance.shuffle(parts)
    return " ".join(parts)


def retitled(text: str, chance: random.Random) -> str:
    """Another headline on top, an outlet's words around it."""
    title = " ".join(chance.sample(sorted(set(re.findall(r"[A-Za-z]{4,}", text))), 6)).capitalize()
    return f"{title}\n\nBy our staff. {text}\n\nSubscribe to our newsletter. All rights reserved. Follow us for more news."


def changed(text: str, chance: random.Random) -> str:
    """A tenth of the words replaced, dropped or added."""
    found = []
    for word in text.split():
        if chance.random() >= 0.1:
            found.append(word)
        elif (how := chance.randrange(3)) == 0:
            found.append(SYNONYMS.get(word.lower(), chance.choice(FILLER)))
        elif how == 1:
            found += [word, chance.choice(FILLER)]
    return " ".join(found)


WAYS = (cut, reordered, retitled, changed)


def measure(
    texts: Sequence[str], seed: int = 7, make: Callable[[str], Any] = shingles, compare: Callable[[Any, Any], float | None] = likeness
) -> dict[str, float]:
    """Recall for each way and for all, and the precision over those pairs and every pair of two different texts and of their copies.
    ``make`` and ``compare``: what is kept of a text, and how two of these are compared."""
    chance = random.Random(seed)
    originals = [make(text) for text in texts]
    made = {way.__name__: [make(way(text, chance)) for text in texts] for way in WAYS}
    made["cut and changed"] = [make(changed(cut(text, chance), chance)) for text in texts]
    hits = {name: sum(compare(a, b) is not None for a, b in zip(originals, copies, strict=True)) for name, copies in made.items()}
    wrong = 0
    for i, one in enumerate(originals):
        wrong += sum(compare(one, other) is not None for other in originals[i + 1 :])
        wrong += sum(compare(one, copies[j]) is not None for copies in made.values() for j in range(len(texts)) if j != i)
    right = sum(hits.values())
    total = len(made) * len(texts)
    return {**{name: count / len(texts) for name, count in hits.items()}, "recall": right / total, "precision": right / (right + wrong)}
