"""The gazetteer: who is who in world politics, from the tables in ``seeds/actors``.

``seeds/actors/README.md`` explains the tables, and what a linker must heed: senses, conditions on ambiguous
names, and names that several actors share.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from kg import resources
from kg.lexicon.actor_tables import Tables, actor_rows, claims, problems, read
from kg.lexicon.keys import Key, pieces
from kg.lexicon.tables import Row, SeedError
from kg.model import Actor

__all__ = ["Condition", "Context", "Gazetteer", "Key", "Kind", "Name", "Tenure", "gazetteer", "pieces", "problems"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of actor. ``acts_for``: whether such an actor of a country acts for its state."""

    id: str
    label: str
    definition: str
    acts_for: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """When an ambiguous name is the actor (``ambiguous.tsv``).

    ``rule`` is ``exact`` (only as written in the table), ``alone`` (not beside another capitalised word, as in
    "Michael Jordan"), ``bare`` (not as "the Jordan"), ``unless`` (not if one of ``words`` is in the sentence),
    ``if`` (only then), ``nowhere`` and ``amid`` (the same for the whole article) or ``after`` (only directly after one
    of ``words``). The words are keys.
    """

    rule: str
    words: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one actor: ``sense`` is name, demonym, people, seat, former or person."""

    text: str
    actor: Actor
    sense: str
    conditions: tuple[Condition, ...] = ()

    def fits(self, text: str) -> bool:
        """Return whether ``text``, which has this name's key, is also written like it.

        A name that begins with a capital must do so in the text; a name under the condition
        ``exact``, or an acronym of up to three signs, must have the same capitals throughout
        ("US", "U.S.", but not "us" or "Us"). Dots do not count.
        """
        if text == self.text:
            return True
        if _is_short_acronym(self.text) or any(c.rule == "exact" for c in self.conditions):
            return text.replace(".", "") == self.text.replace(".", "")
        return not self.text[:1].isupper() or text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Context:
    """Whom a noun, or a name of several, means in an article (``contexts.tsv``).

    ``actor`` (an id), if an actor with a code of ``amid`` was named before, and none with a code of ``without``.
    """

    amid: frozenset[str]
    without: frozenset[str]
    actor: str


@dataclass(frozen=True, slots=True)
class Tenure:
    """One person's time in one office, and the actor that an act in that office counts for.

    ``start`` and ``end`` are ISO 8601 dates, possibly reduced to month or year; ``end`` is none
    while it lasts.
    """

    office: str
    kind: str
    code: str
    country: str | None
    start: str
    end: str | None

    def covers(self, day: str) -> bool:
        """Return whether the ISO date ``day`` lies within, each compared as precisely as known.

        >>> Tenure("president", "government", "USA", "USA", "2017-01-20", "2021-01").covers("2021")
        True
        """

        def cut(other: str) -> tuple[str, str]:
            length = min(len(day), len(other))
            return day[:length], other[:length]

        begun = cut(self.start)
        over = cut(self.end) if self.end else ("", "")
        return begun[0] >= begun[1] and over[0] <= over[1]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All actors, and every word sequence that may stand for one.

    ``names``, ``places`` and ``traps`` are keyed by ``pieces(name)``. ``names[key]`` lists the
    owner that wins first; ``shared[key]`` is the rule of ``shared_names.tsv`` where there are
    several (``first``, ``nearest``, ``nearest-only``). ``agents`` maps a lemma (``foreign_minister``)
    to a kind, ``places`` a scene to an alpha-3 code (none: several countries have one), of which ``regions`` are
    no towns; ``traps`` a name to what it is instead. ``persons`` are also in ``actors``, with the office held last.
    ``contexts`` maps a noun or the id of an actor to whom it means in certain articles.
    ``longest`` is the largest number of pieces in a key of ``names``, ``places`` or ``traps``.
    """

    actors: Mapping[str, Actor]
    names: Mapping[Key, tuple[Name, ...]]
    shared: Mapping[Key, str]
    agents: Mapping[str, str]
    places: Mapping[Key, str | None]
    regions: frozenset[Key]
    traps: Mapping[Key, str]
    kinds: Mapping[str, Kind]
    persons: Mapping[str, Actor]
    tenures: Mapping[str, tuple[Tenure, ...]]
    longest: int
    contexts: Mapping[str, tuple[Context, ...]]


def gazetteer(folder: Path | None = None) -> Gazetteer:
    """Read the gazetteer from ``folder`` (none: the one that comes with the package, read once).

    Raises SeedError, with the first problem's file and row, if a table is not as it must be.
    """
    return _read(folder) if folder else _default()


@lru_cache(maxsize=1)
def _default() -> Gazetteer:
    return _read(resources.path("seeds/actors"))


def _read(folder: Path) -> Gazetteer:
    tables, wrong = read(folder)
    if wrong:
        raise SeedError(wrong[0] + (f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""))
    return _assemble(tables)


