"""What words mean, as numbers: 50-dimensional GloVe vectors of the commonest words, from ``seeds/vectors``.

Words of like use have like vectors, so that the pair ranker is not at a loss before a verb that no training sentence
has. ``scripts/build_vectors.py`` writes the table; ``seeds/vectors/README.md`` says whence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.resources import path as resource

FIELDS = 50


@dataclass(frozen=True)
class Vectors:
    """Words and their vectors: 8-bit integers, the same unit for all."""

    rows: Mapping[str, int]
    table: npt.NDArray[np.int8]
    unit: float

    def mean(self, words: Iterable[str]) -> npt.NDArray[np.float64] | None:
        """Return the mean vector of those words that have one, or none."""
        found = [row for word in words if (row := self.rows.get(word)) is not None]
        if not found:
            return None
        mean: npt.NDArray[np.float64] = self.table[found].mean(axis=0) * self.unit
        return mean


@lru_cache(maxsize=2)
def vectors(folder: Path | None = None) -> Vectors:
    """Load the table. Raise ``FileNotFoundError`` if the package lacks it."""
    home = folder or resource("seeds/vectors")
    unit, *names = (home / "words.txt").read_text(encoding="utf-8").splitlines()
    table = np.load(home / "vectors.npy", allow_pickle=False)
    return Vectors({name: i for i, name in enumerate(names)}, table, float(unit))


def problems(folder: Path) -> list[str]:
    """Return what is wrong with ``words.txt`` (the unit, then a word a line) and ``vectors.npy`` of the folder."""
    try:
        unit, *names = (folder / "words.txt").read_text(encoding="utf-8").splitlines() or [""]
        table = np.load(folder / "vectors.npy", allow_pickle=False)
    except (OSError, ValueError, EOFError) as bad:
        return [str(bad)]
    return list(_of(unit, names, table))


def _of(unit: str, names: list[str], table: npt.NDArray[np.generic]) -> Iterator[str]:
    try:
        positive = float(unit) > 0
    except ValueError:
        positive = False
    if not positive:
        yield f"words.txt:1: the unit {unit!r} is no positive number"
    if len(names) != len(set(names)):
        yield "words.txt: a word stands there twice"
    if table.shape != (len(names), FIELDS) or table.dtype != np.int8:
        yield f"vectors.npy: {table.dtype} numbers of shape {table.shape}; expected int8, {(len(names), FIELDS)}"
