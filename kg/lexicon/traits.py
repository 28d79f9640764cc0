"""What relations have in common where a text is read, from ``seeds/triggers/traits.tsv``.

What a relation *is* (its class, its score, whether it is done by being said) stands in the ontology; here stands how
one tells of it: whom it is aimed at, whose word it is, what a noun may leave out.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from kg.lexicon.tables import SeedError, sets
from kg.lexicon.vocabulary import relations
from kg.resources import path as resource


@dataclass(frozen=True, slots=True)
class Traits:
    """One set of relation codes a trait; what each trait means stands in the table."""

    accusing: frozenset[str]
    denying: frozenset[str]
    admitting: frozenset[str]
    promising: frozenset[str]
    refusing: frozenset[str]
    asking: frozenset[str]
    threatening: frozenset[str]
    meeting: frozenset[str]
    protesting: frozenset[str]
    striking: frozenset[str]
    violent: frozenset[str]
    hostile: frozenset[str]
    helpful: frozenset[str]
    blaming: frozenset[str]
    judging: frozenset[str]
    contested: frozenset[str]
    asserting: frozenset[str]
    proposing: frozenset[str]
    answering: frozenset[str]
    answerable: frozenset[str]
    committing: frozenset[str]
    yielding: frozenset[str]
    disavowed: frozenset[str]
    aimed: frozenset[str]
    retorts: frozenset[str]
    quarrels: frozenset[str]
    personal: frozenset[str]
    decreed: frozenset[str]
    unaimed: frozenset[str]
    local: frozenset[str]
    resumed: frozenset[str]
    domestic: frozenset[str]
    martial: frozenset[str]
    welcoming: frozenset[str]


@lru_cache(maxsize=2)
def traits(folder: Path | None = None) -> Traits:
    """Return the relations of each trait. Raises SeedError if a trait is missing, unknown or empty, or a code bad."""
    file = (folder or resource("seeds/triggers")) / "traits.tsv"
    names = [field.name for field in fields(Traits)]
    return Traits(**sets(file, ("trait", "relations", "note"), names, _fault))


def _fault(code: str) -> str | None:
    return None if code in relations() else f"relation {code!r} is not in ontology/relations.ttl"


def problems(folder: Path) -> list[str]:
    """Return what is wrong with the table in ``folder``: the first thing, by row."""
    try:
        traits(folder)
    except SeedError as bad:
        return [str(bad)]
    return []