def _assemble(tables: Tables) -> Gazetteer:
    actors = {actor.id: actor for actor in map(_actor, actor_rows(tables))}
    tenures = _tenures(tables["persons"])
    persons = _persons(tables["persons"], tenures)
    names = _names(tables, actors | persons)
    places = _places(tables["places"])
    traps = {pieces(row["name"]): row["kind"] for row in tables["traps"]}
    return Gazetteer(
        actors=MappingProxyType(actors | persons),
        names=MappingProxyType(names),
        shared=MappingProxyType({pieces(r["name"]): r["rule"] for r in tables["shared_names"]}),
        agents=MappingProxyType(_agents(tables["agents"])),
        places=MappingProxyType(places),
        regions=frozenset(pieces(row["name"]) for row in tables["places"] if row["kind"] == "region"),
        traps=MappingProxyType(traps),
        kinds=MappingProxyType({row["id"]: _kind(row) for row in tables["kinds"]}),
        persons=MappingProxyType(persons),
        tenures=MappingProxyType(tenures),
        longest=max(map(len, [*names, *places, *traps]), default=0),
        contexts=MappingProxyType(_contexts(tables["contexts"])),
    )


def _kind(row: Row) -> Kind:
    return Kind(row["id"], row["label"], row["definition"], row["acts_for"] == "yes")


def _actor(row: Row) -> Actor:
    return Actor(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        code=row["code"],
        country=row["country"] or None,
        aliases=row.cells("aliases"),
        iso2=row.values.get("iso2") or None,
        wikidata=row["wikidata"] or None,
    )


def _tenures(table: Iterable[Row]) -> dict[str, tuple[Tenure, ...]]:
    """Return each person's tenures, oldest first."""
    found: dict[str, list[Tenure]] = {}
    for row in table:
        found.setdefault(row["id"], []).append(
            Tenure(row["office"], row["kind"], row["code"], row["country"] or None, row["from"], row["to"] or None)
        )
    return {
        person: tuple(sorted(all_, key=lambda t: (t.start, t.end or "9999", t.office)))
        for person, all_ in found.items()
    }


def _persons(table: Iterable[Row], tenures: Mapping[str, Sequence[Tenure]]) -> dict[str, Actor]:
    """Return the persons as actors, with kind, code and country of the latest tenure."""
    persons: dict[str, Actor] = {}
    for row in table:
        last = tenures[row["id"]][-1]
        before = persons[row["id"]].aliases if row["id"] in persons else ()
        aliases = (*before, *(a for a in row.cells("aliases") if a not in before))
        wikidata = row["wikidata"] or (persons[row["id"]].wikidata if before else None)
        persons[row["id"]] = Actor(
            id=row["id"],
            name=row["name"],
            kind=last.kind,
            code=last.code,
            country=last.country,
            aliases=aliases,
            wikidata=wikidata,
        )
    return persons


def _names(tables: Tables, actors: Mapping[str, Actor]) -> dict[Key, tuple[Name, ...]]:
    conditions = _conditions(tables["ambiguous"])
    order = {pieces(r["name"]): r.cells("ids") for r in tables["shared_names"]}
    found: dict[Key, dict[tuple[str, str, str], Name]] = {}
    for row, text, sense in claims(tables):
        key = pieces(text)
        name = Name(text, actors[row["id"]], sense, conditions.get(key, ()))
        found.setdefault(key, {}).setdefault((row["id"], sense, text), name)
    return {key: _winner_first(list(names.values()), order.get(key, ())) for key, names in found.items()}


def _winner_first(names: list[Name], ids: Sequence[str]) -> tuple[Name, ...]:
    if not ids:
        return tuple(names)
    return tuple(sorted(names, key=lambda n: ids.index(n.actor.id)))


def _conditions(table: Iterable[Row]) -> dict[Key, tuple[Condition, ...]]:
    found: dict[Key, tuple[Condition, ...]] = {}
    for row in table:
        key = pieces(row["name"])
        words = tuple(map(pieces, row.cells("words")))
        found[key] = (*found.get(key, ()), Condition(row["rule"], words))
    return found


def _contexts(table: Iterable[Row]) -> dict[str, tuple[Context, ...]]:
    found: dict[str, tuple[Context, ...]] = {}
    for row in table:
        context = Context(frozenset(row.cells("amid")), frozenset(row.cells("without")), row["actor"])
        for noun in row.cells("noun"):
            found[noun] = (*found.get(noun, ()), context)
    return found


def _agents(table: Iterable[Row]) -> dict[str, str]:
    """Map each lemma, and each plural that no lemmatizer would undo, to its kind."""
    found: dict[str, str] = {}
    for row in table:
        found[row["noun"]] = row["kind"]
        for plural in row.cells("plural"):
            found.setdefault(plural, row["kind"])
    return found


def _places(table: Iterable[Row]) -> dict[Key, str | None]:
    """Map each scene to its country; the row that stands first is the better known one."""
    found: dict[Key, str | None] = {}
    for row in table:
        found.setdefault(pieces(row["name"]), row["country"] or None)
    return found


def _is_short_acronym(text: str) -> bool:
    """Return whether ``text`` is an acronym so short that in other letters it is often a word ("LeT", "WHO")."""
    bare = text.replace(".", "")
    return len(bare) <= 3 and sum(map(str.isupper, bare)) > 1
