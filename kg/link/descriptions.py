"""Descriptions: "Chinese troops", "the head of the EU mission", "senior officials"."""

from __future__ import annotations

from kg.lexicon.kind_classes import kinds
from kg.link.ahead import group_ahead
from kg.link.definites import definite
from kg.link.kinds import ends_title, is_abstract, kind_of
from kg.link.neighbours import neighbour
from kg.link.owners import objects, owners
from kg.link.pairs import counts_two
from kg.link.reading import Mentions, Reading
from kg.link.traces import earlier
from kg.link.words import PROPER
from kg.model import Actor

_ENTITIES = frozenset(("PERSON", "ORG", "NORP", "GPE"))


def described(r: Reading, i: int) -> Mentions:
    kind = kind_of(r, i)
    if ends_title(r, i):
        return ()
    if kind is not None and is_abstract(r, i):
        kind = None
    if r.has(i, "transparent") and (inner := parts(r, i)):
        return inner
    if kind is None or r.has(i, "country") or (kind == "state" and r.words.tag[i] in PROPER):
        return definite(r, i, kind) or _unknown(r, i)
    if found := _apposed(r, i) or _set_apart(r, i, kind):
        return found
    for whose, rule in owners(r, i):
        if actors := _acting(r, i, whose, kind):
            return r.phrase(i, _again(r, i, kind, actors), rule)
    title = r.words.dep[i] in ("compound", "nmod")
    if title and not r.has(i, "institution") and r.index.for_state(kind):
        return ()  # the title before a name says nothing alone
    if (found := r.phrase(i, neighbour(r, i), "pair") or definite(r, i, kind)) or title:
        return found
    return r.phrase(i, [r.index.experts() if kind == "expert" else None], "description")


def _apposed(r: Reading, i: int) -> Mentions:
    """Return who is named beside a plural: "both ministers, *Wang Yi* and *Taro Kono*", "rebels known as *the ELN*"."""
    words = r.words
    if words.tag[i] not in ("NNS", "NNPS"):
        return ()
    for kid in words.kids[i]:
        if kid > i and words.dep[kid] == "acl" and words.lower[kid] == "known":
            named = [m.actor for k in words.kids[kid] if words.lower[k] == "as" for m in objects(r, k)]
            if found := [actor for actor in named if actor]:
                return r.phrase(i, found, "apposition")
    beside = ("appos", "conj") if counts_two(r, i) else ("appos",)  # "both ministers, A and B" may be read as a list
    heads = [kid for kid in words.kids[i] if kid > i and words.dep[kid] in beside]
    for head in heads:
        heads.extend(kid for kid in words.kids[head] if words.dep[kid] == "conj")
    named = [m.actor for head in heads for m in r.resolve(head)[:1]]
    found = [actor for actor in named if actor]
    return r.phrase(i, found, "apposition") if len(found) == len(heads) > 1 else ()


def _set_apart(r: Reading, i: int, kind: str) -> Mentions:
    """Return whom a description means that its owner's name would mislead about."""
    if found := _both(r, i, kind):
        return found
    if kind in kinds().joint and (leading := _led_by(r, i)):
        return r.phrase(i, leading, "description")
    if led := _troops_of(r, i):
        return r.phrase(i, led, "description")
    return r.phrase(i, _men_of(r, i), "genitive") if r.has(i, "men") else ()


def _men_of(r: Reading, i: int) -> list[Actor]:
    """Return whose troops "his men" are: whom their commander acts for."""
    words = r.words
    whose = (
        k
        for k in words.kids[i]
        if words.dep[k] == "poss" and (k in r.inside or words.lower[k] in r.lists["one_person"])
    )
    return [who for kid in whose for m in r.resolve(kid) if m.actor and (who := r.index.acting(m.actor, "military"))]


def _both(r: Reading, i: int, kind: str) -> Mentions:
    """ "Our two governments" are the speaker's and another's."""
    own = any(r.words.tag[kid] == "PRP$" for kid in r.words.kids[i])
    return definite(r, i, kind) if own and r.has(i, "sides") and counts_two(r, i) else ()


def _again(r: Reading, i: int, kind: str, actors: list[Actor]) -> list[Actor]:
    """Return the group of a state that was named before, for "the Palestinian movement"; else the same actors."""
    if r.coref and len(actors) == 1 and actors[0].code == f"{actors[0].country}:ARMED-GROUP":
        return group_ahead(r, i, actors[0].country) or actors
    definite_one = r.words.tag[i] == "NN" and any(r.words.lower[kid] == "the" for kid in r.words.kids[i])
    if not (r.coref and definite_one and kind in kinds().militants and len(actors) == 1 and actors[0].country):
        return actors
    country = actors[0].country
    named = (a for t in earlier(r, i) for a in t.actors if a.kind in kinds().militants and a.country == country)
    return [next(named, actors[0])]


def _led_by(r: Reading, i: int) -> list[Actor]:
    """Return the coalition that a state leads, if it has a name: "the coalition *led by Saudi Arabia*"."""
    return [whole for leader in _leaders(r, i) if (whole := r.index.led(leader, r.words.lower[i]))]


def _troops_of(r: Reading, i: int) -> list[Actor]:
    """Return for whom troops fight that a known officer leads: "soldiers *led by Colonel Goita*"."""
    return [who for leader in _leaders(r, i) if r.has(i, "forces") and (who := r.index.acting(leader, "military"))]


def _leaders(r: Reading, i: int) -> list[Actor]:
    led = next((k for k in r.words.kids[i] if k > i and r.words.lower[k] in r.lists["leading"]), None)
    by = (k for k in (r.words.kids[led] if led is not None else ()) if r.words.lower[k] == "by")
    return [m.actor for k in by for m in objects(r, k) if m.actor]


def parts(r: Reading, i: int) -> Mentions:
    """ "The head of the EU mission", "dozens of Russian troops", "one of them, *Vesna Kos*"."""
    if r.words.lower[i] in ("one", "another"):
        for kid in r.words.kids[i]:
            if r.words.dep[kid] == "appos" and kid in r.inside:
                return r.phrase(i, [m.actor for m in r.resolve(kid)], "apposition")
    for kid in r.words.kids[i]:
        if kid > i and r.words.lower[kid] in ("of", "among"):
            return r.phrase(i, [m.actor for m in objects(r, kid)], "genitive")
    return ()


def _acting(r: Reading, i: int, owners: Mentions, kind: str) -> list[Actor]:
    """Return who somebody's officials, troops, administration ... are."""
    found = []
    for owner in (m.actor for m in owners if m.actor):
        state = r.index.gazetteer.actors.get(owner.country or "")
        rules = kind == "government" and r.has(i, "institution")
        if state and rules and r.index.is_person(owner):
            found.append(state)
        elif (
            state == owner
            and r.has(i, "rebels")
            and (part := r.index.known_part(owner, r.words.lower[i], r.lists["rebels"]))
        ):
            found.append(part)
        elif state and owner.kind == "civilians" and kind == "government":
            found.append(state)  # "Serbians ... against *their* government"
        elif who := r.index.acting(owner, kind):
            found.append(who)
    return found


def _unknown(r: Reading, i: int) -> Mentions:
    """An organisation, people or place that is visibly somebody, but nobody we know."""
    entity = r.entities.get(i)
    if entity is None or entity.label not in _ENTITIES:
        return ()
    if r.words.root(entity.start, entity.end) != i or r.words.tag[i] not in PROPER:
        return ()
    if not r.words.text[i][:1].isupper():
        return ()
    return (r.mention(entity.start, entity.end, None, "unknown"),)
