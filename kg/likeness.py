"""How alike two texts are: whether one report is printed in several outlets, cut, reordered or reworded.

Texts are compared as sets of three consecutive words. What counts is how much of the *shorter* one is in the other
(containment): an outlet that prints the first five paragraphs prints the same report. To find what a text must be
compared with, each text has *keys*: hashes of four consecutive words, of which those are kept that are 0 modulo 8, so
that two texts which share words keep the same of them (Manber 1994; Broder 1997). MinHash signatures, as datasketch
has them, estimate the share of both texts together, and so lose a report that was cut to its first paragraphs.
``benchmarks/origins.py`` measures it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b

from kg.furniture import furniture

ALIKE = (
    0.22  # of the shorter text's triples; two different reports of one event had 0.05 at most (benchmarks/origins.py)
)
SHORT = 40  # words: texts of fewer are alike only if nearly all is the same
NEARLY = 0.8
FEW, MANY = 12, 48  # keys of a text
SAMPLE = 8
SHARED = 2  # keys that two texts must share to be compared,
PART = 0.1  # and what part of those of the one that has fewer: a closing line that an outlet always prints is less

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Return the words of a report, without those of the furniture around it."""
    kept, at = [], 0
    for start, end in furniture(text):
        kept.append(text[at:start])
        at = end
    return _WORD.findall(" ".join((*kept, text[at:])).casefold())


def keys(text: str) -> list[int]:
    """Return the keys of a text, ascending: signed 64-bit numbers; the same on every machine."""
    hashes = sorted({_hash(part) for part in _runs(words(text), 4)})
    sampled = [value for value in hashes if value % SAMPLE == 0]
    return (sampled if len(sampled) >= FEW else hashes)[:MANY]


def comparable(shared: int, one: int, other: int) -> bool:
    """Whether two texts that share so many keys, of so many each, may be one report.

    >>> comparable(2, 12, 12), comparable(2, 40, 48)
    (True, False)
    """
    return shared >= max(SHARED, PART * min(one, other))


def triples(text: str) -> frozenset[str]:
    """Return what texts are compared by."""
    return frozenset(_runs(words(text), 3))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of the shorter of two texts is in the other, 0 to 1.

    >>> likeness(triples("China denied on Monday that it asked"), triples("Officials said China denied on Monday"))
    0.5
    """
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts are one report."""
    return likeness(one, other) >= (ALIKE if min(len(one), len(other)) >= SHORT else NEARLY)


def _runs(found: list[str], length: int) -> Iterator[str]:
    return (" ".join(found[i : i + length]) for i in range(len(found) - length + 1))


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
