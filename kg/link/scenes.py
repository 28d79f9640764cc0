"""Names of places: where something is, or the government that sits there."""

from __future__ import annotations

from kg.link.kinds import kind_of
from kg.link.reading import Reading

_DASHES = frozenset(("-", "–", "—", "--"))


def seat_rule(r: Reading, i: int, modifies: bool) -> str:
    words = r.words
    if _is_dateline(r, i):
        return "place"
    if modifies:
        agentive = kind_of(r, words.head[i]) is not None
        city = words.dep[i] in ("compound", "nmod") and i in r.cities
        return "place" if city and not agentive else "seat"
    if is_scene(r, i) or _is_damaged(r, i):
        return "place"
    return "seat"


def _is_dateline(r: Reading, i: int) -> bool:
    """ "MOSCOW (Reuters) - ...", "SEOUL, May 20 - ...": where the report was written."""
    words = r.words
    number = words.sent[i]
    if not words.text[i].isupper() or i - words.firsts[number] > 1 or i + 1 == len(words):
        return False
    if words.text[i + 1] in _DASHES or words.text[i + 1] == "(":
        return True
    ends = next((words.text[j] for j in reversed(words.sentence(number)) if words.text[j].strip()), "")
    return words.text[i + 1] == "," and ends in _DASHES


def is_scene(r: Reading, i: int) -> bool:
    """Whether token ``i`` is where something is, or where somebody goes."""
    words = r.words
    while words.dep[i] in ("conj", "appos") and words.head[i] != i:
        i = words.head[i]
    if words.dep[i] != "pobj":
        return False
    preposition = words.head[i]
    if words.lower[preposition] in r.lists["locative"]:
        return True
    if words.lower[preposition] not in r.lists["path"]:
        return False
    governor = words.head[preposition]
    while words.dep[governor] == "prep" and words.head[governor] != governor:
        governor = words.head[governor]
    return words.lemma[governor] in r.lists["travel"]


def _is_damaged(r: Reading, i: int) -> bool:
    words = r.words
    return words.dep[i] in ("nsubjpass", "dobj") and words.lemma[words.head[i]] in r.lists["damage"]
