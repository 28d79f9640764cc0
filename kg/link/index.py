"""The gazetteer, turned for look-ups while reading: by first word, by surname, by state."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from kg.lexicon.actors import Gazetteer, Key, Tenure, pieces
from kg.lexicon.kind_classes import kinds
from kg.lexicon.word_classes import lists
from kg.model import Actor

# A given name of two syllables ("Jae-in") follows the family name; Arabic articles are no syllables.
_KOREAN_GIVEN = re.compile(r"(?!(?:Al|El|Ad|As|Ash|At|Az)-)[A-Z][a-z]+-[a-z]+")
EXPERT = "EXPERT"


@dataclass(frozen=True, slots=True)
class Index:
    """All ``keys`` of names, places and traps, their ``lengths`` by the first word, persons by surname, demonyms.

    ``lemmas`` are the last words of the agent nouns: a noun that is none of them heads no
    description.
    """

    gazetteer: Gazetteer
    keys: frozenset[Key]
    lengths: Mapping[str, tuple[int, ...]]
    surnames: Mapping[str, tuple[str, ...]]
    demonyms: Mapping[str, str]
    lemmas: frozenset[str]
    calls: dict[str, frozenset[str]] = field(default_factory=dict)

    def called(self, actor: Actor) -> frozenset[str]:
        """Return the last words of an organ's or organisation's names, in lower case: "fund", "department"."""
        found = self.calls.get(actor.id)
        if found is None:
            formal = (
                actor.kind in kinds().joint
                or actor.kind == "court"
                or (actor.id != actor.country and self.state(actor))
            )
            keys = [key for key in map(pieces, (actor.name, *actor.aliases)) if len(key) > 1 and formal]
            heads = (key[: key.index("of")] if "of" in key[1:] else key for key in keys)
            own = {f"kind:{actor.kind}"} if actor.kind in kinds().organs else set()
            found = self.calls[actor.id] = frozenset(own | {key[-1] for key in heads})
        return found

    def state(self, actor: Actor) -> Actor | None:
        """Return the state for which an actor acts, or none if it acts for itself."""
        if actor.country and actor.code == actor.country:
            return self.gazetteer.actors.get(actor.country)
        return None

    def person(self, actor: Actor, published: str | None) -> Actor:
        """Return a person as what they were on that day (none: in their latest office).

        Out of office they act for themselves (``USA:OBAMA``), but keep their country.
        """
        tenures = self.gazetteer.tenures.get(actor.id, ())
        if not tenures or published is None:
            return actor
        held = [tenure for tenure in tenures if tenure.covers(published)]
        if not held:
            return private(actor, tenures)
        best = max(held, key=lambda t: (t.code == t.country, t.kind == "government", t.start))
        return replace(actor, kind=best.kind, code=best.code, country=best.country)

    def offices(self, actor: Actor, published: str | None) -> tuple[Tenure, ...]:
        """Return the offices a person held on that day (none: any day)."""
        tenures = self.gazetteer.tenures.get(actor.id, ())
        return tuple(t for t in tenures if published is None or t.covers(published))

    def is_person(self, actor: Actor) -> bool:
        """Return whether an actor is one person."""
        return actor.kind == "person" or actor.id in self.gazetteer.persons

    def for_state(self, kind: str) -> bool:
        """Return whether an actor of this kind acts for its state."""
        return self.gazetteer.kinds[kind].acts_for

    def acting(self, owner: Actor, kind: str) -> Actor | None:
        """Return who "<owner> <agent noun of that kind>" is: the owner, its state, or a part.

        "Chinese officials" are China, "Syrian civilians" are ``SYR:CIVILIANS``, "NATO officials"
        are NATO; none where it is nobody ("UN civilians").
        """
        state = self.state(owner)
        if state is None:
            own = (
                kind not in kinds().people
                or owner.kind == "civilians"
                or (kind == "expert" and owner.kind in ("ngo", "igo"))
            )
            return self.part(owner, kind) if owner.kind == "territory" and not own else owner if own else None
        organ = owner.id != state.id and not self.is_person(owner)
        if kind in kinds().joint:
            return owner if organ else None
        if self.for_state(kind):
            return state if self.is_person(owner) else owner
        return self.part(state, kind)

    def for_itself(self, actor: Actor) -> bool:
        """Return whether an actor can issue statements: no part of a people."""
        return actor.kind not in kinds().people or self.is_person(actor)

    def known_part(self, state: Actor, noun: str, nouns: frozenset[str]) -> Actor | None:
        """Return the seed that "<demonym> <noun>" names ("Syrian rebels"), or any of ``nouns``.

        Rebels are no mere opposition.
        """
        demonym = pieces(self.demonyms.get(state.id, state.name))
        for word in (noun, *sorted(nouns - ({"opposition"} - {noun}))):
            for name in self.gazetteer.names.get((*demonym, word), ()):
                return name.actor
        return None

    def led(self, state: Actor, noun: str) -> Actor | None:
        """Return the seed that "<state>-led <noun>" names."""
        for name in (self.demonyms.get(state.id, state.name), state.name, *state.aliases):
            for found in self.gazetteer.names.get((*pieces(name), "led", noun), ()):
                return found.actor
        return None

    def part(self, state: Actor, kind: str) -> Actor:
        """Return the actor for people of a state that are not the state: ``SYR:CIVILIANS``."""
        slug = kind.replace("_", "-")
        label = self.gazetteer.kinds[kind].label
        name = f"{self.demonyms.get(state.id, state.name)} {label}"
        code = EXPERT if kind == "expert" else f"{state.code}:{slug.upper()}"
        return Actor(id=f"{state.id}:{slug}", name=name, kind=kind, code=code, country=state.id)

    def experts(self) -> Actor:
        """Return the actor for analysts and scholars of no known country, who only ever speak."""
        label = self.gazetteer.kinds["expert"].label
        return Actor(id="experts", name=f"unnamed {label}s", kind="expert", code=EXPERT)


def unseeded(name: str, state: Actor) -> Actor:
    """Return the actor for a person whom no seed knows but whose country the text gives."""
    slug = "-".join(pieces(name))
    return Actor(
        id=f"{state.id}:{slug}", name=name, kind="person", code=f"{state.code}:{slug.upper()}", country=state.id
    )


def private(actor: Actor, tenures: Sequence[Tenure]) -> Actor:
    """Return a person out of office, under the code that another tenure gives, if one does."""
    own = next((t.code for t in reversed(tenures) if ":" in t.code), None)
    code = own or f"{actor.country}:{surname(actor.name).upper()}"
    return replace(actor, kind="person", code=code) if actor.code == actor.country else actor


class _Identity:
    """A gazetteer as a cache key: mappings have no hash, so two are the same if one object."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def __hash__(self) -> int:
        return id(self.gazetteer)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.gazetteer is self.gazetteer


