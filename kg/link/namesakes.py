"""Names that somebody or something else bears: "Paris, Texas", "Iceland, the grocer", "an IRA", "a bar called Chad"."""

from __future__ import annotations

from kg.lexicon.actors import pieces
from kg.lexicon.kind_classes import kinds
from kg.link.kinds import kind_of
from kg.link.names import Found
from kg.link.reading import Reading
from kg.model import Actor


def is_namesake(r: Reading, i: int, found: Found, actor: Actor) -> bool:
    """Return whether the name headed by token ``i`` says of itself that it is not the actor."""
    if r.words.dep[i] == "oprd" and r.words.tag[r.words.head[i]] == "VBN" and r.has(r.words.head[i], "names"):
        return True
    if actor.kind in kinds().lands or r.index.state(actor):
        return _is_elsewhere(r, found, actor) or _is_settlement(r, i, actor) or _is_said_otherwise(r, i)
    before = r.words.lower[found.start - 1] if found.start else ""
    return (
        before in r.lists["one_of_many"] and r.words.dep[i] not in ("compound", "nmod", "amod")
    ) or _is_said_otherwise(r, i)


def _is_elsewhere(r: Reading, found: Found, actor: Actor) -> bool:
    """Whether a region of another country follows: "Moscow, Idaho", "London, Ontario"."""
    words, n = r.words, found.end
    if n + 1 >= len(words) or words.text[n] != "," or words.sent[n + 1] != words.sent[found.start]:
        return False
    region = r.names.get(n + 1)
    if region is None or region.place is None or region.place == actor.country:
        return False
    key = pieces(words.whole[region.left : region.right])
    return key in r.index.gazetteer.regions and region.place in r.lists["town_first"]


def _is_settlement(r: Reading, i: int, actor: Actor) -> bool:
    """Whether a town or a village has the name of a state: "the village of Poland in Maine"."""
    words = r.words
    if words.dep[i] != "pobj" or actor.kind not in kinds().lands:
        return False
    preposition = words.head[i]
    return words.lower[preposition] == "of" and words.lower[words.head[preposition]] in r.lists["settlement"]


def _is_said_otherwise(r: Reading, i: int) -> bool:
    """Whether the words beside the name say that it is a firm, a lawn, a goddess, a private person."""
    words = r.words
    if words.dep[i] == "pobj" and kind_of(r, words.head[words.head[i]]):
        return False  # "the minister of Vanuatu, a former teacher"
    for kid in words.kids[i]:
        if words.dep[kid] == "appos" and kid > i:
            if r.has(kid, "otherwise"):
                return True
            if kind_of(r, kid) in kinds().private and not any(k in r.names for k in words.kids[kid]):
                return True
    return False
