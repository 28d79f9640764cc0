"""Descriptions of two at once: "both sides", "the two leaders"."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Set as AbstractSet
from itertools import combinations

from kg.lexicon.borders import may_touch
from kg.lexicon.kind_classes import kinds
from kg.link.antecedents import beside
from kg.link.kinds import kind_of
from kg.link.reading import Reading, Trace
from kg.link.traces import earlier, is_inner, recent
from kg.model import Actor

_NEAR = 2  # sentences: what was told of two there is nearer than the article as a whole


def two_actors(r: Reading, i: int) -> list[Actor]:
    """Return the two whom "the two sides", "both countries" means; "the two *neighbours*" have a border.

    Where the two last named have none, they are those of whom the article tells most.
    """
    found = _two(r, i)
    if not r.has(i, "adjacent") or _may_be_neighbours(found):
        return found
    main = principals(r, i, _spoken_to_by(r, i), lands=True)
    return main if _may_be_neighbours(main) else []


def _may_be_neighbours(found: list[Actor]) -> bool:
    return len(found) == 2 and may_touch(found[0].id, found[1].id)


def _two(r: Reading, i: int) -> list[Actor]:
    """Return the two actors of the nearest sentence that speaks of two, and of no third.

    "The two leaders" are two persons (or the states of two), "the two sides" any two. Who speaks to them is neither.
    """
    others = _spoken_to_by(r, i)
    human = r.words.lemma[i] in r.index.lemmas and not r.has(i, "institution")
    lands = kind_of(r, i) == "state" and r.words.lemma[i] != "side"  # a side may be a band of rebels
    human = human and not lands and r.words.lemma[i] != "side"
    lands = lands or r.words.lemma[i] in ("government", "capital")
    if _is_spoken_to(r, top := _theirs(r, i)) and (main := _told_of(r, i, _spoken_to_by(r, top), lands)):
        return main
    near = recent(r, i, 4)
    if not human and (together := _together(r, near, i, others)):
        return together
    for back in range(5):
        if back == _NEAR and not human and (main := principals(r, i, others, lands)):
            return main
        there = [t for t in near if t.sent == r.words.sent[i] - back and t.head < i and not _is_beside_the_point(r, t)]
        for traces in ([t for t in there if t.human], [] if human else there):
            codes: dict[str, Actor] = {}
            for actor in (a for t in traces if not _is_scenery(t) for a in t.actors):
                state = r.index.state(actor)
                if (state or not lands) and actor.code not in others:
                    codes.setdefault(actor.code, state or actor)
            if len(codes) == 2 and len({actor.country or actor.code for actor in codes.values()}) == 2:
                return list(codes.values())
            if len(codes) > 2 and not human:
                return principals(r, i, others, lands)
    return (_last_two_people(r, near, i, others) if human else []) or principals(r, i, others, lands)


def _told_of(r: Reading, i: int, others: AbstractSet[str], lands: bool) -> list[Actor]:
    """Return the two of whom the article tells most, whom a third speaks to: "*Berlin* urged both sides to talk".

    None, if one of them speaks, or if the sentence itself names two before, or the last one two and no third: then
    these may be meant, unless they are called *sides*, which those who send doctors are not.
    """
    main = principals(r, i, lands=lands)
    near = [t for t in recent(r, i, 1) if t.head < i and not _is_scenery(t) and not _is_beside_the_point(r, t)]
    joint = any(t.joint and t.sent == r.words.sent[i] and others.isdisjoint(a.code for a in t.actors) for t in near)
    last = {(r.index.state(a) or a).code for t in near for a in t.actors if t.sent < r.words.sent[i]} - others
    who = {a.code for a in main}
    told = len(last) == 2 and last != who and r.words.lemma[i] != "side"
    return main if others and others.isdisjoint(who) and not (joint or told) else []


def _last_two_people(r: Reading, near: list[Trace], i: int, others: set[str]) -> list[Actor]:
    """Return whom "both men" are, told of in different sentences: "A praised it. B did too. C rang *both men*"."""
    codes: dict[str, Actor] = {}
    for back in range(5):
        here = [t for t in near if t.human and t.sent == r.words.sent[i] - back and t.head < i]
        for actor in (a for t in here for a in t.actors if a.code not in others):
            codes.setdefault(actor.code, r.index.state(actor) or actor)
        if len(codes) > 1:
            return list(codes.values()) if len(codes) == 2 else []
    return []


def principals(r: Reading, i: int, others: AbstractSet[str] = frozenset(), lands: bool = False) -> list[Actor]:
    """Return the two who so far were told of together most often, for "the two capitals" of a whole article."""
    here: dict[int, dict[str, Actor]] = defaultdict(dict)
    for trace in earlier(r, i):
        if not _is_scenery(trace):
            for actor in trace.actors:
                state = r.index.state(actor)
                if (state or (not lands and actor.kind in kinds().parties)) and actor.code not in others:
                    here[trace.sent].setdefault(actor.code, state or actor)
    alone = Counter(code for found in here.values() for code in found)
    joint = Counter(pair for found in here.values() for pair in combinations(sorted(found), 2))
    known = {code: actor for found in here.values() for code, actor in found.items()}
    ranked = sorted(((2 * n + min(alone[a], alone[b]), a, b) for (a, b), n in joint.items()), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return []
    return [known[code] for code in ranked[0][1:]]


def three_actors(r: Reading, i: int) -> list[Actor]:
    """Return the states of the nearest stretch of sentences that speaks of three, for "the three governments".

    Those that were named together, or counted as three, go before those that only stand near each other.
    """
    near = recent(r, i, 8)
    others = beside(r, i) if _is_told(r, i) else set()
    for trace in reversed(near):
        group = {s.id: s for actor in trace.actors if (s := r.index.state(actor))}
        if (
            trace.head < i
            and len(group) == len(trace.actors) == 3
            and others.isdisjoint(s.code for s in group.values())
        ):
            return list(group.values())
    found: dict[str, Actor] = {}
    for back in range(9):
        for trace in near:
            if trace.sent == r.words.sent[i] - back and trace.head < i and not _is_scenery(trace):
                states = (r.index.state(actor) for actor in trace.actors)
                found.update((s.id, s) for s in states if s and s.code not in others)
        if len(found) > 2:
            return list(found.values()) if len(found) == 3 else []
    return []


def _spoken_to_by(r: Reading, i: int) -> set[str]:
    """Return who acts on the two, and so is neither: "*France*, with *Italy*, urged the two sides", "rang both men"."""
    words = r.words
    verb = _verb(r, i)
    if verb is None or not words.tag[verb].startswith("V"):
        return set()
    if not _is_told(r, i):
        return beside(r, i)
    fronted = [kid for kid in words.kids[verb] if kid < verb and words.dep[kid] in ("prep", "advmod")]
    company = {a.code for t in recent(r, i, 0) for a in t.actors if any(_is_within(r, t.head, k) for k in fronted)}
    return beside(r, i) | company


def _is_within(r: Reading, i: int, top: int) -> bool:
    while i != top and r.words.head[i] != i:
        i = r.words.head[i]
    return i == top


def _is_told(r: Reading, i: int) -> bool:
    """Whether somebody speaks to the two: "urged both countries", "appealed to both sides"."""
    verb = _verb(r, i)
    return verb is not None and r.has(verb, "addresses")


def _verb(r: Reading, i: int) -> int | None:
    """Return the word that the two are the object of, also behind a preposition; none if they are no object."""
    above = r.words.head[i]
    return {"dobj": above, "pobj": r.words.head[above]}.get(r.words.dep[i])


def _theirs(r: Reading, i: int) -> int:
    """Return *ministers* of "met the *ministers* of both countries": who stands for the two; else the two."""
    words = r.words
    of = words.head[i]
    within = words.dep[i] == "pobj" and words.lower[of] == "of" and words.dep[words.head[of]] in ("dobj", "pobj")
    return words.head[of] if within else i


def _is_spoken_to(r: Reading, i: int) -> bool:
    """Whether somebody speaks to the two: "urged both sides", "spoke to both leaders"."""
    verb = _verb(r, i)
    if is_the_two(r, i) or verb is None:
        return False  # "rang Mali and Niger and urged *both*"
    return r.has(verb, "addresses") or r.has(verb, "converses")


def _together(r: Reading, near: list[Trace], i: int, others: AbstractSet[str]) -> list[Actor]:
    """Return the two whom *and* joined last, in this or the sentence before: "the rulers and the rebels"."""
    for trace in reversed(near):
        if trace.joint and trace.head < i and trace.sent >= r.words.sent[i] - 1:
            codes = {actor.code: r.index.state(actor) or actor for actor in trace.actors}
            if others.isdisjoint(codes):
                return list(codes.values()) if len(codes) == 2 else []
    return []


def both(r: Reading, i: int) -> list[Actor]:
    """Return the two of whom a plural office is said: "the French minister met his Malian counterpart ... ministers".

    Two in this and the two sentences before, and no third, had that title.
    """
    if not r.has(i, "sides") or r.has(i, "institution") or kind_of(r, i) == "state":
        return []
    found: dict[str, Actor] = {}
    for trace in recent(r, i, 2):
        if trace.head < i and not trace.plural and _has_office(r, trace, r.words.lemma[i]):
            for actor in trace.actors:
                found.setdefault(actor.code, actor)
    return list(found.values()) if len(found) == 2 else []


def _has_office(r: Reading, trace: Trace, noun: str) -> bool:
    """Whether somebody has the title, or one that can stand for it ("Secretary" among "ministers")."""
    same = {noun, *(r.lists["ministers"] if noun in r.lists["ministers"] else ())}
    return bool(same & trace.roles)


def _is_scenery(trace: Trace) -> bool:
    return all(m.rule == "place" for m in trace.mentions)


def _is_beside_the_point(r: Reading, trace: Trace) -> bool:
    """Whether an actor only says what sort of thing something is: "*Azeri* gas", "the *Brazilian* border"."""
    return is_inner(r, trace) and not r.at.get(r.words.head[trace.head])


def is_the_two(r: Reading, i: int) -> bool:
    """Whether "two" or "both" stands for two named before: "*the two* are to meet again", "urged *both* to talk"."""
    words = r.words
    if words.dep[i] not in ("nsubj", "nsubjpass", "dobj", "pobj", "dative"):
        return False
    if words.lower[i] == "both":
        return not words.kids[i]
    alone = words.lower[i] == "two" and words.tag[i] == "CD"
    return alone and i > 0 and words.lower[i - 1] == "the" and words.head[i - 1] == i


def other_principal(r: Reading, i: int, who: AbstractSet[str]) -> list[Actor]:
    """Return the other of the two of whom the article tells most, for "its neighbour" of the one."""
    both_of_them = principals(r, i)
    others = [actor for actor in both_of_them if actor.code not in who]
    return others if len(others) == 1 else []


def counts_three(r: Reading, i: int) -> bool:
    return "three" in r.words.lower[r.words.left_edge(i) : i] and "the" in r.words.lower[r.words.left_edge(i) : i]


def is_each(r: Reading, i: int) -> bool:
    """Whether a singular noun stands for one and the other: "each capital", "neither side"."""
    return any(r.has(kid, "each") for kid in r.words.kids[i] if kid < i)


def counts_two(r: Reading, i: int) -> bool:
    near = r.words.lower[r.words.left_edge(i) : i]
    sides = r.words.lemma[i] in ("side", "party")
    paired = r.words.dep[i] == "pobj" and r.words.lower[r.words.head[i]] in r.lists["pairing"] and r.has(i, "sides")
    between = paired and not r.lists["pointing"].isdisjoint(near)
    return "two" in near or "both" in near or between or is_each(r, i) or (sides and ("the" in near or "all" in near))
