"""Which states are neighbours, from ``seeds/linking/borders.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from kg import resources
from kg.lexicon.actors import Gazetteer
from kg.lexicon.tables import rows


@lru_cache(maxsize=1)
def borders() -> Mapping[str, frozenset[str]]:
    """Return the ids of the neighbours of each state that has a row. Raises SeedError (see `read_borders`)."""
    return read_borders(resources.path("seeds/linking") / "borders.tsv")


def read_borders(file: Path, known: Gazetteer | None = None) -> Mapping[str, frozenset[str]]:
    """Return the ids of the neighbours of each state.

    Raises SeedError if a state stands twice, or names a neighbour above that does not name it, or (with ``known``) an
    id is no actor's.
    """
    found: dict[str, frozenset[str]] = {}
    for row in rows(file, ("state", "neighbours")):
        state, beside = row["state"], frozenset(row.cells("neighbours"))
        if state in found or not beside:
            raise row.error(f"state {state!r} stands already above or has no neighbours")
        if known is not None and (unknown := sorted({state, *beside} - known.actors.keys())):
            raise row.error(f"{' '.join(unknown)}: no actor")
        if wrong := [other for other in found if (other in beside) != (state in found[other])]:
            raise row.error(f"state {state!r} and {wrong[0]!r} do not name each other")
        found[state] = beside
    return MappingProxyType(found)


def may_touch(one: str, other: str) -> bool:
    """Whether two states may be neighbours: they are, or one of them (an island) has no row."""
    return other in borders().get(one, (other,)) or other not in borders()
