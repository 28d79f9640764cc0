"""Names of places: where something is, or the government that sits there."""

from __future__ import annotations

from kg.lexicon.marks import DASHES
from kg.link.kinds import kind_of
from kg.link.reading import SUBJECTS, Reading
from kg.link.words import NOUNS


def seat_rule(r: Reading, i: int, modifies: bool) -> str:
    words = r.words
    if _is_dateline(r, i):
        return "place"
    if words.dep[i] == "poss" and r.has(words.head[i], "municipal"):
        return "place"
    if modifies:
        agentive = kind_of(r, words.head[i]) is not None
        city = words.dep[i] in ("compound", "nmod") and i in r.cities
        return "place" if city and not agentive else "seat"
    if is_scene(r, i) or _is_damaged(r, i) or _is_town(r, i):
        return "place"
    return "seat"


def _is_dateline(r: Reading, i: int) -> bool:
    """ "MOSCOW (Reuters) - ...", "SEOUL, May 20 - ...": where the report was written."""
    words = r.words
    number = words.sent[i]
    if not words.text[i].isupper() or i - words.firsts[number] > 1 or i + 1 == len(words):
        return False
    if words.text[i + 1] in DASHES or words.text[i + 1] == "(":
        return True
    ends = next((words.text[j] for j in reversed(words.sentence(number)) if words.text[j].strip()), "")
    return words.text[i + 1] == "," and ends in DASHES


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
    governor = words.head[preposition]
    if words.lower[preposition] in r.lists["spread"] and _is_ground(r, governor):
        return True
    if words.lower[preposition] == "on" and _is_natural(r, governor):
        return True
    if words.lower[preposition] not in r.lists["path"]:
        return False
    while words.dep[governor] == "prep" and words.head[governor] != governor:
        governor = words.head[governor]
    return words.lemma[governor] in r.lists["travel"] or r.has(governor, "carrier")


def _is_ground(r: Reading, i: int) -> bool:
    """Whether a noun is a piece of land, or a way through it: "the mountains of Yemen", "buses between Ghent and"."""
    return r.words.tag[i] in NOUNS and (r.has(i, "ground") or r.has(i, "carrier"))


def _is_natural(r: Reading, verb: int) -> bool:
    """Whether what happens is no doing of anybody's: "snow fell on Ottawa", "an earthquake shook Tokyo"."""
    words = r.words
    return any(words.dep[kid] in SUBJECTS and r.has(kid, "natural") for kid in words.kids[verb])


def _is_damaged(r: Reading, i: int) -> bool:
    words, verb = r.words, r.words.head[i]
    if words.dep[i] not in ("nsubjpass", "dobj"):
        return False
    return words.lemma[verb] in r.lists["damage"] or _is_natural(r, verb)


def _is_town(r: Reading, i: int) -> bool:
    """Whether only a town can be or do what is said: "Kabul fell quiet", "Lima was under curfew", "half of Rome"."""
    words = r.words
    if words.dep[i] == "pobj" and words.lower[words.head[i]] == "of":
        return r.has(words.head[words.head[i]], "share")
    if words.dep[i] not in SUBJECTS:
        return False
    verb = words.head[i]
    said = [kid for kid in words.kids[verb] if words.dep[kid] in ("acomp", "attr", "dobj")]
    said += [k for kid in words.kids[verb] if words.dep[kid] == "prep" for k in words.kids[kid]]
    return any(r.has(kid, "townlike") for kid in said)
