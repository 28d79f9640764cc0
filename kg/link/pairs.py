"""Descriptions of two at once: "both sides", "the two leaders"."""

from __future__ import annotations

from kg.link.antecedents import beside
from kg.link.kinds import kind_of
from kg.link.reading import Reading, Trace
from kg.link.traces import recent
from kg.model import Actor


def two_actors(r: Reading, i: int) -> list[Actor]:
    """Return the two actors of the nearest sentence that speaks of two, and of no third.

    "The two leaders" are two persons (or the states of two), "the two sides" any two. Who speaks to them is neither.
    """
    others = beside(r, i) if _is_told(r, i) else set()
    human = r.words.lemma[i] in r.index.lemmas and not r.has(i, "institution")
    lands = kind_of(r, i) == "state"
    human = human and not lands and r.words.lemma[i] != "side"
    near = recent(r, i, 4)
    if not human and (together := _together(r, near, i)):
        return together
    for back in range(5):
        there = [t for t in near if t.sent == r.words.sent[i] - back and t.head < i]
        for traces in ([t for t in there if t.human], [] if human else there):
            codes: dict[str, Actor] = {}
            for actor in (a for t in traces if not _is_scenery(t) for a in t.actors):
                state = r.index.state(actor)
                if (state or not lands) and actor.code not in others:
                    codes.setdefault(actor.code, state or actor)
            if len(codes) == 2:
                return list(codes.values())
            if len(codes) > 2 and not human:
                return []
    return []


def three_actors(r: Reading, i: int) -> list[Actor]:
    """Return the states of the nearest stretch of sentences that speaks of three, for "the three governments"."""
    found: dict[str, Actor] = {}
    near = recent(r, i, 8)
    others = beside(r, i) if _is_told(r, i) else set()
    for back in range(9):
        for trace in near:
            if trace.sent == r.words.sent[i] - back and trace.head < i and not _is_scenery(trace):
                states = (r.index.state(actor) for actor in trace.actors)
                found.update((s.id, s) for s in states if s and s.code not in others)
        if len(found) > 2:
            return list(found.values()) if len(found) == 3 else []
    return []


def _is_told(r: Reading, i: int) -> bool:
    """Whether somebody speaks to the two: "urged both countries", "appealed to both sides"."""
    verb = r.words.head[i]
    if r.words.dep[i] == "pobj":
        verb = r.words.head[verb]
    return r.words.dep[i] in ("dobj", "pobj") and r.has(verb, "addresses")


def _together(r: Reading, near: list[Trace], i: int) -> list[Actor]:
    """Return the two whom *and* joined last, in this or the sentence before: "the rulers and the rebels"."""
    for trace in reversed(near):
        if trace.joint and trace.head < i and trace.sent >= r.words.sent[i] - 1:
            codes = {actor.code: r.index.state(actor) or actor for actor in trace.actors}
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


def counts_three(r: Reading, i: int) -> bool:
    return "three" in r.words.lower[r.words.left_edge(i) : i] and "the" in r.words.lower[r.words.left_edge(i) : i]


def counts_two(r: Reading, i: int) -> bool:
    near = r.words.lower[r.words.left_edge(i) : i]
    return "two" in near or "both" in near or (r.words.lemma[i] == "side" and "the" in near)
