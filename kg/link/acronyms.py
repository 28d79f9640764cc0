"""Acronyms that the text itself introduces: "the Movement for Democratic Change (MDC)"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.link.reading import Reading
from kg.link.words import NOUNS, Words

_SMALL = frozenset(("of", "for", "the", "and", "in", "on", "de", "la", "del", "du", "des", "et"))
_LONGEST = 12  # words of a full name


def acronyms(r: Reading) -> None:
    """Fill ``r.acronyms``: from each token that is such an acronym to the head of the full name.

    What the text says goes before what the gazetteer knows, from the bracket on.
    """
    meant: dict[str, int] = {}
    for i in introductions(r.words):
        start = _expansion(r.words, i)
        if start >= 0:
            meant[r.words.text[i]] = _head(r, start, i - 1)
            r.acronyms[i] = meant[r.words.text[i]]
    if meant:
        for i, word in enumerate(r.words.text):
            if word in meant and i > meant[word] and _alone(r, i):
                r.acronyms[i] = meant[word]
    for i in r.acronyms:
        r.names.pop(i, None)


def introductions(words: Words) -> Iterator[int]:
    """Yield the tokens that stand alone in brackets and are written in capitals."""
    for i in range(2, len(words) - 1):
        word = words.text[i]
        if (
            words.text[i - 1] == "("
            and words.text[i + 1] == ")"
            and len(word) > 1
            and word.isalpha()
            and word.isupper()
        ):
            yield i


def _expansion(words: Words, i: int) -> int:
    """Return the first token of the full name before the bracket whose initials fit, or -1."""
    wanted = words.text[i].lower()
    for counted in (False, True):  # does "of" count? Both are seen: MOC, MFA
        if (start := _fitting(words, i, wanted, counted)) >= 0:
            return start
    return -1


def _fitting(words: Words, i: int, wanted: str, counted: bool) -> int:
    initials = ""
    for j in range(i - 2, max(-1, i - 2 - _LONGEST), -1):
        small = words.lower[j] in _SMALL
        if not small and not words.text[j][:1].isupper():
            return -1
        if not small or counted:
            initials = words.lower[j][0] + initials
        if initials == wanted and not small:
            return j
        if not wanted.endswith(initials):
            return -1
    return -1


def _head(r: Reading, start: int, end: int) -> int:
    found = r.names.get(end - 1)
    if found and found.end == end:
        return r.words.root(found.start, found.end)
    nouns = [j for j in range(start, end) if r.words.tag[j] in NOUNS]
    return next((j for j in nouns if not start <= r.words.head[j] < end), nouns[-1])


def _alone(r: Reading, i: int) -> bool:
    found = r.names.get(i)
    return i not in r.inside and (found is None or found.end - found.start == 1)
