"""Why words stand for an actor: the rule, the rows of the seeds that gave the names, and what was decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from kg import resources
from kg.lexicon.actor_tables import Tables, claims, read
from kg.lexicon.actors import Gazetteer, Key, pieces
from kg.lexicon.decisions import Decision, Decisions
from kg.lexicon.tables import Row, SeedError, rows
from kg.model import Actor

_OWN_WORDS = frozenset(("description", "genitive", "shared", "title", "apposition", "predicate", "surname", "topic"))
_SENSES = MappingProxyType(
    {
        "name": "a name",
        "demonym": "the adjective",
        "people": "a noun for the people",
        "seat": "a seat of the government",
        "former": "a former name",
    }
)


@dataclass(frozen=True, slots=True)
class Origin:
    """A row of the seeds that had a part in it: ``states.tsv:41``, and what it gave."""

    place: str
    gave: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why ``text`` is ``actor`` (none: nobody known), found by ``rule``, which means ``meaning``."""

    text: str
    actor: Actor | None
    rule: str
    meaning: str
    origins: tuple[Origin, ...]
    sentence: str
    decisions: tuple[Decision, ...] = ()


@lru_cache(maxsize=1)
def meanings() -> Mapping[str, str]:
    """Return each rule of the linker in plain words. Raises SeedError naming file and row."""
    table = rows(resources.path("seeds/explanations/rules.tsv"), ("rule", "meaning"))
    return MappingProxyType({row["rule"]: row["meaning"] for row in table})


def explain(
    text: str, actor: Actor | None, rule: str, sentence: str, day: str | None, known: Gazetteer, decisions: Decisions
) -> Explanation:
    """Explain one mention; ``day`` is the ISO date of the article, or none."""
    origins = tuple(dict.fromkeys(_origins(_tables(), text, actor, rule, day, known)))
    about = tuple(d for d in decisions if _concerns(d, text, actor))
    return Explanation(text, actor, rule, meanings().get(rule, ""), origins, sentence, about)


def _concerns(decision: Decision, text: str, actor: Actor | None) -> bool:
    ids = {actor.id} if actor else set()
    return not ids.isdisjoint((decision.actor, decision.other)) or pieces(decision.actor) == pieces(text)


@lru_cache(maxsize=1)
def _tables() -> Tables:
    tables, wrong = read(resources.path("seeds/actors"))
    if wrong:
        raise SeedError(wrong[0])
    return tables


@lru_cache(maxsize=1)
def _claims() -> Mapping[str, Sequence[tuple[int, Key, Row, str, str]]]:
    """Return by owner what each row of the seeds claims as a name: its place among all, pieces, row, words, sense."""
    found = defaultdict(list)
    for number, (row, text, sense) in enumerate(claims(_tables())):
        if sense != "person":
            found[row["id"]].append((number, pieces(text), row, text, sense))
    return MappingProxyType(found)


def _origins(
    tables: Tables, text: str, actor: Actor | None, rule: str, day: str | None, known: Gazetteer
) -> Iterator[Origin]:
    said = pieces(f"{actor.title if actor and actor.title else ''} {text}")
    if rule == "trap":
        for row in tables["traps"]:
            if pieces(row["name"]) == said:
                yield Origin(_place(row), f"{row['name']} is {row['kind']}, not an actor's name")
    if actor is None:
        return
    if rule == "place":
        for row in tables["places"]:
            if pieces(row["name"]) == said and row["country"] == actor.id:
                yield Origin(_place(row), f"{row['name']}: {row['kind']} in {row['country']}")
    named = list(_names(said, actor))
    yield from named
    if rule in _OWN_WORDS:
        yield from _agents(tables, said)
    yield from _offices(tables, actor.id, day)
    if not named and actor.id not in known.persons:
        yield from _itself(tables, actor)


def _names(said: Key, actor: Actor) -> Iterator[Origin]:
    """Yield the rows that give the longest name of the actor, or of its state, that the words hold."""
    owners = {actor.id, actor.id.partition(":")[0], *((actor.country,) if actor.country else ())}
    found = [
        (len(key), row, text, sense)
        for _, key, row, text, sense in sorted(
            (claim for owner in owners for claim in _claims().get(owner, ())), key=lambda claim: claim[0]
        )
        if _holds(said, key)
    ]
    longest = max((size for size, *_ in found), default=0)
    for size, row, text, sense in found:
        if size == longest:
            yield Origin(_place(row), f"{text} is {_SENSES[sense]} of {row['name']}")


def _agents(tables: Tables, said: Key) -> Iterator[Origin]:
    nouns = {"_".join(said[i : i + size]) for size in (1, 2, 3) for i in range(len(said) - size + 1)}
    found = [
        row
        for row in tables["agents"]
        if row["noun"] in nouns or f"{row['noun']}s" in nouns or not nouns.isdisjoint(row.cells("plural"))
    ]
    for row in found:
        if not any(_within(row["noun"], other["noun"]) for other in found):
            yield Origin(_place(row), f"{row['noun'].replace('_', ' ')}: {row['kind'].replace('_', ' ')}")


def _within(noun: str, other: str) -> bool:
    return noun != other and f"_{noun}_" in f"_{other}_"


def _offices(tables: Tables, person: str, day: str | None) -> Iterator[Origin]:
    held = [row for row in tables["persons"] if row["id"] == person]
    then = [row for row in held if day and _covers(row, day)]
    for row in then or held[-1:]:
        period = f"{row['from']} to {row['to'] or 'now'}"
        yield Origin(_place(row), f"{row['name']}, {row['office']} ({row['code']}), {period}")


def _covers(row: Row, day: str) -> bool:
    start, end = row["from"], row["to"]
    return start[: len(day)] <= day[: len(start)] and (not end or day[: len(end)] <= end[: len(day)])


def _itself(tables: Tables, actor: Actor) -> Iterator[Origin]:
    owners: Iterable[str] = (actor.id, actor.id.partition(":")[0])
    for table in ("states", "organs", "organisations", "groups"):
        for row in tables[table]:
            if row["id"] in owners:
                yield Origin(_place(row), f"{row['name']} itself")


def _place(row: Row) -> str:
    return f"{row.file}:{row.line}"


def _holds(said: Key, key: Key) -> bool:
    return any(said[i : i + len(key)] == key for i in range(len(said) - len(key) + 1))
