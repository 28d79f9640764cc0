"""Acronyms that the text itself introduces: "the Movement for Democratic Change (MDC)"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.lexicon.marks import HYPHENS
from kg.lexicon.word_classes import lists
from kg.link.reading import Reading
from kg.link.words import NOUNS, Words

_LONGEST = 12  # words of a full name


def acronyms(r: Reading) -> None:
    """Fill ``r.acronyms``: from each token that is such an acronym to the head of the full name.

    What the text says goes before what the gazetteer knows, from the bracket on. Where the letters are no initials
    (those of another language: "the Serbian Interior Ministry (MUP)"), the capitalised words before the bracket
    are the full name of an acronym that nobody knows.
    """
    meant: dict[str, int] = {}
    for i in introductions(r.words):
        start = _expansion(r.words, i)
        if start < 0 and i not in r.inside:
            start = _proper_before(r, i)
            if i in r.names and start >= 0 and not _is_namesake(r.words, start, i):
                start = -1
        if start >= 0:
            meant[r.words.text[i]] = _head(r, start, i - 1)
            r.acronyms[i] = meant[r.words.text[i]]
    if meant:
        for i, word in enumerate(r.words.text):
            if word in meant and i > meant[word] and _alone(r, i):
                r.acronyms[i] = meant[word]
    for i in r.acronyms:
        r.names.pop(i, None)
        r.persons.pop(r.inside.pop(i, -1), None)


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
        if words.tag[j] == "POS" or words.text[j] in HYPHENS:
            continue
        small = words.lower[j] in lists()["joining"]
        if not words.text[j][:1].isalpha():
            return -1
        if not small or counted:
            initials = words.lower[j][0] + initials
        if initials == wanted and not small:
            return j
        if not wanted.endswith(initials):
            return -1
    return -1


def _proper_before(r: Reading, i: int) -> int:
    """Return the first token of the capitalised words before a bracket, if their last noun is a body, or -1."""
    words, start = r.words, i - 1
    while start > 0 and words.sent[start - 1] == words.sent[i] and _may_belong(words, start - 1):
        start -= 1
    while start < i - 1 and not words.text[start][:1].isupper():
        start += 1
    long = sum(words.text[j][:1].isupper() for j in range(start, i - 1)) > 1
    bodies = [j for j in range(start, i - 1) if r.has(j, "institution") or r.has(j, "body")]
    return start if long and bodies else -1


def _is_namesake(words: Words, start: int, i: int) -> bool:
    """Whether the words before a well-known acronym name somebody else: three or more, that begin as it does."""
    capitals = [words.text[j] for j in range(start, i - 1) if words.text[j][:1].isupper() and words.lower[j] != "the"]
    return len(capitals) > 2 and words.text[i][:1] in {capital[:1] for capital in capitals[:2]}


def _may_belong(words: Words, i: int) -> bool:
    capital = words.text[i][:1].isupper() and words.lower[i] != "the"
    return capital or words.tag[i] == "POS" or words.lower[i] in lists()["joining"] or words.text[i] in HYPHENS


def _head(r: Reading, start: int, end: int) -> int:
    found = r.names.get(end - 1)
    if found and found.end == end:
        return r.words.root(found.start, found.end)
    nouns = [j for j in range(start, end) if r.words.tag[j] in NOUNS] or [end - 1]
    bodies = [j for j in nouns if (r.has(j, "institution") or r.has(j, "body")) and r.words.dep[j] != "compound"]
    return next((j for j in (*bodies, *nouns) if not start <= r.words.head[j] < end), nouns[-1])


def _alone(r: Reading, i: int) -> bool:
    found = r.names.get(i)
    person = r.persons[r.inside[i]] if i in r.inside else None
    return all(name is None or name.end - name.start == 1 for name in (found, person))
