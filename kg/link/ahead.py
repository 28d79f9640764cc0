"""Whom the opening of an article means by a word that only the rest of it explains: "rebels", "the minister"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.lexicon.kind_classes import kinds
from kg.lexicon.marks import DASHES
from kg.link.reading import Reading
from kg.link.stages import few
from kg.link.topics import states_of
from kg.link.traces import recent, subject_verb
from kg.model import Actor

_LEAD = 4  # sentences: heading, place line, first and second
_DATELINE = 12  # words


def group_ahead(r: Reading, i: int, land: str | None = None) -> list[Actor]:
    """Return the one armed group (of a land) that the article names, for "rebels" before any was named.

    Of several the one that the opening names.
    """
    if not (r.coref and r.has(i, "fights")):
        return []
    everywhere = dict(_groups(r, len(r.words), land))
    if len(set(everywhere.values())) > 1 and r.words.sent[i] < _LEAD:
        everywhere = dict(_groups(r, r.words.sentence(min(_LEAD, len(r.words.firsts)) - 1).stop, land))
    found = list(dict.fromkeys(everywhere.values()))
    return found if len(found) == 1 else []


def _groups(r: Reading, before: int, land: str | None) -> Iterator[tuple[str, Actor]]:
    for start, found in r.names.items():
        for name in found.names[:1] if start < before else ():
            actor = name.actor
            if actor.kind in kinds().fighters and not r.index.is_person(actor) and land in (None, actor.country):
                yield actor.code, actor


def office_at_home(r: Reading, i: int) -> list[Actor]:
    """Return the state of "the oil minister": of who acts in this or the sentence before, or of the place line."""
    if not r.has(i, "ministers") or r.words.tag[i] not in ("NN", "NNP") or few(r, i):
        return []
    near = [t for t in recent(r, i, 1) if t.head < i and _governs(r, subject_verb(r, t.head), i)]
    for back in (0, 1):
        there = [m for t in near if t.sent == r.words.sent[i] - back for m in t.mentions]
        if states := states_of(r, there):
            return states if len(states) == 1 else []
    return _dateline(r, r.words.sent[i])


def _governs(r: Reading, verb: int, i: int) -> bool:
    """Whether a verb stands in another sentence, or above token ``i``."""
    words = r.words
    if verb < 0 or words.sent[verb] != words.sent[i]:
        return verb >= 0
    while words.head[i] != i and i != verb:
        i = words.head[i]
    return i == verb


def _dateline(r: Reading, sentence: int) -> list[Actor]:
    """Return the state of the one place before the dash with which a text begins."""
    words = r.words
    for first in words.firsts[: min(_LEAD, sentence + 1)]:
        for dash in range(first + 1, min(first + _DATELINE, len(words))):
            if words.text[dash] in DASHES and words.text[first].isupper():
                return states_of(r, [m for j in range(first, dash) for m in r.at.get(j, ())])[:1]
    return []
