"""Whom the article as a whole makes certain: "the Foreign Secretary", "the coalition", "the army"."""

from __future__ import annotations

from kg.lexicon.word_classes import sole
from kg.link.kinds import agent_start, is_at_home
from kg.link.reading import SUBJECTS, Reading
from kg.link.topics import states_of
from kg.link.traces import earlier, recent, subject_verb
from kg.model import Actor

_OFTEN = 3  # mentions of a state that an article is about
_LABEL = 6  # words of a label


def named_so(r: Reading, i: int) -> list[Actor]:
    """Return the only organisation of the whole article whose name ends with the noun: "the coalition"."""
    noun = r.words.lemma[i]
    found = {n.actor.id: n.actor for f in r.names.values() for n in f.names if noun in r.index.called(n.actor)}
    return list(found.values()) if len({actor.code for actor in found.values()}) == 1 else []


def alone(r: Reading, i: int) -> list[Actor]:
    """Return who has an office that few have: the one whom the article names, or names most often.

    "The Foreign Secretary" is the United Kingdom's where the United Kingdom is spoken of.
    """
    owners = few(r, i)
    if not owners:
        return []
    named = [n.actor for f in dict.fromkeys(r.names.values()) for n in f.names[:1]]
    named += [person.actor for person in r.persons.values() if person.actor]
    count = {owner: sum(owner in (a.id, a.country) for a in named) for owner in owners}
    best = max(owners, key=lambda owner: count[owner])
    return [r.index.gazetteer.actors[best]] if count[best] else []


def few(r: Reading, i: int) -> tuple[str, ...]:
    """Return the ids of the few actors that have an office or a house; none if many have it."""
    return sole().get("_".join(r.words.lower[agent_start(r, i) : i + 1]).replace("_-_", "-"), ())


def stage(r: Reading, i: int, kind: str) -> list[Actor]:
    """Return the state that the article so far is about, for "the army": named often, and twice as often as others.

    Before it goes the state of a label: "*Syria war:* government troops take the hill".
    """
    if not (is_at_home(r, i) and (r.index.for_state(kind) or kind == "opposition")):
        return []
    if r.has(i, "ruler") or r.words.dep[i] == "attr":
        return []
    states = _label(r, i) or _main(r, i)
    return [who for state in states if (who := r.index.acting(state, kind))]


def _main(r: Reading, i: int) -> list[Actor]:
    count: dict[str, int] = {}
    for trace in earlier(r, i):
        for state in states_of(r, trace.mentions):
            count[state.id] = count.get(state.id, 0) + 1
    ranked = sorted(count, key=lambda state: -count[state])
    if not ranked or count[ranked[0]] < _OFTEN or (ranked[1:] and count[ranked[0]] < 2 * count[ranked[1]]):
        return []
    return [r.index.gazetteer.actors[ranked[0]]]


def _label(r: Reading, i: int) -> list[Actor]:
    words, first = r.words, r.words.firsts[r.words.sent[i]]
    colon = next((j for j in range(first, min(first + _LABEL, i)) if words.text[j] == ":"), -1)
    states = states_of(r, [m for j in range(first, colon) for m in r.at.get(j, ())]) if colon >= 0 else []
    return states if len(states) == 1 else []


def crowd(r: Reading, i: int) -> list[Actor]:
    """Return the people of the one place where a crowd protests: "thousands of *people* marched through Goma"."""
    words = r.words
    for _ in range(2):
        head = words.head[i]
        if words.dep[i] in ("pobj", "prep") and (words.lower[head] == "of" or r.has(head, "transparent")):
            i = head
    verb = words.head[i]
    if words.dep[i] not in SUBJECTS or not r.has(verb, "protests"):
        return []
    beside = (kid for kid in words.kids[verb] if words.dep[kid] == "prep" and words.lower[kid] in r.lists["among"])
    places = [place for kid in beside for place in words.kids[kid] if words.dep[place] in ("pobj", "dobj")]
    within = [k for p in places for k in words.kids[p] if words.dep[k] in ("compound", "nmod", "amod", "poss")]
    states = states_of(r, [m for place in (*places, *within) for m in r.resolve(place)])
    return [r.index.part(states[0], "civilians")] if len(states) == 1 else []


def policed(r: Reading, i: int) -> list[Actor]:
    """Return the people of the state whose police do it to them: "Ghanaian police arrested dozens of *protesters*"."""
    sufferers = _those(r, i)
    verb = r.words.head[sufferers]
    if r.words.dep[sufferers] != "dobj" or not (r.has(i, "victims") and r.has(verb, "polices")):
        return []
    police = (t for t in recent(r, i, 0) if subject_verb(r, t.head) == verb and r.has(t.head, "policing"))
    states = states_of(r, [m for t in police for m in t.mentions])
    return [r.index.part(states[0], "civilians")] if len(states) == 1 else []


def _those(r: Reading, i: int) -> int:
    """Return *dozens* of "dozens of people"; else the noun itself."""
    return r.words.head[r.words.head[i]] if r.words.dep[i] == "pobj" else i


def inhabitants(r: Reading, i: int) -> list[Actor]:
    """Return the people of the one place that the sentence so far names, or else the one before, for those to whom
    something is done there.

    "In Hodeidah the shells killed civilians."
    """
    if r.words.dep[_those(r, i)] not in ("dobj", "nsubjpass") or not r.has(i, "victims"):
        return []
    near = [t for t in recent(r, i, 1) if t.head < i]
    for back in (0, 1):
        here = [m for t in near if t.sent == r.words.sent[i] - back for m in t.mentions if m.rule == "place"]
        if states := states_of(r, here):
            return [r.index.part(states[0], "civilians")] if len(states) == 1 else []
    return []
