"""The relations and their modes, from ``ontology/relations.ttl``, and how each is said, from ``ontology/phrases.tsv``.

Nothing of either is repeated in Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from kg.lexicon.tables import SeedError, rows
from kg.resources import path as resource

_C = "https://communique.example/ontology#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SKOS = "http://www.w3.org/2004/02/skos/core#"

# What a phrase has beside its verb, by column of phrases.tsv.
PHRASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "alone": (),
        "target": ("{t}",),
        "theme": ("{x}",),
        "both": ("{t}", "{x}"),
        "content": ("{c}",),
        "content_target": ("{t}", "{c}"),
    }
)
STANCES = ("assertion", "denial")
_VERB = re.compile(r"\[[^/\]]+/[^\]]+\]")
_PART = re.compile(r"\{[^}]*\}")

Facts = Mapping[str, Mapping[str, tuple[str, ...]]]


class VocabularyError(SeedError):
    """The vocabulary cannot be read as it must be; the message names file and resource."""


@dataclass(frozen=True, slots=True)
class Mode:
    """A finer kind of a relation. ``score`` is its conflict-cooperation score, -10 to +10."""

    name: str
    definition: str
    score: float
    plover: str | None
    cameo: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """One of the 18 relations.

    ``property`` is the local name of its property (``accuses``); ``quad`` is the label of its quad class; ``score``
    the conflict-cooperation score, -10 to +10, of a statement without a mode.
    ``symmetric``: who stands first means nothing. ``spoken``: saying so is doing it. ``on_content``: the stance that
    it takes on its content, ``assertion`` or ``denial``, if it takes one.
    """

    code: str
    property: str
    label: str
    definition: str
    quad: str
    score: float
    symmetric: bool
    spoken: bool
    on_content: str | None
    plover: str | None
    cameo: tuple[str, ...]
    modes: Mapping[str, Mode]


@lru_cache(maxsize=2)
def relations(file: Path | None = None) -> Mapping[str, Relation]:
    """Return the relations by code, in the order of their codes.

    ``file`` none means the vocabulary of the package. Raises VocabularyError if it is no Turtle or a relation
    or mode lacks something.

    >>> relations()["ACCUSE"].property, relations()["ACCUSE"].quad
    ('accuses', 'verbal conflict')
    """
    source = file or resource("ontology/relations.ttl")
    facts = _facts(source)
    reader = _Reader(source.name, facts)
    found = {r.code: r for r in map(reader.relation, reader.of_type("Relation"))}
    return MappingProxyType(dict(sorted(found.items())))


@lru_cache(maxsize=1)
def stances() -> frozenset[str]:
    """Return the codes of the relations that answer a claim.

    >>> sorted(stances())
    ['CONFIRM', 'DENY']
    """
    return frozenset(code for code, relation in relations().items() if relation.quad == "stance")


@lru_cache(maxsize=1)
def spoken() -> frozenset[str]:
    """Return the codes of the relations that are done by saying so: who accuses says something, who aids does not."""
    return frozenset(code for code, relation in relations().items() if relation.spoken)


@lru_cache(maxsize=2)
def phrases(file: Path | None = None) -> Mapping[str, Mapping[str, str]]:
    """Return how each relation is said, by relation and column of `PHRASES`.

    ``[made/make]`` is the verb, past and base; ``{t}`` the target, ``{x}`` the theme, ``{c}`` the content (a clause).
    Raises SeedError naming file and row for a phrase without exactly one verb or with other parts than its column says,
    VocabularyError unless there is a row for each relation.

    >>> phrases()["ACCUSE"]["both"]
    '[accused/accuse] {t} of {x}'
    """
    source = file or resource("ontology/phrases.tsv")
    found: dict[str, Mapping[str, str]] = {}
    for row in rows(source, ("relation", *PHRASES)):
        for column, parts in PHRASES.items():
            if len(_VERB.findall(row[column])) != 1 or set(_PART.findall(row[column])) != set(parts):
                needed = " ".join(["[past/base]", *parts])
                raise row.error(f"{column} {row[column]!r} does not have one each of {needed}")
        if row["relation"] in found:
            raise row.error(f"{row['relation']} stands already above")
        found[row["relation"]] = row.values
    if odd := sorted(relations().keys() ^ found.keys()):
        raise VocabularyError(f"{source.name}: the rows are not those of the relations: {' '.join(odd)}")
    return MappingProxyType(found)


def _facts(source: Path) -> Facts:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    try:
        triples = list(ox.parse(path=source, format=ox.RdfFormat.TURTLE))
    except SyntaxError as bad:
        raise VocabularyError(f"{source.name}: {bad.msg}") from None
    except OSError as bad:
        raise VocabularyError(f"{source.name}: {bad.strerror or bad}") from None
    for triple in triples:
        node = found.setdefault(_value(triple.subject), {})
        predicate = triple.predicate.value
        node[predicate] = (*node.get(predicate, ()), _value(triple.object))
    return found


def _value(term: object) -> str:
    if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode):
        return term.value
    raise VocabularyError(f"a term that is no RDF 1.1: {term}")


@dataclass(frozen=True, slots=True)
class _Reader:
    file: str
    facts: Facts

    def of_type(self, name: str) -> Iterable[str]:
        return sorted(iri for iri, node in self.facts.items() if _C + name in node.get(_RDF_TYPE, ()))

    def relation(self, iri: str) -> Relation:
        code = self.one(iri, _SKOS + "notation")
        modes = (self.mode(mode) for mode in self.of_type("Mode") if self.one(mode, _SKOS + "broader") == iri)
        return Relation(
            code=code,
            property=self.one(iri, _C + "property").removeprefix(_C),
            label=self.one(iri, _SKOS + "prefLabel"),
            definition=self.one(iri, _SKOS + "definition"),
            quad=self.one(self.one(iri, _SKOS + "broader"), _SKOS + "prefLabel"),
            score=self.score(iri),
            symmetric=self.one(iri, _C + "symmetric") == "true",
            spoken=self.one(iri, _C + "spoken") == "true",
            on_content=self.stance(iri),
            plover=self.optional(iri, _C + "plover"),
            cameo=tuple(sorted(self.facts[iri].get(_C + "cameo", ()))),
            modes=MappingProxyType({mode.name: mode for mode in modes}),
        )

    def stance(self, iri: str) -> str | None:
        found = self.optional(iri, _C + "stanceOnContent")
        if found is not None and found.removeprefix(_C) not in STANCES:
            raise VocabularyError(f"{self.file}: {iri}: {found} is no stance ({' or '.join(STANCES)})")
        return found and found.removeprefix(_C)

    def mode(self, iri: str) -> Mode:
        return Mode(
            name=self.one(iri, _SKOS + "notation"),
            definition=self.one(iri, _SKOS + "definition"),
            score=self.score(iri),
            plover=self.optional(iri, _C + "plover"),
            cameo=tuple(sorted(self.facts[iri].get(_C + "cameo", ()))),
        )

    def score(self, iri: str) -> float:
        score = float(self.one(iri, _C + "score"))
        if not -10.0 <= score <= 10.0:
            raise VocabularyError(f"{self.file}: {iri}: score {score} is not between -10 and 10")
        return score

    def one(self, iri: str, predicate: str) -> str:
        values = self.facts.get(iri, {}).get(predicate, ())
        if len(values) != 1:
            raise VocabularyError(f"{self.file}: {iri} has {len(values)} values of {predicate}; one is needed")
        return values[0]

    def optional(self, iri: str, predicate: str) -> str | None:
        values = self.facts[iri].get(predicate, ())
        if len(values) > 1:
            raise VocabularyError(f"{self.file}: {iri} has {len(values)} values of {predicate}; at most one")
        return values[0] if values else None
