"""Whom a noun means that nothing before it called by the same word: by what the article is about."""

from __future__ import annotations

from collections.abc import Iterable

from kg.lexicon.kind_classes import kinds
from kg.link.contexts import in_context
from kg.link.issuers import publisher
from kg.link.kinds import is_at_home, kind_of
from kg.link.reading import Reading, Trace
from kg.link.traces import JUNTA, earlier, subject_verb
from kg.model import Actor, Mention

_CLEARLY = 3


def by_context(r: Reading, i: int) -> list[Actor]:
    found = in_context(r, i, r.words.lemma[i]) or in_context(r, i, r.words.lower[i])
    return [found] if found else []


def loyal(r: Reading, i: int, kind: str) -> list[Actor]:
    """Return the one state of the article that has rebels: "government forces", "regime warplanes", "the regime"."""
    ruling = r.has(i, "ruling") or any(r.has(kid, "ruling") for kid in r.words.kids[i] if kid < i)
    if not ruling or not r.index.for_state(kind):
        return []
    found = _contested(r, i, "rebels")
    return [found[0]] if found else []


def role_of(r: Reading, i: int) -> set[str]:
    """Return the words (and for parliaments, courts, police the kind) by which a noun takes up what was before.

    "The general" is whom the text called "Gen." before.
    """
    kind, word = kind_of(r, i), r.words.lower[i]
    ranks = {short for size in (3, 4) for short in (word[:size], word[:size] + ".") if short in r.lists["honorific"]}
    again = kind is not None and (kind != "military" or r.has(i, "forces"))
    rulers = {JUNTA} if r.has(i, "rulers") else set()
    return (
        rulers
        | {r.words.lemma[i], word}
        | (ranks if kind == "military" else set())
        | ({f"kind:{kind}"} if again else set())
    )


def topic(r: Reading, i: int, kind: str) -> list[Actor]:
    """Return the only actor of the article so far that such a noun can mean.

    "Rebels" and "insurgents" are the one armed group or opposition; "officials" and "civilians" are
    those of the one actor whose officials or civilians were named.
    """
    if kind == "state" or not (kind in kinds().rebels or kind == "civilians" or r.index.for_state(kind)):
        return []
    role, rebels = role_of(r, i), r.has(i, "rebels")
    found: dict[str, Actor] = {}
    for trace in earlier(r, i):
        for actor in trace.actors:
            same = takes_up(r, i, role, trace) and r.words.dep[trace.head] != "poss"
            fights = kind in kinds().rebels and actor.kind in kinds().rebels
            if (fights and (actor.country or not rebels)) or (kind not in kinds().rebels and same):
                found.setdefault(actor.code, actor)
    return list(found.values()) if len(found) == 1 else []


def takes_up(r: Reading, i: int, role: set[str], trace: Trace) -> bool:
    """Whether a noun can mean who was called by one of these words; a court between states has no prosecutors."""
    judged = r.has(i, "prosecuting") and any(actor.id in r.lists["judging"] for actor in trace.actors)
    return not (judged or role.isdisjoint(trace.roles))


def opened(r: Reading, i: int, kind: str) -> list[Actor]:
    """Return the state whose capital opens the sentence, for its officials: "*In Ankara*, officials said it".

    Not for who may be a guest there: "the minister", "troops".
    """
    words = r.words
    bodies = r.has(i, "home") or r.has(i, "governing") or r.has(i, "cabinet")
    if not (bodies and r.index.for_state(kind)):
        return []
    verb = subject_verb(r, i)
    while verb >= 0 and words.dep[verb] == "conj":
        verb = words.head[verb]
    for kid in words.kids[verb] if verb >= 0 else ():
        if kid < i and words.dep[kid] == "prep" and words.lower[kid] in r.lists["within"] and _opens(r, kid):
            capitals = (r.names.get(place) for place in words.kids[kid] if words.dep[place] == "pobj")
            found = [name for capital in capitals if capital for name in capital.names]
            alone = len(found) == 1 and found[0].sense == "seat"  # Brussels is the Union's too
            return [state for name in found if alone and (state := r.index.state(name.actor))]
    return []


def _opens(r: Reading, i: int) -> bool:
    """Whether nobody is named in a sentence before token ``i``."""
    return not any(r.at.get(j) for j in range(r.words.firsts[r.words.sent[i]], i))


def rebels_of(r: Reading, i: int) -> list[Actor]:
    """Return the rebels (opposition) of the one state of the article that is known to have some."""
    found = _contested(r, i, r.words.lower[i]) if r.has(i, "rebels") else None
    return [found[1]] if found else []


def _contested(r: Reading, i: int, noun: str) -> tuple[Actor, Actor] | None:
    """Return the state of which the article speaks that has rebels, and these; none unless it is clearly one.

    One that an article named three times as often as any other is what it is about.
    """
    count: dict[Actor, int] = {}
    for trace in earlier(r, i):
        for state in states_of(r, trace.mentions):
            count[state] = count.get(state, 0) + 1
    found = [(n, s, part) for s, n in count.items() if (part := r.index.known_part(s, noun, r.lists["rebels"]))]
    if not found:
        return None
    most, state, part = max(found, key=lambda one: one[0])
    rival = max((n for n, _, other in found if other.code != part.code), default=0)
    return (state, part) if most >= _CLEARLY * rival else None


def home(r: Reading, kind: str) -> list[Actor]:
    """Return the publisher's state for "the Foreign Secretary" in a release of that state."""
    home = publisher(r) if r.publisher else None
    state = r.index.state(home) if home else None
    return [state] if state and r.index.for_state(kind) else []


def in_focus(r: Reading, i: int, kind: str) -> list[Actor]:
    """Return the one state of which this sentence so far and the one before speak, if one."""
    at_home, ruler = is_at_home(r, i), r.has(i, "ruler")
    if not (at_home or ruler) or not (r.index.for_state(kind) or kind == "opposition"):
        return []
    if len(states := _states_of_people(r, i)) == 1:
        return [who] if (who := r.index.acting(states[0], kind)) else []
    for reach in (1, 2) if at_home and r.index.for_state(kind) else ():
        found = [m for t in earlier(r, i) if t.sent >= r.words.sent[i] - reach for m in t.mentions]
        if states := states_of(r, found):
            return states if len(states) == 1 else []
    return []


def _states_of_people(r: Reading, i: int) -> list[Actor]:
    """Return the states of this sentence so far if they are there as peoples and places only.

    "Sudanese students marched against the government", not "Sudan said that the government ...".
    """
    found = [m for t in earlier(r, i) if t.sent == r.words.sent[i] for m in t.mentions if m.actor]
    acts = any(m.rule not in ("place", "demonym") and m.actor and m.actor.kind not in kinds().people for m in found)
    return [] if acts else states_of(r, found)


def states_of(r: Reading, mentions: Iterable[Mention]) -> list[Actor]:
    found = (r.index.gazetteer.actors.get(m.actor.country or "") for m in mentions if m.actor)
    return list(dict.fromkeys(actor for actor in found if actor))
