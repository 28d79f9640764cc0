"""Descriptions: "Chinese troops", "the head of the EU mission", "senior officials"."""

from __future__ import annotations

from kg.link.definites import FIGHTERS, definite
from kg.link.index import JOINT
from kg.link.kinds import ends_title, is_abstract, kind_of
from kg.link.owners import objects, owners
from kg.link.pairs import counts_two, other_principal
from kg.link.reading import Mentions, Reading
from kg.link.traces import earlier
from kg.link.words import PROPER
from kg.model import Actor

NEAR = 60  # tokens: the sentence, or the one beside it
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
    if (
        found := _apposed(r, i)
        or _both(r, i, kind)
        or (r.phrase(i, _led_by(r, i), "description") if kind in JOINT else ())
    ):
        return found
    for whose, rule in owners(r, i):
        if actors := _acting(r, i, whose, kind):
            return r.phrase(i, _again(r, i, kind, actors), rule)
    title = r.words.dep[i] in ("compound", "nmod")
    if title and not r.has(i, "institution") and r.index.for_state(kind):
        return ()  # the title before a name says nothing alone
    if (found := _opposite(r, i) or definite(r, i, kind)) or title:
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


def _opposite(r: Reading, i: int) -> Mentions:
    """Return whom "its neighbour", "their rival" means: the other of the two of whom the article tells."""
    words = r.words
    if not (r.coref and r.has(i, "opposite") and words.tag[i] == "NN"):
        return ()
    possessors = [kid for kid in words.kids[i] if words.tag[kid] == "PRP$"]
    whose = {m.actor.code for kid in possessors for m in r.resolve(kid) if m.actor}
    return r.phrase(i, other_principal(r, i, whose), "pair") if len(whose) == 1 else ()


def _both(r: Reading, i: int, kind: str) -> Mentions:
    """ "Our two governments" are the speaker's and another's."""
    own = any(r.words.tag[kid] == "PRP$" for kid in r.words.kids[i])
    return definite(r, i, kind) if own and r.has(i, "sides") and counts_two(r, i) else ()


def _again(r: Reading, i: int, kind: str, actors: list[Actor]) -> list[Actor]:
    """Return the group of a state that was named before, for "the Palestinian movement"; else the same actors."""
    if kind in FIGHTERS and (near := _named_near(r, i, actors)):
        return [near]
    definite_one = r.words.tag[i] == "NN" and any(r.words.lower[kid] == "the" for kid in r.words.kids[i])
    if not (r.coref and definite_one and kind in FIGHTERS and len(actors) == 1 and actors[0].country):
        return actors
    country = actors[0].country
    named = (a for t in earlier(r, i) for a in t.actors if a.kind in FIGHTERS and a.country == country)
    return [next(named, actors[0])]


def _named_near(r: Reading, i: int, actors: list[Actor]) -> Actor | None:
    """Return the one armed group of a state that is named close by, for "Colombian *rebels*" in a headline."""
    if not (r.coref and len(actors) == 1 and actors[0].code == f"{actors[0].country}:ARMED-GROUP"):
        return None
    near = (r.names.get(k) for k in range(max(0, i - NEAR), min(len(r.words), i + NEAR)))
    groups = {n.actor.code: n.actor for f in near if f for n in f.names[:1] if n.actor.kind in FIGHTERS}
    own = [group for group in groups.values() if group.country == actors[0].country]
    return own[0] if len(own) == 1 else None


def _led_by(r: Reading, i: int) -> list[Actor]:
    """Return the coalition that a state leads, if it has a name: "the coalition *led by Saudi Arabia*"."""
    words = r.words
    for kid in words.kids[i]:
        if kid > i and words.lower[kid] == "led":
            by = [m.actor for agent in words.kids[kid] if words.lower[agent] == "by" for m in objects(r, agent)]
            return [whole for actor in by if actor and (whole := r.index.led(actor, words.lower[i]))]
    return []


def parts(r: Reading, i: int) -> Mentions:
    """ "The head of the EU mission", "dozens of Russian troops": who the *of* phrase names."""
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
