"""Quotations, and who speaks them."""

from __future__ import annotations

from bisect import bisect_right

from kg.link.reading import SUBJECTS, Quotation, Reading
from kg.link.words import Words


def quotations(words: Words, marks: frozenset[str]) -> tuple[Quotation, ...]:
    """Return the quotations of a text. One that is never closed ends with its paragraph."""
    found: list[Quotation] = []
    begun = -1
    for i, word in enumerate(words.text):
        if word in marks:
            if begun >= 0 and not _opens(words, i, marks):
                if i > begun + 1:
                    found.append(Quotation(begun + 1, i))
                begun = -1
            else:
                begun = i
        elif begun >= 0 and "\n\n" in word:
            found.append(Quotation(begun + 1, i))
            begun = -1
    if begun >= 0:
        found.append(Quotation(begun + 1, len(words)))
    return tuple(quotation for quotation in found if quotation.end - quotation.start > 1)


def _opens(words: Words, i: int, marks: frozenset[str]) -> bool:
    """Whether a mark opens, though one is open already: no blank after it, but one before."""
    if words.text[i] in ("\u201c", "``"):
        return True
    if words.text[i] == "\u201d" or i + 1 >= len(words):
        return False
    tight_before = i > 0 and words.end(i - 1) == words.char[i] and words.text[i - 1].strip() != ""
    tight_after = words.end(i) == words.char[i + 1] and words.text[i + 1].strip() != ""
    return tight_after and not tight_before and words.text[i + 1] not in marks


def around(r: Reading, i: int) -> int:
    """Return the number of the quotation in which token ``i`` stands, or -1."""
    number = bisect_right(r.quotations, i, key=lambda quotation: quotation.start) - 1
    return number if number >= 0 and i < r.quotations[number].end else -1


def speaker(r: Reading, number: int) -> int:
    """Return the token that heads the phrase of who speaks a quotation, or -1.

    The subject of a verb of speech after it, before it in the sentence, or in the sentence before;
    else whoever spoke the quotation of the sentence before.
    """
    words, quotation = r.words, r.quotations[number]
    first, last = words.sent[quotation.start], words.sent[quotation.end - 1]
    after = range(quotation.end, words.sentence(last).stop)
    before = range(words.sentence(first).start, quotation.start)
    for stretch in (after, before):
        if (who := _subject_of_speech(r, stretch)) >= 0:
            return who
    earlier = r.quotations[number - 1] if number else None
    if earlier and words.sent[earlier.end - 1] >= first - 1:
        return speaker(r, number - 1)
    return _subject_of_speech(r, words.sentence(first - 1)) if first else -1


def _subject_of_speech(r: Reading, stretch: range) -> int:
    words = r.words
    for i in stretch:
        if words.lemma[i] in r.lists["speech"] and words.tag[i].startswith("V") and around(r, i) < 0:
            for kid in words.kids[i]:
                if words.dep[kid] in SUBJECTS and around(r, kid) < 0:
                    return kid
    return -1
