"""Quotations, and who speaks them."""

from __future__ import annotations

from bisect import bisect_right

from kg.link.reading import SUBJECTS, Quotation, Reading
from kg.link.words import Words

_RUN = 30  # quotations that may follow one another before nobody remembers who began to speak


def quotations(words: Words, marks: frozenset[str], speech: frozenset[str]) -> tuple[Quotation, ...]:
    """Return the quotations of a text. One that is never closed ends with its paragraph.

    In a release without quotation marks all is quoted that follows "The minister said:".
    """
    found = _marked(words, marks)
    last = found[-1].end if found else 0
    for number, first in enumerate(words.firsts[:-1]):
        if first >= last and _introduces(words, number, speech):
            following = words.firsts[number + 1]
            if words.text[following] not in marks:
                return (*found, Quotation(following, len(words)))
    return found


def _introduces(words: Words, number: int, speech: frozenset[str]) -> bool:
    sentence = words.sentence(number)
    end = [i for i in sentence if words.text[i].strip()][-2:]
    return len(end) == 2 and words.text[end[1]] == ":" and words.lemma[end[0]] in speech


def _marked(words: Words, marks: frozenset[str]) -> tuple[Quotation, ...]:
    found: list[Quotation] = []
    begun, end = -1, 0
    for i in [i for i, word in enumerate(words.text) if word in marks or "\n\n" in word]:
        if i < end:
            continue  # marks that stand together
        end = _run(words, i, marks)
        ends = end > i or "\n\n" in words.text[i]
        if begun >= 0 and ends:
            found.append(Quotation(begun, i))
            begun = -1 if end == i or not _opens(words, i, end) else end
        elif end > i and not _closes(words, i, end):
            begun = end
    if begun >= 0:
        found.append(Quotation(begun, len(words)))
    return tuple(quotation for quotation in found if quotation.end - quotation.start > 1)


def _run(words: Words, i: int, marks: frozenset[str]) -> int:
    """Return the token after the quotation marks that stand together from token ``i`` on."""
    while i < len(words) and words.text[i] in marks:
        i += 1
        if i < len(words) and words.char[i] > words.end(i - 1):
            break
    return i


def _opens(words: Words, start: int, end: int) -> bool:
    """Whether marks open, though a quotation is open: blank before, none after."""
    if words.text[start] == "\u201d":
        return False
    return words.text[start] in ("\u201c", "``") or (_tight(words, end) and not _tight(words, start))


def _closes(words: Words, start: int, end: int) -> bool:
    """Whether marks can only close, though no quotation is open."""
    if words.text[start] in ("\u201c", "``"):
        return False
    return words.text[start] == "\u201d" or (_tight(words, start) and not _tight(words, end))


def _tight(words: Words, i: int) -> bool:
    """Whether no blank stands between token ``i`` and the one before."""
    if not 0 < i < len(words):
        return False
    return words.end(i - 1) == words.char[i] and bool(words.text[i - 1].strip() and words.text[i].strip())


def around(r: Reading, i: int) -> int:
    """Return the number of the quotation in which token ``i`` stands, or -1."""
    number = bisect_right(r.quotations, i, key=lambda quotation: quotation.start) - 1
    return number if number >= 0 and i < r.quotations[number].end else -1


def speaker(r: Reading, number: int) -> int:
    """Return the token that heads the phrase of who speaks a quotation, or -1.

    The subject of a verb of speech after it, before it in the sentence, or in the sentence before;
    else whoever spoke the quotation of the sentence before.
    """
    words = r.words
    for n in range(number, max(-1, number - _RUN), -1):
        quotation = r.quotations[n]
        first, last = words.sent[quotation.start], words.sent[quotation.end - 1]
        after = range(quotation.end, words.sentence(last).stop)
        before = range(words.sentence(first).start, quotation.start)
        for stretch in (after, before):
            if (who := _subject_of_speech(r, stretch)) >= 0:
                return who
        earlier = r.quotations[n - 1] if n else None
        if earlier is None or words.sent[earlier.end - 1] < first - 1:
            before = words.sentence(first - 1) if first else range(0)
            found = _subject_of_speech(r, before)
            return found if found >= 0 else _person_acting(r, before, after)
    return -1


def _person_acting(r: Reading, before: range, after: range) -> int:
    """Return the subject of the sentence before a quotation that stands alone, if it is a person, or -1.

    "Lavrov *dismissed* the report. "We have no troops there.""
    """
    words = r.words
    if any(words.text[i][:1].isalpha() for i in after):
        return -1
    for i in before:
        if words.dep[i] in SUBJECTS and words.head[words.head[i]] == words.head[i] and around(r, i) < 0:
            return i if i in r.inside else -1
    return -1


def _subject_of_speech(r: Reading, stretch: range) -> int:
    words = r.words
    for i in stretch:
        if words.lemma[i] in r.lists["speech"] and words.tag[i].startswith("V") and around(r, i) < 0:
            for kid in words.kids[i]:
                if words.dep[kid] in SUBJECTS and around(r, kid) < 0:
                    return kid
    return -1
