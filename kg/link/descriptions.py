"""Descriptions: "Chinese troops", "the head of the EU mission", "senior officials"."""

from __future__ import annotations

from kg.link.definites import definite
from kg.link.kinds import ends_title, is_abstract, kind_of
from kg.link.owners import objects, owners
from kg.link.reading import Mentions, Reading
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
    for whose, rule in owners(r, i):
        if actors := _acting(r, i, whose, kind):
            return r.phrase(i, actors, rule)
    title = r.words.dep[i] in ("compound", "nmod")
    if title and not r.has(i, "institution") and r.index.for_state(kind):
        return ()  # the title before a name says nothing alone
    if (found := definite(r, i, kind)) or title:
        return found
    return r.phrase(i, [r.index.experts() if kind == "expert" else None], "description")


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
