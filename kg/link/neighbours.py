"""Whom "its neighbour", "its closest ally" mean: who is named beside it, or the one other state spoken of."""

from __future__ import annotations

from kg.lexicon.borders import may_touch
from kg.link.pairs import other_principal
from kg.link.reading import Reading
from kg.link.topics import states_of
from kg.link.traces import recent
from kg.model import Actor

_REACH = 2  # sentences


def neighbour(r: Reading, i: int) -> list[Actor]:
    """Return whom a singular noun of class ``others`` means that a possessor has, or nobody.

    Its apposition ("its closest ally, *Russia*"), or what it is in apposition to; for one across a border or a quarrel
    (class ``opposite``) else the one state beside the owner's in this and the sentences before, or the other of the two
    of whom the article tells most.
    """
    words = r.words
    if not r.coref or words.tag[i] != "NN" or not r.has(i, "others"):
        return []
    whose = [m.actor for kid in words.kids[i] if words.dep[kid] == "poss" for m in r.resolve(kid) if m.actor]
    if not whose:
        return []
    beside = [kid for kid in words.kids[i] if words.dep[kid] == "appos" and kid in r.names]
    if words.dep[i] == "appos" and words.head[i] in r.names:
        beside.append(words.head[i])
    if named := states_of(r, [m for other in beside for m in r.resolve(other)]):
        return named
    if not r.has(i, "opposite"):
        return []
    own = {actor.country for actor in whose}
    near = [t for t in recent(r, i, _REACH) if t.head < i]
    for back in range(_REACH + 1):
        there = [m for t in near if t.sent >= words.sent[i] - back for m in t.mentions]
        if others := [s for s in states_of(r, there) if s.id not in own and _may_be(r, i, s, own)]:
            if len(others) == 1:
                return others
            break
    codes = {actor.code for actor in whose}
    other = other_principal(r, i, codes) if len(codes) == 1 else []
    return [state for state in other if _may_be(r, i, state, own)]


def _may_be(r: Reading, i: int, state: Actor, own: set[str | None]) -> bool:
    """Whether a state can be what a noun calls it: a *neighbour* has a border with the owner; a rival need not."""
    return not r.has(i, "adjacent") or any(land is not None and may_touch(land, state.id) for land in own)