def index(gazetteer: Gazetteer) -> Index:
    """Return the index of a gazetteer (made once for each)."""
    return _index(_Identity(gazetteer))


@lru_cache(maxsize=4)
def _index(key: _Identity) -> Index:
    gazetteer = key.gazetteer
    return Index(
        gazetteer,
        frozenset((*gazetteer.names, *gazetteer.places, *gazetteer.traps)),
        _lengths(gazetteer),
        _surnames(gazetteer),
        _demonyms(gazetteer),
        frozenset(noun.rsplit("_", 1)[-1] for noun in gazetteer.agents),
    )


def _lengths(gazetteer: Gazetteer) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = defaultdict(set)
    tables: tuple[Mapping[Key, object], ...] = (gazetteer.names, gazetteer.places, gazetteer.traps)
    for table in tables:
        for key in table:
            found[key[0]].add(len(key))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in found.items()}


def _surnames(gazetteer: Gazetteer) -> dict[str, tuple[str, ...]]:
    """Map the last word of each person's names to the persons."""
    found: dict[str, set[str]] = defaultdict(set)
    for identity, actor in gazetteer.persons.items():
        for name in (actor.name, *actor.aliases):
            found[surname(name)].add(identity)
    return {last: tuple(sorted(ids)) for last, ids in found.items()}


def surname(name: str) -> str:
    """Return the key of a person's family name.

    >>> [surname(n) for n in ("Bashar al-Assad", "Joseph R. Biden Jr.", "Moon Jae-in")]
    ['assad', 'biden', 'moon']
    """
    words = [w for w in name.split() if w.strip(".").lower() not in lists()["generation"]] or name.split()
    given = _KOREAN_GIVEN.fullmatch(words[-1])
    return pieces(words[0] if given and len(words) > 1 else words[-1])[-1]


def _demonyms(gazetteer: Gazetteer) -> dict[str, str]:
    found: dict[str, str] = {}
    for names in gazetteer.names.values():
        for name in names:
            if name.sense == "demonym":
                found.setdefault(name.actor.id, name.text)
    return found
