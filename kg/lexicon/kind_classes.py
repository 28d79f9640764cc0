"""The kinds of actors that are alike where a text is read, from ``seeds/linking/kinds.tsv``."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from kg import resources
from kg.lexicon.actors import gazetteer
from kg.lexicon.tables import SeedError, sets


@dataclass(frozen=True, slots=True)
class Kinds:
    """One set of kinds a class; what each holds stands in the table."""

    lands: frozenset[str]
    joint: frozenset[str]
    fighters: frozenset[str]
    militants: frozenset[str]
    rebels: frozenset[str]
    groups: frozenset[str]
    parties: frozenset[str]
    crowds: frozenset[str]
    organs: frozenset[str]
    people: frozenset[str]
    named: frozenset[str]
    services: frozenset[str]
    armed: frozenset[str]
    private: frozenset[str]


@lru_cache(maxsize=2)
def kinds(folder: Path | None = None) -> Kinds:
    """Return the kinds of each class. Raises SeedError if a class is missing, unknown or empty."""
    file = (folder or resources.path("seeds/linking")) / "kinds.tsv"
    classes = [field.name for field in fields(Kinds)]
    return Kinds(**sets(file, ("class", "kinds", "note"), classes))


def problems(folder: Path) -> list[str]:
    """Return what is wrong with the table in ``folder``: the first thing, or the kinds that actors do not have."""
    try:
        found = kinds(folder)
    except SeedError as bad:
        return [str(bad)]
    try:
        known = gazetteer().kinds
    except SeedError:
        return []  # what is wrong there is said there
    used = frozenset[str]().union(*(getattr(found, field.name) for field in fields(Kinds)))
    unknown = sorted(used - known.keys())
    return [f"kinds.tsv:0: no kinds of seeds/actors/kinds.tsv: {' '.join(unknown)}"] if unknown else []
